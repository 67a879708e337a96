// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include "sandbox/text.h"

#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kMaxWaitMs = 600'000;
constexpr std::int64_t kMaxCount = 1'000'000'000;

[[noreturn]] void wrong(const std::string& what)
{
    throw std::invalid_argument("fault: " + what);
}

std::string textOf(const std::string& key, const Json& value)
{
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
        wrong('\'' + key + "' must be a text");
    }
    return value.get<std::string>();
}

std::int64_t numberOf(const std::string& key, const Json& value, std::int64_t least, std::int64_t most)
{
    if (!value.is_number_integer() || value.get<double>() < static_cast<double>(least) ||
        value.get<double>() > static_cast<double>(most)) {
        wrong('\'' + key + "' must be a whole number from " + std::to_string(least) + " to " +
              std::to_string(most));
    }
    return value.get<std::int64_t>();
}

bool flagOf(const std::string& key, const Json& value)
{
    if (!value.is_boolean()) {
        wrong('\'' + key + "' must be true or false");
    }
    return value.get<bool>();
}

HeaderList headersOf(const Json& value)
{
    HeaderList headers;
    if (!value.is_object()) {
        wrong("'headers' must be an object");
    }
    for (const auto& field : value.items()) {
        headers.emplace_back(field.key(), textOf("headers." + field.key(), field.value()));
    }
    return headers;
}

/// Which requests the rule is for; false when `key` says nothing about that.
bool readMatch(FaultRule& rule, const std::string& key, const Json& value)
{
    if (key == "path") {
        rule.path = textOf(key, value);
    } else if (key == "method") {
        rule.method = textOf(key, value);
    } else if (key == "host") {
        rule.host = lower(textOf(key, value));
    } else if (key == "skip") {
        rule.skip = static_cast<int>(numberOf(key, value, 0, kMaxCount));
    } else if (key == "count") {
        rule.count = static_cast<int>(numberOf(key, value, 1, kMaxCount));
    } else if (key == "seed") {
        rule.seed = static_cast<std::uint64_t>(numberOf(key, value, 0, INT64_MAX));
    } else if (key == "probability") {
        if (!value.is_number() || value.get<double>() < 0 || value.get<double>() > 1) {
            wrong("'probability' must be a number from 0 to 1");
        }
        rule.probability = value.get<double>();
    } else {
        return false;
    }
    return true;
}

bool readAnswer(FaultRule& rule, const std::string& key, const Json& value)
{
    if (key == "status") {
        rule.status = static_cast<int>(numberOf(key, value, 200, 599));
    } else if (key == "body") {
        rule.body = value.is_string() ? value.get<std::string>() : dump(value);
        rule.contentType =
            value.is_string() ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
    } else if (key == "headers") {
        for (auto& header : headersOf(value)) {
            rule.headers.push_back(std::move(header));
        }
    } else if (key == "retry_after") {
        rule.headers.emplace_back("Retry-After", std::to_string(numberOf(key, value, 0, kMaxCount)));
    } else if (key == "when") {
        const std::string when = textOf(key, value);
        if (when != "before" && when != "after") {
            wrong("'when' must be \"before\" or \"after\"");
        }
        rule.handled = when == "after";
    } else {
        return false;
    }
    return true;
}

bool readDelivery(Delivery& delivery, const std::string& key, const Json& value)
{
    if (key == "latency_ms") {
        delivery.latencyMs = static_cast<int>(numberOf(key, value, 0, kMaxWaitMs));
    } else if (key == "bytes_per_s") {
        delivery.bytesPerSecond = static_cast<int>(numberOf(key, value, 1, kMaxCount));
    } else if (key == "cut_body") {
        delivery.cutBodyAt = static_cast<std::size_t>(numberOf(key, value, 0, kMaxCount));
    } else if (key == "cut_headers") {
        delivery.cutHead = flagOf(key, value);
    } else if (key == "reset") {
        delivery.reset = flagOf(key, value);
    } else if (key == "hang") {
        delivery.hang = flagOf(key, value);
    } else {
        return false;
    }
    return true;
}

} // namespace

bool FaultRule::runsHandler() const
{
    return handled || (status == 0 && !delivery.reset && !delivery.hang);
}

FaultRule parseFaultRule(const Json& json)
{
    if (!json.is_object()) {
        wrong("a rule must be an object");
    }
    FaultRule rule;
    for (const auto& field : json.items()) {
        if (!readMatch(rule, field.key(), field.value()) && !readAnswer(rule, field.key(), field.value()) &&
            !readDelivery(rule.delivery, field.key(), field.value())) {
            wrong("unknown field '" + field.key() + '\'');
        }
    }
    if (rule.status == 0 && rule.headers.empty() && rule.delivery.plain()) {
        wrong("nothing to do: give status, latency_ms, reset, hang, cut_headers, cut_body or bytes_per_s");
    }
    if (!rule.contentType.empty() && rule.status == 0) {
        wrong("'body' needs a 'status'");
    }
    return rule;
}

bool wildcardMatch(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t tried = 0; // where the last '*' began to fit
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            tried = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++tried;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

int Faults::add(FaultRule rule, Json source)
{
    const std::lock_guard lock(m_mutex);
    std::mt19937_64 dice(rule.seed);
    m_entries.push_back({++m_last, std::move(rule), std::move(source), dice});
    m_any = true;
    return m_last;
}

void Faults::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_any = false;
}

bool Faults::remove(int id)
{
    const std::lock_guard lock(m_mutex);
    const bool found = std::erase_if(m_entries, [&](const Entry& entry) { return entry.id == id; }) != 0;
    m_any = !m_entries.empty();
    return found;
}

Json Faults::list()
{
    const std::lock_guard lock(m_mutex);
    Json rules = Json::array();
    for (const Entry& entry : m_entries) {
        Json rule = entry.source;
        rule["id"] = entry.id;
        rule["seen"] = entry.seen;
        rule["struck"] = entry.struck;
        rules.push_back(std::move(rule));
    }
    return rules;
}

std::optional<FaultRule> Faults::strike(const Request& request)
{
    if (!m_any) {
        return std::nullopt;
    }
    const std::lock_guard lock(m_mutex);
    for (Entry& entry : m_entries) {
        const FaultRule& rule = entry.rule;
        if ((rule.count >= 0 && entry.struck >= rule.count) || !wildcardMatch(rule.method, request.method) ||
            !wildcardMatch(rule.path, request.path) || !wildcardMatch(rule.host, request.hostname()) ||
            ++entry.seen <= rule.skip) {
            continue;
        }
        // 53 random bits as a fraction: the same everywhere for the same seed
        if (static_cast<double>(entry.dice() >> 11) * 0x1p-53 >= rule.probability) {
            continue;
        }
        ++entry.struck;
        return rule;
    }
    return std::nullopt;
}

Response spoiled(const FaultRule& rule, Response response)
{
    if (rule.status != 0) {
        response = rule.contentType.empty() ? Response::error(rule.status, "Injected fault")
                                            : Response::text(rule.status, rule.contentType, rule.body);
    }
    for (const auto& [name, value] : rule.headers) {
        response.set(name, value);
    }
    response.delivery = rule.delivery;
    return response;
}

} // namespace run402::sandbox
