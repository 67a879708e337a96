// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/iconlabel.h"

#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QSvgRenderer>

namespace run402 {

IconLabel::IconLabel(const QString& icon, int size, const char* token, QWidget* parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_size(size)
    , m_token(token)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIconName(const QString& icon)
{
    m_icon = icon;
    update();
}

void IconLabel::setToken(const char* token)
{
    m_token = token;
    update();
}

void IconLabel::setTile(int side, const char* token)
{
    m_side = side;
    m_tile = token;
    updateGeometry();
}

QSize IconLabel::sizeHint() const
{
    const int side = std::max(m_size, m_side);
    return {side, side};
}

void IconLabel::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    if (m_side > 0)
        paintBox(&p, rect(), 8, t.color(m_tile.constData()));
    Icons::paint(&p, rect(), m_icon, t.color(m_token.constData()), m_size);
}

AppMark::AppMark(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Run402 Desktop"));
}

void AppMark::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(QStringLiteral(":/app/app-icon.svg")).render(&p, QRectF(0, 0, m_side, m_side));
}

} // namespace run402
