// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/keyview.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace run402 {
namespace {

constexpr int kLine = 24, kPad = 12, kPerLine = 16, kLines = 4, kGroup = 4;

} // namespace

KeyView::KeyView(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Private key, to be read off"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void KeyView::setKey(x402::SecretBytes hex)
{
    m_hex = std::move(hex);
    update();
}

void KeyView::clear()
{
    m_hex.wipe();
    update();
}

QSize KeyView::sizeHint() const { return {320, Theme::of(this).scaled(kLines * kLine) + 2 * kPad}; }

void KeyView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 6, theme.color("bg.alt"), theme.color("border.default"));
    p.setFont(theme.fontOf(true, 15));
    p.setPen(theme.color(m_hex.isEmpty() ? "text.muted" : "text.primary"));
    const int letter = p.fontMetrics().horizontalAdvance(QChar(u'0')), gap = letter;
    const int wide = kPerLine * letter + (kPerLine / kGroup - 1) * gap;
    const int left = (width() - wide) / 2, line = theme.scaled(kLine);
    const auto bytes = m_hex.view();
    for (int i = 0; i < kLines * kPerLine; ++i) {
        const int column = i % kPerLine;
        const QRect cell(left + column * letter + column / kGroup * gap, kPad + i / kPerLine * line, letter, line);
        const QChar c = bytes.size() == 66 ? QChar(char16_t(bytes[size_t(i) + 2])) : QChar(0x2022);
        p.drawText(cell, Qt::AlignCenter, QString(c));
    }
}

} // namespace run402
