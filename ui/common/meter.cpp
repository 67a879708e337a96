// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/meter.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace run402 {

Meter::Meter(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::of(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Meter::setValue(double value)
{
    m_value = std::clamp(value, 0.0, 1.0);
    m_parts.clear();
    setAccessibleDescription(tr("%1 percent").arg(qRound(m_value * 100)));
    update();
}

void Meter::setParts(const QVector<Part>& parts)
{
    m_parts = parts;
    update();
}

void Meter::setThickness(int px)
{
    m_thickness = px;
    updateGeometry();
}

const char* Meter::tokenFor(double value)
{
    return value < 0.8 ? "accent.solid" : value <= 0.95 ? "chart.3" : "chart.4";
}

void Meter::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0, (height() - m_thickness) / 2.0, width(), m_thickness);
    QPainterPath clip;
    clip.addRoundedRect(bar, m_thickness / 2.0, m_thickness / 2.0);
    p.setClipPath(clip);
    p.fillRect(bar, t.color("bg.sunken"));
    if (m_parts.isEmpty()) {
        p.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * m_value, bar.height())), t.color(tokenFor(m_value)));
        return;
    }
    double x = 0;
    for (const Part& part : m_parts) {
        const double w = std::clamp(part.share, 0.0, 1.0) * bar.width();
        p.fillRect(QRectF(x, bar.top(), w, bar.height()), t.color(part.token.constData()));
        x += w;
    }
}

Sparkline::Sparkline(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Sparkline::setValues(const QVector<double>& values)
{
    m_values = values;
    update();
}

void Sparkline::paintEvent(QPaintEvent*)
{
    if (m_values.size() < 2)
        return;
    const double top = std::max(1e-9, *std::max_element(m_values.cbegin(), m_values.cend()));
    const double step = width() / double(m_values.size() - 1);
    QPainterPath line;
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        const QPointF at(i * step, height() - 2 - m_values.at(i) / top * (height() - 4));
        i == 0 ? line.moveTo(at) : line.lineTo(at);
    }
    QPainterPath area = line;
    area.lineTo(width(), height());
    area.lineTo(0, height());
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    QColor c = Theme::of(this).color("chart.1");
    p.strokePath(line, QPen(c, 1.5));
    c.setAlphaF(0.12f);
    p.fillPath(area, c);
}

} // namespace run402
