// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/identicon.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QCryptographicHash>
#include <QIconEngine>
#include <QPainter>

namespace run402 {
namespace {

constexpr int kCells = 5;
constexpr int kHues = 12;

class IdenticonEngine final : public QIconEngine
{
public:
    explicit IdenticonEngine(const QString& address) : m_address(address) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override
    {
        Identicon::paint(painter, rect, m_address, Theme::of().isDark());
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect({}, size), mode, state);
        return picture;
    }
    QIconEngine* clone() const override { return new IdenticonEngine(m_address); }

private:
    QString m_address;
};

} // namespace

Identicon::Identicon(int side, QWidget* parent) : QWidget(parent), m_side(side)
{
    setFixedSize(side, side);
    connect(&Theme::of(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Identicon::setAddress(const QString& address)
{
    m_address = address;
    update();
}

void Identicon::paint(QPainter* painter, const QRectF& rect, const QString& address, bool dark)
{
    const QByteArray hash = QCryptographicHash::hash(address.toLower().toLatin1(), QCryptographicHash::Sha256);
    const int hue = quint8(hash[0]) % kHues * (360 / kHues);
    const QColor ink = dark ? QColor::fromHsl(hue, 150, 165) : QColor::fromHsl(hue, 150, 95);
    QColor ground = ink;
    ground.setAlpha(dark ? 46 : 34);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintBox(painter, rect, rect.width() / 5, ground);
    const double inset = rect.width() / 8, cell = (rect.width() - 2 * inset) / kCells;
    for (int row = 0; row < kCells; ++row) {
        for (int column = 0; column <= kCells / 2; ++column) {
            if (!(quint8(hash[1 + row]) >> column & 1))
                continue;
            for (const int x : {column, kCells - 1 - column})
                painter->fillRect(QRectF(rect.left() + inset + x * cell, rect.top() + inset + row * cell, cell, cell), ink);
        }
    }
    painter->restore();
}

QIcon Identicon::icon(const QString& address) { return QIcon(new IdenticonEngine(address)); }

void Identicon::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(&painter, rect(), m_address, Theme::of(this).isDark());
}

} // namespace run402
