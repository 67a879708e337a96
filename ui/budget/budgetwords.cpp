// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budget/budgetwords.h"

#include "models/domain/amount.h"
#include "ui/common/problemtext.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace run402::BudgetWords {
namespace {

constexpr qint64 kLeast = 10'000;

QString tr(const char* text) { return QCoreApplication::translate("Budget", text); }

QString dollars(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }

} // namespace

QString limitText(qint64 micros) { return micros > 0 ? dollars(micros) : tr("no limit"); }

Result<qint64> limitFrom(const QString& text)
{
    const QString plain = text.trimmed();
    if (plain.isEmpty() || plain.compare(tr("no limit"), Qt::CaseInsensitive) == 0)
        return qint64(0);
    const auto amount = Amount::read(plain);
    if (!amount.ok())
        return amount.error();
    if (amount->micros() < kLeast)
        return fail(Problem::Kind::Local, u"budget.too_small"_s, u"A limit is at least one cent"_s);
    return amount->micros();
}

QList<Issue> issues(const Budget& b, Environment environment)
{
    const bool realMoney = environment == Environment::Mainnet;
    QList<Issue> list;
    if (b.perDayMicros > 0 && b.perMonthMicros > 0 && b.perDayMicros > b.perMonthMicros)
        list << Issue{tr("A day may not allow more than its month: %1 is more than %2.").arg(dollars(b.perDayMicros), dollars(b.perMonthMicros)), true};
    const qint64 span = b.perDayMicros > 0 ? b.perDayMicros : b.perMonthMicros;
    if (b.perPaymentMicros > 0 && span > 0 && b.perPaymentMicros > span)
        list << Issue{tr("One payment may not allow more than its %1: %2 is more than %3.")
                          .arg(b.perDayMicros > 0 ? tr("day") : tr("month"), dollars(b.perPaymentMicros), dollars(span)), true};
    if (realMoney && b.perMonthMicros == 0)
        list << Issue{tr("Without a limit for the month nothing but your answers holds real money back."), false};
    if (realMoney && b.perPaymentMicros > 0 && b.askAboveMicros > b.perPaymentMicros)
        list << Issue{tr("You would never be asked: larger payments are refused anyway."), false};
    if (realMoney && b.perPaymentMicros == 0 && b.askAboveMicros > 5'000'000)
        list << Issue{tr("Payments up to %1 would go without a question.").arg(dollars(b.askAboveMicros)), false};
    if (!b.anyHost && b.hosts.isEmpty() && environment != Environment::Sandbox)
        list << Issue{tr("No server may be paid: every payment is refused."), false};
    if (realMoney && b.anyHost)
        list << Issue{tr("Any server that asks may be paid within these limits."), false};
    return list;
}

QString summary(const Budget& b, Environment environment)
{
    const bool realMoney = environment == Environment::Mainnet;
    QStringList parts;
    if (!realMoney && b.silentTestnet)
        parts << tr("Payments with play money go without a question.");
    else if (b.askAboveMicros > 0)
        parts << tr("Payments up to %1 go without a question, larger ones show you the whole request.").arg(dollars(b.askAboveMicros));
    else
        parts << tr("Every payment shows you the whole request first.");
    QStringList caps;
    if (b.perPaymentMicros > 0)
        caps << tr("%1 each").arg(dollars(b.perPaymentMicros));
    if (b.perDayMicros > 0)
        caps << tr("%1 a day").arg(dollars(b.perDayMicros));
    if (b.perMonthMicros > 0)
        caps << tr("%1 a month").arg(dollars(b.perMonthMicros));
    parts << (caps.isEmpty() ? tr("There is no limit.") : tr("Refused is what is more than %1.").arg(caps.join(tr(", or more than "))));
    if (environment == Environment::Sandbox) // it is on this computer, and nothing else is paid from there
        return (parts << tr("Only this computer's sandbox is paid.")).join(u' ');
    parts << (b.anyHost          ? tr("Any server may be paid.")
              : b.hosts.isEmpty() ? tr("No server may be paid.")
                                  : tr("Only %1 may be paid.").arg(b.hosts.join(u", "_s)));
    return parts.join(u' ');
}

QString hostProblem(const QString& text)
{
    static const QRegularExpression name(u"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$"_s);
    if (text.contains(u"://"_s) || text.contains(u'/'))
        return tr("Only the name, like api.run402.com, without https:// and path");
    if (text.contains(u':'))
        return tr("Without a port");
    if (text.size() > 253 || !name.match(text).hasMatch())
        return tr("A host name like api.run402.com");
    return {};
}

QString rule(const Payment& payment)
{
    if (payment.state != Payment::State::Refused)
        return {};
    const QString& code = payment.reason;
    const bool ours = code.startsWith("x402."_L1) || code.startsWith("mpp."_L1) || code.startsWith("policy."_L1)
        || code == "payment.paid_elsewhere"_L1 || code == "payment.needs_person"_L1 || code == "payment.earlier_unknown"_L1;
    if (!ours || code == "x402.declined"_L1)
        return {};
    const ProblemWords words = problemWords(Problem::make(Problem::Kind::Policy, code, {}));
    return words.why.isEmpty() ? words.title : words.title + u". "_s + words.why;
}

} // namespace run402::BudgetWords
