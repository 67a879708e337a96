// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/crypto/tokencache.h"

namespace run402::sandbox {
namespace {
constexpr std::size_t kMost = 1000;
} // namespace

std::shared_ptr<const Json> TokenCache::find(const std::string& token)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_claims.find(token);
    return known == m_claims.end() ? nullptr : known->second;
}

void TokenCache::add(const std::string& token, std::shared_ptr<const Json> claims)
{
    const std::lock_guard lock(m_mutex);
    if (m_claims.size() >= kMost) {
        m_claims.clear();
    }
    m_claims[token] = std::move(claims);
}

void TokenCache::clear()
{
    const std::lock_guard lock(m_mutex);
    m_claims.clear();
}

} // namespace run402::sandbox
