// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/auth/testusers.h"

#include "services/secrets/secretstore.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/workspace.h"

#include <QJsonDocument>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int freshForSeconds = 60;

QJsonObject toJson(const TestUsers::User& u)
{
    return {{u"id"_s, u.id},
            {u"email"_s, u.email},
            {u"name"_s, u.displayName},
            {u"providers"_s, QJsonArray::fromStringList(u.providers)},
            {u"created"_s, u.createdAt.toString(Qt::ISODateWithMs)},
            {u"expires"_s, u.expiresAt.toString(Qt::ISODateWithMs)}};
}

QDateTime timeOf(const QJsonValue& value)
{
    QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toUTC() : QDateTime();
}

TestUsers::User fromJson(const QJsonObject& o)
{
    TestUsers::User u;
    u.id = o.value("id"_L1).toString();
    u.email = o.value("email"_L1).toString();
    u.displayName = o.value("name"_L1).toString();
    for (const QJsonValue& p : o.value("providers"_L1).toArray())
        u.providers << p.toString();
    u.createdAt = timeOf(o.value("created"_L1));
    u.expiresAt = timeOf(o.value("expires"_L1));
    return u;
}

/// Testnet and mainnet are one service with the same people.
QString worldOf(const Workspace& workspace)
{
    return workspace.isSandbox() ? u"sandbox"_s : u"live"_s;
}

Problem signedOut()
{
    return Problem::make(Problem::Kind::Refused, u"auth.signed_out"_s, u"This test user is signed out"_s);
}

} // namespace

TestUsers::TestUsers(Services& services) : m_services(services)
{
    const auto follow = [this] {
        const Workspace& w = m_services.workspace();
        if (worldOf(w) != m_environment || w.currentProjectId() != m_projectId)
            load();
    };
    connect(&services.workspace(), &Workspace::currentProjectChanged, this, follow);
    connect(&services.workspace(), &Workspace::environmentChanged, this, follow);
}

TestUsers::Place TestUsers::place() const
{
    return {m_generation, m_environment, m_projectId, &m_services.keysOf(m_services.workspace().isSandbox())};
}

QString TestUsers::secretName(const Place& place, const QString& id) const
{
    return u"project/%1/%2/user/%3"_s.arg(place.environment, place.projectId, id);
}

QString TestUsers::settingsKey(const Place& place) const
{
    return u"testUsers/%1/%2"_s.arg(place.environment, place.projectId);
}

void TestUsers::load()
{
    ++m_generation;
    m_environment = worldOf(m_services.workspace());
    m_projectId = m_services.workspace().currentProjectId();
    m_users.clear();
    m_active.clear();
    m_refreshing.clear();
    Q_EMIT changed();
    if (m_projectId.isEmpty())
        return;
    const int generation = m_generation;
    m_services.settings().get(settingsKey(place()))->onDone(this, [this, generation](const Result<QJsonValue>& r) {
        if (!r.ok() || generation != m_generation || !m_users.isEmpty())
            return;
        const QJsonObject stored = r->toObject();
        for (const QJsonValue& v : stored.value("users"_L1).toArray())
            m_users << fromJson(v.toObject());
        m_active = stored.value("active"_L1).toString();
        if (!at(m_active))
            m_active.clear();
        Q_EMIT changed();
    });
}

void TestUsers::save()
{
    QJsonArray list;
    for (const User& u : std::as_const(m_users))
        list << toJson(u);
    m_services.settings().set(settingsKey(place()), QJsonObject{{u"users"_s, list}, {u"active"_s, m_active}});
    Q_EMIT changed();
}

TestUsers::User* TestUsers::at(const QString& id)
{
    const auto it = std::find_if(m_users.begin(), m_users.end(), [&](const User& u) { return u.id == id; });
    return it == m_users.end() ? nullptr : &*it;
}

std::optional<TestUsers::User> TestUsers::find(const QString& id) const
{
    const auto it = std::find_if(m_users.cbegin(), m_users.cend(), [&](const User& u) { return u.id == id; });
    return it == m_users.cend() ? std::nullopt : std::optional(*it);
}

void TestUsers::setActive(const QString& id)
{
    if (m_active == id || (!id.isEmpty() && !at(id)))
        return;
    m_active = id;
    save();
}

void TestUsers::put(const User& user)
{
    if (User* known = at(user.id)) {
        const QStringList providers = known->providers + user.providers;
        const QDateTime created = user.createdAt.isValid() ? user.createdAt : known->createdAt;
        const QString name = user.displayName.isEmpty() ? known->displayName : user.displayName;
        *known = user;
        known->providers = providers;
        known->providers.removeDuplicates();
        known->createdAt = created;
        known->displayName = name;
    } else {
        m_users << user;
    }
    save();
}

/// The tokens are safe before the person counts as signed in.
Call<TestUsers::User>* TestUsers::keep(const Place& place, const AppAuth::Tokens& tokens, const QString& provider)
{
    User user{tokens.person.id, tokens.person.email, tokens.person.displayName, {}, tokens.person.createdAt,
              tokens.expiresAt};
    if (!provider.isEmpty())
        user.providers << provider;
    const QByteArray text = QJsonDocument(QJsonObject{{u"access"_s, QString::fromLatin1(tokens.access)},
                                                {u"refresh"_s, QString::fromLatin1(tokens.refresh)},
                                                {u"expires"_s, tokens.expiresAt.toString(Qt::ISODateWithMs)}})
                          .toJson(QJsonDocument::Compact);
    auto* call = new Call<User>(this);
    place.secrets->write(secretName(place, user.id), text)->onDone(this, [this, call, place, user, text](const Result<Done>& r) {
        wipeShared(text); // not sooner: the store's own copy is the same memory
        if (!r.ok())
            return call->resolve(r.error());
        if (place.generation == m_generation)
            put(user);
        call->resolve(user);
    });
    return call;
}

Call<TestUsers::User>* TestUsers::finishSignIn(const Place& place, Call<AppAuth::Tokens>* tokens, const QString& provider)
{
    auto* call = new Call<User>(this);
    tokens->onDone(this, [this, call, place, provider](const Result<AppAuth::Tokens>& r) {
        if (!r.ok())
            return call->resolve(r.error());
        keep(place, *r, provider)->onDone(call, [call](const Result<User>& kept) { call->resolve(kept); });
    });
    return call;
}

Call<TestUsers::User>* TestUsers::signIn(const QString& email, const QString& password)
{
    return finishSignIn(place(), m_services.appAuth().signIn(m_projectId, email, password), u"password"_s);
}

Call<TestUsers::User>* TestUsers::signUp(const QString& email, const QString& password)
{
    auto* call = new Call<User>(this);
    const Place here = place();
    m_services.appAuth().signUp(here.projectId, email, password)->onDone(this, [=, this](const Result<AppAuth::Person>& r) {
        if (!r.ok())
            return call->resolve(r.error());
        const User made{r->id, r->email, {}, {u"password"_s}, r->createdAt, {}};
        if (here.generation != m_generation)
            return call->resolve(made);
        put(made); // it exists whatever the sign-in answers
        finishSignIn(here, m_services.appAuth().signIn(here.projectId, email, password), u"password"_s)
            ->onDone(call, [call](const Result<User>& user) { call->resolve(user); });
    });
    return call;
}

Call<TestUsers::User>* TestUsers::adopt(const AppAuth::Tokens& tokens, const QString& provider)
{
    return keep(place(), tokens, provider);
}

Call<QByteArray>* TestUsers::secret(const Place& place, const QString& id, const char* member)
{
    return mapCall(this, place.secrets->read(secretName(place, id)),
                   [name = QLatin1StringView(member)](const QByteArray& text) -> Result<QByteArray> {
                       const QByteArray value = QJsonDocument::fromJson(text).object().value(name).toString().toLatin1();
                       if (value.isEmpty())
                           return signedOut();
                       return value;
                   });
}

Call<QByteArray>* TestUsers::accessToken(const QString& id)
{
    const User* user = at(id);
    if (!user || !user->isSignedIn())
        return Call<QByteArray>::ready(this, signedOut());
    const Place here = place();
    if (QDateTime::currentDateTimeUtc().secsTo(user->expiresAt) > freshForSeconds)
        return secret(here, id, "access");
    auto* call = new Call<QByteArray>(this);
    refresh(id)->onDone(this, [this, call, here, id](const Result<User>& r) {
        if (!r.ok())
            return call->resolve(r.error());
        secret(here, id, "access")->onDone(call, [call](const Result<QByteArray>& token) { call->resolve(token); });
    });
    return call;
}

Call<TestUsers::User>* TestUsers::refresh(const QString& id)
{
    if (m_refreshing.value(id)) { // somebody else is at it: the same outcome for both
        auto* call = new Call<User>(this);
        m_refreshing.value(id)->onDone(call, [call](const Result<User>& r) { call->resolve(r); });
        return call;
    }
    const Place here = place();
    auto* call = new Call<User>(this);
    m_refreshing.insert(id, call);
    secret(here, id, "refresh")->onDone(this, [this, call, here, id](const Result<QByteArray>& token) {
        if (!token.ok())
            return call->resolve(token.error());
        if (here.generation != m_generation)
            return call->resolve(fail(Problem::cancelled()));
        finishSignIn(here, m_services.appAuth().refresh(here.projectId, *token), {})
            ->onDone(call, [this, call, here, id](const Result<User>& r) {
                User* known = here.generation == m_generation ? at(id) : nullptr;
                if (!r.ok() && r.error().httpStatus == 401 && known) { // used up or too old: only a new sign-in helps
                    known->expiresAt = {};
                    save();
                }
                call->resolve(r);
            });
    });
    return call;
}

Call<TestUsers::User>* TestUsers::reload(const QString& id)
{
    auto* call = new Call<User>(this);
    const Place here = place();
    accessToken(id)->onDone(this, [=, this](const Result<QByteArray>& token) {
        if (!token.ok())
            return call->resolve(token.error());
        m_services.appAuth().person(here.projectId, *token)->onDone(call, [=, this](const Result<AppAuth::Person>& r) {
            if (!r.ok())
                return call->resolve(r.error());
            User user = find(id).value_or(User());
            user.email = r->email;
            user.displayName = r->displayName;
            user.createdAt = r->createdAt;
            for (const AppAuth::Identity& i : r->identities)
                user.providers << i.provider;
            user.providers.removeDuplicates();
            if (here.generation == m_generation && at(id))
                put(user);
            call->resolve(user);
        });
    });
    return call;
}

Call<Done>* TestUsers::signOut(const QString& id)
{
    auto* call = new Call<Done>(this);
    const Place here = place();
    secret(here, id, "refresh")->onDone(this, [=, this](const Result<QByteArray>& token) {
        const auto drop = [=, this](const Result<Done>& answer) {
            if (!answer.ok())
                return call->resolve(answer);
            here.secrets->remove(secretName(here, id));
            User* known = here.generation == m_generation ? at(id) : nullptr;
            if (known) {
                known->expiresAt = {};
                save();
            }
            call->resolve(Done{});
        };
        if (!token.ok()) // nothing to give back
            return drop(Done{});
        m_services.appAuth().signOut(here.projectId, *token)->onDone(call, drop);
    });
    return call;
}

Call<Done>* TestUsers::forget(const QString& id)
{
    const Place here = place();
    m_users.removeIf([&](const User& u) { return u.id == id; });
    if (m_active == id)
        m_active.clear();
    save();
    return here.secrets->remove(secretName(here, id));
}

} // namespace run402
