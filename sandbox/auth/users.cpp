// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/auth/users.h"

#include "sandbox/app.h"
#include "sandbox/crypto/jwt.h"
#include "sandbox/guards.h"
#include "sandbox/text.h"

#include <locale.h>
#include <wctype.h>

#include <cstdlib>
#include <cwchar>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kAccessSeconds = 3600;

/// Locale that knows the letters of Unicode, whatever the environment says.
locale_t unicodeLocale()
{
    static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return made;
}

} // namespace

std::string normalEmail(const std::string& email)
{
    const std::string plain = lower(trim(email));
    const locale_t unicode = unicodeLocale();
    if (unicode == nullptr) {
        return plain;
    }
    const locale_t before = uselocale(unicode);
    std::wstring wide(plain.size() + 1, L'\0');
    const std::size_t count = std::mbstowcs(wide.data(), plain.c_str(), wide.size());
    std::string out = plain;
    if (count != static_cast<std::size_t>(-1)) {
        wide.resize(count);
        for (wchar_t& c : wide) {
            c = static_cast<wchar_t>(towlower(static_cast<wint_t>(c)));
        }
        std::string narrow(count * 4 + 1, '\0');
        const std::size_t bytes = std::wcstombs(narrow.data(), wide.c_str(), narrow.size());
        if (bytes != static_cast<std::size_t>(-1)) {
            narrow.resize(bytes);
            out = narrow;
        }
    }
    uselocale(before);
    return out;
}

void markSignIn(PgTransaction& tx, const std::string& userId)
{
    tx.query("UPDATE internal.users SET last_sign_in_at = clock_timestamp() WHERE id::text = $1", {userId});
}

Json startSession(App& app, PgTransaction& tx, const std::string& projectId, const std::string& userId,
                  const Json& user)
{
    const std::string refresh =
        tx.query("INSERT INTO internal.refresh_tokens (user_id, project_id, expires_at) "
                 "VALUES ($1, $2, now() + interval '30 days') RETURNING id",
                 {userId, projectId})
            .text(0, 0);
    const std::int64_t now = nowMs() / 1000;
    const std::string access = signJwt({{"sub", userId},
                                        {"role", "authenticated"},
                                        {"project_id", projectId},
                                        {"iat", now},
                                        {"exp", now + kAccessSeconds}},
                                       projectSecret(app, projectId));
    return {{"access_token", access},
            {"token_type", "bearer"},
            {"expires_in", kAccessSeconds},
            {"refresh_token", refresh},
            {"user", user}};
}

Json requireUserToken(App& app, const Request& request)
{
    const std::string& bearer = request.header("authorization");
    if (!startsWith(bearer, "Bearer ")) {
        refuse(401, "Missing Bearer token");
    }
    const auto claims = verifyProjectToken(app, bearer.substr(7));
    if (!claims) {
        refuse(401, "Invalid token");
    }
    if (textMember(*claims, "role") != "authenticated" || !isUuid(textMember(*claims, "sub").value_or(""))) {
        refuse(401, "Not an authenticated user token");
    }
    if (textMember(*claims, "project_id") != request.project->id) {
        refuse(401, "Token was issued for a different project");
    }
    return *claims;
}

} // namespace run402::sandbox
