// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"
#include "services/net/call.h"
#include "services/net/http.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>

class QNetworkReply;

namespace run402 {

/// The one place where bytes leave this application. Numbers every request (locally; the id is not
/// sent), follows no redirect, keeps no cookie and no cache, never ignores a TLS error, never lets Qt
/// repeat a request that may not be repeated, limits reply sizes, learns the server's clock, reports
/// every exchange. Names under ".localhost" are reached at 127.0.0.1 without a look-up (RFC 6761).
///
/// Owner: Services. Thread: GUI. Errors: net.refused, net.reset, net.timeout, net.dns, net.tls,
/// net.offline, net.redirect, net.reply_too_large, net.cut_short, net.failed, cancelled; their
/// `mutation` is Unknown once a request that may write has left this computer. An HTTP status is never
/// an error here, except a redirect.
class Transport : public QObject
{
    Q_OBJECT
public:
    explicit Transport(QObject* parent = nullptr);
    ~Transport() override;

    Call<HttpReply>* send(const HttpRequest& request);

    /// Server clock minus this computer's, per host name, learnt from Date headers. 0 = unknown or
    /// right within the header's one second.
    qint64 clockOffsetMs(const QString& host) const;

    /// For tests: this computer's clock, milliseconds since 1970.
    void setClock(std::function<qint64()> nowMs) { m_nowMs = std::move(nowMs); }

    /// Books what an exchange turned out to cost.
    void setCost(const QString& traceId, qint64 micros);

    /// The 402 of this exchange named a price that is being paid, or (false) was not paid after all.
    void setPaidQuote(const QString& traceId, bool paid);

    /// For tests: a manager that hangs, fails or answers from a script. Takes ownership.
    void setManager(QNetworkAccessManager* manager);

Q_SIGNALS:
    void requestStarted(const run402::RequestRecord& record);
    void requestChanged(const run402::RequestRecord& record);
    /// `authority` is host, or host:port where the URL names a port. First answer and every change.
    void reachabilityChanged(const QString& authority, bool reachable);
    /// clockOffsetMs(host) has moved by seconds.
    void clockLearned(const QString& host);

private:
    class Exchange;
    void learnClock(const QString& host, const QByteArray& dateHeader, qint64 sinceMiddleMs);
    void noteReachable(const QUrl& url, bool reachable);
    void publish(const RequestRecord& record, bool started);

    QNetworkAccessManager* m_manager;
    std::function<qint64()> m_nowMs = &QDateTime::currentMSecsSinceEpoch;
    QHash<QString, qint64> m_clockOffset;
    QHash<QString, bool> m_reachable;
    QHash<QString, RequestRecord> m_records;
    QStringList m_recordOrder; ///< oldest first; bounds m_records
};

} // namespace run402
