// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logdelegate.h"

#include "models/item/jsontext.h"
#include "models/item/logmodel.h"
#include "ui/common/chip.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"
#include "ui/logs/lineactions.h"

#include <QPainter>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr qsizetype longestBlock = 20'000;
constexpr int mostBlockLines = 40;
constexpr qsizetype searched = 600; ///< characters of a line that can be on screen
int lineHeight() { return Theme::of().scaled(18); }
constexpr qsizetype longestWrapped = 8'000;
constexpr int mostWrapped = 60;
constexpr int leastForActions = 640; ///< of the message column, pixels

/// Laid out in lines of `width`; at most `mostWrapped`. Only rows on screen are.
int layOut(QTextLayout& layout, const QString& text, double width)
{
    QString shown = text.left(longestWrapped);
    shown.replace(u'\r', u' ').replace(u'\t', u' ').replace(u'\n', QChar(QChar::LineSeparator));
    layout.setText(shown);
    layout.setFont(Theme::of().font(Theme::Font::Mono));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    int lines = 0;
    for (; lines < mostWrapped; ++lines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(60.0, width));
        line.setPosition(QPointF(0, lines * lineHeight()));
    }
    layout.endLayout();
    return lines;
}
} // namespace

QString unfoldedText(const QString& line)
{
    const QString pretty = prettyJson(line.toUtf8(), longestBlock);
    const QStringList lines = pretty.split(u'\n');
    return lines.size() <= mostBlockLines ? pretty : lines.mid(0, mostBlockLines).join(u'\n') + u"\n…"_s;
}

int LogDelegate::rowHeight() { return Theme::of().scaled(27); }

int LogDelegate::unfoldedHeight(const QString& text)
{
    return rowHeight() + (int(unfoldedText(text).count(u'\n')) + 1) * lineHeight() + 30;
}

int LogDelegate::height(const QString& text, int width) const
{
    if (!m_wraps)
        return rowHeight();
    QTextLayout layout;
    return rowHeight() + (std::max(1, layOut(layout, text, width - 18)) - 1) * lineHeight();
}

void LogDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const auto level = LogLevel(index.data(LogModel::LevelRole).toInt());
    const bool gap = index.data(LogModel::GapRole).toBool();
    const bool unfolded = m_unfolded && m_unfolded->contains(index.data(LogModel::IdRole).toLongLong());
    const QRect r = option.rect;
    const QRect line(r.left(), r.top(), r.width(), rowHeight());
    p->save();
    p->setClipRect(r);
    if (option.state & QStyle::State_Selected || unfolded)
        p->fillRect(r, theme.color("bg.selected"));
    else if (gap)
        p->fillRect(r, theme.color("warning.tint"));
    p->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color("grid.line"));
    switch (index.column()) {
    case LogModel::Time:
        p->fillRect(r.left(), r.top(), 3, r.height(),
                    theme.color(level == LogLevel::Error ? "danger.solid" : level == LogLevel::Warning ? "warning.text" : "border.default"));
        if (index.data(LogModel::JsonRole).toBool())
            Icons::paint(p, QRectF(r.left() + 7, r.top(), 16, line.height()), unfolded ? u"chevron-down"_s : u"chevron-right"_s, theme.color("text.muted"), 13);
        p->setFont(theme.font(Theme::Font::Mono));
        paintText(p, QRectF(line).adjusted(27, 0, -4, 0), index.data().toString(), theme.color("text.secondary"));
        break;
    case LogModel::Level:
        p->setFont(theme.font(Theme::Font::Small));
        paintText(p, QRectF(line).adjusted(8, 0, -4, 0), index.data().toString(),
                  theme.color(level == LogLevel::Error ? "danger.text" : level == LogLevel::Warning ? "warning.text" : "text.secondary"));
        break;
    case LogModel::Function:
        p->setFont(theme.font(Theme::Font::Small));
        paintText(p, QRectF(line).adjusted(8, 0, -4, 0), index.data().toString(), theme.color("text.secondary"));
        break;
    default:
        paintMessage(p, line, index, gap, unfolded);
        if (unfolded)
            paintBlock(p, r, static_cast<const LogModel*>(index.model())->row(index.row()).text);
    }
    p->restore();
}

void LogDelegate::paintMessage(QPainter* p, const QRect& line, const QModelIndex& index, bool gap, bool unfolded) const
{
    const Theme& theme = Theme::of();
    QRectF box = QRectF(line).adjusted(8, 0, -10, 0);
    if (const int same = index.data(LogModel::SameRole).toInt(); same > 1)
        box.setRight(box.right() - Chip::paint(p, box, tr("%1 times").arg(same), Tone::Danger, true) - 8);
    if (gap) {
        p->setFont(theme.font(Theme::Font::Small));
        Icons::paint(p, QRectF(box.left(), box.top(), 14, box.height()), u"triangle-alert"_s, theme.color("warning.text"), 13);
        paintText(p, box.adjusted(20, 0, 0, 0), index.data().toString(), theme.color("warning.text"));
        return;
    }
    p->setFont(theme.font(Theme::Font::Mono));
    if (m_wraps && !unfolded)
        return paintWrapped(p, box, index.data().toString());
    QString text = index.data().toString().left(searched);
    text.replace(u'\n', u' ').replace(u'\t', u' ').replace(u'\r', u' ');
    if (m_search.isValid() && !m_search.pattern().isEmpty()) {
        const QFontMetricsF metrics(p->font());
        for (auto it = m_search.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            if (match.capturedLength() == 0)
                break;
            const double from = box.left() + metrics.horizontalAdvance(text.left(match.capturedStart()));
            const double width = metrics.horizontalAdvance(match.captured());
            if (from > box.right())
                break;
            paintBox(p, QRectF(from - 1, box.center().y() - 9, std::min(width + 2, box.right() - from), 18), 2, theme.color("warning.tint"), theme.color("warning.line"));
        }
    }
    paintText(p, box, text, theme.color("text.primary"));
}

void LogDelegate::paintWrapped(QPainter* p, const QRectF& box, const QString& text) const
{
    const Theme& theme = Theme::of();
    QTextLayout layout;
    layOut(layout, text, box.width());
    QList<QTextLayout::FormatRange> marks;
    if (m_search.isValid() && !m_search.pattern().isEmpty()) {
        for (auto it = m_search.globalMatch(layout.text().left(searched)); it.hasNext();) {
            const auto match = it.next();
            if (match.capturedLength() == 0)
                break;
            QTextCharFormat format;
            format.setBackground(theme.color("warning.tint"));
            marks << QTextLayout::FormatRange{int(match.capturedStart()), int(match.capturedLength()), format};
        }
    }
    p->setPen(theme.color("text.primary"));
    layout.draw(p, QPointF(box.left(), box.top() + (rowHeight() - lineHeight()) / 2.0), marks);
}

void LogDelegate::paintBlock(QPainter* p, const QRect& cell, const QString& line) const
{
    static const char* tokens[] = {"text.primary", "syntax.function", "syntax.string", "syntax.number", "syntax.keyword"};
    const Theme& theme = Theme::of();
    const int side = cell.width() >= leastForActions ? LineActions::panelWidth() + 16 : 0;
    const QRectF box = QRectF(cell).adjusted(4, rowHeight() + 4, -14 - side, -10);
    p->setRenderHint(QPainter::Antialiasing);
    paintBox(p, box, 6, theme.color("bg.surface"), theme.color("border.default"));
    p->setFont(theme.font(Theme::Font::Mono));
    p->setClipRect(box.adjusted(1, 1, -1, -1));
    const QFontMetricsF metrics(p->font());
    double y = box.top() + 8;
    const QStringList lines = unfoldedText(line).split(u'\n');
    for (const QString& text : lines) {
        double x = box.left() + 12;
        qsizetype at = 0;
        const auto put = [&](qsizetype end, const char* token) {
            const QString part = text.mid(at, end - at);
            p->setPen(theme.color(token));
            p->drawText(QPointF(x, y + metrics.ascent()), part);
            x += metrics.horizontalAdvance(part);
            at = end;
        };
        for (const JsonSpan& span : jsonSpans(text)) {
            put(span.start, "text.primary");
            put(span.start + span.length, tokens[int(span.style)]);
        }
        put(text.size(), "text.primary");
        y += lineHeight();
    }
}

} // namespace run402
