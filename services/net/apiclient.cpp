// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/apiclient.h"

#include "services/net/classify.h"
#include "services/net/transport.h"
#include "services/worker.h"

namespace run402 {

using namespace Qt::StringLiterals;

ApiRequest ApiRequest::get(QString path, Auth auth, QString projectId)
{
    ApiRequest r;
    r.path = std::move(path);
    r.auth = auth;
    r.projectId = std::move(projectId);
    r.idempotent = true;
    return r;
}

ApiRequest ApiRequest::postJson(QString path, const QJsonObject& body, Auth auth, QString projectId)
{
    ApiRequest r;
    r.method = "POST";
    r.path = std::move(path);
    r.auth = auth;
    r.projectId = std::move(projectId);
    r.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    r.contentType = "application/json";
    return r;
}

/// One ApiRequest on its way: identify → send → (pay, or sign in again once) → classify.
/// Owner: the client; deletes itself.
class ApiClient::Attempt final : public QObject
{
public:
    Attempt(ApiClient& client, const ApiRequest& request)
        : QObject(&client), m_client(client), m_request(request), m_call(new Call<HttpReply>(&client))
    {
        m_call->setCancelHook([self = QPointer(this)] {
            if (self)
                self->cancel();
        });
    }

    Call<HttpReply>* call() const { return m_call; }
    void start();

private:
    void identify();
    void send(const HeaderList& identity);
    void answered(const Result<HttpReply>& outcome);
    void paid(const Result<HttpReply>& outcome);
    bool signInAgain(const HttpReply& reply);
    void finish(Result<HttpReply> outcome);

    /// The running call resolves with what it knows, e.g. that the request had left.
    void cancel()
    {
        if (m_identifying)
            m_identifying->cancel();
        if (!m_sending)
            return deleteLater();
        m_sending->cancel();
        const Result<HttpReply> known = *m_sending->outcome();
        if (!known.ok() || (known->status >= 200 && known->status < 300))
            finish(known);
        else
            finish(isPaymentDemand(*known) ? Problem::cancelled() : problemFromReply(m_http, *known));
    }

    Call<HttpReply>* watch(Call<HttpReply>* sending)
    {
        m_sending = sending;
        connect(sending, &CallBase::progressed, m_call, &CallBase::progressed);
        return sending;
    }

    ApiClient& m_client;
    ApiRequest m_request;
    HttpRequest m_http;
    QPointer<Call<HttpReply>> m_call;
    QPointer<Call<HeaderList>> m_identifying;
    QPointer<Call<HttpReply>> m_sending; ///< the request or its payment
    bool m_finished = false;
    qint64 m_offsetUsed = 0;
    bool m_signedInAgain = false;
    QString m_quoteId; ///< of the exchange that named a price
};

void ApiClient::Attempt::start()
{
    m_http.method = m_request.method;
    QByteArray target = m_client.m_base.toEncoded() + m_request.path.toUtf8();
    if (!m_request.query.isEmpty())
        target += '?' + m_request.query.toString(QUrl::FullyEncoded).toUtf8();
    m_http.url = QUrl::fromEncoded(target, QUrl::TolerantMode);
    m_http.body = m_request.body;
    m_http.contentType = m_request.contentType;
    m_http.bodyDevice = m_request.bodyDevice;
    m_http.sink = m_request.sink;
    m_http.timeoutMs = m_request.timeoutMs;
    m_http.maxReplyBytes = m_request.maxReplyBytes;
    m_http.idempotent = m_request.idempotent;
    m_http.redirectIsAnswer = m_request.redirectIsAnswer;
    m_http.label = m_request.label;
    m_http.cliEquivalent = m_request.cliEquivalent;
    m_http.projectId = m_request.projectId;
    m_http.background = m_request.background;

    const bool reads = m_request.method == "GET" || m_request.method == "HEAD";
    if (m_client.m_readOnly && !reads) {
        return finish(Problem::make(Problem::Kind::Policy, u"gateway.read_only"_s,
                                    u"This service is not known to speak our API; nothing was sent"_s));
    }
    identify();
}

void ApiClient::Attempt::identify()
{
    if (m_request.auth == Auth::None)
        return send({});
    if (!m_client.m_authorizer)
        return finish(Problem::make(Problem::Kind::Local, u"wallet.none"_s, u"No wallet is set up"_s));
    m_offsetUsed = m_client.m_transport.clockOffsetMs(m_http.url.host());
    m_identifying = m_client.m_authorizer->headersFor(m_request.auth, m_request.projectId, m_request.userToken,
                                                      m_http.url);
    m_identifying->onDone(this, [this](const Result<HeaderList>& headers) {
        if (!headers.ok())
            return finish(headers.error());
        if (!m_finished && m_call && !m_call->isSettled())
            send(*headers);
    });
}

void ApiClient::Attempt::send(const HeaderList& identity)
{
    m_http.headers = identity + m_request.headers;
    watch(m_client.m_transport.send(m_http))->onDone(this, [this](const Result<HttpReply>& r) { answered(r); });
}

void ApiClient::Attempt::answered(const Result<HttpReply>& outcome)
{
    if (m_finished)
        return;
    if (!outcome.ok())
        return finish(outcome);
    const HttpReply& reply = *outcome;
    if (isPaymentDemand(reply) && m_request.payment && m_client.m_payments) {
        m_quoteId = reply.traceId;
        m_client.m_transport.setPaidQuote(m_quoteId, true); // until it turns out otherwise
        auto* payment = m_client.m_payments->pay(m_http, reply, *m_request.payment);
        watch(payment)->onDone(this, [this](const Result<HttpReply>& r) { paid(r); });
        return;
    }
    const bool success = reply.status >= 200 && reply.status < 300;
    if (success || (m_request.anyStatus && !isPaymentDemand(reply)))
        return finish(outcome);
    if (signInAgain(reply))
        return;
    finish(problemFromReply(m_http, reply));
}

void ApiClient::Attempt::paid(const Result<HttpReply>& outcome)
{
    if (m_finished)
        return;
    if (!outcome.ok() || (outcome->status >= 200 && outcome->status < 300))
        return finish(outcome);
    finish(problemFromReply(m_http, *outcome));
}

/// A wrong local clock makes every signature look too old or from the future; the refusal itself carries
/// the Date we needed. Nothing was done, so one more signature with the right time is safe.
bool ApiClient::Attempt::signInAgain(const HttpReply& reply)
{
    if (m_request.auth != Auth::Wallet || m_signedInAgain)
        return false;
    const qint64 offset = m_client.m_transport.clockOffsetMs(m_http.url.host());
    if (qAbs(offset - m_offsetUsed) < 2000
        || problemFromReply(m_http, reply).code != "auth.sign_in_refused"_L1)
        return false;
    m_signedInAgain = true;
    identify();
    return true;
}

void ApiClient::Attempt::finish(Result<HttpReply> outcome)
{
    m_finished = true;
    if (!m_quoteId.isEmpty()) {
        const QString last = outcome.ok() ? outcome->traceId : outcome.error().traceId;
        m_client.m_transport.setPaidQuote(m_quoteId, last != m_quoteId && (outcome.ok() || !last.isEmpty()));
    }
    if (m_call)
        m_call->resolve(std::move(outcome));
    deleteLater();
}

ApiClient::ApiClient(Transport& transport, QUrl base, QObject* parent)
    : QObject(parent), m_transport(transport),
      m_base(base.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo))
{
    QString path = m_base.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    m_base.setPath(path);
}

Call<HttpReply>* ApiClient::call(const ApiRequest& request)
{
    auto* attempt = new Attempt(*this, request);
    Call<HttpReply>* call = attempt->call();
    attempt->start();
    return call;
}

namespace {

/// Above this a body is parsed on another thread: 1 MB of JSON costs about 5 ms.
constexpr qsizetype parseHereUpTo = 256 * 1024;

Result<QJsonDocument> parsed(const HttpReply& reply)
{
    const auto problem = [&](QString code, QString message) {
        Problem p = Problem::make(Problem::Kind::Protocol, std::move(code), std::move(message));
        p.httpStatus = reply.status;
        p.traceId = reply.traceId;
        return p;
    };
    if (reply.header("Content-Type").toLower().startsWith("text/html"))
        return problem(u"protocol.html"_s, u"The server answered with a web page"_s);
    QJsonParseError error{};
    const QJsonDocument doc = QJsonDocument::fromJson(reply.body, &error);
    if (error.error != QJsonParseError::NoError)
        return problem(u"protocol.not_json"_s, u"%1 at byte %2"_s.arg(error.errorString()).arg(error.offset));
    return doc;
}

/// An answer that cannot be read came after the request was carried out.
Problem afterTheFact(Problem problem, const ApiRequest& request)
{
    if (request.method != "GET" && request.method != "HEAD")
        problem.mutation = Problem::Mutation::Applied;
    return problem;
}

} // namespace

Call<QJsonDocument>* ApiClient::json(const ApiRequest& request)
{
    auto* out = new Call<QJsonDocument>(this);
    Call<HttpReply>* inner = call(request);
    out->setCancelHook([out, inner, guard = QPointer<CallBase>(inner)] {
        if (!guard)
            return;
        inner->cancel();
        if (!inner->outcome()->ok())
            out->resolve(inner->outcome()->error());
    });
    connect(inner, &CallBase::progressed, out, &CallBase::progressed);
    inner->onDone(out, [out, request](const Result<HttpReply>& r) {
        if (!r.ok())
            return out->resolve(r.error());
        const auto deliver = [out, request](Result<QJsonDocument> doc) {
            out->resolve(doc.ok() ? std::move(doc) : Result<QJsonDocument>(afterTheFact(doc.error(), request)));
        };
        if (r->body.size() <= parseHereUpTo)
            return deliver(parsed(*r));
        onWorker(out, [reply = *r] { return parsed(reply); }, deliver);
    });
    return out;
}

} // namespace run402
