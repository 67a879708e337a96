// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/inboxwords.h"

#include "models/domain/amount.h"
#include "models/item/paymentlistmodel.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

QString tr(const char* text) { return QCoreApplication::translate("Inbox", text); }

QString clock(const QDateTime& at) { return QLocale(QLocale::English).toString(at.toLocalTime(), u"d MMM HH:mm"_s); }

/// The rules' words for a refusal of our own.
QString problemTitle(const QString& code) { return problemWords(Problem::make(Problem::Kind::Policy, code, {})).title; }

void waiting(const Payment& p, InboxWords& w)
{
    w.tone = Tone::Info;
    w.icon = u"hourglass"_s;
    w.state = tr("Waiting");
    switch (p.state) {
    case State::Drafted:
        w.known = tr("It is decided; nothing is signed and nothing has left this computer.");
        w.next = tr("It goes on by itself, or when you answer the question on the screen.");
        break;
    case State::Signed:
        w.known = tr("It is signed; nothing has left this computer.");
        w.next = tr("It is sent within seconds. If the app ends first, it is never sent.");
        break;
    default:
        w.known = tr("It left this computer at %1.").arg(clock(p.updatedAt));
        w.unknown = tr("Whether the service takes it: the answer is awaited.");
        w.next = tr("Nothing to do. Without an answer it is looked up by itself.");
    }
}

void unknown(const Payment& p, const QDateTime& now, InboxWords& w)
{
    w.tone = Tone::Warning;
    w.icon = u"circle-help"_s;
    w.state = tr("Outcome unknown");
    w.canCheck = true;
    w.known = tr("It left this computer at %1, and no answer that settles it came.").arg(clock(p.createdAt));
    if (p.reason.startsWith("settlement_failed:"_L1))
        w.known = tr("It left at %1. The service says that settling it failed (%2).").arg(clock(p.createdAt), p.reason.section(u':', 1));
    else if (p.reason == "ended_before_answer"_L1)
        w.known = tr("It left at %1, and the app ended before the answer came.").arg(clock(p.createdAt));
    else if (p.reason.startsWith("receipt_"_L1))
        w.known = tr("It left at %1. A receipt came, but for another payment.").arg(clock(p.createdAt));
    w.unknown = tr("Whether the %1 moved.").arg(MoneyMask::of().shown(Amount::fromMicros(p.amountMicros).toShownText()));
    if (p.validBefore.isValid() && now < p.validBefore)
        w.next = tr("It is looked up by itself. From %1 on the signature is worthless, and what did not move by then never will.").arg(clock(p.validBefore));
    else
        w.next = tr("Check it: chain, billing history and tier are asked. Until one of them proves what happened, nothing is paid again.");
}

/// A refusal in words; true when what was signed never left, or nothing was signed.
QString refusal(const Payment& p)
{
    if (p.reason == "never_signed"_L1)
        return tr("The app ended before anything was signed.");
    if (p.reason == "never_sent"_L1)
        return tr("The app ended after signing and before sending; the signature is gone.");
    if (p.reason.startsWith("never_left:"_L1))
        return tr("The service was not reached: %1.").arg(problemWords(Problem::make(Problem::Kind::Network, p.reason.section(u':', 1), {})).title);
    if (p.reason == "cancelled"_L1 || p.reason == "x402.declined"_L1)
        return tr("You stopped it.");
    if (p.reason == "reconciled:expired_unused"_L1)
        return tr("The signature expired unused: chain and billing history know nothing of it. No money moved.");
    if (p.reason.startsWith("not_charged:"_L1))
        return tr("The service answered %1 and charged nothing.").arg(p.reason.section(u':', 1).replace(u"http_"_s, u"HTTP "_s));
    if (knowsProblem(p.reason))
        return tr("Your rules stopped it: %1.").arg(problemTitle(p.reason));
    return tr("The service refused it: %1.").arg(p.reason);
}

void refused(const Payment& p, bool paidSince, InboxWords& w)
{
    const bool own = p.nonce.isEmpty();
    const bool failed = p.reason.startsWith("not_charged:"_L1) || p.reason.startsWith("never_left:"_L1) || p.reason.startsWith("never_s"_L1);
    w.tone = failed ? Tone::Neutral : Tone::Danger;
    w.icon = failed ? u"circle-slash"_s : u"shield-x"_s;
    w.state = own && !failed ? tr("Stopped") : failed ? tr("Failed") : tr("Refused");
    w.known = refusal(p);
    if (!own && !failed && p.reason != "reconciled:expired_unused"_L1 && p.validBefore.isValid())
        w.unknown = tr("Nothing, unless somebody uses the signature before %1.").arg(clock(p.validBefore));
    if (paidSince) {
        w.next = tr("It was paid for since. Nothing to do.");
        return;
    }
    w.canRetry = true;
    w.next = tr("Trying again makes a new signature, after it is proven that this one did not settle.");
}

void settled(const Payment& p, InboxWords& w)
{
    w.tone = Tone::Success;
    w.icon = u"circle-check"_s;
    w.state = tr("Settled");
    w.next = tr("Nothing to do.");
    if (p.reason == "reconciled:chain"_L1)
        w.known = tr("The answer was lost; the chain shows that the signature was used.");
    else if (p.reason == "reconciled:credit"_L1)
        w.known = tr("The answer was lost; the billing history shows the debit.");
    else if (p.reason == "reconciled:tier"_L1)
        w.known = tr("The answer was lost; the tier was granted.");
    else if (p.reason == "charged_although_failed"_L1) {
        w.known = tr("The money was taken although the request failed.");
        w.next = tr("Write to the service under Message and contact.");
    } else
        w.known = p.transaction.isEmpty() ? tr("Paid from prepaid credit.") : tr("Paid, with a receipt.");
}

} // namespace

QString inboxTitle(const Payment& payment)
{
    MoneyMove like;
    like.kind = payment.purpose;
    return PaymentListModel::words(like);
}

InboxWords inboxWords(const Payment& payment, bool paidSince, const QDateTime& now)
{
    InboxWords words;
    switch (payment.state) {
    case State::Unknown: unknown(payment, now, words); break;
    case State::Refused: refused(payment, paidSince, words); break;
    case State::Settled: settled(payment, words); break;
    default: waiting(payment, words);
    }
    return words;
}

} // namespace run402
