// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/deploymentslist.h"

#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

namespace run402 {

namespace {

/// A row that can be chosen by mouse and keyboard.
class ReleaseRow final : public QWidget
{
public:
    ReleaseRow(bool chosen, std::function<void()> pick) : m_chosen(chosen), m_pick(std::move(pick))
    {
        setFocusPolicy(Qt::StrongFocus);
    }

private:
    void mousePressEvent(QMouseEvent*) override { pickLater(); }
    void keyPressEvent(QKeyEvent* e) override
    {
        if (e->key() == Qt::Key_Return || e->key() == Qt::Key_Space)
            return pickLater();
        QWidget::keyPressEvent(e);
    }
    /// Choosing rebuilds the rows, this one too.
    void pickLater() { QTimer::singleShot(0, this, m_pick); }
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::of(this);
        QPainter p(this);
        if (m_chosen)
            p.fillRect(rect(), theme.color("bg.selected"));
        p.fillRect(0, height() - 1, width(), 1, theme.color("grid.line"));
        if (hasFocus() && theme.focusVisible(this)) {
            p.setPen(QPen(theme.color("focus.ring"), 2));
            p.drawRect(rect().adjusted(1, 1, -2, -2));
        }
    }
    bool m_chosen;
    std::function<void()> m_pick;
};

QString shortId(const QString& id)
{
    return id.size() > 14 ? id.section(u'_', 0, 0) + QStringLiteral("_…") + id.right(6) : id;
}

QString when(const QDateTime& at)
{
    const QDateTime local = at.toLocalTime();
    const qint64 days = local.date().daysTo(QDate::currentDate());
    if (days == 0)
        return local.toString(QStringLiteral("HH:mm"));
    return days == 1 ? DeploymentsList::tr("Yesterday %1").arg(local.toString(QStringLiteral("HH:mm")))
                     : local.toString(QStringLiteral("d MMM HH:mm"));
}

} // namespace

DeploymentsList::DeploymentsList(const QString& prefix, QWidget* parent) : QWidget(parent), m_prefix(prefix)
{
    setObjectName(prefix + QStringLiteral(".list"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto* list = new QWidget;
    list->setProperty("surface", true); // it stands in cards
    m_rows = new QVBoxLayout(list);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    area->setWidget(list);
    column->addWidget(area, 1);
    auto* note = new Label(tr("Making an older deployment live moves the subdomain to it. Data and functions stay as they are."),
                           Theme::Font::CaptionPlain, "text.muted");
    note->setWordWrap(true);
    note->setContentsMargins(14, 10, 14, 10);
    column->addWidget(note);
    rebuild();
}

void DeploymentsList::setReleases(const QList<Release>& releases, const QString& liveId)
{
    m_releases = releases;
    m_live = liveId;
    rebuild();
}

void DeploymentsList::choose(const QString& releaseId)
{
    m_chosen = releaseId;
    rebuild();
}

void DeploymentsList::setBusy(bool busy)
{
    m_busy = busy;
    rebuild();
}

QWidget* DeploymentsList::row(const Release& r)
{
    const bool live = r.id == m_live, chosen = r.id == m_chosen;
    auto* widget = new ReleaseRow(chosen, [this, id = r.id] {
        choose(id);
        Q_EMIT releaseChosen(id);
    });
    widget->setObjectName(m_prefix + QStringLiteral(".row.") + r.id);
    widget->setAccessibleName(tr("Deployment %1%2").arg(r.id, live ? tr(", live") : QString()));
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(3);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    auto* id = new Label(shortId(r.id), live ? Theme::Font::MonoStrong : Theme::Font::Mono);
    id->setToolTip(r.id);
    top->addWidget(id);
    if (live)
        top->addWidget(new Chip(tr("Live"), Tone::Success));
    top->addStretch();
    top->addWidget(new Label(when(r.createdAt), Theme::Font::CaptionPlain, "text.muted"));
    column->addLayout(top);
    const QString files = r.fileCount == 1 ? tr("1 file") : tr("%1 files").arg(r.fileCount);
    column->addWidget(new ElidedLabel(r.note.isEmpty() ? files : tr("%1, %2").arg(files, r.note), Theme::Font::Small,
                                      "text.secondary"));
    if (!chosen)
        return widget;
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    auto* preview = new Button(tr("Preview"), QStringLiteral("app-window"), Button::Variant::Secondary);
    preview->setSize(Button::Size::Small);
    preview->setObjectName(m_prefix + QStringLiteral(".preview"));
    auto* makeLive = new Button(tr("Make live"), QStringLiteral("undo-2"), Button::Variant::Primary);
    makeLive->setSize(Button::Size::Small);
    makeLive->setObjectName(m_prefix + QStringLiteral(".makeLive"));
    makeLive->setVisible(!live);
    makeLive->setBusy(m_busy);
    buttons->addWidget(preview);
    buttons->addWidget(makeLive);
    buttons->addStretch();
    column->addSpacing(5);
    column->addLayout(buttons);
    connect(preview, &QPushButton::clicked, this, [this, r] { Q_EMIT previewRequested(QUrl(r.url)); });
    connect(makeLive, &QPushButton::clicked, this, [this, r] { Q_EMIT makeLiveRequested(r); });
    return widget;
}

void DeploymentsList::rebuild()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const Release& r : std::as_const(m_releases))
        m_rows->addWidget(row(r));
    if (m_releases.isEmpty()) {
        auto* none = new Label(tr("Nothing was deployed from this computer yet."), Theme::Font::Small, "text.muted");
        none->setContentsMargins(14, 10, 14, 10);
        m_rows->addWidget(none);
    }
    m_rows->addStretch();
}

} // namespace run402
