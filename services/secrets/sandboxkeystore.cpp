// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/sandboxkeystore.h"

#include "services/secrets/privatefile.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxBytes = 4096;

Problem denied()
{
    return Problem::make(Problem::Kind::Local, u"secret.denied"_s,
                         u"The sandbox folder keeps the sandbox's own key and nothing else"_s);
}

} // namespace

SandboxKeyStore::SandboxKeyStore(const QString& folder, QObject* parent)
    : QObject(parent), m_file(folder + "/wallet.key"_L1)
{}

QString SandboxKeyStore::name() const { return tr("Sandbox folder"); }

Call<SecretStore::State>* SandboxKeyStore::probe() { return Call<State>::ready(this, State::Ready); }

Call<QByteArray>* SandboxKeyStore::read(const QString& key)
{
    if (key != onlyKey())
        return Call<QByteArray>::ready(this, fail(denied()));
    return Call<QByteArray>::ready(this, readPrivateFile(m_file, kMaxBytes));
}

Call<Done>* SandboxKeyStore::write(const QString& key, const QByteArray& value)
{
    if (key != onlyKey())
        return Call<Done>::ready(this, fail(denied()));
    return Call<Done>::ready(this, writePrivateFile(m_file, value));
}

Call<Done>* SandboxKeyStore::remove(const QString& key)
{
    if (key != onlyKey())
        return Call<Done>::ready(this, fail(denied()));
    if (!QFile::exists(m_file))
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.not_found"_s, u"No sandbox key"_s));
    if (!QFile::remove(m_file))
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"secret.failed"_s,
                                            u"Cannot remove the sandbox key"_s));
    return Call<Done>::ready(this, Done{});
}

} // namespace run402
