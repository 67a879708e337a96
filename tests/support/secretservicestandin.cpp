// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/secretservicestandin.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace run402::test {
namespace {

const QString kName = u"org.freedesktop.secrets"_s;
const QString kRoot = u"/org/freedesktop/secrets"_s;
const QString kCollection = u"/org/freedesktop/secrets/collection/login"_s;
const QString kSession = u"/org/freedesktop/secrets/session/1"_s;
const QDBusObjectPath kNone(u"/"_s);

using Attributes = QMap<QString, QString>;

struct Secret
{
    QDBusObjectPath session;
    QByteArray parameters, value;
    QString contentType;
};
using Secrets = QMap<QDBusObjectPath, Secret>;

QDBusArgument& operator<<(QDBusArgument& out, const Secret& secret)
{
    out.beginStructure();
    out << secret.session << secret.parameters << secret.value << secret.contentType;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, Secret& secret)
{
    in.beginStructure();
    in >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    in.endStructure();
    return in;
}

/// Entries are called by what they are of; object paths know letters, digits and "_".
QString pathOf(const QString& user) { return kCollection + u'/' + QString::fromLatin1(user.toUtf8().toHex()); }
QString userOf(const QString& path) { return QString::fromUtf8(QByteArray::fromHex(path.section(u'/', -1).toLatin1())); }

} // namespace
} // namespace run402::test

Q_DECLARE_METATYPE(run402::test::Secret)
Q_DECLARE_METATYPE(run402::test::Secrets)

namespace run402::test {

SecretServiceStandIn::SecretServiceStandIn() : m_bus(u"none"_s)
{
    qDBusRegisterMetaType<Attributes>();
    qDBusRegisterMetaType<Secret>();
    qDBusRegisterMetaType<Secrets>();
}

SecretServiceStandIn::~SecretServiceStandIn() { vanish(); }

bool SecretServiceStandIn::appear()
{
    static int count = 0;
    m_connection = u"stand-in %1"_s.arg(++count);
    m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_connection);
    return m_bus.registerVirtualObject(kRoot, this, QDBusConnection::SubPath) && m_bus.registerService(kName);
}

void SecretServiceStandIn::vanish()
{
    m_waiting.clear();
    if (m_connection.isEmpty())
        return;
    m_bus = QDBusConnection(u"none"_s);
    QDBusConnection::disconnectFromBus(std::exchange(m_connection, QString()));
}

bool SecretServiceStandIn::answer(bool dismissed)
{
    if (m_waiting.isEmpty())
        return false;
    completed(QString(m_waiting), dismissed);
    return true;
}

void SecretServiceStandIn::completed(const QString& prompt, bool dismissed)
{
    m_waiting.clear();
    locked = locked && dismissed;
    QDBusMessage signal = QDBusMessage::createSignal(prompt, u"org.freedesktop.Secret.Prompt"_s, u"Completed"_s);
    const auto asked = m_asked.take(prompt);
    signal << dismissed << QVariant::fromValue(QDBusVariant(QVariant::fromValue(dismissed ? QList<QDBusObjectPath>() : asked)));
    m_bus.send(signal);
}

void SecretServiceStandIn::reply(const QDBusMessage& message, const QVariantList& values) { m_bus.send(message.createReply(values)); }

void SecretServiceStandIn::refuse(const QDBusMessage& message, const QString& error, const QString& words)
{
    m_refused = true;
    m_bus.send(message.createErrorReply(error, words));
}

QVariantMap SecretServiceStandIn::properties(const QString& path, const QString& interface) const
{
    if (interface == "org.freedesktop.Secret.Service"_L1)
        return {{u"Collections"_s, QVariant::fromValue(QList{QDBusObjectPath(kCollection)})}};
    if (interface == "org.freedesktop.Secret.Collection"_L1)
        return {{u"Label"_s, u"Login"_s}, {u"Locked"_s, locked}, {u"Items"_s, QVariant::fromValue(QList<QDBusObjectPath>())}};
    if (interface == "org.freedesktop.Secret.Item"_L1)
        return {{u"Label"_s, userOf(path)}, {u"Locked"_s, locked},
                {u"Attributes"_s, QVariant::fromValue(Attributes{{u"user"_s, userOf(path)}, {u"type"_s, u"base64"_s}})}};
    return {};
}

QVariantList SecretServiceStandIn::search(const QDBusMessage& message) const
{
    const auto wanted = qdbus_cast<Attributes>(message.arguments().constFirst());
    QList<QDBusObjectPath> found;
    // QtKeychain asks for text first, then for bytes, which is what the application keeps.
    if (wanted.value(u"type"_s, u"base64"_s) == "base64"_L1 && entries.contains(wanted.value(u"user"_s)))
        found.append(QDBusObjectPath(pathOf(wanted.value(u"user"_s))));
    const QList<QDBusObjectPath> none;
    return {QVariant::fromValue(locked ? none : found), QVariant::fromValue(locked ? found : none)};
}

QVariantList SecretServiceStandIn::service(const QDBusMessage& message)
{
    const QString method = message.member();
    if (method == "OpenSession"_L1) {
        if (message.arguments().constFirst().toString() == "plain"_L1)
            return {QVariant::fromValue(QDBusVariant(QString())), QVariant::fromValue(QDBusObjectPath(kSession))};
        refuse(message, u"org.freedesktop.DBus.Error.NotSupported"_s, u"Only plain sessions"_s);
        return {};
    }
    if (method == "SearchItems"_L1)
        return search(message);
    if (method == "GetSecrets"_L1) {
        Secrets secrets;
        const auto wanted = qdbus_cast<QList<QDBusObjectPath>>(message.arguments().constFirst());
        for (const QDBusObjectPath& path : wanted) {
            if (!locked && entries.contains(userOf(path.path())))
                secrets.insert(path, {QDBusObjectPath(kSession), {}, entries[userOf(path.path())], u"text/plain"_s});
        }
        return {QVariant::fromValue(secrets)};
    }
    if (method == "Unlock"_L1) {
        const auto objects = qdbus_cast<QList<QDBusObjectPath>>(message.arguments().constFirst());
        if (!locked)
            return {QVariant::fromValue(objects), QVariant::fromValue(kNone)};
        if (person == Person::Refuses) {
            refuse(message, u"org.freedesktop.DBus.Error.AccessDenied"_s, u"The policy of this computer forbids it"_s);
            return {};
        }
        const QString prompt = kRoot + u"/prompt/p%1"_s.arg(++m_prompts);
        m_asked.insert(prompt, objects);
        return {QVariant::fromValue(QList<QDBusObjectPath>()), QVariant::fromValue(QDBusObjectPath(prompt))};
    }
    if (method == "ReadAlias"_L1)
        return {QVariant::fromValue(QDBusObjectPath(kCollection))};
    return {};
}

QVariantList SecretServiceStandIn::collection(const QDBusMessage& message)
{
    if (message.member() != "CreateItem"_L1)
        return {};
    if (locked) {
        refuse(message, u"org.freedesktop.Secret.Error.IsLocked"_s, u"The collection is locked"_s);
        return {};
    }
    const auto given = qdbus_cast<QVariantMap>(message.arguments().at(0));
    const auto attributes = qdbus_cast<Attributes>(given.value(u"org.freedesktop.Secret.Item.Attributes"_s));
    const QString user = attributes.value(u"user"_s);
    entries.insert(user, qdbus_cast<Secret>(message.arguments().at(1)).value);
    return {QVariant::fromValue(QDBusObjectPath(pathOf(user))), QVariant::fromValue(kNone)};
}

QVariantList SecretServiceStandIn::item(const QDBusMessage& message)
{
    const QString user = userOf(message.path());
    if (!entries.contains(user)) {
        refuse(message, u"org.freedesktop.Secret.Error.NoSuchObject"_s, u"No such item"_s);
        return {};
    }
    if (locked) {
        refuse(message, u"org.freedesktop.Secret.Error.IsLocked"_s, u"The item is locked"_s);
        return {};
    }
    if (message.member() == "GetSecret"_L1)
        return {QVariant::fromValue(Secret{QDBusObjectPath(kSession), {}, entries[user], u"text/plain"_s})};
    if (message.member() == "Delete"_L1) {
        entries.remove(user);
        return {QVariant::fromValue(kNone)};
    }
    return {};
}

bool SecretServiceStandIn::handleMessage(const QDBusMessage& message, const QDBusConnection&)
{
    const QString interface = message.interface(), method = message.member(), path = message.path();
    seen.append(method);
    if (before && !before(method))
        return true;
    if (m_connection.isEmpty())
        return true; // gone since it came
    m_refused = false;
    QVariantList values;
    if (interface == "org.freedesktop.DBus.Properties"_L1) {
        const QVariantMap all = properties(path, message.arguments().constFirst().toString());
        values = method == "GetAll"_L1
            ? QVariantList{all}
            : QVariantList{QVariant::fromValue(QDBusVariant(all.value(message.arguments().at(1).toString())))};
    } else if (interface == "org.freedesktop.Secret.Service"_L1) {
        values = service(message);
    } else if (interface == "org.freedesktop.Secret.Collection"_L1) {
        values = collection(message);
    } else if (interface == "org.freedesktop.Secret.Item"_L1) {
        values = item(message);
    } else if (interface == "org.freedesktop.Secret.Prompt"_L1 && method == "Prompt"_L1) {
        ++prompts;
        m_waiting = path;
        reply(message, {});
        if (person != Person::Waits)
            completed(path, person == Person::Dismisses);
        return true;
    } else if (interface == "org.freedesktop.Secret.Prompt"_L1 && method == "Dismiss"_L1) {
        reply(message, {});
        if (m_waiting == path)
            completed(path, true);
        return true;
    } else if (interface != "org.freedesktop.Secret.Session"_L1) {
        return false;
    }
    if (!m_refused)
        reply(message, values);
    return true;
}

} // namespace run402::test
