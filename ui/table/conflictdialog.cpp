// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/conflictdialog.h"

#include "models/table/conflicttext.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>

namespace run402 {

using Kind = StagedRow::Kind;

namespace {

constexpr int dialogWidth = 760, mostShown = 50, mostHeight = 460;

ElidedLabel* wordLabel(const QString& text, const char* token)
{
    auto* label = new ElidedLabel(text, Theme::Font::Small, token);
    QFont font = label->font();
    font.setItalic(true);
    label->setFont(font);
    return label;
}

ElidedLabel* valueLabel(const std::optional<QString>& value, const std::optional<QString>& other, const char* token)
{
    const ConflictText shown = conflictText(value, other);
    if (shown.isWord)
        return wordLabel(shown.text, token);
    auto* label = new ElidedLabel(shown.text, Theme::Font::Mono, token);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ConflictDialog::ConflictDialog(QWidget* anchor, const TableShape& shape, const QList<RowConflict>& conflicts) : DialogFrame(anchor, dialogWidth)
{
    setObjectName(QStringLiteral("table.conflicts"));
    auto* column = body();
    column->setContentsMargins(20, 18, 20, 12);
    column->setSpacing(10);
    column->addWidget(new Label(tr("%n row(s) changed while you edited", nullptr, int(conflicts.size())), Theme::Font::Title));
    auto* text = new Label(tr("Nothing was written. Choose for each row; the other changes stay as they are."), Theme::Font::Body, "text.secondary");
    text->setWordWrap(true);
    column->addWidget(text);
    auto* list = new QWidget;
    list->setProperty("surface", true);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    for (qsizetype i = 0; i < std::min<qsizetype>(conflicts.size(), mostShown); ++i)
        rows->addWidget(buildRow(shape, conflicts.at(i)));
    if (conflicts.size() > mostShown)
        rows->addWidget(new Label(tr("%n more row(s) stay as they are now", nullptr, int(conflicts.size() - mostShown)), Theme::Font::Small, "text.muted"));
    rows->addStretch();
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(list);
    const int height = list->sizeHint().height();
    area->setMinimumHeight(std::min(mostHeight, height));
    area->setMaximumHeight(height);
    column->addWidget(area, 1);
    auto* cancel = new Button(tr("Back to editing"));
    cancel->setObjectName(QStringLiteral("table.conflicts.cancel"));
    auto* accept = new Button(tr("Keep these choices"), Button::Variant::Primary);
    accept->setObjectName(QStringLiteral("table.conflicts.accept"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(accept);
    setFirstFocus(cancel);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(accept, &QAbstractButton::clicked, this, &QDialog::accept);
}

QWidget* ConflictDialog::buildRow(const TableShape& shape, const RowConflict& c)
{
    auto* card = new Card(shape.name + u' ' + c.staged.key.join(QStringLiteral(", ")));
    auto* choice = new SegmentedControl;
    choice->setObjectName(QStringLiteral("table.conflict.") + c.staged.key.join(u'.'));
    choice->setSmall(true);
    choice->setAccessibleName(tr("What becomes of this row"));
    const bool deletes = c.staged.kind == Kind::Delete;
    choice->addSegment(!c.now ? (deletes ? tr("It is gone") : tr("Make it again")) : deletes ? tr("Delete anyway") : tr("Keep mine"));
    choice->addSegment(!c.now ? tr("Leave it gone") : tr("Keep theirs"));
    choice->setCurrent(1);
    card->head()->addWidget(choice);
    m_choices << qMakePair(c.name, choice);
    auto* grid = new QGridLayout;
    card->body()->setContentsMargins(14, 8, 14, 10);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    const QStringList heads{tr("Column"), tr("Yours"), tr("As you read it"), tr("Now")};
    for (int i = 0; i < heads.size(); ++i) {
        grid->addWidget(new Label(heads.at(i), Theme::Font::Caption, "text.muted"), 0, i);
        grid->setColumnStretch(i, i == 0 ? 1 : 2);
    }
    int line = 1;
    for (const int column : c.columns) {
        const std::optional<QString> was = c.staged.was.cells.value(column), now = c.now ? c.now->cells.value(column) : std::nullopt;
        const std::optional<QString> mine = cellNow(&c.staged, c.staged.was, column).optional();
        grid->addWidget(new ElidedLabel(shape.columns.at(column).name, Theme::Font::Label), line, 0);
        grid->addWidget(deletes ? wordLabel(tr("deleted"), "success.text") : valueLabel(mine, now, "success.text"), line, 1);
        grid->addWidget(valueLabel(was, now, "text.muted"), line, 2);
        grid->addWidget(c.now ? valueLabel(now, was, "danger.text") : wordLabel(tr("deleted"), "danger.text"), line, 3);
        ++line;
    }
    if (c.columns.isEmpty())
        grid->addWidget(new Label(tr("Somebody deleted this row."), Theme::Font::Small, "text.secondary"), line, 0, 1, 4);
    card->body()->addLayout(grid);
    return card;
}

QStringList ConflictDialog::keptMine() const
{
    QStringList names;
    for (const auto& [name, choice] : m_choices) {
        if (choice->current() == 0)
            names << name;
    }
    return names;
}

} // namespace run402
