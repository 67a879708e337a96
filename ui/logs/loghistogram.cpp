// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/loghistogram.h"

#include "ui/common/theme.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString shortTime(qint64 ms, qint64 span)
{
    constexpr qint64 dayMs = 86'400'000;
    return QDateTime::fromMSecsSinceEpoch(ms).toString(span > dayMs ? u"d MMM HH:mm"_s : u"HH:mm"_s);
}

} // namespace

LogHistogram::LogHistogram(QWidget* parent) : QWidget(parent)
{
    setObjectName(u"logs.histogram"_s);
    setAccessibleName(tr("Lines over time; a table of the same numbers is beside it"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFixedHeight(Theme::of(this).scaled(84) + 18);
}

QSize LogHistogram::sizeHint() const { return {400, height()}; }

QRectF LogHistogram::plot() const
{
    return QRectF(16, 8, width() - 32, height() - 8 - 20);
}

void LogHistogram::setBuckets(const QList<LogBucket>& buckets)
{
    m_buckets = buckets;
    m_cursor = std::clamp(m_cursor, 0, std::max(0, int(buckets.size()) - 1));
    if (m_to >= buckets.size())
        m_from = m_to = -1;
    int all = 0, errors = 0;
    for (const LogBucket& b : buckets) {
        all += b.all();
        errors += b.errors;
    }
    setAccessibleDescription(tr("%n line(s)", nullptr, all) + u", "_s + tr("%n error(s)", nullptr, errors));
    update();
}

void LogHistogram::clearSelection()
{
    m_from = m_to = -1;
    update();
}

QString LogHistogram::selectionText() const
{
    if (m_from < 0)
        return {};
    const qint64 span = m_buckets.last().toMs - m_buckets.first().fromMs;
    return tr("%1 to %2").arg(shortTime(m_buckets.at(m_from).fromMs, span), shortTime(m_buckets.at(m_to).toMs, span));
}

int LogHistogram::bucketAt(double x) const
{
    const QRectF box = plot();
    return std::clamp(int((x - box.left()) * double(m_buckets.size()) / std::max(1.0, box.width())), 0, int(m_buckets.size()) - 1);
}

void LogHistogram::tellSelection()
{
    update();
    Q_EMIT rangeSelected(m_buckets.at(m_from).fromMs, m_buckets.at(m_to).toMs);
}

void LogHistogram::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), theme.color("bg.window"));
    p.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
    const QRectF box = plot();
    p.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.color("border.strong"));
    if (m_buckets.isEmpty())
        return;
    const double step = box.width() / double(m_buckets.size());
    if (m_from >= 0) {
        const QRectF range(box.left() + step * m_from, box.top(), step * (m_to - m_from + 1), box.height());
        p.fillRect(range, theme.color("bg.selected"));
        p.fillRect(QRectF(range.left(), range.top(), 1, range.height()), theme.color("accent.solid"));
        p.fillRect(QRectF(range.right() - 1, range.top(), 1, range.height()), theme.color("accent.solid"));
    }
    int most = 1;
    for (const LogBucket& b : m_buckets)
        most = std::max(most, b.all());
    for (qsizetype i = 0; i < m_buckets.size(); ++i) {
        const LogBucket& b = m_buckets.at(i);
        double bottom = box.bottom();
        const auto part = [&](int count, const char* token) {
            if (count == 0)
                return;
            const double h = std::max(2.0, (box.height() - 4) * count / most);
            p.fillRect(QRectF(box.left() + step * double(i) + 1, bottom - h, std::max(1.0, step - 3), h), theme.color(token));
            bottom -= h;
        };
        part(b.info, "chart.muted");
        part(b.warnings, "warning.text");
        part(b.errors, "danger.solid");
    }
    if (hasFocus() && m_from < 0)
        p.fillRect(QRectF(box.left() + step * m_cursor, box.bottom() - 2, step, 2), theme.color("focus.ring"));
    p.setFont(theme.font(Theme::Font::MonoSmall));
    p.setPen(theme.color("text.muted"));
    constexpr int marks = 6;
    const qint64 first = m_buckets.first().fromMs, span = m_buckets.last().toMs - first;
    for (int i = 0; i < marks; ++i)
        p.drawText(QRectF(box.left() + box.width() * i / marks, box.bottom() + 3, box.width() / marks, 16), Qt::AlignLeft | Qt::AlignVCenter,
                   shortTime(first + span * i / marks, span));
    p.drawText(QRectF(box.right() - 60, box.bottom() + 3, 60, 16), Qt::AlignRight | Qt::AlignVCenter, tr("now"));
}

void LogHistogram::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_buckets.isEmpty())
        return;
    m_anchor = m_cursor = bucketAt(event->position().x());
    m_from = m_to = m_anchor;
    update();
}

void LogHistogram::mouseMoveEvent(QMouseEvent* event)
{
    if (m_anchor < 0 || m_buckets.isEmpty())
        return;
    m_cursor = bucketAt(event->position().x());
    m_from = std::min(m_anchor, m_cursor);
    m_to = std::max(m_anchor, m_cursor);
    update();
}

void LogHistogram::mouseReleaseEvent(QMouseEvent*)
{
    if (m_anchor < 0 || m_buckets.isEmpty())
        return;
    m_anchor = -1;
    if (m_from >= 0)
        tellSelection();
}

void LogHistogram::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (event->key() == Qt::Key_Escape && m_from >= 0) {
        clearSelection();
        Q_EMIT selectionCleared();
    } else if (step != 0 && !m_buckets.isEmpty()) {
        const int before = m_cursor;
        m_cursor = std::clamp(m_cursor + step, 0, int(m_buckets.size()) - 1);
        if (event->modifiers() & Qt::ShiftModifier) {
            if (m_from < 0)
                m_from = m_to = before;
            (before == m_from && m_from != m_to ? m_from : before == m_to ? m_to : m_from) = m_cursor;
            if (m_from > m_to)
                std::swap(m_from, m_to);
            tellSelection();
        }
        update();
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool LogHistogram::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && !m_buckets.isEmpty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const LogBucket& b = m_buckets.at(bucketAt(help->pos().x()));
        const qint64 span = m_buckets.last().toMs - m_buckets.first().fromMs;
        QToolTip::showText(help->globalPos(), tr("%1 to %2: %3 info, %4 warnings, %5 errors")
                                                  .arg(shortTime(b.fromMs, span), shortTime(b.toMs, span)).arg(b.info).arg(b.warnings).arg(b.errors), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace run402
