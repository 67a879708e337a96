// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/auth/googlesignin.h"

#include "services/secrets/wipe.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QByteArray randomText()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(words))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// Takes as long for a wrong guess as for a right one.
bool same(const QByteArray& a, const QByteArray& b)
{
    if (a.size() != b.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a[i] ^ b[i];
    return difference == 0;
}

} // namespace

GoogleSignIn::GoogleSignIn(AppAuth& auth, QString projectId, QObject* parent)
    : QObject(parent), m_auth(auth), m_projectId(std::move(projectId)), m_verifier(randomText()), m_state(randomText())
{
    connect(&m_listener, &ReturnListener::answered, this, &GoogleSignIn::answered);
    connect(&m_listener, &ReturnListener::timedOut, this, [this] {
        end(Problem::make(Problem::Kind::Local, u"auth.return_timeout"_s, u"Nobody came back from the browser in time"_s));
    });
}

GoogleSignIn::~GoogleSignIn()
{
    wipe(m_verifier);
}

void GoogleSignIn::start(int timeoutMs)
{
    if (!m_listener.listen(timeoutMs))
        return end(Problem::make(Problem::Kind::Local, u"auth.return_no_port"_s, u"No port could be opened on this computer"_s));
    const QByteArray challenge = QCryptographicHash::hash(m_verifier, QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    m_auth.startGoogle(m_projectId, m_listener.address(), m_state, challenge)->onDone(this, [this](const Result<QUrl>& r) {
        if (m_ended)
            return;
        if (!r.ok())
            return end(r.error());
        Q_EMIT browserWanted(*r);
    });
}

void GoogleSignIn::cancel()
{
    end(fail(Problem::cancelled()));
}

void GoogleSignIn::answered(const QByteArray& code, const QByteArray& error, const QByteArray& state)
{
    if (!same(state, m_state)) {
        ++m_refused;
        return;
    }
    m_listener.close();
    if (!error.isEmpty()) {
        Problem p = Problem::make(Problem::Kind::Refused, u"auth.google_refused"_s, u"The sign-in was refused"_s);
        p.details.insert(u"error"_s, QString::fromLatin1(error.left(80)));
        return end(p);
    }
    m_auth.exchangeCode(m_projectId, code, m_verifier)->onDone(this, [this](const Result<AppAuth::Tokens>& r) { end(r); });
}

void GoogleSignIn::end(const Result<AppAuth::Tokens>& outcome)
{
    if (m_ended)
        return;
    m_ended = true;
    m_listener.close();
    Q_EMIT finished(outcome);
}

} // namespace run402
