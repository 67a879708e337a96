// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/classify.h"

#include "services/net/redact.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxErrorBody = 256 * 1024;
constexpr qint64 maxRetryAfter = 30 * 86400; ///< seconds

QString cleaned(QString text)
{
    text = redact::text(text, 4000);
    static const QRegularExpression control(u"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]"_s);
    return text.remove(control).trimmed();
}

/// What a page says: its title, else its first words.
QString htmlSummary(const QByteArray& html)
{
    const QString text = QString::fromUtf8(html.left(16 * 1024));
    static const QRegularExpression pre(u"<pre>([^<]{1,300})"_s), title(u"(?i)<title>([^<]{1,200})"_s),
        tag(u"<[^>]*+>"_s);
    for (const QRegularExpression& pattern : {pre, title}) {
        const auto m = pattern.match(text);
        if (m.hasMatch())
            return m.captured(1);
    }
    return QString(text).remove(tag).simplified().left(200);
}

/// An answer with its body already read.
struct Answer
{
    const HttpReply& reply;
    QJsonObject body;     ///< empty when not an object
    bool isHtml = false;
    bool badJson = false; ///< says JSON, is not
    QString error;        ///< the text to show
};

Answer readAnswer(const HttpReply& reply)
{
    Answer a{reply, {}, false, false, {}};
    const QByteArray type = reply.header("Content-Type").toLower();
    a.isHtml = type.startsWith("text/html") || reply.body.left(256).trimmed().toLower().startsWith("<!doctype html");
    if (a.isHtml) {
        a.error = htmlSummary(reply.body);
    } else if (reply.isJson()) {
        QJsonParseError parse{};
        const auto doc = QJsonDocument::fromJson(reply.body.left(maxErrorBody), &parse);
        a.badJson = parse.error != QJsonParseError::NoError && !reply.body.isEmpty();
        a.body = doc.object();
        for (const QLatin1StringView key : {"error"_L1, "message"_L1, "detail"_L1, "title"_L1}) {
            if (a.error.isEmpty() && a.body.value(key).isString())
                a.error = a.body.value(key).toString();
        }
    } else {
        a.error = QString::fromUtf8(reply.body.left(2000)).simplified().left(500);
    }
    a.error = cleaned(a.error);
    return a;
}

struct Named
{
    const char* prefix; ///< of the server's text
    const char* code;
    const char* action = nullptr;
};

/// Finds the server's sentence; the texts are the service's only machine-readable part (contract.md §3).
template <size_t N>
bool named(Problem& p, const QString& text, const Named (&table)[N])
{
    for (const Named& row : table) {
        if (!text.startsWith(QLatin1StringView(row.prefix), Qt::CaseInsensitive))
            continue;
        p.code = QString::fromLatin1(row.code);
        if (row.action)
            p.nextActions << QString::fromLatin1(row.action);
        return true;
    }
    return false;
}

qint64 retryAfterSeconds(const Answer& a)
{
    const QJsonValue told = a.body.value("retry_after"_L1);
    if (told.isDouble())
        return qBound(qint64(0), qint64(told.toDouble()), maxRetryAfter);
    bool ok = false;
    const qint64 header = a.reply.header("Retry-After").toLongLong(&ok);
    if (ok)
        return qBound(qint64(0), header, maxRetryAfter);
    static const QRegularExpression inText(u"Retry after (\\d{1,9})s"_s);
    const auto m = inText.match(a.error);
    return m.hasMatch() ? qMin(m.captured(1).toLongLong(), maxRetryAfter) : -1;
}

void noteRetryAfter(Problem& p, const Answer& a)
{
    const qint64 seconds = retryAfterSeconds(a);
    if (seconds >= 0)
        p.details.insert("retryAfter"_L1, seconds);
    p.retryable = p.safeToRetry = true;
    p.nextActions << u"wait"_s;
}

void classify402(Problem& p, const Answer& a)
{
    p.kind = Problem::Kind::PayFirst;
    static constexpr Named plain[] = {
        {"No active tier subscription", "tier.none", "tier.subscribe"},
        {"Lease expired", "lease.expired", "tier.renew"},
        {"API call limit exceeded", "quota.api_calls", "tier.upgrade"},
        {"Storage limit exceeded", "quota.storage", "tier.upgrade"},
        {"Insufficient balance", "credit.insufficient"},
        {"Settlement failed", "payment.settlement_failed"},
    };
    const bool hasHeader = !a.reply.header("PAYMENT-REQUIRED").isEmpty();
    const auto offer = paymentRequiredOf(a.reply);
    if (offer) {
        const QString reason = cleaned(offer->value("error"_L1).toString());
        if (offer->value("accepts"_L1).toArray().isEmpty()) {
            p.code = u"auth.sign_in_refused"_s;
            p.nextActions << u"sign_in"_s;
            p.safeToRetry = true;
        } else if (reason.isEmpty() || reason == "Payment required"_L1) {
            p.code = u"payment.required"_s;
            p.details.insert("offer"_L1, redact::json(*offer));
            p.nextActions << u"pay"_s;
        } else {
            p.code = u"payment.refused"_s;
            p.details.insert("reason"_L1, reason);
        }
        if (p.message.isEmpty())
            p.message = reason;
        return;
    }
    if (a.reply.header("WWW-Authenticate").startsWith("Payment ")) {
        const QString slug = a.body.value("type"_L1).toString().section(u'/', -1);
        const bool fresh = slug.isEmpty() || slug == "payment-required"_L1;
        p.code = fresh ? u"payment.required"_s : u"payment.refused"_s;
        if (!fresh)
            p.details.insert("reason"_L1, slug);
        if (a.body.value("detail"_L1).isString())
            p.message = cleaned(a.body.value("detail"_L1).toString());
        return;
    }
    if (hasHeader) {
        p.code = u"payment.offer_unreadable"_s;
        return;
    }
    if (!named(p, a.error, plain))
        p.code = a.isHtml ? u"protocol.html"_s : u"payment.unclear"_s;
    if (p.code == "payment.settlement_failed"_L1) {
        p.details.insert("reason"_L1, cleaned(a.body.value("details"_L1).toString()));
        p.mutation = Problem::Mutation::Unknown;
    }
    if (a.body.value("usage"_L1).isObject())
        p.details.insert("usage"_L1, a.body.value("usage"_L1));
}

void classify400(Problem& p, const Answer& a)
{
    static constexpr Named table[] = {
        {"SQL error: ", "sql.error"},
        {"Unknown tier", "tier.unknown"},
        {"Cannot downgrade", "tier.downgrade_too_big"},
        {"Subdomain ", "address.invalid"},
        {"Project uses unsupported", "market.unsupported"},
        {"App version is not published", "market.not_found"},
        {"Deployment exceeds", "deploy.too_large"},
        {"Request body too large", "request.too_large"},
        {"image generation refused", "image.refused"},
        {"Project id is not active", "project.inactive"},
    };
    p.code = u"request.invalid"_s;
    static const QRegularExpression notActive(u"^Project \\S+ is not active"_s);
    if (named(p, a.error, table)) {
        if (p.code == "sql.error"_L1)
            p.message = a.error.mid(11);
    } else if (notActive.match(a.error).hasMatch()) {
        p.code = u"project.inactive"_s;
    } else if (a.error.contains("minimum required tier"_L1)) {
        p.code = u"tier.none"_s;
        p.nextActions << u"tier.upgrade"_s;
    }
}

void classify401(Problem& p, const Answer& a)
{
    static constexpr Named table[] = {
        {"Missing apikey", "auth.key_missing"},
        {"Invalid apikey", "auth.key_refused"},
        {"Missing Bearer token", "auth.token_missing"},
        {"Invalid token", "auth.key_refused"},
        {"Missing SIGN-IN-WITH-X", "auth.sign_in_refused", "sign_in"},
        {"Invalid SIGN-IN-WITH-X", "auth.sign_in_refused", "sign_in"},
        {"SIWX ", "auth.sign_in_refused", "sign_in"},
        {"Invalid SIWX", "auth.sign_in_refused", "sign_in"},
        {"Could not extract wallet", "payment.refused"},
        {"Invalid credentials", "auth.credentials"},
        {"This account uses social login", "auth.credentials"},
        {"Not an authenticated user", "auth.token_refused"},
        {"Token was issued for a different project", "auth.wrong_project"},
        {"Invalid refresh token", "auth.token_refused"},
        {"Refresh token", "auth.token_expired"},
        {"JWT expired", "auth.token_expired"},
        {"User not found", "auth.credentials"},
        {"Invalid, expired, or already used authorization code", "auth.token_expired"},
        {"Authorization code was issued for a different project", "auth.wrong_project"},
        {"Intent 'link' requires a Bearer token", "auth.token_missing"},
        {"Invalid user token", "auth.token_refused"},
        {"Invalid Bearer token", "auth.token_refused"},
    };
    p.code = u"auth.refused"_s;
    named(p, a.error, table);
}

void classify403(Problem& p, const Answer& a)
{
    static constexpr Named table[] = {
        {"Token project_id mismatch", "auth.wrong_project"},
        {"Service key does not match project", "auth.wrong_project"},
        {"Wallet does not own this project", "auth.not_owner"},
        {"Requires service_role key", "auth.needs_service_key"},
        {"Requires admin key", "auth.admin_required"},
        {"Requires platform admin", "auth.admin_required"},
        {"Function limit reached", "quota.functions", "tier.upgrade"},
        {"Secrets limit reached", "quota.secrets", "tier.upgrade"},
        {"Subdomain owned by different project", "address.foreign"},
        {"App version does not allow forking", "market.fork_denied"},
        {"Cannot fork a private app version", "market.fork_denied"},
        {"Project lease expired", "lease.expired", "tier.renew"},
    };
    p.code = u"access.denied"_s;
    if (a.body.value("admin_required"_L1).toBool()) {
        p.code = u"auth.admin_required"_s;
    } else if (a.error.startsWith("Blocked SQL pattern"_L1)) {
        p.code = u"sql.blocked"_s;
        const QString rest = a.error.section(u": "_s, 1);
        p.details.insert("pattern"_L1, rest.section(u" — "_s, 0, 0));
        p.details.insert("hint"_L1, rest.section(u" — "_s, 1));
    } else if (!named(p, a.error, table) && a.error.contains("already claimed"_L1)) {
        p.code = u"address.taken"_s;
    }
}

void classify404(Problem& p, const Answer& a)
{
    if (a.isHtml) {
        p.code = u"http.no_route"_s;
        p.nextActions << u"gateway.detect"_s;
        return;
    }
    static constexpr Named table[] = {
        {"Project not found", "project.not_found"},     {"Deployment", "release.not_found"},
        {"Subdomain not found", "address.not_found"},   {"Function not found", "function.not_found"},
        {"Secret not found", "secret_name.not_found"},  {"File not found", "object.not_found"},
        {"App version not found", "market.not_found"},  {"Version not found", "market.not_found"},
    };
    p.code = u"not_found"_s;
    named(p, a.error, table);
}

void classifyBusy(Problem& p, const Answer& a)
{
    p.kind = Problem::Kind::Busy;
    static constexpr Named table[] = {
        {"Demo is resetting", "demo.resetting"},
        {"Function is still deploying", "function.deploying"},
        {"No schema slots", "busy.no_slots"},
        {"Rate limit exceeded. One drip", "faucet.wait"},
        {"Rate limit exceeded", "busy.rate_limit"},
        {"Treasury balance too low", "busy.unavailable"},
    };
    p.code = a.reply.status == 429 ? u"busy.rate_limit"_s : u"busy.unavailable"_s;
    if (a.body.value("error"_L1) == "demo_limit_reached"_L1) {
        p.code = a.body.value("limit_type"_L1) == "blocked"_L1 ? u"demo.blocked"_s : u"demo.limit"_s;
        p.message = cleaned(a.body.value("message"_L1).toString());
        for (const QLatin1StringView key : {"code"_L1, "limit_type"_L1, "current"_L1, "max"_L1, "fork"_L1, "resets_at"_L1}) {
            if (a.body.contains(key))
                p.details.insert(key, redact::json(a.body.value(key)));
        }
        p.nextActions << u"market.fork"_s;
    } else if (!named(p, a.error, table) && a.error.endsWith("not configured"_L1)) {
        p.code = u"service.not_configured"_s;
        p.kind = Problem::Kind::Refused;
        return;
    }
    noteRetryAfter(p, a);
}

void classify5xx(Problem& p, const Answer& a, bool mayWrite)
{
    p.kind = Problem::Kind::Server;
    p.retryable = true;
    p.code = p.httpStatus == 502   ? u"server.bad_gateway"_s
             : p.httpStatus == 504 ? u"server.timeout"_s
                                   : u"server.error"_s;
    static constexpr Named table[] = {
        {"Internal function error", "function.failed"},
        {"Function does not export", "function.failed"},
        {"image generation timed out", "image.timeout"},
        {"image generation failed", "image.failed"},
    };
    named(p, a.error, table);
    p.mutation = mayWrite ? Problem::Mutation::Unknown : Problem::Mutation::None;
}

/// PostgREST's own errors: {code, details, hint, message} (contract.md §3.8).
bool classifyEngine(Problem& p, const Answer& a)
{
    const QString code = a.body.value("code"_L1).toString();
    static const QRegularExpression shape(u"^(?:PGRST\\w{2,4}|[0-9A-Z]{5})$"_s);
    if (!a.body.contains("message"_L1) || !a.body.contains("hint"_L1) || !shape.match(code).hasMatch())
        return false;
    p.code = code == "42501"_L1                                                           ? u"rest.denied"_s
             : code == "PGRST301"_L1                                                      ? u"auth.token_expired"_s
             : code == "23505"_L1 || code == "23503"_L1                                   ? u"rest.conflict"_s
             : code == "42P01"_L1 || code == "PGRST202"_L1 || code == "PGRST205"_L1       ? u"rest.not_found"_s
                                                                                          : u"rest.error"_s;
    for (const QLatin1StringView key : {"code"_L1, "hint"_L1, "details"_L1})
        p.details.insert(key, redact::json(a.body.value(key)));
    return true;
}

/// Generation 2's envelope (generations.md §1 "Errors").
bool classifyGen2(Problem& p, const Answer& a)
{
    const QString code = a.body.value("code"_L1).toString();
    const bool shaped = a.body.contains("category"_L1) || a.body.contains("mutation_state"_L1)
                        || a.body.contains("safe_to_retry"_L1) || a.body.contains("trace_id"_L1);
    if (code.isEmpty() || code.size() > 100 || (!shaped && code != "ROUTE_NOT_FOUND"_L1))
        return false;
    static constexpr Named table[] = {
        {"ROUTE_NOT_FOUND", "http.no_route", "gateway.detect"}, {"PROJECT_FROZEN", "lease.expired", "tier.renew"},
        {"QUOTA_EXCEEDED", "quota.exceeded", "tier.upgrade"},   {"STEP_UP_REQUIRED", "auth.step_up"},
        {"NOT_AUTHORIZED", "auth.not_owner"},
    };
    p.nextActions.clear();
    if (!named(p, code, table)) {
        static const QRegularExpression odd(u"[^a-z0-9_.]"_s);
        p.code = "service."_L1 + code.toLower().replace(odd, u"_"_s);
    }
    if (a.body.value("message"_L1).isString())
        p.message = cleaned(a.body.value("message"_L1).toString());
    p.retryable = a.body.value("retryable"_L1).toBool();
    p.safeToRetry = a.body.value("safe_to_retry"_L1).toBool();
    const QString state = a.body.value("mutation_state"_L1).toString();
    if (!state.isEmpty()) {
        p.mutation = state == "none"_L1 || state == "not_started"_L1 || state == "rolled_back"_L1
                         ? Problem::Mutation::None
                     : state == "applied"_L1 || state == "committed"_L1 || state == "completed"_L1
                         ? Problem::Mutation::Applied
                         : Problem::Mutation::Unknown;
    }
    p.details = redact::json(a.body.value("details"_L1).toObject()).toObject();
    p.details.insert("serviceCode"_L1, code);
    if (a.body.value("trace_id"_L1).isString())
        p.details.insert("serverTraceId"_L1, a.body.value("trace_id"_L1).toString().left(200));
    for (const QJsonValue& action : a.body.value("next_actions"_L1).toArray()) {
        const QJsonObject object = action.toObject();
        const QString text = action.isString() ? action.toString()
                                               : object.value("action"_L1).toString(object.value("type"_L1).toString());
        if (!text.isEmpty() && p.nextActions.size() < 16)
            p.nextActions << text.left(200);
    }
    return true;
}

void classifyByStatus(Problem& p, const Answer& a, bool mayWrite)
{
    const int status = p.httpStatus;
    if (status == 402)
        classify402(p, a);
    else if (status == 401)
        classify401(p, a);
    else if (status == 403)
        classify403(p, a);
    else if (status == 404)
        classify404(p, a);
    else if (status == 409)
        p.code = a.error.startsWith("User already exists"_L1) ? u"auth.user_exists"_s : u"conflict"_s;
    else if (status == 413)
        p.code = u"request.too_large"_s;
    else if (status == 415)
        p.code = u"request.encoding"_s;
    else if (status == 429 || status == 503)
        classifyBusy(p, a);
    else if (status >= 500)
        classify5xx(p, a, mayWrite);
    else if (status == 400 || status == 422)
        classify400(p, a);
    else
        p.code = "http."_L1 + QString::number(status);
}

} // namespace

std::optional<QJsonObject> paymentRequiredOf(const HttpReply& reply)
{
    const QByteArray header = reply.header("PAYMENT-REQUIRED");
    if (header.isEmpty() || header.size() > 64 * 1024)
        return std::nullopt;
    const auto bytes = QByteArray::fromBase64Encoding(header, QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return std::nullopt;
    const auto doc = QJsonDocument::fromJson(*bytes);
    if (!doc.isObject() || !doc.object().value("accepts"_L1).isArray())
        return std::nullopt;
    return doc.object();
}

bool isPaymentDemand(const HttpReply& reply)
{
    if (reply.status != 402)
        return false;
    if (const auto offer = paymentRequiredOf(reply))
        return !offer->value("accepts"_L1).toArray().isEmpty();
    return reply.header("WWW-Authenticate").startsWith("Payment ");
}

Problem problemFromReply(const HttpRequest& request, const HttpReply& reply)
{
    const bool mayWrite = request.method != "GET" && request.method != "HEAD";
    const Answer a = readAnswer(reply);
    Problem p;
    p.kind = Problem::Kind::Refused;
    p.httpStatus = reply.status;
    p.traceId = reply.traceId;
    p.message = a.error;
    p.safeToRetry = request.idempotent || !mayWrite;
    classifyByStatus(p, a, mayWrite);
    if (!classifyGen2(p, a))
        classifyEngine(p, a);
    if (a.badJson)
        p.details.insert("malformedBody"_L1, true);
    if (p.mutation == Problem::Mutation::Unknown && !request.idempotent)
        p.safeToRetry = false;
    if (p.message.isEmpty())
        p.message = u"HTTP %1"_s.arg(reply.status);
    return p;
}

} // namespace run402
