// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resulttabs.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace run402 {

namespace {
constexpr int leftMargin = 10, gap = 4, padding = 9, inner = 6, iconSize = 12, longestTitle = 200;
using State = SqlStep::State;
}

QString stepOutcome(const SqlStep& step)
{
    switch (step.state) {
    case State::Waiting: return ResultTabs::tr("waiting");
    case State::Running: return ResultTabs::tr("running");
    case State::Reading: return ResultTabs::tr("reading rows");
    case State::Failed: return ResultTabs::tr("failed");
    case State::Stopped: return ResultTabs::tr("stopped");
    case State::Skipped: return ResultTabs::tr("not run");
    case State::Done: break;
    }
    const qint64 rows = step.rows && step.rows->rowCount() > 0 ? step.rows->rowCount() : step.rowCount.value_or(-1);
    if (rows < 0)
        return ResultTabs::tr("done");
    using Kind = SqlStatement::Kind;
    const int n = int(std::min<qint64>(rows, std::numeric_limits<int>::max()));
    const QString text = step.upserts          ? ResultTabs::tr("%1 rows written", nullptr, n)
        : step.kind == Kind::Insert ? ResultTabs::tr("%1 rows inserted", nullptr, n)
        : step.kind == Kind::Update ? ResultTabs::tr("%1 rows updated", nullptr, n)
        : step.kind == Kind::Delete ? ResultTabs::tr("%1 rows deleted", nullptr, n)
                                    : ResultTabs::tr("%1 rows", nullptr, n);
    return text.arg(QLocale().toString(rows));
}

ResultTabs::ResultTabs(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sql.results"));
    setAccessibleName(tr("Results"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        layOut();
        update();
    });
}

QSize ResultTabs::sizeHint() const { return {300, Theme::of(this).scaled(35)}; }
QSize ResultTabs::minimumSizeHint() const { return {60, Theme::of(this).scaled(35)}; }

QString ResultTabs::textAt(int index) const
{
    const Tab& tab = m_tabs[index];
    return tab.number + u' ' + tab.title + u' ' + tab.outcome;
}

void ResultTabs::setSteps(const QList<SqlStep>& steps)
{
    m_tabs.clear();
    for (const SqlStep& step : steps) {
        const QString as = step.as.words();
        Tab tab{QStringLiteral("circle"), step.statement >= 0 ? QString::number(step.statement + 1) : QString(), step.title,
                stepOutcome(step) + (as.isEmpty() ? as : u' ' + as), "text.muted", {}};
        if (step.state == State::Done) {
            tab.icon = QStringLiteral("check");
            tab.token = "accent.text";
        } else if (step.state == State::Failed) {
            tab.icon = QStringLiteral("circle-x");
            tab.token = "danger.text";
        } else if (step.state == State::Stopped) {
            tab.icon = QStringLiteral("circle-stop");
            tab.token = "warning.text";
        } else if (step.state == State::Running || step.state == State::Reading) {
            tab.icon = QStringLiteral("loader-circle");
            tab.token = "info.text";
        }
        m_tabs << tab;
    }
    m_current = std::clamp(m_current, m_tabs.isEmpty() ? -1 : 0, int(m_tabs.size()) - 1);
    layOut();
    update();
}

void ResultTabs::setCurrent(int index)
{
    m_current = std::clamp(index, -1, int(m_tabs.size()) - 1);
    if (m_current >= 0) {
        const QRect box = m_tabs[m_current].box;
        m_scroll = std::clamp(m_scroll, std::max(0, box.right() + leftMargin - width()), std::max(0, box.left() - leftMargin));
    }
    update();
}

void ResultTabs::layOut()
{
    const Theme& theme = Theme::of(this);
    const QFontMetrics label(theme.font(Theme::Font::Label)), mono(theme.font(Theme::Font::MonoSmall));
    int x = leftMargin;
    const int height = theme.scaled(26), top = (theme.scaled(35) - height) / 2;
    for (Tab& tab : m_tabs) {
        tab.title = label.elidedText(tab.title, Qt::ElideRight, longestTitle);
        int w = padding * 2 + iconSize + inner + label.horizontalAdvance(tab.title) + inner + label.horizontalAdvance(tab.outcome) + 2;
        if (!tab.number.isEmpty())
            w += mono.horizontalAdvance(tab.number) + inner;
        tab.box = QRect(x, top, w, height);
        x += w + gap;
    }
    m_width = x;
    m_scroll = std::clamp(m_scroll, 0, std::max(0, m_width - width()));
}

void ResultTabs::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::of(this);
    painter.translate(-m_scroll, 0);
    for (int i = 0; i < m_tabs.size(); ++i) {
        const Tab& tab = m_tabs[i];
        const bool on = i == m_current;
        if (on) {
            painter.setPen(theme.color("border.strong"));
            painter.setBrush(theme.color("bg.surface"));
            painter.drawRoundedRect(QRectF(tab.box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
            if (theme.focusVisible(this)) {
                painter.setPen(QPen(theme.color("focus.ring"), 2));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(QRectF(tab.box).adjusted(-1, -1, 1, 1), 6, 6);
            }
        }
        QRect box = tab.box.adjusted(padding, 0, -padding + 2, 0);
        Icons::paint(&painter, QRectF(box.left(), box.top(), iconSize, box.height()), tab.icon, theme.color(tab.token), iconSize, 2.5);
        box.setLeft(box.left() + iconSize + inner);
        const auto put = [&](const QString& text, Theme::Font font, const char* token) {
            if (text.isEmpty())
                return;
            painter.setFont(theme.font(font));
            painter.setPen(theme.color(token));
            painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(text) + inner);
        };
        put(tab.number, Theme::Font::MonoSmall, "text.muted");
        put(tab.title, on ? Theme::Font::Label : Theme::Font::Small, on ? "text.primary" : "text.secondary");
        put(tab.outcome, Theme::Font::Small, "text.muted");
    }
}

void ResultTabs::choose(int index)
{
    if (index < 0 || index >= m_tabs.size() || index == m_current)
        return;
    setCurrent(index);
    Q_EMIT currentChanged(index);
}

void ResultTabs::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint() + QPoint(m_scroll, 0);
    for (int i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs[i].box.contains(at))
            choose(i);
    }
}

void ResultTabs::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->angleDelta();
    m_scroll = std::clamp(m_scroll - (delta.x() ? delta.x() : delta.y()) / 2, 0, std::max(0, m_width - width()));
    update();
}

void ResultTabs::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left)
        choose(m_current - 1);
    else if (event->key() == Qt::Key_Right)
        choose(m_current + 1);
    else
        QWidget::keyPressEvent(event);
}

void ResultTabs::resizeEvent(QResizeEvent*)
{
    layOut();
}

} // namespace run402
