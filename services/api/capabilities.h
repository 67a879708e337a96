// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace run402 {

/// What the connected service can do for us. Panes ask this and never for a version
/// (generations.md §5).
enum class Capability {
    SignIn,
    BuyTier,
    Faucet,
    TopUp,
    Projects,
    RecoverKeys,
    Sql,
    AccessRules,
    Releases,
    ReleaseHistory, ///< the server keeps one; otherwise history is local
    Addresses,
    Functions,
    Secrets,
    Objects,
    ObjectList,
    ObjectLinks, ///< signed links to stored files
    Market,
    Images,
    Messages,
};

/// Value type. An absent capability carries the sentence to show.
class Capabilities
{
public:
    void allow(Capability c) { m_denied.remove(c); m_allowed.insert(c, true); }
    void deny(Capability c, QString why) { m_allowed.remove(c); m_denied.insert(c, std::move(why)); }
    bool has(Capability c) const { return m_allowed.value(c, false); }
    QString whyNot(Capability c) const { return has(c) ? QString() : m_denied.value(c); }

private:
    QHash<Capability, bool> m_allowed;
    QHash<Capability, QString> m_denied;
};

} // namespace run402
