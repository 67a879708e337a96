// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tokens.h"

#include <QFont>
#include <QHash>
#include <QObject>

class QApplication;
class QWidget;

namespace run402 {

class FocusTracker;

/// Colours, fonts and sizes of the application, and their live switch.
///
/// app/ creates one Theme and calls install(); widgets reach it by
/// Theme::of(widget), which reads a property of the QApplication. A widget that
/// paints reads color() while painting and needs nothing else; one that keeps
/// a copy connects to changed(). Sizes are device-independent pixels.
/// Owner: app/. Thread: GUI.
class Theme final : public QObject
{
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    enum class Font {
        Hero,       ///< 26/600
        Display,    ///< 20/600
        Title,      ///< 15/600
        Subtitle,   ///< 13/600
        Body,       ///< 13/400
        BodyMedium, ///< 13/500, buttons and names in lists
        Label,      ///< 12/500
        Small,      ///< 12/400
        SmallStrong,///< 12/600, column heads
        Caption,    ///< 11/500
        CaptionPlain, ///< 11/400
        Section,    ///< 11/600, headings over groups
        Mono,       ///< 12/400
        MonoStrong, ///< 12/600
        MonoSmall,  ///< 11/400
        MonoSmallStrong, ///< 11/600, a request's method
        Editor,     ///< 13/400 mono
        Money,      ///< 19/600 mono, tiles
        MoneyLarge, ///< 30/600 mono
    };
    Q_ENUM(Font)

    explicit Theme(QObject* parent = nullptr);
    ~Theme() override;

    /// The theme installed on the application. There must be one.
    static Theme& of(const QWidget* widget = nullptr);
    /// Adds the bundled fonts to the application; false if one cannot be read.
    static bool loadFonts();

    /// Sets style, palette and font of the application.
    void install(QApplication& app);

    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    bool isDark() const { return m_dark; }

    const Tokens& tokens() const { return m_tokens; }
    /// `token` as in tokens.json, "text.muted". Unknown: magenta and a warning.
    QColor color(const char* token) const { return color(QString::fromLatin1(token)); }
    QColor color(const QString& token) const;
    QFont font(Font role) const;
    /// A mono or interface font of any size, for the rare text outside the scale.
    QFont fontOf(bool mono, int px, QFont::Weight weight = QFont::Normal) const;

    /// A size token at the text scale, e.g. "height.control".
    int size(const char* token) const;
    /// Pixels at the text scale; never below the plain size.
    int scaled(int px) const { return m_scale > 100 ? px * m_scale / 100 : px; }
    /// Percent, held to 80..200.
    void setTextScale(int percent);
    int textScale() const { return m_scale; }

    /// Turns every duration to 0 and the progress ring to a still clock.
    void setReducedMotion(bool on);
    bool reducedMotion() const { return m_reducedMotion; }
    int fast() const { return m_reducedMotion ? 0 : 90; }    ///< ms
    int normal() const { return m_reducedMotion ? 0 : 140; } ///< ms

    /// True when `w` has the focus and the keyboard put it there.
    bool focusVisible(const QWidget* w) const;
    /// Draws the focus ring now, though no key moved the focus.
    void showFocusRing();

Q_SIGNALS:
    /// Colours, scale or motion are different now; palette and fonts are set.
    void changed();

private:
    void apply();
    void readSystem();
    bool eventFilter(QObject* watched, QEvent* event) override;

    Tokens m_tokens;
    Mode m_mode = Mode::System;
    bool m_dark = false;
    bool m_systemDark = false;
    bool m_applying = false;
    bool m_painted = false; ///< the application has our palette
    bool m_reducedMotion = false;
    int m_scale = 100;
    mutable QHash<Font, QFont> m_fonts; ///< of this scale; copies share the engine the first one looked up
    QApplication* m_app = nullptr;
    FocusTracker* m_focus = nullptr;
};

/// Gives the widget a font of the scale and keeps it there when the text scale changes. Once per widget.
void followFont(QWidget* widget, Theme::Font role);

} // namespace run402
