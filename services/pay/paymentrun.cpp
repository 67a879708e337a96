// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentrun.h"

#include "services/net/transport.h"
#include "services/pay/balancesource.h"
#include "services/pay/clock.h"
#include "services/pay/temponode.h"
#include "services/secrets/wipe.h"
#include "services/wallets.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kBalancesMs = 15'000;
/// More than ten minutes can have.
constexpr int kLatestPayments = 100;
/// How long an offer on Tempo that names no end may be looked at.
constexpr int kOfferSeconds = 300;

Problem policy(QString code, QString message)
{
    return Problem::make(Problem::Kind::Policy, std::move(code), std::move(message));
}

bool isPaymentHeader(const QByteArray& name)
{
    for (const char* known : {"PAYMENT-SIGNATURE", "X-PAYMENT", "Idempotency-Key"}) {
        if (name.compare(known, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

PaymentRun::PaymentRun(PaymentFlow& flow, const HttpRequest& original, const HttpReply& demand,
                       const PaymentIntent& intent)
    : QObject(&flow), m_tools(flow.m_tools), m_approver(flow.m_approver), m_original(original), m_demand(demand),
      m_call(new Call<HttpReply>(&flow))
{
    m_facts.request = original.url;
    m_facts.environment = m_tools.environment;
    m_facts.intent = intent;
    m_call->setCancelHook([self = QPointer(this)] {
        if (self)
            self->cancel();
    });
}

template <typename T>
void PaymentRun::await(Call<T>* call, std::function<void(const Result<T>&)> then)
{
    call->onDone(this, std::move(then));
}

void PaymentRun::start()
{
    const bool sandbox = m_tools.environment == Environment::Sandbox;
    const auto wallet = m_tools.wallets.active(sandbox);
    if (!wallet) {
        finish(fail(Problem::Kind::Local, u"wallet.none"_s, u"There is no wallet to pay with"_s));
        return;
    }
    const auto address = x402::Address::parse(wallet->address);
    if (!address) {
        finish(fail(Problem::Kind::Local, u"wallet.registry_damaged"_s, u"The wallet has no address"_s));
        return;
    }
    m_walletId = wallet->id;
    m_facts.payer = {*address, sandbox ? x402::SecretKey::Use::Sandbox : x402::SecretKey::Use::Wallet};
    if (readDemand())
        gather();
}

bool PaymentRun::readDemand()
{
    auto tempo = tempoOfferOf(m_original, m_demand, m_tools.environment, serverNow());
    if (tempo.ok() && m_tools.tempo) {
        m_facts.tempo = *std::move(tempo);
        m_facts.offerUntil = m_facts.tempo->charge.expires.value_or(serverNow().addSecs(kOfferSeconds));
    } else if (!tempo.ok()) {
        m_facts.tempoProblem = tempo.error();
    }
    std::optional<QByteArray> header;
    if (const QByteArray value = m_demand.header("PAYMENT-REQUIRED"); !value.isEmpty())
        header = value;
    auto challenge = x402::decodeChallenge(header, m_demand.body);
    const bool machineOnly = !header && m_facts.tempoProblem.value_or(Problem()).code != "mpp.no_challenge"_L1;
    if (challenge.ok())
        m_facts.challenge = std::move(*challenge);
    else if (!machineOnly)
        finish(fail(challenge.error()));
    return challenge.ok() || machineOnly;
}

void PaymentRun::gather()
{
    m_gathering = 6;
    const auto arrived = [this](const Problem* problem) {
        if (problem)
            m_gatherProblem = *problem;
        if (--m_gathering == 0)
            gathered();
    };
    gatherFees(arrived);
    gatherCharges(arrived);
    auto* balances = m_tools.balances.balancesOf(m_facts.payer.address.toString());
    // Slow nodes must not hold up a payment for ever: what is not known is asked about instead.
    QTimer::singleShot(kBalancesMs, balances, [balances] { balances->cancel(); });
    await<QList<RailBalance>>(balances, [this, arrived](const Result<QList<RailBalance>>& r) {
        if (r.ok())
            m_facts.balances = *r;
        arrived(nullptr);
    });
    await<BudgetView>(m_tools.budgets.view(m_tools.environment), [this, arrived](const Result<BudgetView>& r) {
        if (r.ok())
            m_facts.budget = *r;
        arrived(r.ok() ? nullptr : &r.error());
    });
    Payment like;
    like.environment = environmentId(m_tools.environment);
    like.purpose = m_facts.intent.purpose;
    like.method = QString::fromLatin1(m_original.method);
    like.path = m_original.url.path();
    like.host = m_original.url.host();
    await<QList<Payment>>(m_tools.journal.unresolved(like), [this, arrived](const Result<QList<Payment>>& r) {
        if (r.ok())
            m_facts.unresolved = *r;
        arrived(r.ok() ? nullptr : &r.error());
    });
}

void PaymentRun::gathered()
{
    if (m_step != Step::Gathering)
        return;
    // Without a journal nothing is signed.
    if (m_gatherProblem)
        finish(fail(*m_gatherProblem));
    else
        decide();
}

void PaymentRun::gatherFees(const std::function<void(const Problem*)>& arrived)
{
    if (!m_facts.tempo) {
        QMetaObject::invokeMethod(this, [arrived] { arrived(nullptr); }, Qt::QueuedConnection);
        return;
    }
    auto* fees = m_tools.tempo->feesFor(m_facts.tempo->challenge, m_facts.tempo->charge, m_facts.payer.address, serverNow());
    await<mpp::ChargeFees>(fees, [this, arrived](const Result<mpp::ChargeFees>& r) {
        if (r.ok())
            m_facts.tempo->fees = *r;
        else
            m_facts.tempo->feesProblem = r.error();
        arrived(nullptr); // another rail may do
    });
}

/// What others did with this wallet. It is not known while a server does not tell, which stops nothing.
void PaymentRun::gatherCharges(const std::function<void(const Problem*)>& arrived)
{
    if (!m_tools.charges) {
        QMetaObject::invokeMethod(this, [arrived] { arrived(nullptr); arrived(nullptr); }, Qt::QueuedConnection);
        return;
    }
    auto* charges = m_tools.charges->recentCharges();
    QTimer::singleShot(kBalancesMs, charges, [charges] { charges->cancel(); });
    await<RecentCharges>(charges, [this, arrived](const Result<RecentCharges>& r) {
        if (r.ok())
            m_facts.charges = *r;
        m_facts.clockOffsetMs = m_tools.transport.clockOffsetMs(m_original.url.host());
        m_facts.serverNow = serverNow();
        arrived(nullptr);
    });
    PaymentJournal::Filter latest;
    latest.environment = environmentId(m_tools.environment);
    latest.limit = kLatestPayments;
    await<QList<Payment>>(m_tools.journal.list(latest), [this, arrived](const Result<QList<Payment>>& r) {
        if (r.ok())
            m_facts.known = *r;
        arrived(r.ok() ? nullptr : &r.error());
    });
}

void PaymentRun::decide()
{
    const auto question = prepare();
    if (m_decision.refusal)
        stop(*m_decision.refusal);
    else if (!question.ok())
        finish(fail(question.error()));
    else if (m_decision.mustAsk)
        ask();
    else
        draft();
}

void PaymentRun::stop(const Problem& problem)
{
    m_step = Step::Noting;
    await<Payment>(m_tools.journal.recordStopped(stoppedPayment(m_facts, m_original.method), problem.code),
                   [this, problem](const Result<Payment>&) { finish(fail(problem)); });
}

Result<PaymentQuestion> PaymentRun::prepare()
{
    m_decision = decidePayment(m_facts);
    if (m_decision.refusal)
        return *m_decision.refusal;
    x402::Bytes32 nonce{};
    const QByteArray bytes = m_tools.random.bytes(int(nonce.size()));
    std::copy(bytes.begin(), bytes.end(), nonce.begin());
    auto drafted = draftOf(m_facts, m_decision, nonce, serverNow());
    if (!drafted.ok())
        return drafted.error();
    m_draft = *std::move(drafted);
    m_payment = paymentFrom(m_facts, m_original.method, m_decision, *m_draft);
    return questionFor(m_facts, m_decision, *m_draft);
}

Result<PaymentQuestion> PaymentRun::redraft(Rail rail)
{
    if (m_step != Step::Asking)
        return Problem::cancelled();
    // A choice that cannot be paid leaves nothing behind that could be signed instead.
    m_draft.reset();
    m_facts.wanted = rail;
    return prepare();
}

void PaymentRun::ask()
{
    if (m_facts.intent.unattended) {
        const Problem problem = m_decision.twinAt
            ? policy(u"payment.paid_elsewhere"_s, u"The same was paid by another program a moment ago"_s)
            : policy(u"payment.needs_person"_s, u"Nobody is there to be asked"_s);
        m_step = Step::Noting;
        await<Payment>(m_tools.journal.recordStopped(stoppedPayment(m_facts, m_original.method), problem.code),
                       [this, problem](const Result<Payment>&) { finish(fail(problem)); });
        return;
    }
    m_step = Step::Asking;
    if (!m_approver) {
        finish(fail(policy(u"payment.needs_person"_s, u"This payment must be approved by a person"_s)));
        return;
    }
    PaymentQuestion question = questionFor(m_facts, m_decision, *m_draft);
    question.redraft = [self = QPointer(this)](Rail rail) {
        return self ? self->redraft(rail) : Result<PaymentQuestion>(Problem::cancelled());
    };
    auto* asked = m_approver->ask(question);
    m_question = asked;
    await<PaymentAnswer>(asked, [this](const Result<PaymentAnswer>& r) {
        if (m_step != Step::Asking)
            return;
        if (!r.ok()) {
            finish(fail(r.error()));
        } else if (!r->approved) {
            finish(fail(x402::problemOf(x402::Reason::Declined)));
        } else if (!m_draft || !stillGood()) {
            finish(fail(policy(u"payment.offer_expired"_s, u"The question stayed open too long"_s)));
        } else {
            if (r->rememberToday)
                m_tools.budgets.allowToday(m_tools.environment, m_payment.amountMicros);
            draft();
        }
    });
}

void PaymentRun::draft()
{
    m_step = Step::Drafting;
    auto limits = BudgetStore::limitsFor(m_facts.budget, m_decision.realMoney);
    // Only a person who saw the earlier payment can wave it through.
    limits.besideUnresolved = !m_facts.unresolved.isEmpty();
    await<Payment>(m_tools.journal.draft(m_payment, limits), [this](const Result<Payment>& r) {
        if (!r.ok()) {
            finish(fail(r.error()));
            return;
        }
        m_payment = *r;
        sign();
    });
}

void PaymentRun::sign()
{
    if (m_cancelled)
        return abandon(Problem::cancelled(), u"cancelled"_s);
    m_step = Step::Signing;
    const bool sandbox = m_tools.environment == Environment::Sandbox;
    auto* keyed = m_tools.wallets.withKey(m_walletId, sandbox, [self = QPointer(this)](const x402::SecretKey& key) {
        if (self && !self->m_cancelled)
            self->m_signed = self->m_draft->sign(key);
    });
    await<Done>(keyed, [this](const Result<Done>& r) {
        if (m_cancelled)
            abandon(Problem::cancelled(), u"cancelled"_s);
        else if (!r.ok())
            abandon(r.error(), r.error().code);
        else if (!m_signed->ok())
            abandon(m_signed->error(), m_signed->error().code);
        else
            noteSigned();
    });
}

void PaymentRun::noteSigned()
{
    m_step = Step::NotingSigned;
    const PaymentJournal::Signature signature{(*m_signed)->reference,
                                              QDateTime::fromSecsSinceEpoch(m_draft->validBefore(), Qt::UTC)};
    await<Payment>(m_tools.journal.markSigned(m_payment.id, signature), [this](const Result<Payment>& r) {
        if (!r.ok())
            return abandon(r.error(), r.error().code);
        m_payment = *r;
        noteSent();
    });
}

void PaymentRun::noteSent()
{
    if (m_cancelled)
        return abandon(Problem::cancelled(), u"cancelled"_s);
    if (!stillGood())
        return abandon(policy(u"payment.offer_expired"_s, u"The signature would expire on its way"_s), u"expired"_s);
    m_step = Step::NotingSent;
    await<Payment>(m_tools.journal.markSent(m_payment.id), [this](const Result<Payment>& r) {
        if (!r.ok())
            return abandon(r.error(), r.error().code);
        m_payment = *r;
        send();
    });
}

HttpRequest PaymentRun::paidRequest() const
{
    HttpRequest paid = m_original;
    paid.headers.removeIf([](const auto& header) { return isPaymentHeader(header.first); });
    paid.headers.append({(*m_signed)->headerName, (*m_signed)->headerValue});
    paid.headers.append({"Idempotency-Key", m_payment.id.toLatin1()});
    paid.idempotent = false;
    paid.timeoutMs = m_tools.paidTimeoutMs;
    return paid;
}

void PaymentRun::send()
{
    // Cancelled while "sent" was being written: it is not true yet and never becomes so.
    if (m_cancelled)
        return abandon(Problem::cancelled(), u"cancelled_before_sending"_s);
    m_step = Step::Sending;
    HttpRequest paid = paidRequest();
    await<HttpReply>(m_tools.transport.send(paid), [this](const Result<HttpReply>& r) { answered(r); });
    m_signed.reset();
}

void PaymentRun::answered(const Result<HttpReply>& outcome)
{
    const PaidVerdict verdict = outcome.ok() ? judgeReply(*outcome, m_payment) : judgeFailure(outcome.error(), m_payment);
    note(verdict, outcome);
}

void PaymentRun::note(const PaidVerdict& verdict, const Result<HttpReply>& outcome)
{
    m_step = Step::Noting;
    if (verdict.record.state == Payment::State::Settled) {
        if (outcome.ok())
            m_tools.transport.setCost(outcome->traceId, m_payment.amountMicros);
        if (m_tools.environment != Environment::Sandbox)
            m_tools.budgets.pinRecipient(m_tools.environment, m_payment.host, m_payment.payTo);
    }
    // A journal that cannot be written now leaves "sent" behind, which the next start reads as unknown.
    await<Payment>(m_tools.journal.finish(m_payment.id, verdict.record),
                   [this, verdict, outcome](const Result<Payment>&) {
                       finish(verdict.problem ? Result<HttpReply>(fail(*verdict.problem)) : outcome);
                   });
}

void PaymentRun::abandon(const Problem& problem, const QString& reason)
{
    m_step = Step::Noting;
    m_signed.reset();
    await<Payment>(m_tools.journal.finish(m_payment.id, {Payment::State::Refused, reason, {}, {}}),
                   [this, problem](const Result<Payment>&) { finish(fail(problem)); });
}

void PaymentRun::cancel()
{
    switch (m_step) {
    case Step::Gathering:
    case Step::Asking:
        if (m_question)
            m_question->cancel();
        finish(fail(Problem::cancelled()));
        break;
    case Step::Drafting:
    case Step::Signing:
    case Step::NotingSigned:
    case Step::NotingSent:
        m_cancelled = true;
        break;
    case Step::Sending:
    case Step::Noting:
        if (m_call && !m_payment.id.isEmpty() && m_payment.state == Payment::State::Sent)
            m_call->resolve(fail(unknownOutcome(m_payment, u"cancelled"_s)));
        break;
    case Step::Over:
        break;
    }
}

void PaymentRun::orphan()
{
    const bool begun = m_step >= Step::Drafting && m_step != Step::Over;
    // The caller still gets the outcome, although the call's owner goes.
    if (m_call) {
        m_call->setParent(&m_tools.journal);
        m_call->cancel();
    }
    // The journal outlives every session, and the row wants its end.
    if (begun)
        setParent(&m_tools.journal);
}

void PaymentRun::finish(Result<HttpReply> outcome)
{
    m_step = Step::Over;
    if (m_call)
        m_call->resolve(std::move(outcome));
    deleteLater();
}

QDateTime PaymentRun::serverNow() const
{
    return m_tools.clock.now().addMSecs(m_tools.transport.clockOffsetMs(m_original.url.host()));
}

bool PaymentRun::stillGood() const
{
    return m_draft->validBefore() * 1000 - serverNow().toMSecsSinceEpoch() >= m_draft->neededMs();
}

} // namespace run402
