// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1appauth.h"

#include "models/json/jsonreader.h"
#include "services/api/gen1/fetch.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

AppAuth::Person readPerson(const JsonReader& r)
{
    AppAuth::Person p;
    p.id = r.text("id");
    p.email = r.textOr("email");
    p.displayName = r.textOr("display_name");
    p.avatar = QUrl(r.textOr("avatar_url"));
    p.emailVerifiedAt = r.timeOr("email_verified_at");
    p.lastSignInAt = r.timeOr("last_sign_in_at");
    p.createdAt = r.timeOr("created_at");
    if (r.has("identities")) {
        r.objects("identities", [&](const JsonReader& i) {
            p.identities << AppAuth::Identity{i.text("provider"), i.textOr("provider_sub"), i.textOr("provider_email"),
                                              i.timeOr("created_at")};
        });
    }
    return p;
}

Result<AppAuth::Tokens> readTokens(const QJsonDocument& document)
{
    const JsonReader r(document);
    AppAuth::Tokens t;
    t.access = r.text("access_token").toLatin1();
    t.refresh = r.text("refresh_token").toLatin1();
    t.expiresAt = QDateTime::currentDateTimeUtc().addSecs(r.integer("expires_in"));
    t.provider = r.textOr("provider");
    t.person = readPerson(r.object("user"));
    return r.done(t);
}

} // namespace

Gen1AppAuth::Gen1AppAuth(ApiClient& api, QObject* parent) : QObject(parent), m_api(api) {}

Call<AppAuth::Person>* Gen1AppAuth::signUp(const QString& projectId, const QString& email, const QString& password)
{
    ApiRequest request = ApiRequest::postJson(u"/auth/v1/signup"_s, {{u"email"_s, email}, {u"password"_s, password}},
                                              Auth::AnonKey, projectId);
    request.label = u"auth signup"_s;
    return fetch<Person>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader r(document);
        return r.done(readPerson(r));
    });
}

Call<AppAuth::Tokens>* Gen1AppAuth::token(const QString& projectId, const char* grant, const QJsonObject& body,
                                          const char* label)
{
    ApiRequest request = ApiRequest::postJson("/auth/v1/token?grant_type="_L1 + QLatin1StringView(grant), body,
                                              Auth::AnonKey, projectId);
    request.label = QString::fromLatin1(label);
    return fetch<Tokens>(this, m_api, request, readTokens);
}

Call<AppAuth::Tokens>* Gen1AppAuth::signIn(const QString& projectId, const QString& email, const QString& password)
{
    return token(projectId, "password", {{u"email"_s, email}, {u"password"_s, password}}, "auth token password");
}

Call<AppAuth::Tokens>* Gen1AppAuth::refresh(const QString& projectId, const QByteArray& refreshToken)
{
    return token(projectId, "refresh_token", {{u"refresh_token"_s, QString::fromLatin1(refreshToken)}},
                 "auth token refresh");
}

Call<Done>* Gen1AppAuth::signOut(const QString& projectId, const QByteArray& refreshToken)
{
    ApiRequest request =
        ApiRequest::postJson(u"/auth/v1/logout"_s, {{u"refresh_token"_s, QString::fromLatin1(refreshToken)}},
                             Auth::AnonKey, projectId);
    request.label = u"auth logout"_s;
    return fetchDone(this, m_api, request);
}

Call<AppAuth::Person>* Gen1AppAuth::person(const QString& projectId, const QByteArray& accessToken)
{
    ApiRequest request = ApiRequest::get(u"/auth/v1/user"_s, Auth::AnonKeyAndUser, projectId);
    request.userToken = accessToken;
    request.label = u"auth user"_s;
    return fetch<Person>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader r(document);
        return r.done(readPerson(r));
    });
}

Call<QList<AppAuth::Provider>>* Gen1AppAuth::providers(const QString& projectId)
{
    ApiRequest request = ApiRequest::get(u"/auth/v1/providers"_s, Auth::AnonKey, projectId);
    request.label = u"auth providers"_s;
    return fetch<QList<Provider>>(this, m_api, request, [](const QJsonDocument& document) {
        const JsonReader r(document);
        QList<Provider> list{{u"password"_s, u"Password"_s, r.object("password").booleanOr("enabled", false)}};
        r.objects("oauth", [&](const JsonReader& p) {
            list << Provider{p.text("provider"), p.textOr("display_name", p.text("provider")), p.booleanOr("enabled", false)};
        });
        return r.done(list);
    });
}

Call<QUrl>* Gen1AppAuth::startGoogle(const QString& projectId, const QUrl& returnTo, const QByteArray& state,
                                     const QByteArray& challenge)
{
    ApiRequest request = ApiRequest::postJson(u"/auth/v1/oauth/google/start"_s,
                                              {{u"redirect_url"_s, returnTo.toString()},
                                               {u"client_state"_s, QString::fromLatin1(state)},
                                               {u"code_challenge"_s, QString::fromLatin1(challenge)},
                                               {u"code_challenge_method"_s, u"S256"_s}},
                                              Auth::AnonKey, projectId);
    request.label = u"auth oauth google start"_s;
    return fetch<QUrl>(this, m_api, request, [base = m_api.base()](const QJsonDocument& document) -> Result<QUrl> {
        const JsonReader r(document);
        const QUrl url(r.text("authorization_url"), QUrl::StrictMode);
        if (r.failed())
            return r.problem();
        // A page of the service's own choosing is opened in the person's browser: only a secure one, or the
        // sandbox's on this computer.
        const bool here = url.scheme() == "http"_L1 && url.host() == base.host() && url.port() == base.port();
        if (!url.isValid() || !(url.scheme() == "https"_L1 || here))
            return Problem::make(Problem::Kind::Protocol, u"protocol.field_type"_s,
                                 u"/authorization_url is not a secure address"_s);
        return url;
    });
}

Call<AppAuth::Tokens>* Gen1AppAuth::exchangeCode(const QString& projectId, const QByteArray& code,
                                                 const QByteArray& verifier)
{
    return token(projectId, "authorization_code",
                 {{u"code"_s, QString::fromLatin1(code)}, {u"code_verifier"_s, QString::fromLatin1(verifier)}},
                 "auth token code");
}

} // namespace run402
