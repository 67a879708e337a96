// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QElapsedTimer>
#include <QTimer>

namespace run402 {

/// One running request. Owner: Transport. Deletes itself when the call was resolved.
class Transport::Exchange final : public QObject
{
public:
    Exchange(Transport& transport, HttpRequest request);
    ~Exchange() override;

    Call<HttpReply>* call() const { return m_call; }
    void start();

private:
    void readAhead();
    void post(std::unique_ptr<QIODevice> body);
    void connectReply();
    void readHeaders();
    void readBody();
    void noteProgress();
    void cancelled();
    void finished();
    void fail(Problem::Kind kind, const char* code, const QString& message);
    void resolve(Result<HttpReply> outcome, const QString& problemCode);
    std::optional<Problem> cutShort() const;
    bool endsOpen() const;
    bool mayWrite() const;
    bool isSinking() const;

    Transport& m_transport;
    HttpRequest m_request;
    QPointer<Call<HttpReply>> m_call;
    RequestRecord m_record;
    std::unique_ptr<QIODevice> m_body;
    QNetworkReply* m_reply = nullptr;
    QTimer m_silence;      ///< restarts with every byte
    QElapsedTimer m_clock;
    HttpReply m_answer;
    qint64 m_firstByteMs = -1;
    qint64 m_received = 0; ///< of the answer's body
    bool m_left = false;   ///< the request may have reached the server
    bool m_done = false;
};

} // namespace run402
