// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <functional>

namespace run402::test {

/// An HTTP/1.1 server on a free loopback port that answers what the test says, one exchange per connection.
/// It shares the event loop with the application: answers are made without waiting.
class FakeHost : public QObject
{
public:
    struct Request
    {
        QByteArray method, path, body;
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
    };
    struct Reply
    {
        int status = 200;
        QByteArray type = "application/json; charset=utf-8";
        QByteArray body;
        QByteArray date;       ///< RFC 9110 date; empty = none sent
        bool cutShort = false; ///< promises more than it sends
    };
    using Answer = std::function<Reply(const Request&)>;

    explicit FakeHost(Answer answer, quint16 port = 0);

    QUrl url() const;
    QList<Request> seen;

    static Reply json(const QByteArray& body, int status = 200) { return {status, Reply().type, body, {}, false}; }
    static Reply html(int status, const QByteArray& body = "<!doctype html><h1>Welcome to nginx!</h1>")
    {
        return {status, "text/html", body, {}, false};
    }

private:
    void accept();
    QTcpServer m_server;
    Answer m_answer;
};

} // namespace run402::test
