// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secretvalues/secretrow.h"

#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace run402 {

namespace {
constexpr int rowHeight = 42;
constexpr int mostChips = 2;
} // namespace

void SecretRow::addColumn(QHBoxLayout* row, QWidget* widget, int column)
{
    static constexpr int shares[] = {240, 190, 260, 150, 110};
    static constexpr int least[] = {130, 40, 110, 110, 80};
    widget->setMinimumWidth(Theme::of(widget).scaled(least[column]));
    widget->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(widget, shares[column]);
}

int SecretRow::buttonsWidth() { return Theme::of().scaled(110); }

SecretRow::SecretRow(const QString& name, const Facts& facts, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("secrets.row.") + name);
    setFixedHeight(Theme::of(this).scaled(rowHeight));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(15, 0, 12, 0);
    row->setSpacing(0);
    addColumn(row, new ElidedLabel(name, Theme::Font::MonoStrong), 0);
    auto* dots = new Label(QString(16, QChar(0x2022)), Theme::Font::Mono, "text.secondary");
    dots->setAccessibleName(tr("The value cannot be read"));
    addColumn(row, dots, 1);
    addColumn(row, makeReaders(facts.readBy), 2);
    addColumn(row, new ElidedLabel(facts.setAt, Theme::Font::Body, "text.secondary"), 3);
    auto* from = new ElidedLabel(facts.from, Theme::Font::Body, "text.secondary");
    from->setObjectName(QStringLiteral("secrets.from.") + name);
    from->setToolTip(facts.fromNote);
    addColumn(row, from, 4);
    auto* buttons = new QWidget;
    buttons->setFixedWidth(buttonsWidth());
    auto* tools = new QHBoxLayout(buttons);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(8);
    m_replace = new Button(tr("Replace"));
    m_replace->setSize(Button::Size::Small);
    m_replace->setObjectName(QStringLiteral("secrets.replace.") + name);
    m_remove = new IconButton(QStringLiteral("trash-2"), tr("Delete %1").arg(name));
    m_remove->setSmall(true);
    m_remove->setObjectName(QStringLiteral("secrets.remove.") + name);
    tools->addStretch();
    tools->addWidget(m_replace);
    tools->addWidget(m_remove);
    row->addWidget(buttons);
    connect(m_replace, &Button::clicked, this, [this, name] { Q_EMIT replaceRequested(name); });
    connect(m_remove, &IconButton::clicked, this, [this, name] { Q_EMIT removeRequested(name); });
}

QWidget* SecretRow::makeReaders(const QStringList& readBy)
{
    auto* chips = new QWidget;
    auto* line = new QHBoxLayout(chips);
    line->setContentsMargins(0, 0, 8, 0);
    line->setSpacing(6);
    for (int i = 0; i < readBy.size() && i < mostChips; ++i) {
        auto* chip = new Chip(readBy.at(i));
        chip->setIconName(QStringLiteral("square-function"));
        line->addWidget(chip);
    }
    if (readBy.size() > mostChips) {
        auto* more = new Label(tr("+%1").arg(readBy.size() - mostChips), Theme::Font::CaptionPlain, "text.muted");
        more->setToolTip(readBy.mid(mostChips).join(QStringLiteral(", ")));
        line->addWidget(more);
    }
    if (readBy.isEmpty())
        line->addWidget(new Label(tr("No source known here"), Theme::Font::CaptionPlain, "text.muted"));
    line->addStretch();
    return chips;
}

void SecretRow::setWritable(bool on, const QString& why)
{
    for (QWidget* button : {static_cast<QWidget*>(m_replace), static_cast<QWidget*>(m_remove)}) {
        button->setEnabled(on);
        if (!on)
            button->setToolTip(why);
    }
}

void SecretRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, // above, so that the last row leaves the end to the card
                      Theme::of(this).color("grid.line"));
}

} // namespace run402
