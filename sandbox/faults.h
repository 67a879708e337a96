// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace run402::sandbox {

/// One way to go wrong, for requests that match (sandbox/README.md, "Control").
struct FaultRule
{
    std::string method = "*";
    std::string path = "*"; ///< '*' stands for any characters
    std::string host = "*"; ///< name without port
    int skip = 0;           ///< matching requests let through first
    int count = -1;         ///< times it strikes, -1 = always
    double probability = 1;
    std::uint64_t seed = 1;
    bool handled = false; ///< "when": "after": the request is carried out, its answer lost
    int status = 0;       ///< 0 = the answer of the route
    std::string body;
    std::string contentType;
    HeaderList headers; ///< added to the answer
    Delivery delivery;

    /// Does the route's handler run?
    bool runsHandler() const;
};

/// Throws std::invalid_argument, which says what is wrong with the rule.
FaultRule parseFaultRule(const Json& json);

/// Does `text` fit `pattern`, in which '*' stands for any characters?
bool wildcardMatch(std::string_view pattern, std::string_view text);

/// The rules in force. Thread: any.
class Faults
{
public:
    /// Number of the new rule.
    int add(FaultRule rule, Json source);
    void clear();
    bool remove(int id);
    Json list();

    /// The first rule that strikes this request; counts it as used.
    std::optional<FaultRule> strike(const Request& request);

private:
    struct Entry
    {
        int id;
        FaultRule rule;
        Json source; ///< as given
        std::mt19937_64 dice;
        std::int64_t seen = 0;
        std::int64_t struck = 0;
    };
    std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::atomic<bool> m_any = false; ///< keeps requests without faults off the mutex
    int m_last = 0;
};

/// What the rule makes of an answer (a fresh one when the handler did not run).
Response spoiled(const FaultRule& rule, Response response);

} // namespace run402::sandbox
