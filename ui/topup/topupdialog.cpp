// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topup/topupdialog.h"

#include "models/domain/amount.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/progressring.h"
#include "ui/preview/previewfactory.h"
#include "ui/topup/topuppages.h"
#include "ui/topup/topupwatch.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr int historyBefore = 200; ///< entries read before the checkout, to tell the new one apart
}

TopUpDialog::TopUpDialog(Services& services, PreviewFactory& previews, QWidget* anchor)
    : DialogFrame(anchor, 432), m_services(services), m_previews(previews), m_window(anchor->window())
    , m_stack(new QStackedWidget), m_amountPage(new TopUpAmountPage(services.workspace().environment()))
    , m_checkoutPage(new TopUpCheckoutPage), m_outcomePage(new TopUpOutcomePage)
{
    setObjectName(u"topup"_s);
    setAccessibleName(tr("Add prepaid credit"));
    setFixedHeight(Theme::of(this).scaled(716));
    buildHead();
    m_stack->addWidget(m_amountPage);
    m_stack->addWidget(m_checkoutPage);
    m_stack->addWidget(m_outcomePage);
    body()->addWidget(m_stack, 1);
    buildFoot();
    Workspace& workspace = services.workspace();
    const auto facts = [this, &workspace] {
        std::optional<qint64> credit;
        for (const RailBalance& b : workspace.balances().value.value_or(QList<RailBalance>())) {
            if (b.rail == Rail::Credit)
                credit = b.micros;
        }
        m_amountPage->setFacts(m_services.hasSession() ? m_services.credentials().walletAddress() : QString(), credit,
                               workspace.prices().value.value_or(QList<TierOffer>()));
        refresh();
    };
    connect(&workspace, &Workspace::balancesChanged, this, facts);
    connect(&workspace, &Workspace::pricesChanged, this, facts);
    // Another world has another wallet and another history.
    connect(&workspace, &Workspace::environmentChanged, this, &QDialog::reject);
    connect(&workspace, &Workspace::connectionChanged, this, facts);
    connect(m_amountPage, &TopUpAmountPage::amountChanged, this, &TopUpDialog::refresh);
    connect(m_amountPage->field(), &QLineEdit::returnPressed, this, &TopUpDialog::begin);
    connect(m_checkoutPage, &TopUpCheckoutPage::systemBrowserRequested, this, &TopUpDialog::openInSystem);
    connect(m_checkoutPage, &TopUpCheckoutPage::outsideRequested, this, [](const QUrl& url) { QDesktopServices::openUrl(url); });
    facts();
    setFirstFocus(m_go);
}

TopUpDialog::~TopUpDialog()
{
    if (m_watch)
        m_watch->goOnAlone();
}

void TopUpDialog::buildHead()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(20, 8, 12, 8);
    row->addWidget(new Label(tr("Add prepaid credit"), Theme::Font::Title), 1);
    auto* close = new IconButton(u"x"_s, tr("Close"));
    close->setObjectName(u"topup.close"_s);
    connect(close, &QAbstractButton::clicked, this, &QDialog::reject);
    row->addWidget(close);
    body()->addLayout(row);
    auto* rule = new QFrame;
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    body()->addWidget(rule);
}

void TopUpDialog::buildFoot()
{
    m_back = new Button(tr("Back"), u"arrow-left"_s, Button::Variant::Ghost);
    m_back->setObjectName(u"topup.back"_s);
    m_system = new Button(tr("Use my browser"), u"external-link"_s, Button::Variant::Ghost);
    m_system->setObjectName(u"topup.useBrowser"_s);
    m_cancel = new Button(tr("Cancel"));
    m_cancel->setObjectName(u"topup.cancel"_s);
    m_go = new Button(tr("Continue to card"), Button::Variant::Primary);
    m_go->setObjectName(u"topup.continue"_s);
    m_go->setDefault(true);
    m_waiting = new QWidget;
    auto* row = new QHBoxLayout(m_waiting);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(new ProgressRing);
    m_waitingText = new Label({}, Theme::Font::Small, "text.secondary");
    m_waitingText->setObjectName(u"topup.waiting"_s);
    row->addWidget(m_waitingText);
    foot()->addWidget(m_back);
    foot()->addWidget(m_system);
    foot()->addStretch();
    foot()->addWidget(m_waiting);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_go);
    connect(m_back, &Button::clicked, this, [this] {
        m_checkoutPage->setSurface(nullptr);
        m_stack->setCurrentWidget(m_amountPage);
        refresh();
    });
    connect(m_system, &Button::clicked, this, [this] {
        if (m_checkoutMicros > 0)
            openInSystem();
    });
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_go, &Button::clicked, this, [this] {
        if (m_done)
            accept();
        else
            begin();
    });
}

void TopUpDialog::refresh()
{
    const QWidget* page = m_stack->currentWidget();
    const bool amount = page == m_amountPage;
    const bool able = m_services.hasSession() && m_services.workspace().capabilities().has(Capability::TopUp);
    m_back->setVisible(!amount && !m_done);
    m_system->setVisible(page == m_outcomePage && !m_done);
    m_waiting->setVisible(!amount && !m_done);
    m_cancel->setVisible(amount);
    m_go->setVisible(amount || m_done);
    const qint64 price = m_amountPage->micros();
    m_go->setText(m_done ? tr("Done") : price > 0 ? tr("Continue to card, %1").arg(Amount::fromMicros(price).toDollarText()) : tr("Continue to card"));
    m_go->setObjectName(m_done ? u"topup.done"_s : u"topup.continue"_s);
    m_go->setBusy(m_starting);
    m_go->setEnabled(m_done || (able && m_amountPage->micros() > 0));
    m_go->setToolTip(able ? QString() : m_services.workspace().capabilities().whyNot(Capability::TopUp));
    m_amountPage->setEnabled(!m_starting);
    m_waitingText->setText(page == m_outcomePage ? tr("Waiting") : tr("Waiting for the payment"));
}

void TopUpDialog::begin()
{
    if (m_starting || !m_go->isEnabled() || m_done)
        return;
    m_amountPage->setProblem({}, {});
    if (m_checkoutMicros == m_amountPage->micros()) {
        showCheckout(); // the same one: a second could be paid twice
        return;
    }
    m_starting = true;
    refresh();
    if (m_watch) {
        ask({});
        return;
    }
    // What was added before is not what is added now.
    m_services.money().history(historyBefore)->onDone(this, [this](const Result<QList<LedgerEntry>>& r) {
        if (!r.ok() && r.error().code != "not_found"_L1)
            return failed(r.error());
        ask(r.ok() ? TopUpWatch::topUpIds(*r) : QSet<QString>());
    });
}

void TopUpDialog::ask(const QSet<QString>& known)
{
    if (!m_services.hasSession())
        return failed(Problem::make(Problem::Kind::Network, u"net.offline"_s, u"Not connected"_s));
    const qint64 micros = m_amountPage->micros();
    m_services.money().topUp(micros)->onDone(this, [this, micros, known](const Result<QUrl>& r) {
        if (!r.ok())
            return failed(r.error());
        const Workspace& workspace = m_services.workspace();
        const auto address = CheckoutAddress::of(*r, workspace.gateway().base, workspace.isSandbox() || workspace.gateway().sandbox);
        if (!address.ok())
            return failed(address.error());
        m_starting = false;
        m_checkout = *address;
        m_checkoutMicros = micros;
        if (!m_watch)
            startWatch(known);
        showCheckout();
    });
}

void TopUpDialog::startWatch(const QSet<QString>& known)
{
    m_watch = new TopUpWatch(m_services, known, m_window);
    connect(m_watch, &TopUpWatch::credited, this, &TopUpDialog::credited);
    connect(m_watch, &TopUpWatch::troubled, this, [this](bool unreachable) {
        m_waitingText->setText(unreachable ? tr("No answer, still asking") : tr("Waiting"));
    });
    Q_EMIT watchStarted(m_watch);
}

void TopUpDialog::showCheckout()
{
    if (m_previews.isEmbedded())
        showEmbedded();
    else
        openInSystem();
}

void TopUpDialog::showEmbedded()
{
    PreviewSurface* surface = m_previews.createLocked(m_checkoutPage, [checkout = m_checkout](const QUrl& url) { return checkout.allows(url); });
    m_checkoutPage->setSurface(surface);
    m_checkoutPage->setOrigin(CheckoutAddress::originOf(m_checkout.page()));
    connect(surface, &PreviewSurface::addressChanged, this, [this](const QUrl& url) {
        if (!url.host().isEmpty())
            m_checkoutPage->setOrigin(CheckoutAddress::originOf(url));
        if (m_watch && url != m_checkout.page())
            m_watch->lookNow();
    });
    connect(surface, &PreviewSurface::refused, this, &TopUpDialog::refused);
    connect(surface, &PreviewSurface::loadFinished, this, [this](bool ok, int status, qint64, const QString& error) { loaded(ok, status, error); });
    connect(surface, &PreviewSurface::stopped, this, [this](const QString& why) {
        m_checkoutPage->setNotice(tr("The page stopped."), tr("%1 Go back and continue to open it again; nothing is charged twice.").arg(why));
    });
    m_stack->setCurrentWidget(m_checkoutPage);
    refresh();
    surface->load(m_checkout.page());
}

void TopUpDialog::openInSystem()
{
    QDesktopServices::openUrl(m_checkout.page());
    m_checkoutPage->setSurface(nullptr);
    waitForCredit(tr("Pay in your browser"), tr("%1 was opened there. This window shows the credit as soon as the billing history does; you can close it meanwhile.")
                                                 .arg(CheckoutAddress::originOf(m_checkout.page())));
}

void TopUpDialog::refused(const QString& what, const QUrl& address)
{
    if (CheckoutAddress::isReturn(address)) {
        m_checkoutPage->setSurface(nullptr);
        waitForCredit(tr("Waiting for confirmation"), tr("The checkout is over. The credit counts once the billing history shows it, usually within a minute."));
        return;
    }
    const bool web = address.scheme() == "https"_L1;
    m_checkoutPage->setNotice(tr("Not opened: %1").arg(address.host().isEmpty() ? what : CheckoutAddress::originOf(address)),
                              tr("Only the checkout opens here."), web ? address : QUrl());
}

void TopUpDialog::loaded(bool ok, int status, const QString& error)
{
    if (status == 402)
        m_checkoutPage->setNotice(tr("Declined."), tr("Nothing was charged. Try another card."));
    else if (!ok && status == 0 && !error.isEmpty())
        m_checkoutPage->setNotice(tr("The checkout did not open."), tr("%1 Go back and try again, or use your browser.").arg(error));
    else if (ok)
        m_checkoutPage->setNotice({}, {});
    if (m_watch)
        m_watch->lookNow();
}

void TopUpDialog::waitForCredit(const QString& title, const QString& text)
{
    m_outcomePage->showWaiting(title, text);
    m_stack->setCurrentWidget(m_outcomePage);
    refresh();
    if (m_watch)
        m_watch->lookNow();
}

void TopUpDialog::credited(const LedgerEntry& entry)
{
    m_done = true;
    m_checkoutPage->setSurface(nullptr);
    m_outcomePage->showCredited(entry, CheckoutAddress::originOf(m_checkout.page()));
    m_stack->setCurrentWidget(m_outcomePage);
    refresh();
    m_go->setFocus();
}

void TopUpDialog::failed(const Problem& problem)
{
    m_starting = false;
    refresh();
    if (problem.kind == Problem::Kind::Cancelled)
        return;
    const ProblemWords words = problemWords(problem);
    m_amountPage->setProblem(words.title, tr("%1 Nothing was charged.").arg(words.why.isEmpty() ? problem.message : words.why));
}

} // namespace run402
