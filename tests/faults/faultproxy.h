// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace run402::test {

/// A TCP proxy in front of a real server that spoils what becomes of a paid request (one with PAYMENT-SIGNATURE or a Payment credential);
/// everything else passes. One exchange per connection. Shares the event loop with the application.
class FaultProxy : public QTcpServer
{
public:
    enum class Way {
        Pass,
        ResetOnArrival, ///< the request came, the server never sees it
        LoseAnswer,     ///< carried out, the connection is reset instead of an answer
        CutHead,        ///< carried out, half of the answer's head, then the end
        CutBody,        ///< carried out, the answer without its last byte, then the end
        ErrorBefore,    ///< 502 from here, the server never sees it
        ErrorAfter,     ///< carried out, then 502 from here
        HangBefore,     ///< the server never sees it, nothing comes
        HangAfter,      ///< carried out, nothing comes
        SecondDemand,   ///< the demand again, the server never sees the payment
        Twice,          ///< sent to the server twice, one after the other; the second answer comes back
    };

    explicit FaultProxy(quint16 target);
    QString base() const;

    Way way = Way::Pass;
    int paid = 0; ///< requests with a payment that came from the client
    /// Runs before a paid request goes on to the server.
    std::function<void()> paidArrived;
    /// Called when the server has answered a paid request, before the client gets anything.
    std::function<void()> paidAnswered;
    /// Changes the JSON of a demand.
    std::function<QByteArray(const QByteArray&)> rewriteDemand;

    bool machineOnly = false; ///< demands come without their x402 half

    void refuse(); ///< as if nothing listened, until listenAgain()
    void listenAgain();

private:
    void accept(QTcpSocket* client);
    void requestArrived(QTcpSocket* client, const QByteArray& request);
    void forward(QTcpSocket* client, const QByteArray& request, bool again);
    void rewrite(QByteArray& answer) const;
    void deliver(QTcpSocket* client, QByteArray answer, bool carriesPayment);
    quint16 m_target, m_port = 0;
    QByteArray m_lastDemand;
};

} // namespace run402::test
