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
constexpr int mostChips = 3;
} // namespace

const QList<int>& SecretRow::widths()
{
    static const QList<int> list{240, 150, 290, 150};
    return list;
}

SecretRow::SecretRow(const QString& name, const QStringList& readBy, const QString& setAt, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("secrets.row.") + name);
    setFixedHeight(Theme::of(this).scaled(rowHeight));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(15, 0, 12, 0);
    row->setSpacing(0);
    const auto add = [&](QWidget* widget, int column) {
        widget->setFixedWidth(Theme::of(this).scaled(widths().at(column)));
        row->addWidget(widget);
    };
    add(new ElidedLabel(name, Theme::Font::MonoStrong), 0);
    auto* dots = new Label(QString(16, QChar(0x2022)), Theme::Font::Mono, "text.secondary");
    dots->setAccessibleName(tr("The value cannot be read"));
    add(dots, 1);
    auto* chips = new QWidget;
    auto* line = new QHBoxLayout(chips);
    line->setContentsMargins(0, 0, 8, 0);
    line->setSpacing(6);
    for (int i = 0; i < readBy.size() && i < mostChips; ++i) {
        auto* chip = new Chip(readBy.at(i));
        chip->setIconName(QStringLiteral("square-function"));
        line->addWidget(chip);
    }
    if (readBy.size() > mostChips)
        line->addWidget(new Label(tr("and %1 more").arg(readBy.size() - mostChips), Theme::Font::CaptionPlain, "text.muted"));
    if (readBy.isEmpty())
        line->addWidget(new Label(tr("No source known here reads it"), Theme::Font::CaptionPlain, "text.muted"));
    line->addStretch();
    add(chips, 2);
    add(new Label(setAt, Theme::Font::Small, "text.secondary"), 3);
    row->addStretch();
    m_replace = new Button(tr("Replace"));
    m_replace->setSize(Button::Size::Small);
    m_replace->setObjectName(QStringLiteral("secrets.replace.") + name);
    m_remove = new IconButton(QStringLiteral("trash-2"), tr("Delete %1").arg(name));
    m_remove->setSmall(true);
    m_remove->setObjectName(QStringLiteral("secrets.remove.") + name);
    row->addWidget(m_replace);
    row->addSpacing(8);
    row->addWidget(m_remove);
    connect(m_replace, &Button::clicked, this, [this, name] { Q_EMIT replaceRequested(name); });
    connect(m_remove, &IconButton::clicked, this, [this, name] { Q_EMIT removeRequested(name); });
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
    painter.fillRect(0, height() - 1, width(), 1, Theme::of(this).color("grid.line"));
}

} // namespace run402
