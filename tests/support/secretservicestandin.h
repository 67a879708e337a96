// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QMap>
#include <QPointer>

#include <functional>

namespace run402::test {

/// A keychain that does what a test tells it: as much of the Secret Service API 0.2 as libsecret uses, with one
/// collection and sessions without encryption, on the session bus by a connection of its own.
///
/// A service that wants to be unlocked answers with a prompt; what comes of that is `person`'s. Owner: the test. Thread:
/// the GUI's, so nothing in the test may wait for it without an event loop.
class SecretServiceStandIn : public QDBusVirtualObject
{
    Q_OBJECT
public:
    enum class Person {
        Unlocks,   ///< at once
        Dismisses, ///< closes the question
        Waits,     ///< until answer()
        Refuses,   ///< the service says no (AccessDenied) before it asks anybody
    };

    SecretServiceStandIn();
    ~SecretServiceStandIn() override;

    /// Takes the name on the bus; false when somebody has it.
    bool appear();
    /// As when the process dies: running calls end without an answer.
    void vanish();

    bool locked = false;
    Person person = Person::Unlocks;
    /// Called before a method is handled, with its name; false: no answer comes.
    std::function<bool(const QString& method)> before;
    QMap<QString, QByteArray> entries; ///< by user; of any server
    QStringList seen;                  ///< methods in the order they came
    int prompts = 0;                   ///< asked of the person so far

    /// Of the prompt that waits; false when there is none.
    bool answer(bool dismissed);

    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override;

private:
    QVariantList service(const QDBusMessage& message);
    QVariantList collection(const QDBusMessage& message);
    QVariantList item(const QDBusMessage& message);
    QVariantList search(const QDBusMessage& message) const;
    QVariantMap properties(const QString& path, const QString& interface) const;
    void completed(const QString& prompt, bool dismissed);
    void reply(const QDBusMessage& message, const QVariantList& values);
    void refuse(const QDBusMessage& message, const QString& error, const QString& words);

    QString m_connection;
    QDBusConnection m_bus;
    QMap<QString, QList<QDBusObjectPath>> m_asked; ///< prompt → what is to be unlocked
    QString m_waiting; ///< the prompt that is on screen
    int m_prompts = 0;
    bool m_refused = false;
};

} // namespace run402::test
