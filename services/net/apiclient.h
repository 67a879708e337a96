// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"
#include "services/net/http.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

namespace run402 {

class Transport;

/// How a request identifies itself (contract.md §1.4).
enum class Auth {
    None,
    Wallet,          ///< SIGN-IN-WITH-X, made fresh for each request
    ServiceKey,      ///< Authorization: Bearer <service_key>
    AnonKey,         ///< apikey: <anon_key>
    ServiceKeyAsApi, ///< apikey: <service_key>
    ServiceKeyAsBoth, ///< apikey and Bearer: what a function reads to know its owner (getUser)
    AnonKeyAndUser,  ///< apikey: <anon_key> and Authorization: Bearer <access_token>
};

/// What the person asked for when a request may cost money.
struct PaymentIntent
{
    QString purpose;          ///< stable, e.g. "tier:prototype", "image"
    QString title;            ///< "Prototype tier, 7 days", translated
    qint64 quotedMicros = -1; ///< the price shown on the button; a dearer offer is refused
    QString askedBy;          ///< "You in Wallet and tier", translated
    bool unattended = false;  ///< nobody is there: what would need a question is not paid (payment.needs_person)
    QString outcome = {};     ///< "to 11 June 2026, for all 3 projects", translated; expected, not part of what is signed
};

struct ApiRequest
{
    QByteArray method = "GET";
    QString path;             ///< from the API base, percent-encoded, starts with '/'; may end in ?query
    QUrlQuery query;
    Auth auth = Auth::None;
    QString projectId;        ///< whose keys
    QByteArray userToken;     ///< with AnonKeyAndUser
    HeaderList headers;
    QByteArray body;
    QByteArray contentType;
    std::function<std::unique_ptr<QIODevice>()> bodyDevice;
    std::function<bool(const QByteArray&)> sink; ///< as HttpRequest's
    int timeoutMs = 30'000;
    qint64 maxReplyBytes = 256ll << 20;
    bool idempotent = false;
    bool redirectIsAnswer = false; ///< as HttpRequest's
    bool anyStatus = false;        ///< resolve with every complete answer but payment demands (invoking a function)
    std::optional<PaymentIntent> payment; ///< without it a payment demand is an error
    QString label, cliEquivalent;
    bool background = false;       ///< as HttpRequest's

    static ApiRequest get(QString path, Auth auth, QString projectId = {});
    static ApiRequest postJson(QString path, const QJsonObject& body, Auth auth, QString projectId = {});
};

/// Makes the identity headers. Implemented where the keys are (services/api/gen1/credentials).
class Authorizer
{
public:
    virtual ~Authorizer() = default;
    virtual Call<HeaderList>* headersFor(Auth auth, const QString& projectId, const QByteArray& userToken,
                                         const QUrl& url) = 0;
};

/// Takes over when a request that carries an intent is answered by a payment demand: decode → choose →
/// policy → (ask) → journal → sign → resend once. Implemented by services/pay/paymentflow.h.
/// Resolves with the answer to the paid request, or a Problem with code "payment.*" / "x402.*".
/// Never signs a second time for one intent without the person.
class PaymentHandler
{
public:
    virtual ~PaymentHandler() = default;
    virtual Call<HttpReply>* pay(const HttpRequest& original, const HttpReply& demand,
                                 const PaymentIntent& intent) = 0;
};

/// Requests against one API base: identity, payment demands, and one error type out of every kind of
/// answer (contract.md §8.4 tells the 402s apart).
///
/// Owner: Session. Thread: GUI. `call` resolves with 2xx replies only; everything else is a Problem
/// with a code of services/api/problems.h.
class ApiClient : public QObject
{
    Q_OBJECT
public:
    ApiClient(Transport& transport, QUrl base, QObject* parent = nullptr);

    QUrl base() const { return m_base; } ///< without trailing slash, query or user info
    void setAuthorizer(Authorizer* authorizer) { m_authorizer = authorizer; }   ///< borrowed
    void setPaymentHandler(PaymentHandler* handler) { m_payments = handler; }   ///< borrowed

    /// A belt for a service we do not know: everything but GET and HEAD fails with gateway.read_only and
    /// is not sent.
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; }
    bool isReadOnly() const { return m_readOnly; }

    Transport& transport() const { return m_transport; }

    Call<HttpReply>* call(const ApiRequest& request);
    /// As call(), with the body parsed. Fails with protocol.not_json.
    Call<QJsonDocument>* json(const ApiRequest& request);

private:
    class Attempt;
    Transport& m_transport;
    QUrl m_base;
    Authorizer* m_authorizer = nullptr;
    PaymentHandler* m_payments = nullptr;
    bool m_readOnly = false;
};

} // namespace run402
