// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faultproxy.h"

namespace run402::test {
namespace {

const QByteArray kBadGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 21\r\n"
                               "Connection: close\r\n\r\n<h1>Bad gateway</h1>\r\n";

qsizetype headEnd(const QByteArray& message)
{
    const qsizetype at = message.indexOf("\r\n\r\n");
    return at < 0 ? -1 : at + 4;
}

/// Where the value of a header is; -1 begin where there is none.
std::pair<qsizetype, qsizetype> valueOf(const QByteArray& message, const QByteArray& name)
{
    const qsizetype at = message.left(headEnd(message)).toLower().indexOf("\r\n" + name.toLower() + ':');
    if (at < 0)
        return {-1, -1};
    const qsizetype begin = at + 3 + name.size();
    return {begin, message.indexOf("\r\n", begin)};
}

QByteArray header(const QByteArray& message, const QByteArray& name)
{
    const auto [begin, end] = valueOf(message, name);
    return begin < 0 ? QByteArray() : message.mid(begin, end - begin).trimmed();
}

bool carriesPayment(const QByteArray& request)
{
    return !header(request, "PAYMENT-SIGNATURE").isEmpty() || header(request, "Authorization").startsWith("Payment ");
}

bool isComplete(const QByteArray& request)
{
    const qsizetype head = headEnd(request);
    return head >= 0 && request.size() >= head + header(request, "Content-Length").toLongLong();
}

QByteArray closing(QByteArray request)
{
    const auto [begin, end] = valueOf(request, "Connection");
    if (begin >= 0)
        return request.replace(begin, end - begin, " close");
    return request.insert(request.indexOf("\r\n"), "\r\nConnection: close");
}

} // namespace

FaultProxy::FaultProxy(quint16 target) : m_target(target)
{
    listen(QHostAddress::LocalHost);
    m_port = serverPort();
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (auto* client = nextPendingConnection())
            accept(client);
    });
}

QString FaultProxy::base() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

void FaultProxy::refuse()
{
    close();
    for (auto* client : findChildren<QTcpSocket*>())
        client->abort();
}

void FaultProxy::listenAgain()
{
    if (!isListening())
        listen(QHostAddress::LocalHost, m_port);
}

void FaultProxy::accept(QTcpSocket* client)
{
    auto request = std::make_shared<QByteArray>();
    connect(client, &QTcpSocket::readyRead, this, [this, client, request] {
        *request += client->readAll();
        if (isComplete(*request))
            requestArrived(client, std::exchange(*request, {}));
    });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
}

void FaultProxy::requestArrived(QTcpSocket* client, const QByteArray& request)
{
    if (carriesPayment(request)) {
        ++paid;
        if (paidArrived)
            paidArrived();
        switch (way) {
        case Way::ResetOnArrival: client->abort(); return;
        case Way::HangBefore: return;
        case Way::ErrorBefore: client->write(kBadGateway); client->disconnectFromHost(); return;
        case Way::SecondDemand: client->write(m_lastDemand); client->disconnectFromHost(); return;
        default: break;
        }
    }
    forward(client, request, false);
}

void FaultProxy::forward(QTcpSocket* client, const QByteArray& request, bool again)
{
    auto* server = new QTcpSocket(this);
    const QPointer<QTcpSocket> waiting(client);
    server->connectToHost(QHostAddress::LocalHost, m_target);
    server->write(closing(request));
    connect(server, &QTcpSocket::disconnected, this, [this, server, waiting, request, again] {
        const QByteArray answer = server->readAll();
        server->deleteLater();
        const bool payment = carriesPayment(request);
        if (payment && way == Way::Twice && !again)
            return forward(waiting, request, true);
        if (payment && paidAnswered)
            paidAnswered();
        if (waiting)
            deliver(waiting, answer, payment);
    });
}

/// Its JSON, wherever the protocol keeps it.
void FaultProxy::rewrite(QByteArray& answer) const
{
    if (const auto [begin, end] = valueOf(answer, "PAYMENT-REQUIRED"); begin >= 0)
        answer.replace(begin, end - begin, ' ' + rewriteDemand(QByteArray::fromBase64(answer.mid(begin, end - begin).trimmed())).toBase64());
    const QByteArray mark = "request=\"";
    const qsizetype from = answer.left(headEnd(answer)).indexOf(mark);
    const qsizetype to = from < 0 ? -1 : answer.indexOf('"', from + mark.size());
    if (to < 0)
        return;
    const auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray json = rewriteDemand(QByteArray::fromBase64(answer.mid(from + mark.size(), to - from - mark.size()), url));
    answer.replace(from + mark.size(), to - from - mark.size(), json.toBase64(url));
}

void FaultProxy::deliver(QTcpSocket* client, QByteArray answer, bool carriesPayment)
{
    const qsizetype head = headEnd(answer);
    const bool demands = answer.startsWith("HTTP/1.1 402");
    if (!carriesPayment && demands) {
        if (const auto [begin, end] = valueOf(answer, "PAYMENT-REQUIRED"); machineOnly && begin >= 0)
            answer.remove(begin - 19, end - begin + 19); // with "\r\nPAYMENT-REQUIRED:" before it
        if (rewriteDemand)
            rewrite(answer);
        m_lastDemand = answer;
    }
    if (carriesPayment) {
        switch (way) {
        case Way::LoseAnswer: client->abort(); return;
        case Way::HangAfter: return;
        case Way::CutHead: answer.truncate(head / 2); break;
        case Way::CutBody: answer.chop(1); break;
        case Way::ErrorAfter: answer = kBadGateway; break;
        default: break;
        }
    }
    client->write(answer);
    client->disconnectFromHost();
}

} // namespace run402::test
