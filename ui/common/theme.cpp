// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "resources/resources.h"
#include "ui/common/focustracker.h"
#include "ui/common/style.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QLoggingCategory>
#include <QToolTip>

#include <algorithm>

namespace run402 {

namespace {

constexpr char kProperty[] = "run402Theme";

QByteArray readResource(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct FontSpec
{
    bool mono;
    int px;
    QFont::Weight weight;
    double spacing; ///< pixels between letters
};

FontSpec spec(Theme::Font role)
{
    using F = Theme::Font;
    switch (role) {
    case F::Hero: return {false, 26, QFont::DemiBold, -0.4};
    case F::Display: return {false, 20, QFont::DemiBold, -0.2};
    case F::Title: return {false, 15, QFont::DemiBold, -0.1};
    case F::Subtitle: return {false, 13, QFont::DemiBold, 0};
    case F::Body: return {false, 13, QFont::Normal, 0};
    case F::BodyMedium: return {false, 13, QFont::Medium, 0};
    case F::Label: return {false, 12, QFont::Medium, 0};
    case F::Small: return {false, 12, QFont::Normal, 0};
    case F::SmallStrong: return {false, 12, QFont::DemiBold, 0};
    case F::Caption: return {false, 11, QFont::Medium, 0};
    case F::CaptionPlain: return {false, 11, QFont::Normal, 0};
    case F::Section: return {false, 11, QFont::DemiBold, 0};
    case F::Mono: return {true, 12, QFont::Normal, 0};
    case F::MonoStrong: return {true, 12, QFont::DemiBold, 0};
    case F::MonoSmall: return {true, 11, QFont::Normal, 0};
    case F::MonoSmallStrong: return {true, 11, QFont::DemiBold, 0};
    case F::Editor: return {true, 13, QFont::Normal, 0};
    case F::Money: return {true, 19, QFont::DemiBold, -0.6};
    case F::MoneyLarge: return {true, 30, QFont::DemiBold, -0.8};
    }
    return {false, 13, QFont::Normal, 0};
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    initResources();
    loadFonts();
    m_tokens = Tokens::fromJson(readResource(QStringLiteral(":/theme/tokens.json")));
    Q_ASSERT(m_tokens.valid());
}

Theme::~Theme()
{
    if (m_app)
        m_app->setProperty(kProperty, QVariant());
}

Theme& Theme::of(const QWidget*)
{
    auto* theme = qobject_cast<Theme*>(qApp->property(kProperty).value<QObject*>());
    if (!theme)
        qFatal("Theme::install was not called");
    return *theme;
}

bool Theme::loadFonts()
{
    static const bool loaded = [] {
        initResources();
        bool ok = true;
        for (const auto* name : {"Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Italic.ttf",
                                 "JetBrainsMonoNL-Regular.ttf", "JetBrainsMonoNL-SemiBold.ttf"})
            ok = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(name)) >= 0 && ok;
        return ok;
    }();
    return loaded;
}

void Theme::install(QApplication& app)
{
    m_app = &app;
    app.setProperty(kProperty, QVariant::fromValue<QObject*>(this));
    app.setStyle(new Style(*this));
    m_focus = new FocusTracker(*this, this);
    readSystem();
    app.installEventFilter(this);
    apply();
}

void Theme::readSystem()
{
    // Qt 6.4 has no colour scheme query: an unset application palette shows the
    // platform's own colours, whose lightness tells.
    m_applying = true;
    m_painted = false;
    QApplication::setPalette(QPalette());
    m_systemDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    m_applying = false;
}

void Theme::apply()
{
    m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark);
    if (!m_app)
        return;
    m_applying = true;
    // Both walk over every widget, so neither is set without need.
    if (const QFont body = font(Font::Body); QApplication::font() != body) {
        QApplication::setFont(body);
        QToolTip::setFont(font(Font::Small));
    }
    QPalette palette = m_tokens.palette(m_dark ? Tokens::Scheme::Dark : Tokens::Scheme::Light);
    if (QApplication::palette().color(QPalette::Window) != palette.color(QPalette::Window) || !m_painted) {
        QApplication::setPalette(palette);
        QToolTip::setPalette(palette);
        palette.setColor(QPalette::Highlight, color("syntax.selection"));
        for (const char* name : {"QLineEdit", "QPlainTextEdit", "QTextEdit"})
            QApplication::setPalette(palette, name);
        m_painted = true;
    }
    m_applying = false;
    Q_EMIT changed();
}

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    if (m_app && mode == Mode::System)
        readSystem();
    apply();
}

void Theme::setTextScale(int percent)
{
    percent = std::clamp(percent, 80, 200);
    if (percent == m_scale)
        return;
    m_scale = percent;
    m_fonts.clear();
    apply();
}

void Theme::setReducedMotion(bool on)
{
    if (on == m_reducedMotion)
        return;
    m_reducedMotion = on;
    Q_EMIT changed();
}

QColor Theme::color(const QString& token) const
{
    const QColor c = m_tokens.color(m_dark ? Tokens::Scheme::Dark : Tokens::Scheme::Light, token);
    if (!c.isValid()) {
        qWarning("Unknown colour token %s", qPrintable(token));
        return Qt::magenta;
    }
    return c;
}

QFont Theme::font(Font role) const
{
    if (const auto known = m_fonts.constFind(role); known != m_fonts.cend())
        return *known;
    const FontSpec s = spec(role);
    QFont f = fontOf(s.mono, s.px, s.weight);
    if (s.spacing != 0)
        f.setLetterSpacing(QFont::AbsoluteSpacing, s.spacing * m_scale / 100.0);
    m_fonts.insert(role, f);
    return f;
}

QFont Theme::fontOf(bool mono, int px, QFont::Weight weight) const
{
    QFont f(mono ? QStringLiteral("JetBrains Mono NL") : QStringLiteral("Inter"));
    f.setStyleHint(mono ? QFont::Monospace : QFont::SansSerif);
    f.setPixelSize(std::max(8, qRound(px * m_scale / 100.0)));
    f.setWeight(weight);
    f.setHintingPreference(QFont::PreferNoHinting);
    return f;
}

int Theme::size(const char* token) const
{
    const int value = m_tokens.number(QString::fromLatin1(token));
    Q_ASSERT_X(value >= 0, "Theme::size", token);
    return scaled(value);
}

bool Theme::focusVisible(const QWidget* w) const
{
    return w->hasFocus() && m_focus && m_focus->keyboardMode();
}

void Theme::showFocusRing()
{
    if (m_focus)
        m_focus->showRing();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ThemeChange && watched == m_app && !m_applying && m_mode == Mode::System) {
        readSystem();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void followFont(QWidget* widget, Theme::Font role)
{
    const auto apply = [widget, role] { widget->setFont(Theme::of(widget).font(role)); };
    QObject::connect(&Theme::of(widget), &Theme::changed, widget, apply);
    apply();
}

} // namespace run402
