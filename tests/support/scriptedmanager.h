// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QQueue>

#include <functional>

namespace run402::test {

/// One prepared answer.
struct Script
{
    enum class Way {
        Answer,   ///< the whole answer
        Hang,     ///< nothing ever happens
        Fail,     ///< `error` before any header
        CutShort, ///< headers, half the body, then the connection is gone
    };
    Way way = Way::Answer;
    int status = 200;
    QList<QPair<QByteArray, QByteArray>> headers = {{"Content-Type", "application/json; charset=utf-8"}};
    QByteArray body;
    QNetworkReply::NetworkError error = QNetworkReply::ConnectionRefusedError;
    int delayMs = 0;

    static Script json(const QByteArray& body, int status = 200) { return {Way::Answer, status, Script().headers, body}; }
    static Script html(const QByteArray& body, int status)
    {
        return {Way::Answer, status, {{"Content-Type", "text/html; charset=utf-8"}}, body};
    }
    static Script failing(QNetworkReply::NetworkError error)
    {
        Script s;
        s.way = Way::Fail;
        s.error = error;
        return s;
    }
    static Script hanging()
    {
        Script s;
        s.way = Way::Hang;
        return s;
    }
    static Script cutShort(const QByteArray& body)
    {
        Script s = json(body);
        s.way = Way::CutShort;
        return s;
    }
};

/// What a request looked like when it reached the network.
struct SeenRequest
{
    QByteArray method;
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray header(const QByteArray& name) const;
};

/// A network without a network: answers from a queue, or from `answer` when that is set. An unexpected
/// request fails and is listed in `unexpected`.
class ScriptedManager : public QNetworkAccessManager
{
    Q_OBJECT
public:
    using QNetworkAccessManager::QNetworkAccessManager;

    void push(const Script& script) { m_queue.enqueue(script); }
    std::function<Script(const SeenRequest&)> answer;
    QList<SeenRequest> seen;
    QList<SeenRequest> unexpected;
    int aborted = 0;

protected:
    QNetworkReply* createRequest(Operation op, const QNetworkRequest& request, QIODevice* body) override;

private:
    QQueue<Script> m_queue;
};

} // namespace run402::test
