// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qrcode.h"

#include "ui/common/paint.h"

#include <qrencode.h>

#include <QPainter>
#include <QtMath>

#include <memory>

namespace run402 {

namespace {
constexpr int kQuiet = 1; ///< white modules around; the card adds to it
}

QrCode::QrCode(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side)
{
    setFixedSize(side, side);
    setAccessibleName(tr("QR code"));
}

void QrCode::setText(const QString& text)
{
    m_modules = 0;
    const QByteArray utf8 = text.toUtf8();
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        utf8.isEmpty() ? nullptr
                       : QRcode_encodeData(int(utf8.size()), reinterpret_cast<const unsigned char*>(utf8.constData()),
                                           0, QR_ECLEVEL_M),
        QRcode_free);
    if (code) {
        m_modules = code->width;
        m_bits.resize(qsizetype(m_modules) * m_modules);
        for (qsizetype i = 0; i < m_bits.size(); ++i)
            m_bits.setBit(i, code->data[i] & 1);
    }
    setAccessibleDescription(text);
    setFixedSize(sizeHint());
    update();
}

double QrCode::unit() const
{
    const double ratio = devicePixelRatioF();
    return std::max(1, qRound(m_side * ratio / (m_modules + 2 * kQuiet))) / ratio;
}

QSize QrCode::sizeHint() const
{
    const int side = isValid() ? qCeil(unit() * (m_modules + 2 * kQuiet)) : m_side;
    return {side, side};
}

bool QrCode::isDark(int row, int column) const
{
    return m_bits.testBit(qsizetype(row) * m_modules + column);
}

void QrCode::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    paintBox(&p, rect(), 4, Qt::white);
    if (!isValid())
        return;
    const double unit = this->unit();
    const double origin = unit * kQuiet;
    for (int r = 0; r < m_modules; ++r)
        for (int c = 0; c < m_modules; ++c)
            if (isDark(r, c))
                p.fillRect(QRectF(origin + c * unit, origin + r * unit, unit, unit), Qt::black);
}

} // namespace run402
