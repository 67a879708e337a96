// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/deviceframe.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace run402 {

namespace {
constexpr int rim = 8;
constexpr int radius = 22;
const QColor caseColor(0x16, 0x20, 0x1B); // dark in both themes

/// Rounds the screen's corners off by painting the case over them.
class Corners final : public QWidget
{
public:
    explicit Corners(QWidget* parent) : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

private:
    void paintEvent(QPaintEvent*) override
    {
        QPainterPath path;
        path.addRect(rect());
        QPainterPath screen;
        screen.addRoundedRect(rect(), radius - rim, radius - rim);
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.fillPath(path - screen, caseColor);
    }
};
} // namespace

DeviceFrame::DeviceFrame(QWidget* parent) : QWidget(parent), m_corners(new Corners(this))
{
    connect(&Theme::of(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

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
        m_corners->setGeometry(m_content->geometry());
        m_corners->raise();
    }
    m_corners->setVisible(m_content && m_cased);
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
    // The edge keeps the dark case apart from a dark ground.
    p.setPen(QPen(Theme::of(this).color("border.strong"), 1));
    p.setBrush(caseColor);
    p.drawRoundedRect(QRectF(m_content->geometry()).adjusted(-rim, -rim, rim, rim).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace run402
