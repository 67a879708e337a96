// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/changebar.h"

#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/togglechip.h"
#include "ui/sql/plainhighlighter.h"
#include "ui/table/tablesession.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>

namespace run402 {

namespace {

/// The panel's ground with the line above it.
class Panel : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        p.fillRect(rect(), t.color("bg.alt"));
        p.fillRect(0, 0, width(), 1, t.color("border.strong"));
    }
};

constexpr qsizetype longestShown = 100'000; // of the script; copying takes all of it

} // namespace

ChangeBar::ChangeBar(TableSession& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildPanel());
    m_strip = buildBar();
    column->addWidget(m_strip);
    connect(&session, &TableSession::changesChanged, this, &ChangeBar::refresh);
    connect(&session, &TableSession::savingChanged, this, &ChangeBar::refresh);
    refresh();
}

QWidget* ChangeBar::buildPanel()
{
    m_panel = new Panel;
    m_panel->setFixedHeight(Theme::of(this).scaled(146));
    auto* column = new QVBoxLayout(m_panel);
    column->setContentsMargins(16, 8, 12, 4);
    column->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new Label(tr("SQL to run"), Theme::Font::Label));
    head->addWidget(new Label(tr("one transaction, all or nothing"), Theme::Font::Small, "text.muted"));
    head->addStretch();
    m_checks = new ToggleChip(tr("With its checks"));
    m_checks->setObjectName(QStringLiteral("table.sql.checks"));
    m_checks->setToolTip(tr("Exactly as it is sent: every row must still be as it was read, or nothing is written"));
    connect(m_checks, &QAbstractButton::toggled, this, &ChangeBar::refresh);
    head->addWidget(m_checks);
    auto* copy = new Button(tr("Copy"), QStringLiteral("copy"), Button::Variant::Ghost);
    copy->setObjectName(QStringLiteral("table.sql.copy"));
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return m_session.script().script(); });
    head->addWidget(copy);
    column->addLayout(head);
    m_sql = new QPlainTextEdit;
    m_sql->setObjectName(QStringLiteral("table.sql"));
    m_sql->setAccessibleName(tr("SQL that will be sent"));
    m_sql->setReadOnly(true);
    m_sql->setProperty("bare", true);
    m_sql->setFrameShape(QFrame::NoFrame);
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sql->document()->setDocumentMargin(0);
    m_sql->viewport()->setAutoFillBackground(false);
    followFont(m_sql, Theme::Font::Mono);
    new PlainHighlighter(m_sql->document());
    column->addWidget(m_sql, 1);
    return m_panel;
}

QWidget* ChangeBar::buildBar()
{
    auto* bar = new QWidget;
    bar->setObjectName(QStringLiteral("table.changes"));
    bar->setProperty("tone", QStringLiteral("warning"));
    bar->setProperty("bar", true);
    bar->setFixedHeight(Theme::of(this).scaled(46));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(QStringLiteral("pencil-line"), 16, "warning.text"));
    m_title = new Label({}, Theme::Font::Subtitle);
    m_title->setObjectName(QStringLiteral("table.changes.title"));
    head->addWidget(m_title);
    row->addLayout(head);
    m_edits = new Chip({}, Tone::Warning);
    m_new = new Chip({}, Tone::Success);
    m_deleted = new Chip({}, Tone::Danger);
    for (Chip* chip : {m_edits, m_new, m_deleted}) {
        chip->setProperty("onTint", true);
        row->addWidget(chip);
    }
    m_faults = new Button({}, QStringLiteral("triangle-alert"), Button::Variant::Danger);
    m_faults->setObjectName(QStringLiteral("table.faults"));
    m_faults->setSize(Button::Size::Small);
    connect(m_faults, &QAbstractButton::clicked, this, &ChangeBar::faultRequested);
    row->addWidget(m_faults);
    row->addStretch();
    m_toggle = new Button({}, Button::Variant::Ghost);
    m_toggle->setObjectName(QStringLiteral("table.sql.toggle"));
    m_toggle->setSize(Button::Size::Small);
    m_discard = new Button(tr("Discard"));
    m_discard->setObjectName(QStringLiteral("table.discard"));
    m_save = new Button({}, Button::Variant::Primary);
    m_save->setObjectName(QStringLiteral("table.save"));
    m_save->setKeyHint(QStringLiteral("Ctrl S"));
    for (Button* button : {m_toggle, m_discard, m_save})
        row->addWidget(button);
    connect(m_toggle, &QAbstractButton::clicked, this, [this] { setSqlShown(!m_shown); });
    connect(m_discard, &QAbstractButton::clicked, this, [this] { m_session.discard(); });
    connect(m_save, &QAbstractButton::clicked, this, &ChangeBar::saveRequested);
    return bar;
}

void ChangeBar::setBlock(const QString& why)
{
    m_block = why;
    refresh();
}

bool ChangeBar::sqlShown() const { return m_shown; }

void ChangeBar::setSqlShown(bool shown)
{
    m_shown = shown;
    refresh();
}

void ChangeBar::refresh()
{
    using Kind = StagedRow::Kind;
    const TableEdits& edits = m_session.model().edits();
    const int changes = edits.changes(), faults = m_session.model().faults();
    const bool busy = m_session.saving() != TableSession::Saving::No;
    setVisible(changes > 0);
    if (changes == 0)
        return;
    m_panel->setVisible(m_shown);
    m_toggle->setText(m_shown ? tr("Hide SQL") : tr("Show SQL"));
    m_title->setText(tr("%n change(s) not saved", nullptr, changes));
    m_edits->setText(tr("%n edit(s)", nullptr, edits.editedCells()));
    m_edits->setVisible(edits.editedCells() > 0);
    m_new->setText(tr("%1 new").arg(edits.count(Kind::Insert)));
    m_new->setVisible(edits.count(Kind::Insert) > 0);
    m_deleted->setText(tr("%1 deleted").arg(edits.count(Kind::Delete)));
    m_deleted->setVisible(edits.count(Kind::Delete) > 0);
    m_faults->setText(tr("%n value(s) do not fit", nullptr, faults));
    m_faults->setVisible(faults > 0);
    m_save->setText(tr("Save %n change(s)", nullptr, changes));
    m_save->setBusy(busy);
    m_save->setEnabled(faults == 0 && m_block.isEmpty());
    m_save->setToolTip(!m_block.isEmpty() ? m_block : faults > 0 ? tr("Some values do not fit their columns") : tr("Sends the SQL above; free"));
    m_discard->setEnabled(m_session.saving() != TableSession::Saving::Sending);
    if (m_shown) {
        const ChangeScript script = m_session.script();
        const QString text = m_checks->isChecked() ? script.script() : script.text();
        const QString shown = text.size() > longestShown ? text.left(longestShown) + QChar(0x2026) : text;
        if (m_sql->toPlainText() != shown)
            m_sql->setPlainText(shown);
    }
}

} // namespace run402
