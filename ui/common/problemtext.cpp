// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/problemtext.h"

#include "ui/common/problemtable.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>

namespace run402 {

namespace {

#define N(text) QT_TRANSLATE_NOOP("Problem", text)

constexpr std::pair<const char*, const char*> kActions[] = {
    {"retry", N("Try again")},
    {"tier.renew", N("Renew")},
    {"tier.subscribe", N("Choose a tier")},
    {"tier.upgrade", N("See larger tiers")},
    {"payment.review", N("Look at the payment")},
    {"wallet.open", N("Open the wallet")},
    {"wallet.create", N("Make a wallet")},
    {"wallet.restore", N("Restore a backup")},
    {"wallet.fund", N("Add money")},
    {"budget.open", N("Open the budget")},
    {"auth.sign_in", N("Sign in")},
    {"keys.open", N("Show the keys")},
    {"keys.import", N("Import keys")},
    {"access.open", N("Open access rules")},
    {"logs.open", N("Open logs")},
    {"settings.open", N("Open settings")},
    {"vault.create", N("Use an encrypted file")},
};

#undef N

QString tr(const char* text)
{
    return *text ? QCoreApplication::translate("Problem", text) : QString();
}

const ProblemRow* find(const QString& code)
{
    static const QHash<QString, const ProblemRow*> table = [] {
        QHash<QString, const ProblemRow*> t;
        for (auto rows : {generalProblems(), paymentProblems(), problemFamilies()})
            for (const ProblemRow& row : rows)
                t.insert(QString::fromLatin1(row.code), &row);
        return t;
    }();
    return table.value(code);
}

#define T(text) QCoreApplication::translate("Problem", text)
ProblemWords ofKind(const Problem& p)
{
    switch (p.kind) {
    case Problem::Kind::Network: return {T("The connection failed"), {}, T("Check the connection and try again."), {}, {}, {}};
    case Problem::Kind::Protocol: return {T("The answer was not understood"), T("It is not what the server's description says."), {}, {}, {}, {}};
    case Problem::Kind::Refused: return {T("The server did not accept this"), {}, {}, {}, {}, {}};
    case Problem::Kind::PayFirst: return {T("This has to be paid for"), {}, T("Nothing is paid before you agree."), {}, {}, {}};
    case Problem::Kind::Busy: return {T("The server is busy"), {}, T("Try again in a moment."), {}, {}, {}};
    case Problem::Kind::Server: return {T("The server had a fault"), {}, T("Try again. If it stays, send the report."), {}, {}, {}};
    case Problem::Kind::Local: return {T("Something on this computer stood in the way"), {}, {}, {}, {}, {}};
    case Problem::Kind::Policy: return {T("Your own rules stopped this"), {}, {}, QStringLiteral("budget.open"), {}, {}};
    case Problem::Kind::Cancelled: return {T("Stopped"), T("You stopped it."), {}, {}, {}, {}};
    }
    return {};
}
#undef T

QString writtenText(Problem::Mutation mutation)
{
    switch (mutation) {
    case Problem::Mutation::None: return tr(QT_TRANSLATE_NOOP("Problem", "Nothing was written."));
    case Problem::Mutation::Applied: return tr(QT_TRANSLATE_NOOP("Problem", "It was written although an error followed."));
    case Problem::Mutation::Unknown:
        return tr(QT_TRANSLATE_NOOP("Problem", "It is not known whether anything was written. Reload to see."));
    }
    return {};
}

/// The file a problem of a site is about.
QString fileText(const Problem& p)
{
    const QString family = p.code.section(QLatin1Char('.'), 0, 0);
    if (family != QLatin1String("deploy") && family != QLatin1String("zip") && family != QLatin1String("manifest"))
        return {};
    if (const QString path = p.details.value(QLatin1String("path")).toString(); !path.isEmpty())
        return tr(QT_TRANSLATE_NOOP("Problem", "It is %1.")).arg(path);
    const QJsonValue largest = p.details.value(QLatin1String("largest")).toArray().first();
    if (const QString path = largest[QLatin1String("path")].toString(); !path.isEmpty())
        return tr(QT_TRANSLATE_NOOP("Problem", "The largest file is %1.")).arg(path);
    return {};
}

} // namespace

bool knowsProblem(const QString& code)
{
    return find(code) != nullptr;
}

QString actionText(const QString& action)
{
    for (const auto& [code, text] : kActions)
        if (action == QLatin1String(code))
            return tr(text);
    return {};
}

ProblemWords problemWords(const Problem& p)
{
    const ProblemRow* row = find(p.code);
    const bool exact = row != nullptr;
    if (!row)
        row = find(p.code.section(QLatin1Char('.'), 0, 0));
    ProblemWords words = row ? ProblemWords{tr(row->title), tr(row->why), tr(row->next), QLatin1String(row->action), {}, {}}
                             : ofKind(p);
    // The server's own words say more than a family or kind can.
    if (!exact && words.why.isEmpty())
        words.why = p.message;
    if (const QString file = fileText(p); !file.isEmpty())
        words.why += (words.why.isEmpty() ? QString() : QStringLiteral(" ")) + file;
    for (const QString& action : p.nextActions) {
        if (!actionText(action).isEmpty()) {
            words.action = action;
            break;
        }
    }
    if (words.action == QLatin1String("retry") && !p.retryable && !p.safeToRetry)
        words.action.clear();
    if (words.action.isEmpty() && p.retryable && p.safeToRetry)
        words.action = QStringLiteral("retry");
    words.button = actionText(words.action);
    words.written = writtenText(p.mutation);
    return words;
}

} // namespace run402
