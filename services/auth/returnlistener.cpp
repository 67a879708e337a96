// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/auth/returnlistener.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUrlQuery>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxRequest = 16 * 1024;
constexpr int slowMs = 10'000;
constexpr int maxOpen = 16;

QByteArray randomName()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(words)).toHex();
}

QByteArray headerOf(const QByteArray& head, const QByteArray& name)
{
    for (const QByteArray& line : head.split('\n').mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

QByteArray words(const char* text)
{
    return QCoreApplication::translate("ReturnListener", text).toHtmlEscaped().toUtf8();
}

/// Shows nothing of what came back; the text says what to do next.
QByteArray page()
{
    return "<!doctype html><html><head><meta charset=\"utf-8\"><title>Run402</title>"
           "<meta name=\"referrer\" content=\"no-referrer\"></head>"
           "<body><p id=\"t\">" + words(QT_TRANSLATE_NOOP("ReturnListener", "Signing in…")) +
           "</p><script>var f=location.hash.slice(1);history.replaceState(null,'',location.pathname);"
           "fetch(location.pathname,{method:'POST',body:f,headers:{'Content-Type':'application/x-www-form-urlencoded'}})"
           ".then(function(r){document.getElementById('t').textContent=r.ok?\"" +
           words(QT_TRANSLATE_NOOP("ReturnListener", "Done. Close this page and go back to Run402 Desktop.")) + "\":\"" +
           words(QT_TRANSLATE_NOOP("ReturnListener", "This sign-in is over. Start again in Run402 Desktop.")) +
           "\"}).catch(function(){document.getElementById('t').textContent=\"" +
           words(QT_TRANSLATE_NOOP("ReturnListener", "This sign-in is over. Start again in Run402 Desktop.")) +
           "\"});</script></body></html>";
}

} // namespace

ReturnListener::ReturnListener(QObject* parent) : QObject(parent)
{
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        close();
        Q_EMIT timedOut();
    });
    connect(&m_server, &QTcpServer::newConnection, this, &ReturnListener::accept);
}

bool ReturnListener::listen(int timeoutMs)
{
    m_path = "/signed-in/" + randomName();
    m_done = false;
    m_timeout.start(timeoutMs);
    return m_server.listen(QHostAddress::LocalHost, 0);
}

QUrl ReturnListener::address() const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_server.serverPort()).arg(QString::fromLatin1(m_path)));
}

void ReturnListener::close()
{
    m_timeout.stop();
    m_done = true;
    m_server.close();
}

void ReturnListener::accept()
{
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        socket->setParent(this); // may still be answering when the port is closed
        if (m_open >= maxOpen) {
            ++m_refused;
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_open;
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(slowMs, socket, [socket] { socket->abort(); });
    }
}

void ReturnListener::read(QTcpSocket* socket)
{
    const QByteArray seen = socket->peek(maxRequest + 1);
    if (seen.size() > maxRequest)
        return refuse(socket, "413 Content Too Large");
    const qsizetype end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray head = seen.left(end);
    bool ok = true;
    const QByteArray length = headerOf(head, "Content-Length");
    const qint64 body = length.isEmpty() ? 0 : length.toLongLong(&ok);
    if (!ok || body < 0 || body > maxRequest)
        return refuse(socket, "400 Bad Request");
    if (seen.size() < end + 4 + body)
        return;
    socket->disconnect(this, nullptr);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        --m_open;
        socket->deleteLater();
    });
    handle(socket, head, seen.mid(end + 4, body));
}

void ReturnListener::handle(QTcpSocket* socket, const QByteArray& head, const QByteArray& body)
{
    const QList<QByteArray> line = head.left(head.indexOf('\r') < 0 ? head.size() : head.indexOf('\r')).split(' ');
    const QByteArray host = "127.0.0.1:" + QByteArray::number(address().port());
    // A page elsewhere that resolves its own name to this computer still sends its own name.
    if (line.size() != 3 || headerOf(head, "Host") != host || line[1] != m_path)
        return refuse(socket, "404 Not Found");
    if (m_done)
        return refuse(socket, "410 Gone");
    if (line[0] == "GET")
        return reply(socket, "200 OK", "text/html; charset=utf-8", page());
    const QByteArray origin = headerOf(head, "Origin");
    if (line[0] != "POST" || (!origin.isEmpty() && origin != "http://" + host))
        return refuse(socket, "405 Method Not Allowed");
    QUrlQuery fields(QString::fromLatin1(body));
    const auto field = [&](const char* name) {
        return fields.queryItemValue(QLatin1StringView(name), QUrl::FullyDecoded).toLatin1();
    };
    const QByteArray code = field("code"), error = field("error"), state = field("state");
    if (code.isEmpty() == error.isEmpty())
        return refuse(socket, "400 Bad Request");
    reply(socket, "200 OK", "text/plain", "ok");
    Q_EMIT answered(code, error, state);
}

void ReturnListener::refuse(QTcpSocket* socket, const char* status)
{
    ++m_refused;
    reply(socket, status, "text/plain", status);
}

void ReturnListener::reply(QTcpSocket* socket, const char* status, const QByteArray& type, const QByteArray& body)
{
    socket->readAll();
    socket->write(QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                  + QByteArray::number(body.size())
                  + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
                    "Connection: close\r\n\r\n" + body);
    socket->disconnectFromHost();
}

} // namespace run402
