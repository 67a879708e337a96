// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/button.h"

#include "ui/common/focustracker.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/progressring.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace run402 {

struct Button::Look
{
    QColor fill;
    QColor border;
    QColor text;
};

Button::Button(const QString& text, Variant variant, QWidget* parent)
    : Button(text, QString(), variant, parent)
{
}

Button::Button(const QString& text, const QString& icon, Variant variant, QWidget* parent)
    : QPushButton(text, parent)
    , m_variant(variant)
    , m_icon(icon)
{
    init();
}

void Button::init()
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    FocusTracker::request(this, 6);
    m_spinner = new Spinner(this);
    connect(m_spinner, &Spinner::advanced, this, qOverload<>(&QWidget::update));
    connect(&Theme::of(this), &Theme::changed, this, &QWidget::updateGeometry);
}

void Button::setVariant(Variant variant)
{
    m_variant = variant;
    update();
}

void Button::setSize(Size size)
{
    m_size = size;
    updateGeometry();
}

void Button::setIconName(const QString& name)
{
    m_icon = name;
    updateGeometry();
    update();
}

void Button::setKeyHint(const QString& keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

void Button::setBusy(bool busy)
{
    m_busy = busy;
    m_spinner->setRunning(busy);
    setAccessibleDescription(busy ? tr("Working") : QString());
    updateGeometry();
    update();
}

int Button::padding() const
{
    return m_size == Size::Small ? 8 : m_size == Size::Large ? 16 : 12;
}

int Button::gap() const
{
    return m_size == Size::Small ? 5 : 7;
}

QSize Button::sizeHint() const
{
    const Theme& theme = Theme::of(this);
    const QFont f = theme.font(m_size == Size::Small ? Theme::Font::Label : Theme::Font::BodyMedium);
    const char* height = m_size == Size::Small ? "height.controlSmall"
        : m_size == Size::Large                ? "height.controlLarge"
                                               : "height.control";
    int width = 2 * padding() + 2;
    if (!text().isEmpty())
        width += qCeil(QFontMetricsF(f).horizontalAdvance(text().remove(QLatin1Char('&'))));
    if (!m_icon.isEmpty() || m_busy)
        width += 14 + (text().isEmpty() ? 0 : gap());
    if (!m_keys.isEmpty())
        width += gap() + qCeil(QFontMetricsF(theme.font(Theme::Font::MonoSmall)).horizontalAdvance(m_keys));
    if (menu())
        width += gap() + 12;
    return {width, std::max(theme.size(height), QFontMetrics(f).height() + 6)};
}

Button::Look Button::look() const
{
    const Theme& t = Theme::of(this);
    const bool over = underMouse() && !m_busy;
    const bool down = (isDown() || isChecked()) && !m_busy;
    if (!isEnabled()) {
        if (m_variant == Variant::Ghost)
            return {QColor(), QColor(), t.color("text.disabled")};
        return {t.color("bg.alt"), t.color("border.default"), t.color("text.disabled")};
    }
    const auto solid = [&](const char* base) {
        QColor c = t.color(base);
        if (over || down)
            c = t.isDark() ? c.lighter(down ? 112 : 108) : c.darker(down ? 118 : 110);
        return Look{c, c, t.color("text.onSolid")};
    };
    const char* flat = down ? "bg.pressed" : over ? "bg.hover" : nullptr;
    switch (m_variant) {
    case Variant::Primary: {
        const QColor c = t.color(over || down ? "accent.solidHover" : "accent.solid");
        return {c, c, t.color("text.onSolid")};
    }
    case Variant::DangerSolid: return solid("danger.solid");
    case Variant::PayMainnet: return solid("env.mainnet.solid");
    case Variant::PayTestnet: return solid("env.testnet.solid");
    case Variant::PaySandbox: return solid("env.sandbox.solid");
    case Variant::Danger: return {t.color(flat ? flat : "bg.surface"), t.color("danger.line"), t.color("danger.text")};
    case Variant::Ghost: return {flat ? t.color(flat) : QColor(), QColor(), t.color("text.secondary")};
    case Variant::Secondary: break;
    }
    return {t.color(flat ? flat : "bg.surface"), t.color("border.strong"), t.color("text.primary")};
}

void Button::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    const Look l = look();
    QPainter p(this);
    paintBox(&p, rect(), 6, l.fill, l.border);

    const QFont font = theme.font(m_size == Size::Small ? Theme::Font::Label : Theme::Font::BodyMedium);
    const QSize need = sizeHint();
    double x = std::max(double(padding()) + 1, (width() - need.width()) / 2.0 + padding() + 1);
    const double right = width() - padding();
    if (m_busy || !m_icon.isEmpty()) {
        const QRectF box(x, 0, 14, height());
        if (m_busy)
            m_spinner->paint(&p, QRectF(x, (height() - 14) / 2.0, 14, 14), l.text);
        else
            Icons::paint(&p, box, m_icon, l.text, 14);
        x += 14 + gap();
    }
    p.setFont(font);
    const QString words = text().remove(QLatin1Char('&'));
    const double whole = QFontMetricsF(font).horizontalAdvance(words);
    const double w = std::min(whole + 1, right - x + 1);
    // Eliding counts a little more than the advance; words that have their room are never shortened.
    paintText(&p, QRectF(x, 0, whole <= right - x + 1 ? w + 4 : w, height()), words, l.text);
    x += w + gap();
    if (!m_keys.isEmpty()) {
        p.setFont(theme.font(Theme::Font::MonoSmall));
        p.setOpacity(0.8);
        paintText(&p, QRectF(x, 0, right - x + 2, height()), m_keys, l.text);
        p.setOpacity(1);
    }
    if (menu())
        Icons::paint(&p, QRectF(width() - padding() - 12, 0, 12, height()), QStringLiteral("chevron-down"), l.text, 12);
}

void Button::mousePressEvent(QMouseEvent* event)
{
    if (!m_busy)
        QPushButton::mousePressEvent(event);
}

void Button::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_busy && (enter || event->key() == Qt::Key_Space))
        return;
    // Enter acts on the focused button, also where no dialog makes it default.
    if (enter && event->modifiers() == Qt::NoModifier)
        click();
    else
        QPushButton::keyPressEvent(event);
}

IconButton::IconButton(const QString& icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_name(name)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    FocusTracker::request(this, 6);
    connect(&Theme::of(this), &Theme::changed, this, &QWidget::updateGeometry);
    refreshToolTip();
}

void IconButton::setIconName(const QString& icon)
{
    m_icon = icon;
    update();
}

void IconButton::setName(const QString& name)
{
    m_name = name;
    refreshToolTip();
}

void IconButton::setSmall(bool small)
{
    m_small = small;
    m_iconSize = small ? 14 : 16;
    updateGeometry();
}

void IconButton::setIconSizePx(int px)
{
    m_iconSize = px;
    update();
}

void IconButton::setShortcutHint(const QString& keys)
{
    m_keys = keys;
    refreshToolTip();
}

void IconButton::setToken(const char* token)
{
    m_token = token;
    update();
}

void IconButton::setMarked(bool marked)
{
    m_marked = marked;
    update();
}

void IconButton::refreshToolTip()
{
    setAccessibleName(m_name);
    setToolTip(m_keys.isEmpty() ? m_name : tr("%1 (%2)").arg(m_name, m_keys));
}

QSize IconButton::sizeHint() const
{
    const int side = Theme::of(this).size(m_small ? "height.controlSmall" : "height.control");
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    if (isEnabled() && (isDown() || isChecked()))
        paintBox(&p, rect(), 6, t.color("bg.pressed"));
    else if (isEnabled() && underMouse())
        paintBox(&p, rect(), 6, t.color("bg.hover"));
    Icons::paint(&p, rect(), m_icon, t.color(isEnabled() ? m_token.constData() : "text.disabled"), m_iconSize);
    if (m_marked)
        paintBox(&p, QRectF(width() / 2.0 + 4, height() / 2.0 - 10, 7, 7), 3.5, t.color("danger.solid"), t.color("bg.window"));
}

} // namespace run402
