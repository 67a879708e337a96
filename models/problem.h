// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace run402 {

/// The one error type of the application. Owner: value. Thread: any.
///
/// `message` is untranslated English for logs and for the "raw answer" box;
/// the interface maps `code` to translated words (ui/common/problemtext.h).
struct Problem
{
    /// Coarse class, enough for generic handling in a view.
    enum class Kind {
        Network,   ///< no answer: refused, reset, timed out, TLS
        Protocol,  ///< an answer that is not what the contract says
        Refused,   ///< the server said no: validation, rights, not found
        PayFirst,  ///< 402 of any sort: payment, sign-in, tier, lease, quota
        Busy,      ///< 429, 503
        Server,    ///< other 5xx
        Local,     ///< this computer: files, keychain, journal
        Policy,    ///< our own spend policy or signing rules refused
        Cancelled, ///< the person or a closing view stopped it
    };

    /// What is known about the effect of a request that failed.
    enum class Mutation {
        None,    ///< nothing was written
        Applied, ///< it was written although an error followed
        Unknown, ///< it left this computer and no answer came back
    };

    QString code;           ///< stable, dotted, e.g. "net.refused", "x402.asset_unknown"
    Kind kind = Kind::Local;
    int httpStatus = 0;     ///< 0 = no HTTP answer
    QString message;
    QString traceId;        ///< our request id, the one in the Requests dock
    bool retryable = false; ///< trying again later may work
    bool safeToRetry = false; ///< trying again cannot do the thing twice
    Mutation mutation = Mutation::None;
    QJsonObject details;    ///< never holds a secret
    QStringList nextActions; ///< stable action codes, e.g. "tier.subscribe"

    static Problem cancelled()
    {
        Problem p;
        p.code = QStringLiteral("cancelled");
        p.kind = Kind::Cancelled;
        p.message = QStringLiteral("Cancelled");
        return p;
    }
    static Problem make(Kind kind, QString code, QString message)
    {
        Problem p;
        p.kind = kind;
        p.code = std::move(code);
        p.message = std::move(message);
        return p;
    }
};

} // namespace run402
