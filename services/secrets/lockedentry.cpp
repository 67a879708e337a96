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
Call<bool>* entryIsLocked(QObject* owner, const QString& service, const QString& key, int timeoutMs)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();
    QDBusMessage search = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                                         u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s);
    search.setAutoStartService(false);
    // As QtKeychain names them.
    search << QVariant::fromValue(Attributes{{u"server"_s, service}, {u"user"_s, key}});
    auto* call = new Call<bool>(owner);
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(search, timeoutMs), call);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, call, [call](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply = *done;
        call->resolve(!reply.isError() && !reply.argumentAt<1>().isEmpty());
    });
    return call;
}
#else
Call<bool>* entryIsLocked(QObject* owner, const QString&, const QString&, int)
{
    return Call<bool>::ready(owner, false);
}
#endif

} // namespace run402
