// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/topbar.h"

#include "ui/common/button.h"
#include "ui/common/focustracker.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/keycap.h"
#include "ui/common/paint.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace run402 {

namespace {

constexpr int kLine = 2;

/// The project's name with a double arrow.
class ProjectButton final : public QAbstractButton
{
public:
    explicit ProjectButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setObjectName(QStringLiteral("projectSwitcher"));
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        FocusTracker::request(this, 6);
    }
    QSize sizeHint() const override
    {
        const Theme& t = Theme::of(this);
        const int text = qCeil(QFontMetricsF(t.font(Theme::Font::Subtitle)).horizontalAdvance(text_()));
        return {std::min(text, 220) + 8 + 8 + 14 + 9, t.size("height.control")};
    }
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        if (isDown() || underMouse())
            paintBox(&p, rect(), 6, t.color(isDown() ? "bg.pressed" : "bg.hover"));
        p.setFont(t.font(Theme::Font::Subtitle));
        paintText(&p, QRectF(8, 0, width() - 37, height()), text_(), t.color("text.primary"));
        Icons::paint(&p, QRectF(width() - 22, 0, 14, height()), QStringLiteral("chevrons-up-down"),
                     t.color("text.muted"), 14);
    }

private:
    QString text_() const { return text().isEmpty() ? TopBar::tr("No project") : text(); }
};

} // namespace

CommandField::CommandField(QWidget* parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("commandField"));
    setAccessibleName(TopBar::tr("Search or run a command"));
    setToolTip(TopBar::tr("Search or run a command (%1)").arg(TopBar::tr("Ctrl+K")));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    FocusTracker::request(this, 6);
}

QSize CommandField::sizeHint() const
{
    const Theme& t = Theme::of(this);
    return {t.scaled(320), t.size("height.control")};
}

QSize CommandField::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void CommandField::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 6, t.color("bg.surface"), t.color(underMouse() ? "border.strong" : "border.default"));
    Icons::paint(&p, QRectF(11, 0, 14, height()), QStringLiteral("search"), t.color("text.muted"), 14);
    const int keys = KeyCap::paintRight(&p, QRectF(rect()).adjusted(0, 0, -7, 0), TopBar::tr("Ctrl K"));
    p.setFont(t.font(Theme::Font::Body));
    paintText(&p, QRectF(33, 0, width() - 33 - keys - 14, height()), TopBar::tr("Search or run a command"),
              t.color("text.muted"));
}

WalletChip::WalletChip(QWidget* parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("walletChip"));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    FocusTracker::request(this, 6);
}

void WalletChip::setBalance(const QString& words, const QString& amount)
{
    m_words = words;
    m_amount = amount;
    describe();
}

void WalletChip::setLease(const QString& lease)
{
    if (lease == m_lease)
        return;
    m_lease = lease;
    describe();
}

void WalletChip::describe()
{
    const QString name = TopBar::tr("Wallet, %1 %2").arg(m_words, m_amount);
    setAccessibleName(m_lease.isEmpty() ? name : TopBar::tr("%1, tier: %2").arg(name, m_lease));
    setToolTip(m_lease.isEmpty() ? TopBar::tr("Wallet and tier") : TopBar::tr("Wallet and tier: %1").arg(m_lease));
    updateGeometry();
    update();
}

QSize WalletChip::sizeHint() const
{
    const Theme& t = Theme::of(this);
    const int words = qCeil(QFontMetricsF(t.font(Theme::Font::Small)).horizontalAdvance(m_words));
    const int amount = qCeil(QFontMetricsF(t.font(Theme::Font::MonoStrong)).horizontalAdvance(m_amount));
    const int lease = m_lease.isEmpty() ? 0 : 8 + qCeil(QFontMetricsF(t.font(Theme::Font::Small)).horizontalAdvance(m_lease)) + 12;
    return {11 + 14 + 8 + words + 8 + amount + lease + 12, t.size("height.control")};
}

void WalletChip::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 6, t.color(isDown() ? "bg.pressed" : underMouse() ? "bg.hover" : "bg.surface"),
             t.color("border.default"));
    Icons::paint(&p, QRectF(11, 0, 14, height()), QStringLiteral("wallet"), t.color("text.muted"), 14);
    p.setFont(t.font(Theme::Font::Small));
    const double words = QFontMetricsF(p.font()).horizontalAdvance(m_words);
    paintText(&p, QRectF(33, 0, words + 1, height()), m_words, t.color("text.secondary"));
    p.setFont(t.font(Theme::Font::MonoStrong));
    const double amount = QFontMetricsF(p.font()).horizontalAdvance(m_amount);
    paintText(&p, QRectF(33 + words + 8, 0, amount + 1, height()), m_amount, t.color("text.primary"));
    if (m_lease.isEmpty())
        return;
    const double left = 33 + words + 8 + amount + 9;
    p.fillRect(QRectF(left, 8, 1, height() - 16), t.color("border.default"));
    p.setFont(t.font(Theme::Font::Small));
    paintText(&p, QRectF(left + 9, 0, width() - left - 9, height()), m_lease, t.color("warning.text"));
}

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_project(new ProjectButton(this))
    , m_environment(new SegmentedControl(this))
    , m_field(new CommandField(this))
    , m_wallet(new WalletChip(this))
    , m_inbox(new Button({}, QStringLiteral("circle-help"), Button::Variant::Secondary, this))
    , m_bell(new IconButton(QStringLiteral("bell"), tr("Notifications"), this))
    , m_help(new IconButton(QStringLiteral("circle-help"), tr("Help"), this))
{
    setObjectName(QStringLiteral("topBar"));
    m_help->setObjectName(QStringLiteral("help"));
    m_help->setShortcutHint(QStringLiteral("F1"));
    m_bell->setObjectName(QStringLiteral("notifications"));
    m_inbox->setObjectName(QStringLiteral("inboxBadge"));
    m_inbox->hide();
    m_environment->setObjectName(QStringLiteral("environmentSwitch"));
    m_environment->setAccessibleName(tr("Environment"));
    m_environment->setAskFirst(true);
    for (auto env : {Environment::Sandbox, Environment::Testnet, Environment::Mainnet}) {
        const int i = m_environment->addSegment(environmentName(env), environmentIcon(env), environmentToken(env));
        m_environment->setSegmentToolTip(i, environmentWords(env));
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, kLine, 12, 1);
    row->setSpacing(10);
    row->addWidget(new AppMark(26, this));
    row->addWidget(m_project);
    row->addWidget(m_environment);
    row->addStretch(1);
    row->addWidget(m_field);
    row->addStretch(1);
    row->addWidget(m_inbox);
    row->addWidget(m_wallet);
    row->addWidget(m_bell);
    row->addWidget(m_help);
    const auto fit = [this] { setFixedHeight(Theme::of(this).size("height.topBar") + kLine); };
    connect(&Theme::of(this), &Theme::changed, this, fit);
    fit();

    connect(m_environment, &SegmentedControl::requested, this,
            [this](int i) { Q_EMIT environmentRequested(static_cast<Environment>(i)); });
    connect(m_field, &QAbstractButton::clicked, this, &TopBar::commandAsked);
    connect(m_wallet, &QAbstractButton::clicked, this, &TopBar::walletAsked);
    connect(m_inbox, &QAbstractButton::clicked, this, &TopBar::inboxAsked);
    connect(m_bell, &QAbstractButton::clicked, this, &TopBar::notificationsAsked);
    connect(m_help, &QAbstractButton::clicked, this, &TopBar::helpAsked);
    connect(m_project, &QAbstractButton::clicked, this, [this] {
        if (m_menu)
            m_menu->popup(m_project->mapToGlobal(QPoint(0, m_project->height() + 4)));
    });
    setProject({});
    setBalance(tr("Wallet"), QStringLiteral("–"));
}

void TopBar::setProject(const QString& name)
{
    m_project->setText(name);
    m_project->setAccessibleName(tr("Project %1").arg(name));
    m_project->setToolTip(tr("Switch project"));
    m_project->updateGeometry();
}

void TopBar::setProjectMenu(QMenu* menu)
{
    m_menu = menu;
}

void TopBar::setEnvironment(Environment env)
{
    m_env = env;
    m_environment->setCurrent(int(env));
    update();
}

void TopBar::setBalance(const QString& words, const QString& amount)
{
    m_wallet->setBalance(words, amount);
}

void TopBar::setLease(const QString& lease)
{
    m_wallet->setLease(lease);
}

void TopBar::setUnread(bool unread)
{
    m_bell->setMarked(unread);
    m_bell->setName(unread ? tr("Notifications, unread") : tr("Notifications"));
}

void TopBar::setUnresolved(int payments)
{
    m_inbox->setVisible(payments > 0);
    const QString words = tr("%n payment(s) unresolved", nullptr, payments);
    m_inbox->setText(words);
    m_inbox->setAccessibleName(tr("%1: open the payment inbox").arg(words));
    m_inbox->setToolTip(tr("What became of them is not known yet. The payment inbox says what to do."));
    m_inbox->updateGeometry();
}

void TopBar::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    p.fillRect(0, 0, width(), kLine, t.color(environmentToken(m_env) + QStringLiteral(".solid")));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
