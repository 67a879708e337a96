// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakehost.h"

#include <QTcpSocket>

#include <memory>
#include <optional>

namespace run402::test {

namespace {

/// A request when it is complete.
std::optional<FakeHost::Request> parse(const QByteArray& bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    FakeHost::Request request;
    const QList<QByteArray> lines = bytes.left(end).split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request.method = first.value(0);
    request.path = first.value(1);
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    request.body = bytes.mid(end + 4);
    if (request.body.size() < request.headers.value("content-length").toLongLong())
        return std::nullopt;
    return request;
}

} // namespace

FakeHost::FakeHost(Answer answer, quint16 port) : m_answer(std::move(answer))
{
    connect(&m_server, &QTcpServer::newConnection, this, &FakeHost::accept);
    m_server.listen(QHostAddress::LocalHost, port);
}

QUrl FakeHost::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

void FakeHost::accept()
{
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        auto received = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, received] {
            *received += socket->readAll();
            const auto request = parse(*received);
            if (!request)
                return;
            received->clear();
            seen << *request;
            const Reply reply = m_answer(*request);
            QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " X\r\nContent-Type: " + reply.type
                              + "\r\nContent-Length: " + QByteArray::number(reply.body.size() + (reply.cutShort ? 100 : 0))
                              + "\r\nConnection: close\r\n";
            if (!reply.date.isEmpty())
                head += "Date: " + reply.date + "\r\n";
            socket->write(head + "\r\n" + reply.body);
            socket->disconnectFromHost();
        });
    }
}

} // namespace run402::test
