// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"
#include "services/net/call.h"
#include "services/net/http.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>

class QNetworkReply;

namespace run402 {

/// The one place where bytes leave this application. Adds a request id, refuses redirects,
/// limits reply sizes, learns the server's clock, reports every exchange.
///
/// Owner: Services. Thread: GUI. Errors: net.refused, net.reset, net.timeout, net.dns, net.tls,
/// net.offline, net.reply_too_large, net.cut_short, net.failed. An HTTP status is never an error here.
class Transport : public QObject
{
    Q_OBJECT
public:
    explicit Transport(QObject* parent = nullptr);
    ~Transport() override;

    Call<HttpReply>* send(const HttpRequest& request);

    /// Server clock minus this computer's, per host, learnt from Date headers. 0 = unknown or right.
    qint64 clockOffsetMs(const QString& host) const;

    /// Books what an exchange turned out to cost.
    void setCost(const QString& traceId, qint64 micros);

    /// For tests: a manager that hangs, fails or answers from a script.
    void setManager(QNetworkAccessManager* manager);

Q_SIGNALS:
    void requestStarted(const run402::RequestRecord& record);
    void requestChanged(const run402::RequestRecord& record);
    void reachabilityChanged(const QString& host, bool reachable);

private:
    class Exchange;
    void learnClock(const QString& host, const QByteArray& dateHeader, qint64 elapsedMs);

    QNetworkAccessManager* m_manager;
    QHash<QString, qint64> m_clockOffset;
    QHash<QString, bool> m_reachable;
    QHash<QString, RequestRecord> m_records;
};

} // namespace run402
