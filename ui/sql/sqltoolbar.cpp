// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqltoolbar.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"

#include <QHBoxLayout>
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
    m_cancel = new Button(tr("Cancel"), QStringLiteral("circle-stop"), Button::Variant::Danger, this);
    m_cancel->setObjectName(QStringLiteral("sql.cancel"));
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

    auto* role = new QWidget(this);
    auto* roleRow = new QHBoxLayout(role);
    roleRow->setContentsMargins(10, 0, 0, 0);
    roleRow->setSpacing(7);
    roleRow->addWidget(new IconLabel(QStringLiteral("user-cog"), 14, "text.secondary"));
    roleRow->addWidget(new Label(QStringLiteral("service_role"), Theme::Font::BodyMedium, "text.secondary"));
    role->setToolTip(tr("SQL runs as the owner of the project's schema; access rules do not apply here"));
    row->addWidget(role);
    row->addStretch();

    auto* format = new IconButton(QStringLiteral("wand-sparkles"), tr("Lay out the statements"), this);
    format->setObjectName(QStringLiteral("sql.format"));
    format->setShortcutHint(QStringLiteral("Ctrl+Shift+F"));
    auto* find = new IconButton(QStringLiteral("search"), tr("Find and replace"), this);
    find->setObjectName(QStringLiteral("sql.openFind"));
    find->setShortcutHint(QStringLiteral("Ctrl+F"));
    m_explain = new IconButton(QStringLiteral("git-fork"), tr("Show the plan of the statement"), this);
    m_explain->setObjectName(QStringLiteral("sql.explain"));
    m_history = new IconButton(QStringLiteral("history"), tr("Statements run before"), this);
    m_history->setObjectName(QStringLiteral("sql.history"));
    auto* open = new IconButton(QStringLiteral("folder-open"), tr("Open an SQL file"), this);
    open->setObjectName(QStringLiteral("sql.open"));
    open->setShortcutHint(QStringLiteral("Ctrl+O"));
    auto* save = new IconButton(QStringLiteral("save"), tr("Save as an SQL file"), this);
    save->setObjectName(QStringLiteral("sql.save"));
    save->setShortcutHint(QStringLiteral("Ctrl+S"));
    for (IconButton* button : {format, m_explain, find, m_history, open, save})
        row->addWidget(button);

    connect(m_run, &QAbstractButton::clicked, this, &SqlToolbar::runRequested);
    connect(m_all, &QAbstractButton::clicked, this, &SqlToolbar::runAllRequested);
    connect(format, &QAbstractButton::clicked, this, &SqlToolbar::formatRequested);
    connect(find, &QAbstractButton::clicked, this, &SqlToolbar::findRequested);
    connect(m_cancel, &QAbstractButton::clicked, this, &SqlToolbar::cancelRequested);
    connect(m_explain, &QAbstractButton::clicked, this, &SqlToolbar::explainRequested);
    connect(m_history, &QAbstractButton::clicked, this, &SqlToolbar::historyRequested);
    connect(open, &QAbstractButton::clicked, this, &SqlToolbar::openRequested);
    connect(save, &QAbstractButton::clicked, this, &SqlToolbar::saveRequested);
    connect(m_mode, &SegmentedControl::currentChanged, this, &SqlToolbar::modeChanged);
    refresh();
}

SqlRunMode SqlToolbar::mode() const
{
    return m_mode->current() == 0 ? SqlRunMode::OneTransaction : SqlRunMode::StepByStep;
}

void SqlToolbar::setMode(SqlRunMode mode)
{
    m_mode->setCurrent(mode == SqlRunMode::OneTransaction ? 0 : 1);
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
    m_explain->setEnabled(can);
    m_run->setToolTip(m_reason.isEmpty() ? tr("Run the statement at the cursor, or the selection (Ctrl+Enter)") : m_reason);
    m_run->setAccessibleDescription(m_reason);
}

void SqlToolbar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::of(this).color("border.default"));
}

} // namespace run402
