// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/doctoolbar.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace run402 {

DocToolBar::DocToolBar(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("docToolBar"));
    m_row->setContentsMargins(12, 0, 12, 1);
    m_row->setSpacing(8);
    const auto fit = [this] { setFixedHeight(Theme::of(this).size("height.toolbar")); };
    connect(&Theme::of(this), &Theme::changed, this, fit);
    fit();
}

void DocToolBar::add(QWidget* widget)
{
    m_row->addWidget(widget);
}

void DocToolBar::addStretch()
{
    m_row->addStretch(1);
}

void DocToolBar::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
