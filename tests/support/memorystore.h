// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QHash>
#include <QObject>

namespace run402::test {

/// A keychain that forgets. `state` and `failWith` play a locked or broken one.
class MemoryStore : public QObject, public SecretStore
{
public:
    State state = State::Ready;
    std::optional<Problem> failWith;
    QHash<QString, QByteArray> entries;

    QString name() const override { return QStringLiteral("Memory"); }
    Call<State>* probe() override { return Call<State>::ready(this, state); }
    Call<QByteArray>* read(const QString& key) override
    {
        if (failWith)
            return Call<QByteArray>::ready(this, fail(*failWith));
        if (!entries.contains(key))
            return Call<QByteArray>::ready(this, fail(Problem::Kind::Local, QStringLiteral("secret.not_found"), key));
        const QByteArray& v = entries[key];
        return Call<QByteArray>::ready(this, QByteArray(v.constData(), v.size())); // readers wipe what they get
    }
    Call<Done>* write(const QString& key, const QByteArray& value) override
    {
        if (failWith)
            return Call<Done>::ready(this, fail(*failWith));
        entries.insert(key, QByteArray(value.constData(), value.size()));
        return Call<Done>::ready(this, Done{});
    }
    Call<Done>* remove(const QString& key) override
    {
        if (failWith)
            return Call<Done>::ready(this, fail(*failWith));
        if (!entries.remove(key))
            return Call<Done>::ready(this, fail(Problem::Kind::Local, QStringLiteral("secret.not_found"), key));
        return Call<Done>::ready(this, Done{});
    }
};

} // namespace run402::test
