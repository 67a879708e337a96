// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

#include <QObject>

namespace run402 {

class SecretStore;
class Services;

/// The current project's test users: people signed in from this computer, whom other panes may act as (REST
/// explorer, functions, access rules). Who they are is kept in the settings; their tokens rest in the secret store
/// under "project/<sandbox or live>/<project>/user/<id>" and are never logged.
///
/// Owner: Services. Thread: GUI. Follows the workspace's project; a late answer of an earlier one is dropped.
/// Fails: auth.signed_out, plus those of AppAuth and SecretStore.
class TestUsers : public QObject
{
    Q_OBJECT
public:
    struct User
    {
        QString id;               ///< the service's UUID
        QString email;
        QString displayName;
        QStringList providers;    ///< "password", "google"
        QDateTime createdAt;      ///< UTC; invalid = unknown
        QDateTime expiresAt;      ///< of the access token, UTC; invalid = signed out
        bool isSignedIn() const { return expiresAt.isValid(); }
        QString title() const { return !displayName.isEmpty() ? displayName : !email.isEmpty() ? email : id; }
    };

    explicit TestUsers(Services& services);

    const QList<User>& users() const { return m_users; } ///< in the order they came
    std::optional<User> find(const QString& id) const;
    /// Whom panes act as when they offer a test user; empty = anonymous. Kept per project.
    QString activeId() const { return m_active; }
    void setActive(const QString& id);

    /// A token good for at least a minute more; refreshed when needed. Wipe it when the request it was for is over.
    Call<QByteArray>* accessToken(const QString& id);

    Call<User>* signUp(const QString& email, const QString& password); ///< signs in, too
    Call<User>* signIn(const QString& email, const QString& password);
    /// Takes over tokens got elsewhere (Google).
    Call<User>* adopt(const AppAuth::Tokens& tokens, const QString& provider);
    Call<User>* refresh(const QString& id);
    Call<User>* reload(const QString& id); ///< reads the person again
    Call<Done>* signOut(const QString& id);
    Call<Done>* forget(const QString& id); ///< from this computer only; the account stays

Q_SIGNALS:
    void changed();

private:
    struct Place { int generation; QString environment, projectId; SecretStore* secrets; };
    Place place() const;
    QString secretName(const Place& place, const QString& id) const;
    QString settingsKey(const Place& place) const;
    void load();
    void save();
    void put(const User& user);
    Call<User>* keep(const Place& place, const AppAuth::Tokens& tokens, const QString& provider);
    Call<User>* finishSignIn(const Place& place, Call<AppAuth::Tokens>* tokens, const QString& provider);
    Call<QByteArray>* secret(const Place& place, const QString& id, const char* member);
    User* at(const QString& id);

    Services& m_services;
    QList<User> m_users;
    QString m_active, m_projectId, m_environment;
    QHash<QString, QPointer<Call<User>>> m_refreshing; ///< a refresh token works once: one at a time
    int m_generation = 0;
};

} // namespace run402
