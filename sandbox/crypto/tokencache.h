// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace run402::sandbox {

/// Claims of tokens whose signature was found good: the same few come with
/// every request, and what a signature says never changes. Whether a token has
/// expired is not remembered. Thread: any.
class TokenCache
{
public:
    std::shared_ptr<const Json> find(const std::string& token);
    void add(const std::string& token, std::shared_ptr<const Json> claims);
    void clear();

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const Json>> m_claims;
};

} // namespace run402::sandbox
