// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

class QTcpSocket;

namespace run402 {

/// Where a sign-in in the system browser comes back to (RFC 8252 §7.3): one address on 127.0.0.1 with a port and a
/// path nobody can guess, good for one answer.
///
/// The service hands the code over in the fragment, which a browser does not send; the page served here sends it on
/// and takes it out of the address bar. Everything else that knocks on the port (other paths, other Host names,
/// long or slow requests, another origin's page) gets a short refusal and changes nothing.
///
/// Owner: parent. Thread: GUI; nothing blocks. Ends with answered() once, or failed() with auth.return_timeout or
/// auth.return_no_port.
class ReturnListener : public QObject
{
    Q_OBJECT
public:
    explicit ReturnListener(QObject* parent = nullptr);

    /// False: no port could be had.
    bool listen(int timeoutMs = 5 * 60 * 1000);
    QUrl address() const;
    void close();
    /// Requests that were refused; for the log and tests.
    int refused() const { return m_refused; }

Q_SIGNALS:
    /// The fragment's fields: "code" or "error", "state". Not yet judged.
    void answered(const QByteArray& code, const QByteArray& error, const QByteArray& state);
    void timedOut();

private:
    void accept();
    void read(QTcpSocket* socket);
    void handle(QTcpSocket* socket, const QByteArray& head, const QByteArray& body);
    void reply(QTcpSocket* socket, const char* status, const QByteArray& type, const QByteArray& body);
    void refuse(QTcpSocket* socket, const char* status);

    QTcpServer m_server;
    QTimer m_timeout;
    QByteArray m_path;
    int m_open = 0;
    int m_refused = 0;
    bool m_done = false;
};

} // namespace run402
