// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionSlider;

namespace run402 {

class Theme;

/// Fusion with every part drawn from the theme. There is no style sheet: Qt
/// matches one against each widget at every change, which takes longer than a
/// person waits, while a style only paints anew.
///
/// Widgets may carry dynamic properties, set before they are first shown:
///  - "surface", "sunken": the background is bg.surface or bg.sunken; on the
///    page of a QScrollArea also that of its viewport
///  - "bar": a strip in bg.window; with "tone" ("warning", …) in the tint of the
///    tone with a line on top
///  - "rule" on a QFrame: a line of 1 px
///  - "bare" on line and text edits: no frame and no background
///  - "plain" on item views: no background and no air around
///  - "small", "invalid" on line edits, see LineEdit
/// An action with the property "danger" is red in menus.
/// Owner: QApplication. Thread: GUI.
class Style final : public QProxyStyle
{
    Q_OBJECT
public:
    explicit Style(const Theme& theme);

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                         const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    QIcon standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const override;

private:
    void drawCheck(const QStyleOption* option, QPainter* painter) const;
    void drawRadio(const QStyleOption* option, QPainter* painter) const;
    void drawCombo(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawSpin(const QStyleOptionComplex* option, QPainter* painter) const;
    void drawMenuItem(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawPushButton(const QStyleOption* option, QPainter* painter) const;

    // styleparts.cpp
    int fieldPadding(const QWidget* widget) const;
    void drawField(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    bool drawFrame(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    QRect frameContents(const QRect& rect, const QWidget* widget) const;
    void drawHeaderSection(const QStyleOption* option, QPainter* painter) const;
    void drawHeaderLabel(const QStyleOption* option, QPainter* painter) const;
    QRect scrollBarPart(const QStyleOption* option, SubControl sub) const;
    void drawTabScroller(const QStyleOption* option, bool back, QPainter* painter) const;
    void drawSlider(const QStyleOptionSlider& slider, QPainter* painter, const QWidget* widget) const;
    void drawScrollBar(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawScrollGround(const QRect& rect, QPainter* painter, const QWidget* widget) const;
    void drawSplitter(const QStyleOption* option, QPainter* painter) const;
    void drawSurface(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void polishParts(QWidget* widget);

    const Theme& m_theme;
};

} // namespace run402
