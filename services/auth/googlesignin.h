// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/auth/returnlistener.h"

#include <QObject>

namespace run402 {

/// One sign-in with Google: PKCE (RFC 7636, S256) and state here, the consent page in the person's own browser, the
/// answer caught by a ReturnListener. An answer with another state is refused and waited past, so that nobody else
/// on this computer can end or steal it; the first right one is used once.
///
/// Owner: parent. Thread: GUI. Ends with exactly one finished(). Problems: auth.google_refused (details: error),
/// auth.return_timeout, auth.return_no_port, cancelled, plus those of AppAuth.
class GoogleSignIn : public QObject
{
    Q_OBJECT
public:
    /// `auth` is borrowed for the call of start() and of the exchange: the connection must outlive this, see cancel().
    GoogleSignIn(AppAuth& auth, QString projectId, QObject* parent = nullptr);
    ~GoogleSignIn() override;

    void start(int timeoutMs = 5 * 60 * 1000);
    void cancel();
    QUrl returnAddress() const { return m_listener.address(); }
    int refused() const { return m_refused + m_listener.refused(); }

Q_SIGNALS:
    void browserWanted(const QUrl& consentPage); ///< open this in the system browser
    void finished(const run402::Result<run402::AppAuth::Tokens>& outcome);

private:
    void answered(const QByteArray& code, const QByteArray& error, const QByteArray& state);
    void end(const Result<AppAuth::Tokens>& outcome);

    AppAuth& m_auth;
    QString m_projectId;
    ReturnListener m_listener;
    QByteArray m_verifier, m_state;
    int m_refused = 0;
    bool m_ended = false;
};

} // namespace run402
