// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style.h"

#include "ui/common/focustracker.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace run402 {

namespace {

constexpr int menuRadius = 8;

/// Every pixel the box touches, its smooth edge included.
QRegion roundRegion(const QRect& rect, int radius)
{
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return QRegion(path.toFillPolygon().toPolygon()) | QRegion(rect.adjusted(0, radius, 0, -radius))
           | QRegion(rect.adjusted(radius, 0, -radius, 0));
}

} // namespace

Style::Style(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_theme(theme)
{
    setObjectName(QStringLiteral("run402"));
}

void Style::drawCheck(const QStyleOption* option, QPainter* painter) const
{
    const QRect r = option->rect;
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    if (!on) {
        paintBox(painter, r, 4, m_theme.color(enabled ? "bg.surface" : "bg.alt"),
                 m_theme.color(enabled ? "border.control" : "border.default"));
        return;
    }
    paintBox(painter, r, 4, m_theme.color(enabled ? "accent.solid" : "border.strong"));
    const bool partly = option->state & State_NoChange;
    Icons::paint(painter, r, partly ? QStringLiteral("minus") : QStringLiteral("check"),
                 m_theme.color("text.onSolid"), r.width() * 3 / 4, 3);
}

void Style::drawRadio(const QStyleOption* option, QPainter* painter) const
{
    const QRectF r = option->rect;
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & State_On;
    const QColor fill = m_theme.color(enabled ? "bg.surface" : "bg.alt");
    if (on)
        paintBox(painter, r, r.width() / 2, fill, m_theme.color(enabled ? "accent.solid" : "border.strong"), 5);
    else
        paintBox(painter, r, r.width() / 2, fill, m_theme.color(enabled ? "border.control" : "border.default"));
}

void Style::drawCombo(const QStyleOptionComplex* option, QPainter* painter) const
{
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (!combo)
        return;
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    const char* border = !enabled ? "border.default" : option->state & State_MouseOver ? "border.control"
                                                                                         : "border.strong";
    if (combo->frame)
        paintBox(painter, option->rect, 6, m_theme.color(enabled ? "bg.surface" : "bg.alt"),
                 m_theme.color(focus ? "focus.ring" : border), focus ? 2 : 1);
    const QRectF arrow(option->rect.right() - 25, option->rect.top(), 16, option->rect.height());
    Icons::paint(painter, arrow, QStringLiteral("chevron-down"),
                 m_theme.color(enabled ? "text.secondary" : "text.disabled"), 14);
}

void Style::drawSpin(const QStyleOptionComplex* option, QPainter* painter) const
{
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (!spin)
        return;
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    if (spin->frame)
        paintBox(painter, option->rect, 6, m_theme.color(enabled ? "bg.surface" : "bg.alt"),
                 m_theme.color(focus ? "focus.ring" : enabled ? "border.strong" : "border.default"), focus ? 2 : 1);
    if (spin->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const QRectF both(option->rect.right() - 23, option->rect.top(), 16, option->rect.height());
    Icons::paint(painter, both, QStringLiteral("chevrons-up-down"),
                 m_theme.color(enabled ? "text.secondary" : "text.disabled"), 14);
}

void Style::drawMenuItem(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (!item)
        return;
    const QRect r = option->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(0, r.center().y(), widget ? widget->width() : r.width(), 1), m_theme.color("border.default"));
        return;
    }
    const bool enabled = option->state & State_Enabled;
    if (enabled && option->state & State_Selected)
        paintBox(painter, r, 5, m_theme.color("bg.selected"));
    const auto* menu = qobject_cast<const QMenu*>(widget);
    const QAction* action = menu ? menu->actionAt(r.center()) : nullptr;
    const bool danger = action && action->property("danger").toBool();
    const QColor ink = m_theme.color(!enabled ? "text.disabled" : danger ? "danger.text" : "text.primary");
    const QRect mark(r.left() + 8, r.top() + (r.height() - 14) / 2, 14, 14);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked)
        Icons::paint(painter, mark, QStringLiteral("check"), m_theme.color("accent.text"), 14);
    else if (!item->icon.isNull())
        item->icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const bool indent = item->maxIconWidth > 0 || item->menuHasCheckableItems;
    const int tab = int(item->text.indexOf(QLatin1Char('\t')));
    QRectF text = QRectF(r).adjusted(indent ? 30 : 8, 0, -8, 0);
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        Icons::paint(painter, QRectF(r.right() - 19, r.top(), 12, r.height()), QStringLiteral("chevron-right"),
                     m_theme.color("text.muted"), 12);
    painter->setFont(m_theme.font(Theme::Font::Body));
    paintText(painter, text, item->text.left(tab).remove(QLatin1Char('&')), ink);
    if (tab >= 0) {
        painter->setFont(m_theme.font(Theme::Font::MonoSmall));
        paintText(painter, text, item->text.mid(tab + 1).replace(QLatin1Char('+'), QLatin1Char(' ')),
                  m_theme.color(enabled ? "text.muted" : "text.disabled"), Qt::AlignRight);
    }
}

void Style::drawPushButton(const QStyleOption* option, QPainter* painter) const
{
    const bool enabled = option->state & State_Enabled;
    const char* fill = !enabled                      ? "bg.alt"
        : option->state & (State_Sunken | State_On) ? "bg.pressed"
        : option->state & State_MouseOver           ? "bg.hover"
                                                    : "bg.surface";
    paintBox(painter, option->rect, 6, m_theme.color(fill), m_theme.color(enabled ? "border.strong" : "border.default"));
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheck(option, painter);
        return;
    case PE_IndicatorRadioButton:
        drawRadio(option, painter);
        return;
    case PE_PanelButtonCommand:
        drawPushButton(option, painter);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        if (element == PE_PanelMenu)
            paintBox(painter, option->rect, menuRadius, m_theme.color("bg.raised"), m_theme.color("border.strong"));
        return;
    case PE_PanelLineEdit:
        drawField(option, painter, widget);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, m_theme.color("border.strong"));
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), m_theme.color("bg.raised"));
        return;
    case PE_PanelScrollAreaCorner:
        drawScrollGround(option->rect, painter, widget);
        return;
    case PE_Widget:
        drawSurface(option, painter, widget);
        return;
    case PE_FrameStatusBarItem:
    case PE_FrameFocusRect: // the focus ring is a frame of its own, item views paint a row
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            Icons::paint(painter, option->rect,
                         option->state & State_Open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                         m_theme.color("text.muted"), 12);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    if (element == CE_FocusFrame) {
        const int radius = widget ? widget->property("focusRing").toInt() : 6;
        paintRing(painter, option->rect, radius + 3, m_theme.color("focus.ring"));
        return;
    }
    if (element == CE_MenuItem) {
        drawMenuItem(option, painter, widget);
        return;
    }
    if (element == CE_MenuEmptyArea || (element == CE_ShapedFrame && drawFrame(option, painter, widget)))
        return;
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        if (element == CE_HeaderSection)
            drawHeaderSection(option, painter);
        else
            painter->fillRect(option->rect, m_theme.color(option->state & State_Horizontal ? "bg.window" : "bg.surface"));
        return;
    }
    if (element == CE_HeaderLabel) {
        drawHeaderLabel(option, painter);
        return;
    }
    if (element == CE_Splitter) {
        drawSplitter(option, painter);
        return;
    }
    if (element == CE_ComboBoxLabel) {
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option); combo && !combo->editable) {
            QRect r = combo->rect.adjusted(10, 0, -28, 0);
            if (!combo->currentIcon.isNull()) {
                combo->currentIcon.paint(painter, QRect(r.left(), r.center().y() - 7, 14, 14));
                r.adjust(21, 0, 0, 0);
            }
            paintText(painter, r, combo->currentText,
                      m_theme.color(option->state & State_Enabled ? "text.primary" : "text.disabled"));
            return;
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (control == CC_ComboBox)
        drawCombo(option, painter);
    else if (control == CC_SpinBox)
        drawSpin(option, painter);
    else if (control == CC_ScrollBar)
        drawScrollBar(option, painter, widget);
    else if (const auto* tool = qobject_cast<const QToolButton*>(widget); tool && qobject_cast<const QTabBar*>(tool->parentWidget()))
        drawTabScroller(option, tool->arrowType() == Qt::LeftArrow, painter);
    else if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option); control == CC_Slider && slider && slider->orientation == Qt::Horizontal)
        drawSlider(*slider, painter, widget);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const
{
    const QRect r = option->rect;
    if (control == CC_SpinBox) {
        if (sub == SC_SpinBoxEditField)
            return r.adjusted(9, 1, -26, -1);
        if (sub == SC_SpinBoxUp)
            return QRect(r.right() - 25, r.top() + 1, 25, r.height() / 2 - 1);
        if (sub == SC_SpinBoxDown)
            return QRect(r.right() - 25, r.top() + r.height() / 2, 25, r.height() / 2 - 1);
    }
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return r.adjusted(9, 1, -26, -1);
    if (control == CC_ScrollBar)
        return scrollBarPart(option, sub);
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element == SE_LineEditContents) {
        const int pad = fieldPadding(widget);
        // Qt has already put an icon at the front and its own margin behind it.
        const int left = widget && widget->property("leadingIcon").toBool() ? std::min(pad, 2) : pad;
        return option->rect.adjusted(left, 0, -pad, 0);
    }
    if (element == SE_ShapedFrameContents)
        if (const QRect inner = frameContents(option->rect, widget); inner.isValid())
            return inner;
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    const QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_LineEdit: {
        const bool bare = widget && widget->property("bare").toBool();
        const bool small = widget && widget->property("small").toBool();
        return bare ? size : QSize(size.width() + 2 * fieldPadding(widget), m_theme.size(small ? "height.controlSmall" : "height.control"));
    }
    case CT_HeaderSection:
        return {s.width() + 8, m_theme.size("height.gridHeader")};
    case CT_ComboBox:
        return {size.width() + 44, m_theme.size("height.control")};
    case CT_SpinBox:
        return {size.width() + 40, m_theme.size("height.control")};
    case CT_PushButton:
        return {std::max(size.width() + 24, 64), m_theme.size("height.control")};
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {10, 9};
        return {size.width() + 64, m_theme.size("height.menuRow")};
    }
    case CT_CheckBox:
    case CT_RadioButton:
        return {s.width() + 2, std::max(s.height(), m_theme.scaled(24))};
    default:
        return s;
    }
}

void Style::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    polishParts(widget);
    if (qobject_cast<QMenu*>(widget)) {
        widget->setAttribute(Qt::WA_TranslucentBackground); // for the round corners
        return;
    }
    if (qobject_cast<QCheckBox*>(widget) || qobject_cast<QRadioButton*>(widget) || qobject_cast<QPushButton*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
        if (!widget->property("focusRing").isValid())
            FocusTracker::request(widget, 5);
    } else if (qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractSpinBox*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
        widget->setMinimumHeight(m_theme.size("height.control"));
    }
}

QIcon Style::standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const
{
    // Qt would look through the icon themes of the desktop first, which costs a tenth of the start.
    if (icon == SP_LineEditClearButton)
        return Icons::get("x", "text.muted");
    return QProxyStyle::standardIcon(icon, option, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_LineEditIconMargin:
        return 8;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 3; // offset 1 and ring 2
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 14;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_ToolTipLabelFrameWidth:
        return 5;
    case PM_TabBarScrollButtonWidth:
        return 22;
    case PM_SplitterWidth:
        return 1; // Qt widens the grip of such a handle
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_Menu_Mask:
        // Without a compositor see-through corners come out black; what is cut away comes out right everywhere.
        if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(data); mask && option)
            mask->region = roundRegion(option->rect, menuRadius);
        return 1;
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_ComboBox_PopupFrameStyle:
        return QFrame::NoFrame;
    case SH_Table_GridLineColor:
        return int(m_theme.color("grid.line").rgba());
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace run402
