// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>

#include <memory>

namespace run402::test {

/// Passes everything on to the server. While `losing`, the answer to a paid request is read and thrown away and the
/// connection closed: the payment has happened and nobody heard of it.
class LossyLine : public QTcpServer
{
public:
    /// `mark`: what a paid request has in its head, in lower case.
    LossyLine(quint16 target, QByteArray mark) : m_target(target), m_mark(std::move(mark))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] { accept(nextPendingConnection()); });
    }
    bool losing = false;
    bool dropping = false; ///< such a request is not passed on; its connection is closed
    int dropped = 0;
    int paid = 0; ///< requests with a payment that came from the client
    int lost = 0; ///< connections closed on an answer

private:
    void accept(QTcpSocket* client)
    {
        auto* server = new QTcpSocket(client);
        auto carriesPayment = std::make_shared<bool>(false);
        server->connectToHost(QHostAddress::LocalHost, m_target);
        connect(client, &QTcpSocket::readyRead, server, [this, client, server, carriesPayment] {
            const QByteArray bytes = client->readAll();
            const auto here = bytes.toLower().count(m_mark);
            paid += int(here);
            // One connection carries many requests, one after the other.
            const bool begins = bytes.startsWith("GET ") || bytes.startsWith("POST ");
            *carriesPayment = here > 0 || (*carriesPayment && !begins);
            if (dropping && *carriesPayment) {
                ++dropped;
                client->abort();
                return;
            }
            server->write(bytes);
        });
        QObject::connect(server, &QTcpSocket::readyRead, client, [this, client, server, carriesPayment] {
            const QByteArray bytes = server->readAll();
            if (losing && *carriesPayment) {
                // Head and body may come apart; the connection is closed once.
                lost += client->state() == QAbstractSocket::ConnectedState ? 1 : 0;
                client->abort();
            } else {
                client->write(bytes);
            }
        });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    }
    quint16 m_target;
    QByteArray m_mark;
};

} // namespace run402::test
