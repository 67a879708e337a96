// SPDX-License-Identifier: GPL-3.0-or-later
// The half of Style that stands in for a style sheet: fields, frames, item
// views, headers, scroll bars, splitters, tool tips and surfaces. All of it
// reads the theme while painting, so that a new theme costs one repaint.
#include "ui/common/style.h"

#include "ui/common/card.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOption>
#include <QTextEdit>
#include <QTreeView>

namespace run402 {

namespace {

bool flag(const QWidget* widget, const char* property)
{
    return widget && widget->property(property).toBool();
}

bool isTextBox(const QWidget* widget)
{
    return qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QTextEdit*>(widget);
}

bool isBareBox(const QWidget* widget)
{
    const auto* frame = qobject_cast<const QFrame*>(widget);
    return flag(widget, "bare") || (frame && frame->frameShape() == QFrame::NoFrame);
}

bool isComboList(const QWidget* widget)
{
    return widget && widget->parentWidget() && widget->parentWidget()->inherits("QComboBoxPrivateContainer");
}

/// A list or tree that stands on its own surface, with air around its rows.
bool isPaddedView(const QWidget* widget)
{
    return (qobject_cast<const QListView*>(widget) || qobject_cast<const QTreeView*>(widget)) && !flag(widget, "plain");
}

/// The view a scroll bar or corner belongs to.
const QAbstractItemView* viewOf(const QWidget* part)
{
    for (const QWidget* w = part; w && !w->isWindow(); w = w->parentWidget())
        if (const auto* view = qobject_cast<const QAbstractItemView*>(w))
            return view;
    return nullptr;
}

bool isInside(const QWidget* widget) // the field of a combo or spin box has its frame there
{
    const QWidget* parent = widget ? widget->parentWidget() : nullptr;
    return qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent);
}

bool hasSurface(const QWidget* widget)
{
    return flag(widget, "surface") || flag(widget, "sunken") || flag(widget, "bar");
}

} // namespace

int Style::fieldPadding(const QWidget* widget) const
{
    if (isInside(widget))
        return 0;
    return flag(widget, "bare") ? 0 : m_theme.scaled(flag(widget, "small") ? 7 : 9) + 1;
}

void Style::drawField(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (isInside(widget) || flag(widget, "bare"))
        return;
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    const auto* edit = qobject_cast<const QLineEdit*>(widget);
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    const bool still = !enabled || (edit && edit->isReadOnly());
    const QColor fill = m_theme.color(still ? "bg.alt" : "bg.surface");
    if (frame && frame->lineWidth == 0) { // an editor that fills a cell
        painter->fillRect(option->rect, fill);
        return;
    }
    const char* border = flag(widget, "invalid")            ? "danger.text"
        : !enabled                                          ? "border.default"
        : focus                                             ? "focus.ring"
        : option->state & State_MouseOver                   ? "border.control"
                                                            : "border.strong";
    paintBox(painter, option->rect, 6, fill, m_theme.color(border), focus ? 2 : 1);
}

/// True when it drew the frame or there is none to draw.
bool Style::drawFrame(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    const QRect r = option->rect;
    if (flag(widget, "rule") || (frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine))) {
        const bool upright = frame && frame->frameShape == QFrame::VLine;
        painter->fillRect(upright ? QRect(r.center().x(), r.top(), 1, r.height()) : QRect(r.left(), r.center().y(), r.width(), 1),
                          m_theme.color("border.default"));
        return true;
    }
    if (isTextBox(widget)) {
        const bool focus = widget->hasFocus();
        if (!isBareBox(widget))
            paintBox(painter, r, 6, m_theme.color(widget->isEnabled() ? "bg.surface" : "bg.alt"),
                     m_theme.color(focus ? "focus.ring" : "border.strong"), focus ? 2 : 1);
        return true;
    }
    if (qobject_cast<const QAbstractItemView*>(widget)) {
        if (isComboList(widget))
            paintBox(painter, r, 0, m_theme.color("bg.raised"), m_theme.color("border.strong"));
        else if (isPaddedView(widget))
            painter->fillRect(r, m_theme.color("bg.surface"));
        return true;
    }
    return qobject_cast<const QScrollArea*>(widget) != nullptr;
}

/// What is left inside a frame; empty when the base style knows.
QRect Style::frameContents(const QRect& rect, const QWidget* widget) const
{
    int inset = -1;
    if (isTextBox(widget))
        inset = isBareBox(widget) ? 0 : 5;
    else if (isComboList(widget))
        inset = 5;
    else if (isPaddedView(widget))
        inset = 4;
    else if (qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QScrollArea*>(widget))
        inset = 0;
    return inset < 0 ? QRect() : rect.adjusted(inset, inset, -inset, -inset);
}

void Style::drawHeaderSection(const QStyleOption* option, QPainter* painter) const
{
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    const bool upright = header && header->orientation == Qt::Vertical;
    const QRect r = option->rect;
    painter->fillRect(r, m_theme.color("bg.window"));
    painter->fillRect(QRect(r.right(), r.top(), 1, r.height()), m_theme.color("grid.line"));
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), m_theme.color(upright ? "grid.line" : "border.default"));
}

void Style::drawHeaderLabel(const QStyleOption* option, QPainter* painter) const
{
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (!header)
        return;
    const bool upright = header->orientation == Qt::Vertical;
    painter->save();
    painter->setFont(m_theme.font(upright ? Theme::Font::CaptionPlain : Theme::Font::SmallStrong));
    const int pad = m_theme.scaled(8);
    paintText(painter, QRectF(option->rect).adjusted(pad, 0, -pad, 0), header->text,
              m_theme.color(upright ? "text.muted" : "text.primary"), header->textAlignment & Qt::AlignHorizontal_Mask);
    painter->restore();
}

QRect Style::scrollBarPart(const QStyleOption* option, SubControl sub) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar)
        return {};
    const QRect r = option->rect;
    const bool flat = bar->orientation == Qt::Horizontal;
    const int room = flat ? r.width() : r.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int least = std::min(room, 32);
    const int length = range > 0 ? std::max(least, int(qint64(room) * bar->pageStep / (range + bar->pageStep))) : room;
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, room - length, bar->upsideDown);
    const auto part = [&](int from, int size) {
        const QRect rect = flat ? QRect(r.left() + from, r.top(), size, r.height()) : QRect(r.left(), r.top() + from, r.width(), size);
        return visualRect(bar->direction, r, rect);
    };
    switch (sub) {
    case SC_ScrollBarGroove: return r;
    case SC_ScrollBarSlider: return part(start, length);
    case SC_ScrollBarSubPage: return part(0, start);
    case SC_ScrollBarAddPage: return part(start + length, room - start - length);
    default: return {}; // no arrows
    }
}

void Style::drawScrollBar(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    drawScrollGround(option->rect, painter, widget);
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar || bar->maximum <= bar->minimum)
        return;
    const bool lit = bar->activeSubControls & SC_ScrollBarSlider && option->state & (State_MouseOver | State_Sunken);
    paintBox(painter, scrollBarPart(option, SC_ScrollBarSlider).adjusted(2, 2, -2, -2), 3,
             m_theme.color(lit ? "border.control" : "border.strong"));
}

/// A line of 4, filled up to a round handle.
void Style::drawSlider(const QStyleOptionSlider& slider, QPainter* painter, const QWidget* widget) const
{
    const bool enabled = slider.state & State_Enabled;
    const QRect handle = proxy()->subControlRect(CC_Slider, &slider, SC_SliderHandle, widget);
    const double middle = slider.rect.center().y() + 0.5, at = handle.center().x() + 0.5, radius = 7.5;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF line(slider.rect.left() + 1, middle - 2, slider.rect.width() - 2, 4);
    paintBox(painter, line, 2, m_theme.color("border.strong"));
    QRectF filled = line;
    slider.upsideDown ? filled.setLeft(at) : filled.setRight(at);
    paintBox(painter, filled, 2, m_theme.color(enabled ? "accent.solid" : "border.control"));
    const QRectF knob(std::clamp(at, line.left() + radius, line.right() - radius) - radius, middle - radius, radius * 2, radius * 2);
    paintBox(painter, knob, radius, m_theme.color(enabled ? "bg.surface" : "bg.alt"), m_theme.color("border.control"));
    if (slider.state & State_HasFocus && slider.state & State_KeyboardFocusChange)
        paintRing(painter, knob.adjusted(-3, -3, 3, 3), radius + 3, m_theme.color("focus.ring"));
    painter->restore();
}

void Style::drawScrollGround(const QRect& rect, QPainter* painter, const QWidget* widget) const
{
    const QAbstractItemView* view = viewOf(widget);
    if (view && !flag(view, "plain"))
        painter->fillRect(rect, m_theme.color(isComboList(view) ? "bg.raised" : "bg.surface"));
}

void Style::drawSplitter(const QStyleOption* option, QPainter* painter) const
{
    const QRect r = option->rect;
    const bool upright = option->state & State_Horizontal; // the handle of a horizontal splitter
    painter->fillRect(upright ? QRect(r.center().x(), r.top(), 1, r.height()) : QRect(r.left(), r.center().y(), r.width(), 1),
                      m_theme.color(option->state & State_MouseOver ? "accent.solid" : "border.default"));
}

void Style::drawSurface(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const QRect r = option->rect;
    const bool bar = flag(widget, "bar");
    const QString tone = bar ? widget->property("tone").toString() : QString();
    const QColor fill = !tone.isEmpty() ? m_theme.color(tone + QLatin1String(".tint"))
                                        : m_theme.color(bar ? "bg.window" : flag(widget, "sunken") ? "bg.sunken" : "bg.surface");
    if (const auto* card = widget ? qobject_cast<const Card*>(widget->parentWidget()) : nullptr) {
        // At an end of a card it follows the round corners; those on the other side lie outside and are cut off.
        constexpr int radius = 7;
        const bool first = widget->y() <= 1, last = widget->geometry().bottom() >= card->height() - 2;
        painter->save();
        painter->setClipRect(r);
        paintBox(painter, r.adjusted(0, first ? 0 : -radius, 0, last ? 0 : radius), radius, fill);
        painter->restore();
    } else {
        painter->fillRect(r, fill);
    }
    if (!tone.isEmpty())
        painter->fillRect(QRect(r.left(), r.top(), r.width(), 1), m_theme.color(tone + QLatin1String(".line")));
}

/// The buttons of a tab bar whose tabs do not fit; they lie over the tabs.
void Style::drawTabScroller(const QStyleOption* option, bool back, QPainter* painter) const
{
    const QRect r = option->rect;
    const bool enabled = option->state & State_Enabled;
    painter->fillRect(r, m_theme.color("bg.window"));
    painter->fillRect(r.left(), r.bottom(), r.width(), 1, m_theme.color("border.default"));
    if (enabled && option->state & (State_MouseOver | State_Sunken))
        paintBox(painter, QRectF(r).adjusted(1, 7, -1, -7), 5, m_theme.color(option->state & State_Sunken ? "bg.pressed" : "bg.hover"));
    Icons::paint(painter, r, back ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"),
                 m_theme.color(enabled ? "text.secondary" : "text.disabled"), 14);
}

void Style::polishParts(QWidget* widget)
{
    if (hasSurface(widget))
        widget->setAttribute(Qt::WA_StyledBackground);
    auto* area = widget->parentWidget() ? qobject_cast<QScrollArea*>(widget->parentWidget()->parentWidget()) : nullptr;
    if (area && area->viewport() == widget->parentWidget()) {
        widget->setAutoFillBackground(false); // QScrollArea::setWidget turned it on
        // The page may be shorter than the area: what is below it looks the same.
        for (const char* property : {"surface", "sunken"})
            if (flag(widget, property))
                area->viewport()->setProperty(property, true);
        if (hasSurface(area->viewport()))
            area->viewport()->setAttribute(Qt::WA_StyledBackground);
    }
    if (auto* scroll = qobject_cast<QAbstractScrollArea*>(widget)) {
        const bool clear = qobject_cast<QScrollArea*>(scroll) || flag(scroll, "plain") || (isTextBox(scroll) && isBareBox(scroll));
        if (clear)
            scroll->viewport()->setAutoFillBackground(false);
        if (isTextBox(scroll) || qobject_cast<QAbstractItemView*>(scroll) || qobject_cast<QScrollArea*>(scroll))
            scroll->setFrameStyle(scroll->frameStyle()); // measures the frame again, now that the type is known
    } else if (qobject_cast<QScrollBar*>(widget)) {
        widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
    } else if (qobject_cast<QLineEdit*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

} // namespace run402
