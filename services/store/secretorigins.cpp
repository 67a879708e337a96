// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/secretorigins.h"

#include "services/store/localstore.h"
#include "services/store/sessionstore.h"

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr QLatin1StringView words[] = {"typed"_L1, "env"_L1, "deploy"_L1}; // in the order of SecretOrigin::From

QString scopeOf(const QString& projectId)
{
    return u"secretOrigins/"_s + projectId;
}

} // namespace

Call<QHash<QString, SecretOrigin>>* SecretOrigins::load(const QString& projectId)
{
    return mapCall(&m_store, m_sessions.load(scopeOf(projectId)),
                   [](const QHash<QString, SessionStore::Value>& values) -> Result<QHash<QString, SecretOrigin>> {
                       QHash<QString, SecretOrigin> origins;
                       for (auto it = values.cbegin(); it != values.cend(); ++it) {
                           const QString word = it->json.toString();
                           for (int i = 0; i < int(std::size(words)); ++i) {
                               if (word == words[i])
                                   origins.insert(it.key(), {SecretOrigin::From(i), it->updatedAt});
                           }
                       }
                       return origins;
                   });
}

void SecretOrigins::note(const QString& projectId, const QString& name, SecretOrigin::From from)
{
    m_sessions.save(scopeOf(projectId), name, QString(words[int(from)]));
}

void SecretOrigins::forget(const QString& projectId, const QString& name)
{
    m_sessions.remove(scopeOf(projectId), name);
}

} // namespace run402
