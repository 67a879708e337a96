// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/exchange.h"

#include "services/net/aheaddevice.h"
#include "services/net/bodydevice.h"
#include "services/net/redact.h"

#include <QLoggingCategory>
#include <QNetworkInterface>
#include <QNetworkReply>
#include <QRandomGenerator>

namespace run402 {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcNet, "run402.net", QtWarningMsg)

namespace {

QString newTraceId()
{
    return QString::number(QRandomGenerator::system()->generate64(), 16).rightJustified(16, u'0');
}

bool isOffline()
{
    const auto interfaces = QNetworkInterface::allInterfaces();
    return std::none_of(interfaces.cbegin(), interfaces.cend(), [](const QNetworkInterface& i) {
        return i.flags().testFlags(QNetworkInterface::IsUp | QNetworkInterface::IsRunning)
               && !i.flags().testFlag(QNetworkInterface::IsLoopBack) && !i.addressEntries().isEmpty();
    });
}

struct NetError
{
    const char* code;
    bool left; ///< false: certainly nothing reached the server
};

NetError netError(QNetworkReply::NetworkError error, bool haveHeaders)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return {"net.refused", false};
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyNotFoundError:
        return {isOffline() ? "net.offline" : "net.dns", false};
    case QNetworkReply::SslHandshakeFailedError:
        return {"net.tls", false};
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return {"net.offline", true};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return {haveHeaders ? "net.cut_short" : "net.reset", true};
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return {"net.timeout", true};
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
        return {"net.redirect", true};
    default:
        return {haveHeaders ? "net.cut_short" : isOffline() ? "net.offline" : "net.failed", true};
    }
}

/// RFC 6761 §6.3: every name under ".localhost" is this computer. Not every resolver knows that, so the
/// connection goes to 127.0.0.1 and the name travels where the server looks for it.
bool isLoopbackName(const QString& host)
{
    return host.endsWith(".localhost"_L1, Qt::CaseInsensitive) || host.endsWith(".localhost."_L1, Qt::CaseInsensitive);
}

QNetworkRequest addressed(const QUrl& url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    if (!isLoopbackName(host))
        return QNetworkRequest(url);
    QUrl nearby = url;
    nearby.setHost(u"127.0.0.1"_s);
    QNetworkRequest out(nearby);
    out.setRawHeader("Host", (url.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(url.port())).toLatin1());
    out.setPeerVerifyName(host);
    return out;
}

QNetworkRequest networkRequest(const HttpRequest& request)
{
    QNetworkRequest out = addressed(request.url);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // One request per connection at a time: which request a broken connection belongs to stays clear.
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    // A browser-like agent that accepts HTML gets a paywall page instead of the 402 header.
    out.setRawHeader("User-Agent", "run402-desktop/" RUN402_VERSION);
    out.setRawHeader("Accept", "application/json");
    // Compressed bodies would hide their length: neither a cut-short nor a huge one could be told.
    out.setRawHeader("Accept-Encoding", "identity");
    if (!request.contentType.isEmpty())
        out.setRawHeader("Content-Type", request.contentType);
    for (const auto& [name, value] : request.headers)
        out.setRawHeader(name, value);
    return out;
}

bool isSendable(const QUrl& url)
{
    return url.isValid() && !url.host().isEmpty()
           && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

} // namespace

Transport::Exchange::Exchange(Transport& transport, HttpRequest request)
    : QObject(&transport), m_transport(transport), m_request(std::move(request)),
      m_call(new Call<HttpReply>(&transport))
{
    m_record.traceId = m_answer.traceId = newTraceId();
    m_record.startedAt = QDateTime::currentDateTimeUtc();
    m_record.method = m_request.method;
    m_record.url = redact::url(m_request.url);
    m_record.label = m_request.label;
    m_record.cliEquivalent = m_request.cliEquivalent;
    m_record.background = m_request.background;
    m_record.projectId = m_request.projectId;
    m_record.curl = redact::curl(m_request);
    m_silence.setSingleShot(true);
    m_silence.setInterval(m_request.timeoutMs);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        fail(Problem::Kind::Network, "net.timeout",
             u"Nothing moved for %1 s"_s.arg(m_request.timeoutMs / 1000.0));
    });
}

Transport::Exchange::~Exchange()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        delete m_reply; // before m_body, which it reads from
    }
}

void Transport::Exchange::start()
{
    m_clock.start();
    m_call->setCancelHook([self = QPointer(this)] {
        if (self)
            self->cancelled();
    });
    m_transport.publish(m_record, true);

    if (!isSendable(m_request.url))
        return fail(Problem::Kind::Local, "net.failed", u"Not an http or https address"_s);

    m_silence.start();
    QNetworkAccessManager& manager = *m_transport.m_manager;
    if (m_request.method == "GET" && !m_request.bodyDevice && m_request.body.isEmpty()) {
        m_reply = manager.get(networkRequest(m_request));
        connectReply();
    } else if (m_request.method == "HEAD") {
        m_reply = manager.head(networkRequest(m_request));
        connectReply();
    } else if (m_request.bodyDevice) {
        readAhead();
    } else {
        // Even an empty body travels in a BodyDevice: it is what keeps Qt from repeating the request.
        post(std::make_unique<BodyDevice>(m_request.body, m_request.idempotent));
    }
}

/// Nothing is sent before the file is open and its size known.
void Transport::Exchange::readAhead()
{
    auto file = std::make_unique<AheadDevice>(m_request.bodyDevice);
    AheadDevice* ahead = file.get();
    m_body = std::move(file);
    connect(ahead, &AheadDevice::failed, this, [this] {
        fail(Problem::Kind::Local, "file.unreadable", u"The request body could not be read"_s);
    });
    connect(ahead, &AheadDevice::opened, this, [this] {
        if (!m_done)
            post(std::make_unique<BodyDevice>(std::move(m_body), m_request.idempotent));
    });
    ahead->start();
}

void Transport::Exchange::post(std::unique_ptr<QIODevice> body)
{
    QNetworkAccessManager& manager = *m_transport.m_manager;
    const QNetworkRequest request = networkRequest(m_request);
    m_body = std::move(body);
    if (m_request.method == "POST")
        m_reply = manager.post(request, m_body.get());
    else if (m_request.method == "PUT")
        m_reply = manager.put(request, m_body.get());
    else
        m_reply = manager.sendCustomRequest(request, m_request.method, m_body.get());
    connectReply();
}

void Transport::Exchange::connectReply()
{
    m_reply->setParent(nullptr);
    m_silence.start();
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_left = true;
        noteProgress();
    });
    connect(m_reply, &QNetworkReply::encrypted, this, &Exchange::noteProgress);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
        m_left = m_left || sent > 0;
        m_record.sentBytes = sent;
        noteProgress();
        if (m_call)
            Q_EMIT m_call->progressed(sent, total);
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::readHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::finished);
}

void Transport::Exchange::noteProgress()
{
    m_silence.start();
}

void Transport::Exchange::readHeaders()
{
    m_left = true;
    noteProgress();
    if (m_firstByteMs < 0)
        m_firstByteMs = m_clock.elapsed();
    bool ok = false;
    const qint64 announced = m_reply->rawHeader("Content-Length").toLongLong(&ok);
    if (ok && announced > m_request.maxReplyBytes && m_request.method != "HEAD")
        fail(Problem::Kind::Protocol, "net.reply_too_large", u"The answer announces %1 bytes"_s.arg(announced));
}

void Transport::Exchange::readBody()
{
    noteProgress();
    const qint64 available = m_reply->bytesAvailable();
    if (m_received + available > m_request.maxReplyBytes) {
        return fail(Problem::Kind::Protocol, "net.reply_too_large",
                    u"The answer is longer than %1 bytes"_s.arg(m_request.maxReplyBytes));
    }
    const QByteArray bytes = m_reply->readAll();
    m_received += bytes.size();
    m_record.receivedBytes = m_received;
    if (!isSinking()) {
        m_answer.body += bytes;
        return;
    }
    if (!m_request.sink(bytes))
        return fail(Problem::Kind::Local, "file.unwritable", u"The answer could not be written"_s);
    bool ok = false;
    const qint64 announced = m_reply->rawHeader("Content-Length").toLongLong(&ok);
    if (m_call)
        Q_EMIT m_call->progressed(m_received, ok ? announced : -1);
}

bool Transport::Exchange::isSinking() const
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return m_request.sink && status >= 200 && status < 300;
}

void Transport::Exchange::cancelled()
{
    if (m_done)
        return;
    Problem problem = Problem::cancelled();
    problem.traceId = m_record.traceId;
    problem.mutation = m_left && mayWrite() ? Problem::Mutation::Unknown : Problem::Mutation::None;
    problem.safeToRetry = m_request.idempotent || problem.mutation == Problem::Mutation::None;
    resolve(problem, problem.code);
}

bool Transport::Exchange::mayWrite() const
{
    return m_request.method != "GET" && m_request.method != "HEAD";
}

/// Qt does not always notice that a chunked body broke off (it depends on how the bytes and the hang-up
/// arrive). Without a length only the text can tell: what opens a JSON document also closes it.
bool Transport::Exchange::endsOpen() const
{
    if (isSinking())
        return false; // only a length tells with bytes that were passed on
    const bool sized = !m_answer.header("Content-Length").isEmpty();
    if (sized || !m_answer.isJson())
        return false;
    const QByteArrayView text = QByteArrayView(m_answer.body).trimmed();
    return (text.startsWith('{') && !text.endsWith('}')) || (text.startsWith('[') && !text.endsWith(']'));
}

std::optional<Problem> Transport::Exchange::cutShort() const
{
    if (m_request.method == "HEAD" || m_answer.status == 204 || m_answer.status == 304)
        return std::nullopt;
    if (endsOpen()) {
        return Problem::make(Problem::Kind::Network, u"net.cut_short"_s,
                             u"The answer broke off after %1 bytes"_s.arg(m_received));
    }
    bool ok = false;
    const qint64 announced = m_answer.header("Content-Length").toLongLong(&ok);
    const bool encoded = !m_answer.header("Content-Encoding").isEmpty();
    if (!ok || encoded || announced == m_received)
        return std::nullopt;
    return Problem::make(Problem::Kind::Network, u"net.cut_short"_s,
                         u"The answer broke off after %1 of %2 bytes"_s.arg(m_received).arg(announced));
}

void Transport::Exchange::finished()
{
    if (m_done)
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_reply->isOpen() && m_reply->bytesAvailable() > 0)
        readBody();
    if (m_done)
        return; // that was too much
    m_answer.status = status;
    m_answer.headers = m_reply->rawHeaderPairs();
    m_answer.elapsedMs = m_clock.elapsed();

    // Above 200 are errors that Qt derives from a complete HTTP answer.
    const bool transportFailed = error != QNetworkReply::NoError && (status == 0 || int(error) < 200);
    if (transportFailed) {
        const auto [code, left] = netError(error, status != 0);
        m_left = left && (m_left || error == QNetworkReply::ContentReSendError);
        return fail(Problem::Kind::Network, code, m_reply->errorString());
    }
    m_left = true;
    m_transport.learnClock(m_request.url.host(), m_answer.header("Age").isEmpty() ? m_answer.header("Date")
                                                                                 : QByteArray(),
                           m_firstByteMs >= 0 ? m_answer.elapsedMs - m_firstByteMs / 2 : m_answer.elapsedMs / 2);
    if (const auto problem = cutShort())
        return fail(problem->kind, "net.cut_short", problem->message);
    const bool redirect = status >= 300 && status < 400 && !m_answer.header("Location").isEmpty();
    if (redirect && !m_request.redirectIsAnswer) {
        m_transport.noteReachable(m_request.url, true);
        const QUrl target = redact::url(m_request.url.resolved(QUrl::fromEncoded(m_answer.header("Location"))));
        return fail(Problem::Kind::Protocol, "net.redirect",
                    u"The server points to %1, which was not followed"_s.arg(target.toString()));
    }
    resolve(m_answer, {});
}

void Transport::Exchange::fail(Problem::Kind kind, const char* code, const QString& message)
{
    if (m_done)
        return;
    Problem problem = Problem::make(kind, QString::fromLatin1(code), redact::text(message, 2000));
    problem.traceId = m_record.traceId;
    problem.httpStatus = m_answer.status;
    problem.retryable = kind == Problem::Kind::Network;
    problem.mutation = m_left && mayWrite() ? Problem::Mutation::Unknown : Problem::Mutation::None;
    problem.safeToRetry = m_request.idempotent || problem.mutation == Problem::Mutation::None;
    resolve(problem, problem.code);
}

void Transport::Exchange::resolve(Result<HttpReply> outcome, const QString& problemCode)
{
    m_done = true;
    m_silence.stop();
    m_record.status = m_answer.status;
    m_record.elapsedMs = m_clock.elapsed();
    m_record.problemCode = problemCode;
    m_record.sentBytes = qMax(m_record.sentBytes, m_left ? qint64(m_request.body.size()) : 0);
    if (outcome.ok() || (outcome.error().kind == Problem::Kind::Network))
        m_transport.noteReachable(m_request.url, outcome.ok() || m_answer.status != 0);
    qCDebug(lcNet).noquote() << m_record.traceId << m_record.method << m_record.url.toString()
                             << m_record.status << m_record.problemCode << m_record.elapsedMs << "ms"
                             << redact::headers(m_answer.headers);
    m_transport.publish(m_record, false);
    if (m_call)
        m_call->resolve(std::move(outcome));
    deleteLater();
}

} // namespace run402
