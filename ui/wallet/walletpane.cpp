// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/walletpane.h"

#include "models/domain/amount.h"
#include "models/ledger/ledger.h"
#include "services/cli/cliimport.h"
#include "services/lease/leaseclock.h"
#include "services/lease/leaseguardian.h"
#include "services/pay/reconciler.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "services/x402/assets.h"
#include "ui/budget/budgetdialog.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/toast.h"
#include "ui/wallet/addresscard.h"
#include "ui/wallet/budgetcard.h"
#include "ui/wallet/faucets.h"
#include "ui/wallet/paymentscard.h"
#include "ui/wallet/railcard.h"
#include "ui/wallet/walletview.h"
#include "ui/wallets/walletswitcher.h"
#include "ui/wallets/walletwords.h"

#include <QScrollArea>
#include <QShowEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

const QString limitKey = u"walletHistoryLimit"_s;

} // namespace

bool WalletPane::isStopped(const Problem& p)
{
    return p.kind == Problem::Kind::Cancelled || p.code == "x402.declined"_L1 || p.code == "cancelled"_L1;
}

WalletPane::WalletPane(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_workspace(services.workspace())
    , m_empty(new EmptyState(u"wallet"_s, tr("No wallet yet"),
                             tr("A wallet signs you in and pays for tiers. Its key is made and kept on this computer.")))
    , m_view(new WalletView)
    , m_toasts(new ToastStack(this))
    , m_faucets(new Faucets(services, this))
{
    setObjectName(u"wallet"_s);
    setProperty("surface", true);
    m_create = m_empty->addButton(tr("Create wallet"), u"plus"_s, true);
    m_create->setObjectName(u"wallet.create"_s);
    m_import = m_empty->addButton(tr("Import from the CLI"), u"terminal"_s);
    m_import->setObjectName(u"wallet.import"_s);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_view);
    m_view->setProperty("surface", true);
    m_stack = new StateStack(scroll, m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    m_lists.setSingleShot(true);
    m_lists.setInterval(100);
    connectFacts();
    connect(&m_lists, &QTimer::timeout, this, &WalletPane::loadLists);
    connect(&services.leaseClock(), &LeaseClock::ticked, this, &WalletPane::refresh);
    connect(&services.guardian(), &LeaseGuardian::stateChanged, this, &WalletPane::refreshTiers);
    connect(m_view, &WalletView::autoRenewRequested, this, &WalletPane::setAutoRenew);
    connect(m_create, &Button::clicked, this, &WalletPane::createWallet);
    connect(m_import, &Button::clicked, this, &WalletPane::importWallet);
    connect(m_stack, &StateStack::actionTriggered, this, &WalletPane::actionRequested);
    connect(m_view, &WalletView::faucetRequested, m_faucets, &Faucets::ask);
    connectFaucets();
    connect(m_view, &WalletView::fundRequested, this, [this] { Q_EMIT actionRequested(u"wallet.fund"_s); });
    connect(m_view, &WalletView::tierRequested, this, &WalletPane::changeTier);
    connect(m_view, &WalletView::noticeActionTriggered, this, [this] {
        if (m_noticeAction == "budget.open"_L1)
            editBudget();
        else
            Q_EMIT actionRequested(m_noticeAction);
    });
    auto* switcher = new WalletSwitcher(services);
    m_view->address()->setSwitcher(switcher);
    connect(switcher, &WalletSwitcher::wished, this, &WalletPane::actionRequested);
    connect(m_view->address(), &AddressCard::backupRequested, this, [this] { Q_EMIT actionRequested(u"wallet.backup"_s); });
    connect(m_view->payments(), &PaymentsCard::checkRequested, this, &WalletPane::checkUnknown);
    connect(m_view->payments(), &PaymentsCard::ledgerRequested, this, [this] { Q_EMIT actionRequested(u"ledger.open"_s); });
    connect(m_view->payments(), &PaymentsCard::retryRequested, this, &WalletPane::scheduleLists);
    connect(m_view->payments(), &PaymentsCard::limitChanged, this, [this](int entries) {
        m_services.settings().set(limitKey, entries);
        loadPayments();
    });
    m_services.settings().get(limitKey)->onDone(this, [this](const Result<QJsonValue>& value) {
        if (const int kept = value.ok() ? value->toInt() : 0; kept > 0 && kept != m_view->payments()->limit()) {
            m_view->payments()->setLimit(kept);
            scheduleLists();
        }
    });
    connect(m_view->budget(), &BudgetCard::realChanged, this,
            [this](const Budget& b) { saveBudget(Environment::Mainnet, b); });
    connect(m_view->budget(), &BudgetCard::editRequested, this, &WalletPane::editBudget);
    connect(m_view->budget(), &BudgetCard::testnetChanged, this,
            [this](const Budget& b) { saveBudget(Environment::Testnet, b); });
    showConnection();
    refresh();
    scheduleLists();
}

void WalletPane::connectFacts()
{
    connect(&m_workspace, &Workspace::environmentChanged, this, &WalletPane::environmentSwitched);
    connect(&m_workspace, &Workspace::connectionChanged, this, [this] {
        showConnection();
        refresh();
        scheduleLists();
    });
    connect(&m_workspace, &Workspace::tierChanged, this, &WalletPane::refreshTiers);
    connect(&m_workspace, &Workspace::pricesChanged, this, &WalletPane::refreshTiers);
    connect(&m_workspace, &Workspace::balancesChanged, this, [this] {
        refreshRails();
        refreshTiers();
        scheduleLists();
    });
    connect(&m_services.wallets(), &Wallets::changed, this, [this] {
        refresh();
        scheduleLists();
    });
    connect(&m_services.wallets(), &Wallets::activeChanged, this, [this](bool sandbox) {
        if (sandbox == m_workspace.isSandbox())
            environmentSwitched(); // another account: what was begun for the former one is over
    });
    connect(&m_services.budgets(), &BudgetStore::changed, this, &WalletPane::scheduleLists);
    connect(&m_services.journal(), &PaymentJournal::changed, this, &WalletPane::scheduleLists);
}

void WalletPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!event->spontaneous())
        m_workspace.refreshBalances();
}

void WalletPane::environmentSwitched()
{
    ++m_generation;
    m_faucets->reset();
    m_payments.clear();
    m_ledger.clear();
    m_view->setBusyTier({});
    m_view->setNotice(Tone::Info, {}, {});
    m_view->payments()->setTrouble({});
    m_view->payments()->setChecking(false);
    refresh();
    scheduleLists();
}

void WalletPane::refresh()
{
    const bool sandbox = m_workspace.isSandbox();
    const auto wallet = m_services.wallets().active(sandbox);
    if (!wallet) {
        refreshEmpty();
        m_stack->showEmpty();
        return;
    }
    m_stack->showContent();
    const qint64 chain = m_workspace.environment() == Environment::Mainnet ? qint64(x402::chain::base)
                                                                           : qint64(x402::chain::baseSepolia);
    m_view->address()->setAddress(wallet->label, wallet->address, chain);
    m_view->budget()->setVisible(!sandbox);
    refreshRails();
    refreshTiers();
}

/// The strip tells of the connection while it is gone, and of nothing once it is back.
void WalletPane::showConnection()
{
    const auto& problem = m_workspace.connectionProblem();
    const bool readOnly = m_workspace.isConnected() && m_workspace.gateway().readOnly;
    if (!problem && !readOnly && !m_connectionNotice)
        return;
    m_connectionNotice = problem || readOnly;
    m_noticeAction.clear();
    if (problem)
        m_view->setNotice(Tone::Warning, problemWords(*problem).title, tr("What is shown is what was read last."));
    else if (readOnly)
        m_view->setNotice(Tone::Warning, tr("Read only"), m_workspace.capabilities().whyNot(Capability::BuyTier));
    else
        m_view->setNotice(Tone::Info, {}, {});
}

void WalletPane::refreshEmpty()
{
    const bool sandbox = m_workspace.isSandbox();
    m_import->setVisible(!sandbox);
    m_empty->setTexts(u"wallet"_s, tr("No wallet yet"),
                      sandbox ? tr("The sandbox has a throwaway wallet with play money. Its key never leaves this computer.")
                              : tr("A wallet signs you in and pays for tiers. Its key is made and kept on this computer."));
}

void WalletPane::refreshRails()
{
    const auto& balances = m_workspace.balances();
    m_view->setRails(railCards(balances.value.value_or(QList<RailBalance>()), m_workspace.environment(),
                               QDateTime::currentDateTimeUtc()));
    if (const auto wallet = m_services.wallets().active(m_workspace.isSandbox()))
        m_view->address()->setBackup(backupWords(*wallet), needsBackup(*wallet, balances.value.value_or(QList<RailBalance>()),
                                                                       m_workspace.environment()));
    m_faucets->look();
    refreshFaucet();
}

void WalletPane::refreshFaucet()
{
    for (const Rail rail : {Rail::BaseSepoliaUsdc, Rail::TempoPathUsd})
        m_view->rail(rail)->setFaucetState(m_faucets->busy(rail), m_faucets->wait(rail));
}

void WalletPane::connectFaucets()
{
    connect(m_faucets, &Faucets::changed, this, &WalletPane::refreshFaucet);
    connect(m_faucets, &Faucets::arrived, this, [this](Rail rail, qint64 micros) {
        const QString amount = MoneyMask::of(this).shown(cardAmount(micros));
        m_toasts->push({Tone::Success, {}, tr("Free money arrived"),
                        rail == Rail::TempoPathUsd ? tr("%1 pathUSD on Tempo").arg(amount)
                                                   : tr("%1 USDC on Base Sepolia").arg(amount), {}, {}});
    });
    connect(m_faucets, &Faucets::late, this, [this] {
        m_toasts->push({Tone::Info, {}, tr("The drip is not confirmed yet"),
                        tr("It was sent. The balance will show it when the chain does."), {}, {}});
    });
    connect(m_faucets, &Faucets::failed, this, [this](Rail, const Problem& problem, qint64 wait) {
        const ProblemWords words = problemWords(problem);
        if (!isStopped(problem))
            m_toasts->push({Tone::Warning, {}, words.title,
                            wait > 0 ? tr("Next drip in %1").arg(waitWords(wait)) : words.next, {}, {}});
    });
}

void WalletPane::scheduleLists()
{
    if (!m_lists.isActive())
        m_lists.start();
}

void WalletPane::loadLists()
{
    loadBudgets();
    loadPayments();
}

void WalletPane::loadBudgets()
{
    m_services.budgets().view(Environment::Testnet)->onDone(this, [this](const Result<BudgetView>& r) {
        if (!r.ok()) {
            showProblem(r.error());
            return;
        }
        m_real = r->realBudget;
        m_testnet = r->budget;
        m_view->budget()->setBudgets(m_real, m_testnet, r->real.thisMonthMicros, QDate::currentDate());
    });
}

void WalletPane::loadPayments()
{
    const int generation = m_generation;
    PaymentJournal::Filter filter;
    if (m_workspace.isSandbox())
        filter.environment = environmentId(Environment::Sandbox);
    m_services.journal().list(filter)->onDone(this, [this, generation](const Result<QList<Payment>>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok()) {
            m_view->payments()->setTrouble(problemWords(r.error()).title);
            return;
        }
        m_payments = *r;
        // Testnet and Mainnet are one wallet; the sandbox is another world.
        if (!m_workspace.isSandbox())
            m_payments.removeIf([](const Payment& p) { return p.environment == "sandbox"_L1; });
        // What other wallets of this world paid is theirs.
        if (const auto wallet = m_services.wallets().active(m_workspace.isSandbox()))
            m_payments.removeIf([&](const Payment& p) {
                return !p.payer.isEmpty() && p.payer.compare(wallet->address, Qt::CaseInsensitive) != 0;
            });
        showMoves();
    });
    if (!m_workspace.isConnected() || !m_services.hasSession()
        || !m_services.wallets().active(m_workspace.isSandbox()))
        return;
    m_services.money().history(m_view->payments()->limit())->onDone(this, [this, generation](const Result<QList<LedgerEntry>>& r) {
        if (generation != m_generation)
            return;
        // A wallet that never had credit has no account, and so no history.
        const bool none = !r.ok() && r.error().code == "not_found"_L1;
        if (r.ok() || none) {
            m_ledger = r.ok() ? *r : QList<LedgerEntry>();
            m_view->payments()->setTrouble({});
            m_view->payments()->setLedgerSize(int(m_ledger.size()));
            showMoves();
        } else if (!isStopped(r.error())) {
            m_view->payments()->setTrouble(tr("The billing history could not be read: %1")
                                               .arg(problemWords(r.error()).title));
        }
    });
}

void WalletPane::showMoves()
{
    // The latest entries only; the ledger has all of them, and what came before.
    LedgerFacts facts;
    facts.environment = m_workspace.isSandbox() ? u"sandbox"_s : u"mainnet"_s;
    facts.payments = m_payments;
    facts.entries = QList<LedgerEntry>(m_ledger.crbegin(), m_ledger.crend());
    QList<MoneyMove> moves = buildLedger(facts).rows;
    moves.removeIf([](const MoneyMove& m) { return m.sort == MoneyMove::Sort::Opening; });
    m_view->payments()->setMoves(moves, m_workspace.isSandbox(), QDate::currentDate());
}

void WalletPane::createWallet()
{
    const bool sandbox = m_workspace.isSandbox();
    const auto create = [this, sandbox] {
        m_create->setBusy(true);
        m_services.wallets()
            .create(sandbox ? tr("Sandbox wallet") : tr("Allowance wallet"), sandbox)
            ->onDone(this, [this](const Result<WalletInfo>& r) { walletArrived(r, m_create); });
    };
    if (sandbox || !m_gate)
        create();
    else
        m_gate(this, create);
}

void WalletPane::importWallet()
{
    const auto import = [this] {
        m_import->setBusy(true);
        importFromCli(this, m_services.options().cliFolder)->onDone(this, [this](const Result<CliImport>& r) {
            if (!r.ok() || !r->wallet) {
                const QString code = r.ok() ? r->walletProblem : r.error().code;
                walletArrived(fail(Problem::Kind::Local, code, u"No wallet in the CLI's folder"_s), m_import);
                return;
            }
            m_services.wallets()
                .import(tr("From the CLI"), r->wallet->key)
                ->onDone(this, [this](const Result<WalletInfo>& made) { walletArrived(made, m_import); });
        });
    };
    if (m_gate)
        m_gate(this, import);
    else
        import();
}

void WalletPane::walletArrived(const Result<WalletInfo>& wallet, Button* button)
{
    button->setBusy(false);
    if (wallet.ok()) {
        m_toasts->push({Tone::Success, {}, tr("The wallet is ready"), wallet->address, {}, {}});
        m_workspace.refreshAll();
        return;
    }
    const ProblemWords words = problemWords(wallet.error());
    const bool nothing = wallet.error().code == "import.not_found"_L1;
    m_toasts->push({Tone::Danger, {}, nothing ? tr("The CLI has no wallet here") : words.title,
                    nothing ? m_services.options().cliFolder : words.next, {}, {}});
    if (wallet.error().nextActions.contains(u"vault.create"_s))
        Q_EMIT actionRequested(u"vault.create"_s);
}

void WalletPane::checkUnknown()
{
    if (!m_services.hasSession())
        return;
    const int generation = m_generation;
    m_view->payments()->setChecking(true);
    m_services.reconciler().run()->onDone(this, [this, generation](const Result<QList<Payment>>& r) {
        if (generation != m_generation)
            return;
        m_view->payments()->setChecking(false);
        if (!r.ok())
            showProblem(r.error());
        else if (r->isEmpty())
            m_toasts->push({Tone::Info, {}, tr("Nothing can be said yet"),
                            tr("Neither the chain nor the ledger tells. Try again in a few minutes."), {}, {}});
        else
            m_toasts->push({Tone::Success, {}, tr("%n payments resolved", nullptr, int(r->size())), {}, {}, {}});
        scheduleLists();
    });
}

void WalletPane::editBudget()
{
    (new BudgetDialog(this, m_services, m_workspace.environment()))->open();
}

void WalletPane::saveBudget(Environment environment, const Budget& budget)
{
    m_services.budgets().set(environment, budget)->onDone(this, [this](const Result<Done>& r) {
        if (r.ok())
            return;
        showProblem(r.error());
        loadBudgets(); // what is stored, not what was typed
    });
}

void WalletPane::showProblem(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    const bool money = problem.code == "payment.unknown"_L1 || problem.code == "payment.settlement_failed"_L1;
    QString text = words.why;
    for (const QString& more : {words.next, words.written}) {
        if (!more.isEmpty())
            text += (text.isEmpty() ? QString() : u" "_s) + more;
    }
    // Here already; and paying again is the person's to begin.
    const bool useful = !words.action.isEmpty() && words.action != "wallet.open"_L1 && words.action != "retry"_L1;
    m_noticeAction = useful ? words.action : QString();
    m_view->setNotice(money ? Tone::Warning : Tone::Danger, words.title, text, useful ? words.button : QString());
}

} // namespace run402
