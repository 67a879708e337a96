// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqltoolbar.h"

#include "ui/common/button.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace run402 {

SqlToolbar::SqlToolbar(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(Theme::of(this).scaled(44));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(8);
    m_run = new Button(tr("Run"), QStringLiteral("play"), Button::Variant::Primary, this);
    m_run->setObjectName(QStringLiteral("sql.run"));
    m_run->setKeyHint(QStringLiteral("Ctrl \u21b5"));
    m_run->setToolTip(tr("Run the statement at the cursor, or the selection (Ctrl+Enter)"));
    m_all = new Button(tr("Run all"), Button::Variant::Secondary, this);
    m_all->setObjectName(QStringLiteral("sql.runAll"));
    m_all->setToolTip(tr("Run every statement (Ctrl+Shift+Enter)"));
    m_cancel = new Button(tr("Stop waiting"), QStringLiteral("circle-stop"), Button::Variant::Danger, this);
    m_cancel->setObjectName(QStringLiteral("sql.cancel"));
    m_cancel->setToolTip(tr("What has been sent may still run to its end on the service"));
    m_mode = new SegmentedControl(this);
    m_mode->setObjectName(QStringLiteral("sql.mode"));
    m_mode->setAccessibleName(tr("How Run all sends the script"));
    m_mode->addSegment(tr("One transaction"));
    m_mode->addSegment(tr("Step by step"));
    m_mode->setSegmentToolTip(0, tr("One request: all or nothing; only the last statement's rows come back"));
    m_mode->setSegmentToolTip(1, tr("One request per statement: stops at the first error; what ran before stays"));
    m_mode->setCurrent(1);
    for (QWidget* w : {static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_cancel), static_cast<QWidget*>(m_all), static_cast<QWidget*>(m_mode)})
        row->addWidget(w);

    m_as = new Button({}, QStringLiteral("user-cog"), Button::Variant::Ghost, this);
    m_as->setObjectName(QStringLiteral("sql.runAs"));
    m_identities = new QMenu(m_as);
    m_identities->setObjectName(QStringLiteral("sql.runAsMenu"));
    m_as->setMenu(m_identities);
    row->addWidget(m_as);
    row->addStretch();

    const auto icon = [this, row](const char* image, const QString& name, const char* keys, const char* object) {
        auto* button = new IconButton(QLatin1StringView(image), name, this);
        button->setObjectName(QLatin1StringView(object));
        button->setShortcutHint(QLatin1StringView(keys));
        row->addWidget(button);
        return button;
    };
    auto* format = icon("wand-sparkles", tr("Lay out the statements"), "Ctrl+Shift+F", "sql.format");
    m_explain = icon("git-fork", tr("Show the plan of the statement"), "Ctrl+E", "sql.explain");
    auto* find = icon("search", tr("Find and replace"), "Ctrl+F", "sql.openFind");
    auto* saved = icon("bookmark", tr("Saved queries"), "Ctrl+Shift+B", "sql.saved");
    auto* history = icon("history", tr("Statements run before"), "Ctrl+Shift+H", "sql.history");
    auto* save = icon("save", tr("Save"), "Ctrl+S", "sql.save");
    auto* more = icon("ellipsis", tr("More"), "", "sql.more");

    connect(m_run, &QAbstractButton::clicked, this, &SqlToolbar::runRequested);
    connect(m_all, &QAbstractButton::clicked, this, &SqlToolbar::runAllRequested);
    connect(format, &QAbstractButton::clicked, this, &SqlToolbar::formatRequested);
    connect(find, &QAbstractButton::clicked, this, &SqlToolbar::findRequested);
    connect(m_cancel, &QAbstractButton::clicked, this, &SqlToolbar::cancelRequested);
    connect(m_explain, &QAbstractButton::clicked, this, &SqlToolbar::showExplainMenu);
    connect(more, &QAbstractButton::clicked, this, [this, more] { showMoreMenu(more); });
    connect(saved, &QAbstractButton::clicked, this, &SqlToolbar::savedRequested);
    connect(history, &QAbstractButton::clicked, this, &SqlToolbar::historyRequested);
    connect(save, &QAbstractButton::clicked, this, &SqlToolbar::saveRequested);
    connect(m_mode, &SegmentedControl::currentChanged, this, &SqlToolbar::modeChanged);
    setIdentity({});
}

SqlRunMode SqlToolbar::mode() const
{
    return m_mode->current() == 0 ? SqlRunMode::OneTransaction : SqlRunMode::StepByStep;
}

void SqlToolbar::setMode(SqlRunMode mode)
{
    m_mode->setCurrent(mode == SqlRunMode::OneTransaction ? 0 : 1);
}

void SqlToolbar::setIdentity(const SqlIdentity& identity)
{
    m_identity = identity;
    const bool service = identity.isService();
    const QString name = service ? QStringLiteral("service_role") : identity.kind == SqlIdentity::Kind::Anonymous ? tr("Anonymous") : identity.name;
    m_as->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, Theme::of(this).scaled(88)));
    m_as->setIconName(service ? QStringLiteral("user-cog") : QStringLiteral("user"));
    m_as->setAccessibleName(tr("Run as %1").arg(name));
    m_as->setToolTip(service ? tr("SQL runs as the owner of the project's schema; access rules do not apply here")
                             : tr("Statements are sent over REST %1; the access rules apply").arg(identity.kind == SqlIdentity::Kind::Anonymous ? tr("as anybody") : tr("as %1").arg(name)));
    refresh();
}

QMenu* SqlToolbar::menuUnder(QWidget* under, const QString& name)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(name);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QMetaObject::invokeMethod(menu, [menu, under] { menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2))); }, Qt::QueuedConnection);
    return menu;
}

void SqlToolbar::showExplainMenu()
{
    QMenu* menu = menuUnder(m_explain, QStringLiteral("sql.explainMenu"));
    const auto add = [&](const QString& text, const char* keys, auto signal) {
        connect(menu->addAction(text + u'\t' + QLatin1StringView(keys)), &QAction::triggered, this, signal);
    };
    add(tr("Plan, without running it"), "Ctrl+E", &SqlToolbar::explainRequested);
    add(tr("Run and measure"), "Ctrl+Shift+E", &SqlToolbar::measureRequested);
}

void SqlToolbar::showMoreMenu(QWidget* under)
{
    QMenu* menu = menuUnder(under, QStringLiteral("sql.moreMenu"));
    const auto add = [&](const QString& text, const char* keys, const std::function<void()>& act) {
        connect(menu->addAction(text + u'\t' + QLatin1StringView(keys)), &QAction::triggered, this, act);
    };
    add(tr("Open an SQL file\u2026"), "Ctrl+O", [this] { Q_EMIT openRequested(); });
    add(tr("Toggle comment"), "Ctrl+/", [this] { Q_EMIT commentRequested(); });
    menu->addSeparator();
    add(tr("Two views, side by side"), "Ctrl+Alt+2", [this] { Q_EMIT splitRequested(0); });
    add(tr("Two views, one above the other"), "Ctrl+Alt+3", [this] { Q_EMIT splitRequested(1); });
    add(tr("One view"), "Ctrl+Alt+1", [this] { Q_EMIT splitRequested(-1); });
}

void SqlToolbar::setRunning(bool running)
{
    m_running = running;
    refresh();
}

void SqlToolbar::setBlockedReason(const QString& reason)
{
    m_reason = reason;
    refresh();
}

void SqlToolbar::setSelection(bool hasSelection)
{
    m_run->setText(hasSelection ? tr("Run selection") : tr("Run"));
}

void SqlToolbar::refresh()
{
    const bool can = !m_running && m_reason.isEmpty();
    m_run->setVisible(!m_running);
    m_cancel->setVisible(m_running);
    m_run->setEnabled(can);
    m_all->setEnabled(can);
    m_explain->setEnabled(can && m_identity.isService());
    m_explain->setToolTip(m_identity.isService() ? tr("Show the plan of the statement (Ctrl+E)") : tr("Plans can be asked for as the service only"));
    m_run->setToolTip(m_reason.isEmpty() ? tr("Run the statement at the cursor, or the selection (Ctrl+Enter)") : m_reason);
    m_run->setAccessibleDescription(m_reason);
}

void SqlToolbar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::of(this).color("border.default"));
}

} // namespace run402
