// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/skeletonrows.h"

#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/progressring.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr int kQuiet = 150; // ms before anything shows
constexpr int kLong = 3000; // ms before the request and "Stop waiting" show
constexpr int kWidths[] = {78, 96, 62, 90, 70, 100, 84, 66, 92, 76}; // percent of the column
} // namespace

SkeletonRows::SkeletonRows(QWidget* parent)
    : QWidget(parent)
    , m_columns({{QString(), 40}, {QString(), 160}, {QString(), 60}})
    , m_wait(new QWidget(this))
    , m_text(new ElidedLabel({}, Theme::Font::Small, "text.muted", m_wait))
    , m_cancel(new LinkLabel(tr("Stop waiting"), m_wait))
{
    auto* row = new QHBoxLayout(m_wait);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(new ProgressRing(m_wait, 14));
    row->addWidget(m_text, 1);
    row->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addStretch(1);
    column->addWidget(m_wait);
    m_wait->hide();
    for (QTimer* timer : {&m_first, &m_long})
        timer->setSingleShot(true);
    m_first.setInterval(kQuiet);
    m_long.setInterval(kLong);
    connect(&m_first, &QTimer::timeout, this, [this] {
        m_rows = true;
        update();
    });
    connect(&m_long, &QTimer::timeout, this, &SkeletonRows::showWait);
    connect(m_cancel, &LinkLabel::clicked, this, &SkeletonRows::cancelRequested);
}

void SkeletonRows::setColumns(const QVector<Column>& columns)
{
    m_columns = columns;
    update();
}

void SkeletonRows::start(const QString& what, const QString& request)
{
    m_what = what;
    m_request = request;
    setAccessibleName(what);
    m_rows = false;
    m_wait->hide();
    m_first.start();
    m_long.start();
    update();
}

void SkeletonRows::stop()
{
    m_first.stop();
    m_long.stop();
    m_wait->hide();
    m_rows = false;
}

bool SkeletonRows::waitShown() const
{
    return m_wait->isVisibleTo(this);
}

void SkeletonRows::showWait()
{
    m_text->setText(m_request.isEmpty() ? m_what : tr("%1, %2").arg(m_what, m_request));
    m_wait->show();
}

void SkeletonRows::paintEvent(QPaintEvent*)
{
    if (!m_rows)
        return;
    const Theme& t = Theme::of(this);
    QPainter p(this);
    const int head = t.size("height.gridHeader");
    const int rowHeight = t.size("height.gridRow");
    const bool named = !m_columns.isEmpty() && !m_columns.first().head.isEmpty();
    int y = 0;
    if (named) {
        p.fillRect(0, 0, width(), head - 1, t.color("bg.window"));
        p.fillRect(0, head - 1, width(), 1, t.color("border.default"));
        p.setFont(t.font(Theme::Font::SmallStrong));
        int x = 12;
        for (const Column& c : m_columns) {
            paintText(&p, QRectF(x, 0, c.width, head), c.head, t.color("text.primary"));
            x += c.width + 24;
        }
        y = head;
    }
    const int bottom = height() - (m_wait->isVisible() ? m_wait->height() : 0);
    for (int row = 0; y + rowHeight <= bottom && row < 40; ++row, y += rowHeight) {
        int x = 12;
        for (qsizetype c = 0; c < m_columns.size(); ++c) {
            const int share = kWidths[(row + 3 * c) % std::size(kWidths)];
            const int w = std::max(16, (m_columns.at(c).width - 16) * share / 100);
            paintBox(&p, QRectF(x, y + (rowHeight - 10) / 2.0, w, 10), 4, t.color("bg.sunken"));
            x += m_columns.at(c).width + 24;
        }
        p.fillRect(0, y + rowHeight - 1, width(), 1, t.color("grid.line"));
    }
}

} // namespace run402
