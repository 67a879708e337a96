// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/problemtext.h"

#include <QCoreApplication>
#include <QHash>

namespace run402 {

namespace {

struct Row
{
    const char* code; ///< an exact code, or a family without a dot
    const char* title;
    const char* why;
    const char* next;
    const char* action;
};

#define N(text) QT_TRANSLATE_NOOP("Problem", text)

// A new code is one row here; a code without a row falls to its family, then
// to its kind. Families end the list.
constexpr Row kRows[] = {
    {"net.refused", N("The server does not answer"), N("Nothing listens at this address."), N("Check that it is running, then try again."), "retry"},
    {"net.dns", N("The address was not found"), N("The name of the server could not be looked up."), N("Check the connection."), "retry"},
    {"net.offline", N("No connection"), N("This computer seems to be offline."), N("What is on screen stays readable."), "retry"},
    {"net.timeout", N("No answer in time"), N("The server took too long."), N("Try again in a moment."), "retry"},
    {"net.tls", N("The connection is not safe"), N("The server's certificate could not be checked."), N("Nothing was sent. Check the clock of this computer and the network."), ""},
    {"net.cut_short", N("The answer was cut short"), N("The connection ended before all of it arrived."), N("Try again."), "retry"},
    {"net.reply_too_large", N("The answer is too large"), N("It is over the limit this app reads."), N("Ask for fewer rows or columns."), ""},
    {"net.redirect", N("The server points elsewhere"), N("It tried to send this request to another address, which is never followed."), "", ""},
    {"busy.rate_limit", N("Too many requests"), N("The server asks for a pause."), N("It goes on by itself when the pause is over."), "retry"},
    {"busy.unavailable", N("The server is busy"), N("It cannot take requests right now."), N("Try again in a moment."), "retry"},
    {"payment.required", N("This has to be paid for"), N("The server asks for a payment first."), N("Nothing is paid before you agree."), "payment.review"},
    {"payment.refused", N("The payment was refused"), N("The server did not take it."), N("Look at the payment before trying again."), "payment.review"},
    {"payment.unclear", N("It is not known whether the payment went through"), N("It left this computer and no answer came back."), N("Check the wallet before paying again."), "wallet.open"},
    {"payment.unknown", N("It is not known whether the payment went through"), N("It left this computer and no answer came back."), N("Check the wallet before paying again."), "wallet.open"},
    {"tier.none", N("There is no tier yet"), N("Projects need a tier, the free one will do."), "", "tier.subscribe"},
    {"tier.unknown", N("This tier does not exist"), "", "", ""},
    {"tier.downgrade_too_big", N("The smaller tier has no room"), N("The projects use more than it offers."), N("Make room first, or keep the tier."), ""},
    {"lease.expired", N("The lease ran out"), N("The project can be read, not written."), N("Renew it to write again."), "tier.renew"},
    {"quota.storage", N("The storage is full"), N("The tier's limit is reached."), N("Delete files or move up."), "tier.upgrade"},
    {"quota.functions", N("No more functions in this tier"), N("The tier's limit is reached."), N("Delete one or move up."), "tier.upgrade"},
    {"quota.secrets", N("No more secrets in this tier"), N("The tier's limit is reached."), N("Delete one or move up."), "tier.upgrade"},
    {"quota.api_calls", N("The month's calls are used up"), N("The tier's limit is reached."), N("Move up, or wait for the new month."), "tier.upgrade"},
    {"quota.exceeded", N("A limit of the tier is reached"), "", N("Make room or move up."), "tier.upgrade"},
    {"project.inactive", N("The project is not active"), N("Its lease ran out or it was archived."), N("Renew the tier to use it."), "tier.renew"},
    {"project.not_found", N("The project was not found"), N("It was deleted, or belongs to another wallet."), "", ""},
    {"gateway.read_only", N("The server can only be read now"), "", N("Writing works again later."), "retry"},
    {"auth.sign_in_refused", N("The wallet was not accepted"), N("The server did not take the signed sign-in."), N("Check the clock of this computer, then try again."), "retry"},
    {"auth.token_expired", N("The session ran out"), "", N("Sign in again."), "auth.sign_in"},
    {"auth.token_refused", N("The session was not accepted"), "", N("Sign in again."), "auth.sign_in"},
    {"auth.key_refused", N("The key was not accepted"), N("It belongs to another project or is no longer valid."), "", "keys.open"},
    {"auth.admin_required", N("This needs the owner's wallet"), N("The key used here may not do it."), "", ""},
    {"auth.not_owner", N("This belongs to another wallet"), N("Only its owner may change it."), "", ""},
    {"auth.wrong_project", N("The key is for another project"), "", "", "keys.open"},
    {"auth.user_exists", N("There is a user with this address already"), "", "", ""},
    {"sql.error", N("The statement failed"), "", N("Correct it and run it again."), ""},
    {"sql.blocked", N("The server does not run this statement"), N("Statements that change roles or schemas are not allowed here."), "", ""},
    {"access.denied", N("The access rules do not allow this"), "", N("Look at the rules of the table."), "access.open"},
    {"rest.denied", N("The access rules do not allow this"), "", N("Look at the rules of the table."), "access.open"},
    {"rest.conflict", N("The row is in conflict with another"), N("A unique value or a reference stands against it."), "", ""},
    {"rest.not_found", N("There is no such table or row"), "", "", ""},
    {"deploy.too_large", N("The upload is too large"), N("At most 50 MB can be sent at once."), N("Leave large files out, or put them into Storage."), ""},
    {"deploy.file_unreadable", N("A file cannot be read"), "", N("Check its permissions."), "retry"},
    {"deploy.path_invalid", N("A file name cannot be used"), "", N("Rename it and try again."), ""},
    {"function.deploying", N("The function is still being set up"), "", N("Try again in a moment."), "retry"},
    {"function.failed", N("The function failed"), N("Its code ended with an error."), N("The logs show where."), "logs.open"},
    {"address.taken", N("This address is taken"), "", N("Choose another name."), ""},
    {"faucet.wait", N("The free money comes once a day"), "", N("Try again later."), ""},
    {"demo.limit", N("The demonstration's limit is reached"), "", "", ""},
    {"demo.blocked", N("Not possible in the demonstration"), "", "", ""},
    {"secret.unavailable", N("The keychain cannot be reached"), N("No keychain service runs on this computer."), N("Start one, or make an encrypted file instead."), "vault.create"},
    {"secret.locked", N("The keychain is locked"), "", N("Unlock it and try again."), "retry"},
    {"secret.denied", N("The keychain refused"), N("The app was not allowed to read the entry."), "", "retry"},
    {"secret.wrong_passphrase", N("That is not the passphrase"), "", "", ""},
    {"secret.weak_passphrase", N("The passphrase is too short"), "", "", ""},
    {"secret.tampered", N("The encrypted file was changed"), N("It does not match its own check."), N("Use a backup. Do not type the passphrase again."), ""},
    {"secret.newer_version", N("A newer version of the app made this file"), "", N("Update the app."), ""},
    {"store.newer_version", N("A newer version of the app made this file"), "", N("Update the app."), ""},
    {"wallet.none", N("There is no wallet yet"), "", N("Make or import one."), "wallet.create"},
    {"x402.declined", N("You said no to this payment"), "", "", ""},
    {"x402.over_cap", N("Over the limit for one payment"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.over_day_cap", N("Over the budget of the day"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.over_month_cap", N("Over the budget of the month"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.not_funded", N("The wallet does not hold enough"), "", N("Add money first."), "wallet.fund"},
    {"x402.asset_unknown", N("Unknown kind of money"), N("The server asks for a token that is not on the built-in list."), N("Nothing was signed."), ""},
    {"x402.pay_to_changed", N("The recipient changed"), N("It is not the one of the earlier quote."), N("Nothing was signed."), ""},
    {"x402.network_not_allowed", N("The wrong network for this environment"), N("The payment belongs to another environment than the one chosen."), N("Nothing was signed."), ""},
    {"x402.host_not_allowed", N("This server may not be paid"), N("It is not on the list of recipients in your budget."), N("Nothing was signed."), "budget.open"},
    {"x402.insecure_transport", N("Not paid over an open connection"), N("Payments go over TLS only."), N("Nothing was signed."), ""},
    {"sandbox.missing", N("The local server was not found"), N("Its program is not beside this app."), N("Install the app again."), ""},
    {"sandbox.start_failed", N("The local server did not start"), "", N("Its log tells why."), "retry"},
    {"sandbox.crashing", N("The local server keeps stopping"), "", N("Its log tells why."), "retry"},
    {"sandbox.restarting", N("The local server is starting again"), "", "", "retry"},
    {"postgres.missing", N("PostgreSQL is not installed"), N("The local server needs it."), N("Install it, then try again."), "retry"},
    {"port.taken", N("The port is in use"), N("Another program listens on it."), N("Choose another port in the settings."), "settings.open"},
    {"request.invalid", N("The server did not accept the request"), "", "", ""},
    {"request.too_large", N("The request is too large"), "", N("Send less at once."), ""},
    {"http.no_route", N("The server does not know this request"), N("It may be an older or newer version."), "", ""},
    {"cancelled", N("Stopped"), N("You stopped it."), "", "retry"},
    // families
    {"net", N("The connection failed"), "", N("Check the connection and try again."), "retry"},
    {"protocol", N("The answer was not understood"), N("It is not what the server's description says."), N("The raw answer is below."), ""},
    {"x402", N("The payment request did not pass the checks"), "", N("Nothing was signed."), ""},
    {"siwx", N("The sign-in request did not pass the checks"), "", N("Nothing was signed."), ""},
    {"payment", N("The payment did not work"), "", "", "wallet.open"},
    {"quota", N("A limit of the tier is reached"), "", N("Make room or move up."), "tier.upgrade"},
    {"auth", N("Not allowed"), N("The key or session used is not enough for this."), "", ""},
    {"access", N("The access rules could not be read or changed"), "", "", ""},
    {"secret", N("The keychain did not work"), "", "", "retry"},
    {"store", N("The app's own data could not be read or written"), "", N("Check the free space and the permissions."), "retry"},
    {"deploy", N("The deploy stopped"), "", "", ""},
    {"market", N("The marketplace did not answer as expected"), "", "", "retry"},
    {"image", N("The image was not made"), "", "", ""},
    {"chain", N("The chain could not be read"), "", "", "retry"},
    {"rpc", N("The chain could not be read"), "", "", "retry"},
    {"sandbox", N("The local server has a problem"), "", N("Its log tells why."), "retry"},
    {"postgres", N("The local database has a problem"), "", N("Its log tells why."), "retry"},
    {"sql", N("The statement failed"), "", "", ""},
    {"rest", N("The request failed"), "", "", ""},
};

constexpr std::pair<const char*, const char*> kActions[] = {
    {"retry", N("Try again")},
    {"tier.renew", N("Renew")},
    {"tier.subscribe", N("Choose a tier")},
    {"tier.upgrade", N("See larger tiers")},
    {"payment.review", N("Look at the payment")},
    {"wallet.open", N("Open the wallet")},
    {"wallet.create", N("Make a wallet")},
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

const Row* find(const QString& code)
{
    static const QHash<QString, const Row*> table = [] {
        QHash<QString, const Row*> t;
        for (const Row& row : kRows)
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
    const Row* row = find(p.code);
    const bool exact = row != nullptr;
    if (!row)
        row = find(p.code.section(QLatin1Char('.'), 0, 0));
    ProblemWords words = row ? ProblemWords{tr(row->title), tr(row->why), tr(row->next), QLatin1String(row->action), {}, {}}
                             : ofKind(p);
    // The server's own words say more than a family or kind can.
    if (!exact && words.why.isEmpty())
        words.why = p.message;
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
