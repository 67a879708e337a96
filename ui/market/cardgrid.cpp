// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/cardgrid.h"

#include "models/item/applistmodel.h"
#include "ui/common/chip.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QScrollBar>
#include <QTextLayout>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <iterator>

namespace run402 {

namespace {

constexpr int artHeight = 96;
constexpr int narrowWindow = 1300; // design/ui.md, screen 09
constexpr int narrowestCard = 210;
constexpr int visibleDelayMs = 100;

/// Tints for apps that name no colour, picked by their name, so that one app always looks the same.
QColor accentOf(const QModelIndex& index)
{
    if (const QColor own(index.data(AppCardRole::Accent).toString()); own.isValid())
        return own;
    static constexpr QRgb tints[] = {0x2457A8, 0x3C7A2C, 0xA8560F, 0xA82B56, 0x5B3DB0, 0x0F6E7C, 0x7A5C0C, 0x3D5566};
    return QColor(tints[qHash(index.data().toString(), 7) % std::size(tints)]);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * share + b.redF() * (1 - share)), float(a.greenF() * share + b.greenF() * (1 - share)),
                            float(a.blueF() * share + b.blueF() * (1 - share)));
}

/// At most two lines, the second one elided.
void paintTwoLines(QPainter* p, const QRectF& rect, const QString& text, const QColor& color)
{
    const QFontMetricsF metrics(p->font());
    QTextLayout layout(text, p->font());
    layout.beginLayout();
    QTextLine first = layout.createLine();
    if (first.isValid())
        first.setLineWidth(rect.width());
    layout.endLayout();
    const int split = first.isValid() ? first.textLength() : int(text.size());
    const double line = rect.height() / 2;
    paintText(p, QRectF(rect.left(), rect.top(), rect.width(), line), text.left(split).trimmed(), color);
    if (split < text.size())
        paintText(p, QRectF(rect.left(), rect.top() + line, rect.width(), line), text.mid(split).trimmed(), color);
}

} // namespace

void paintCardArt(QPainter* painter, const QRectF& rect, const QModelIndex& index, int iconSize)
{
    const Theme& t = Theme::of();
    const QPixmap picture = index.data(AppCardRole::Picture).value<QPixmap>();
    painter->save();
    if (!picture.isNull()) {
        const QSizeF whole = picture.size();
        const double scale = std::max(rect.width() / whole.width(), rect.height() / whole.height());
        const QSizeF part(rect.width() / scale, rect.height() / scale);
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawPixmap(rect, picture, QRectF((whole.width() - part.width()) / 2, 0, part.width(), part.height()));
    } else {
        const QColor accent = accentOf(index), ground = t.color("bg.surface");
        painter->fillRect(rect, mixed(accent, ground, t.isDark() ? 0.30 : 0.12));
        const QString icon = index.data(AppCardRole::Icon).toString();
        const QColor ink = t.isDark() ? mixed(accent, QColor(Qt::white), 0.45) : accent;
        Icons::paint(painter, rect, Icons::exists(icon) ? icon : QStringLiteral("box"), ink, iconSize, 1.5);
    }
    painter->restore();
}

int CardDelegate::cardHeight()
{
    const Theme& t = Theme::of();
    return artHeight + t.scaled(106);
}

QSize CardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const QSize cell = view ? view->gridSize() : QSize();
    return cell.isValid() && !cell.isEmpty() ? cell : QSize(narrowestCard, cardHeight() + gap);
}

void CardDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const bool chosen = option.state & QStyle::State_Selected;
    const bool over = option.state & QStyle::State_MouseOver;
    const QRectF card = QRectF(option.rect).adjusted(0, 0, -gap, -gap);
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(card, 8, 8);
    p->fillPath(shape, t.color(over ? "bg.alt" : "bg.surface"));
    const QRectF art(card.left(), card.top(), card.width(), artHeight);
    p->setClipPath(shape);
    paintCardArt(p, art, index, 36);
    p->setClipping(false);
    p->fillRect(QRectF(card.left(), art.bottom(), card.width(), 1), t.color("border.default"));
    paintBox(p, card, 8, QColor(), t.color(chosen ? "accent.solid" : over ? "border.strong" : "border.default"), chosen ? 2 : 1);

    QRectF text = card.adjusted(14, artHeight + 9, -14, -11);
    const double titleHeight = t.scaled(20);
    const QRectF top(text.left(), text.top(), text.width(), titleHeight);
    p->setFont(t.font(Theme::Font::Caption));
    const QString corner = index.data(AppCardRole::Corner).toString();
    const double cornerWidth = corner.isEmpty() ? 0 : QFontMetricsF(p->font()).horizontalAdvance(corner) + 8;
    paintText(p, top, corner, t.color("text.muted"), Qt::AlignRight);
    p->setFont(t.font(Theme::Font::Subtitle));
    paintText(p, top.adjusted(0, 0, -cornerWidth, 0), index.data().toString(), t.color("text.primary"));
    p->setFont(t.font(Theme::Font::Small));
    paintTwoLines(p, QRectF(text.left(), top.bottom() + 2, text.width(), t.scaled(32)), index.data(AppCardRole::Summary).toString(), t.color("text.secondary"));
    const double chipHeight = t.scaled(20);
    paintTags(p, QRectF(text.left(), text.bottom() - chipHeight, text.width(), chipHeight), index.data(AppCardRole::Tags).toStringList(),
              index.data(AppCardRole::By).toString());
    if (option.widget && (option.state & QStyle::State_HasFocus) && t.focusVisible(option.widget))
        paintRing(p, card.adjusted(-2, -2, 2, 2), 9, t.color("focus.ring"));
    p->restore();
}

void CardDelegate::paintTags(QPainter* p, QRectF line, const QStringList& tags, const QString& by) const
{
    const Theme& t = Theme::of();
    p->setFont(t.font(Theme::Font::CaptionPlain));
    const double byWidth = by.isEmpty() ? 0 : std::min(line.width() / 3, QFontMetricsF(p->font()).horizontalAdvance(by));
    paintText(p, QRectF(line.right() - byWidth, line.top(), byWidth, line.height()), by, t.color("text.muted"), Qt::AlignRight);
    line.setRight(line.right() - byWidth - 8);
    p->setFont(t.font(Theme::Font::Caption));
    const QFontMetricsF metrics(p->font());
    for (const QString& tag : tags) {
        const double width = metrics.horizontalAdvance(tag) + 14;
        if (width > line.width())
            break;
        const QRectF box(line.left(), line.top(), width, line.height());
        paintBox(p, box, 4, t.color("bg.sunken"));
        paintText(p, box, tag, t.color("text.secondary"), Qt::AlignHCenter);
        line.setLeft(line.left() + width + 6);
    }
}

bool CardDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    // Escaped: a tool tip would otherwise read markup of a stranger's description.
    QToolTip::showText(event->globalPos(), index.data(AppCardRole::Summary).toString().toHtmlEscaped(), view);
    return true;
}

CardGrid::CardGrid(QWidget* parent) : QListView(parent)
{
    setProperty("plain", true);
    setProperty("surface", true);
    setFrameShape(QFrame::NoFrame);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    setItemDelegate(new CardDelegate(this));
    connect(&Theme::of(this), &Theme::changed, this, &CardGrid::placeCards);
}

void CardGrid::placeCards()
{
    // The view keeps room for its scroll bar at all times, so that cards do not jump when it comes.
    const int width = maximumViewportSize().width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar()) - 1;
    int columns = window()->width() < narrowWindow ? 2 : 3;
    while (columns > 1 && width / columns < Theme::of(this).scaled(narrowestCard))
        --columns;
    const QSize cell(std::max(1, width / columns), CardDelegate::cardHeight() + CardDelegate::gap);
    if (cell != gridSize())
        setGridSize(cell);
    scheduleVisible();
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    placeCards();
    QListView::resizeEvent(event);
}

void CardGrid::updateGeometries()
{
    QListView::updateGeometries();
    verticalScrollBar()->setSingleStep(Theme::of(this).scaled(40));
    scheduleVisible();
}

void CardGrid::rowsInserted(const QModelIndex& parent, int start, int end)
{
    QListView::rowsInserted(parent, start, end);
    scheduleVisible();
}

void CardGrid::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    scheduleVisible();
}

void CardGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentCardChanged(current);
}

void CardGrid::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid())
        Q_EMIT activated(currentIndex());
    else
        QListView::keyPressEvent(event);
}

void CardGrid::scheduleVisible()
{
    if (std::exchange(m_scheduled, true))
        return;
    QTimer::singleShot(visibleDelayMs, this, [this] {
        m_scheduled = false;
        Q_EMIT visibleChanged();
    });
}

QModelIndexList CardGrid::visibleCards() const
{
    QModelIndexList list;
    const int rows = model() ? model()->rowCount() : 0;
    const int columns = std::max(1, viewport()->width() / std::max(1, gridSize().width()));
    const int first = verticalOffset() / std::max(1, gridSize().height()) * columns;
    const int last = (verticalOffset() + viewport()->height()) / std::max(1, gridSize().height()) * columns + columns;
    for (int row = first; row < std::min(last, rows); ++row)
        list << model()->index(row, 0);
    return list;
}

} // namespace run402
