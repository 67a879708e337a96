// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/lockedentry.h"

#ifdef RUN402_SECRET_SERVICE
#    include <QDBusConnection>
#    include <QDBusMessage>
#    include <QDBusMetaType>
#    include <QDBusObjectPath>
#    include <QDBusPendingCallWatcher>
#    include <QDBusPendingReply>
#endif

using namespace Qt::StringLiterals;

namespace run402 {

#ifdef RUN402_SECRET_SERVICE
namespace {

const QString kService = u"org.freedesktop.secrets"_s;
bool g_seen = false; ///< the service was there once; GUI thread

QDBusPendingCallWatcher* ask(const QDBusMessage& message, int timeoutMs, QObject* owner)
{
    return new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, timeoutMs), owner);
}

} // namespace

Call<EntryFate>* fateOfMissingEntry(QObject* owner, const QString& service, const QString& key, int timeoutMs)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();
    QDBusMessage search = QDBusMessage::createMethodCall(kService, u"/org/freedesktop/secrets"_s,
                                                         u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s);
    search.setAutoStartService(false);
    // As QtKeychain names them.
    search << QVariant::fromValue(Attributes{{u"server"_s, service}, {u"user"_s, key}});
    auto* call = new Call<EntryFate>(owner);
    auto* watcher = ask(search, timeoutMs, call);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, call, [call](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply = *done;
        if (reply.isError())
            return call->resolve(g_seen ? EntryFate::Gone : EntryFate::NotThere);
        g_seen = true;
        call->resolve(reply.argumentAt<1>().isEmpty() ? EntryFate::NotThere : EntryFate::Locked);
    });
    return call;
}

void noteSecretService(QObject* owner)
{
    if (g_seen)
        return;
    QDBusMessage question = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                                           u"org.freedesktop.DBus"_s, u"NameHasOwner"_s);
    question << kService;
    constexpr int busMs = 5'000;
    auto* watcher = ask(question, busMs, owner);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, owner, [watcher](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<bool> reply = *done;
        g_seen = g_seen || (!reply.isError() && reply.value());
        watcher->deleteLater();
    });
}
#else
Call<EntryFate>* fateOfMissingEntry(QObject* owner, const QString&, const QString&, int)
{
    return Call<EntryFate>::ready(owner, EntryFate::NotThere);
}

void noteSecretService(QObject*) {}
#endif

} // namespace run402
