// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/deviceframe.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace run402 {

namespace {
constexpr int rim = 8;
constexpr int radius = 22;
} // namespace

void DeviceFrame::setContent(QWidget* content)
{
    delete m_content;
    m_content = content;
    if (content) {
        content->setParent(this);
        content->show();
    }
    place();
}

void DeviceFrame::setDevice(const QSize& size, bool cased)
{
    m_device = size;
    m_cased = cased;
    place();
}

void DeviceFrame::place()
{
    const int edge = m_cased ? rim : 0;
    const QSize room = size() - QSize(2 * edge, 2 * edge + (m_device.isEmpty() ? 0 : 12));
    double zoom = 1;
    if (!m_device.isEmpty() && room.width() > 0 && room.height() > 0) {
        // A page that is only a little taller than the room is cut rather than made unreadably small.
        zoom = qMin(1.0, double(room.width()) / m_device.width());
        if (m_cased)
            zoom = qMin(zoom, double(room.height()) / m_device.height());
        zoom = qMax(0.25, zoom);
    }
    if (m_content) {
        QSize box = m_device.isEmpty() ? size() : QSize(qRound(m_device.width() * zoom), qRound(m_device.height() * zoom));
        box.setHeight(qMin(box.height(), m_device.isEmpty() ? height() : room.height()));
        m_content->setGeometry(QRect(QPoint((width() - box.width()) / 2, edge), box));
    }
    if (!qFuzzyCompare(zoom, m_zoom)) {
        m_zoom = zoom;
        Q_EMIT zoomChanged(zoom);
    }
    update();
}

void DeviceFrame::resizeEvent(QResizeEvent*)
{
    place();
}

void DeviceFrame::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    p.fillRect(rect(), Theme::of(this).color("bg.sunken"));
    if (!m_cased || !m_content)
        return;
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(0x16, 0x20, 0x1B)); // the case is dark in both themes
    p.drawRoundedRect(QRectF(m_content->geometry()).adjusted(-rim, -rim, rim, rim), radius, radius);
}

} // namespace run402
