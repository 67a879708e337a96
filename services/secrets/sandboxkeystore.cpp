// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/sandboxkeystore.h"

#include "services/secrets/privatefile.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxBytes = 4096;

Problem denied()
{
    return Problem::make(Problem::Kind::Local, u"secret.denied"_s,
                         u"The sandbox folder keeps the sandbox's own keys and nothing else"_s);
}

} // namespace

SandboxKeyStore::SandboxKeyStore(QString folder, QObject* parent) : QObject(parent), m_folder(std::move(folder)) {}

QString SandboxKeyStore::fileFor(const QString& key) const
{
    if (key == walletKey())
        return m_folder + "/wallet.key"_L1;
    static const QRegularExpression wallet(u"^wallet/sandbox-([a-f0-9-]{36})$"_s);
    if (const auto match = wallet.match(key); match.hasMatch())
        return m_folder + "/wallets/"_L1 + match.captured(1) + ".key"_L1;
    static const QRegularExpression project(u"^project/sandbox/([A-Za-z0-9_-]{1,80})/service$"_s);
    static const QRegularExpression user(u"^project/sandbox/([A-Za-z0-9_-]{1,80})/user/([A-Za-z0-9-]{1,64})$"_s);
    if (const auto match = project.match(key); match.hasMatch())
        return m_folder + "/projects/"_L1 + match.captured(1) + ".key"_L1;
    const auto match = user.match(key);
    return match.hasMatch() ? m_folder + "/users/"_L1 + match.captured(1) + u'.' + match.captured(2) + ".key"_L1 : QString();
}

QString SandboxKeyStore::name() const { return tr("Sandbox folder"); }

Call<SecretStore::State>* SandboxKeyStore::probe() { return Call<State>::ready(this, State::Ready); }

Call<QByteArray>* SandboxKeyStore::read(const QString& key)
{
    const QString file = fileFor(key);
    return Call<QByteArray>::ready(this, file.isEmpty() ? Result<QByteArray>(fail(denied())) : readPrivateFile(file, kMaxBytes));
}

Call<Done>* SandboxKeyStore::write(const QString& key, const QByteArray& value)
{
    const QString file = fileFor(key);
    return Call<Done>::ready(this, file.isEmpty() ? Result<Done>(fail(denied())) : writePrivateFile(file, value));
}

Call<Done>* SandboxKeyStore::remove(const QString& key)
{
    const QString file = fileFor(key);
    if (file.isEmpty())
        return Call<Done>::ready(this, fail(denied()));
    if (!QFile::exists(file))
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.not_found"_s, u"No sandbox key"_s));
    if (!QFile::remove(file))
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.failed"_s,
                                            u"Cannot remove the sandbox key"_s));
    return Call<Done>::ready(this, Done{});
}

} // namespace run402
