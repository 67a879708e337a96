// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/challenge.h"

#include "services/x402/bytes.h"

#include <utility>

namespace run402::mpp {

using namespace x402;

namespace {

constexpr qsizetype headerLimit = 64 * 1024;

Unexpected broken(const char* code, const char* message)
{
    return fail(Problem::Kind::Protocol, QString::fromLatin1(code), QString::fromLatin1(message));
}

bool isTokenChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

struct Scheme
{
    QByteArray name; ///< lower case
    std::vector<std::pair<QByteArray, QByteArray>> parameters; ///< names in lower case
};

/// Reads a list of schemes, each with its comma-separated parameters.
class HeaderReader
{
public:
    explicit HeaderReader(QByteArrayView text) : m_rest(text) {}

    std::optional<std::vector<Scheme>> read()
    {
        std::vector<Scheme> schemes;
        for (skip(" \t,"); !m_rest.isEmpty(); skip(" \t,")) {
            const QByteArray word = token().toLower();
            if (word.isEmpty())
                return std::nullopt;
            skip(" \t");
            if (m_rest.startsWith('=') && !schemes.empty()) {
                m_rest = m_rest.sliced(1);
                skip(" \t");
                auto value = parameterValue();
                if (!value || !atEnd())
                    return std::nullopt;
                schemes.back().parameters.emplace_back(word, std::move(*value));
            } else {
                schemes.push_back({word, {}});
                if (const auto next = m_rest.indexOf(','); isToken68(m_rest.first(next < 0 ? m_rest.size() : next)))
                    m_rest = m_rest.sliced(next < 0 ? m_rest.size() : next); // "Basic abc=": not ours
            }
        }
        return schemes;
    }

private:
    void skip(QByteArrayView what)
    {
        while (!m_rest.isEmpty() && what.contains(m_rest[0]))
            m_rest = m_rest.sliced(1);
    }

    QByteArray token()
    {
        qsizetype end = 0;
        while (end < m_rest.size() && isTokenChar(m_rest[end]))
            ++end;
        const QByteArray word = m_rest.first(end).toByteArray();
        m_rest = m_rest.sliced(end);
        return word;
    }

    /// One word that is no "name=value".
    static bool isToken68(QByteArrayView text)
    {
        const QByteArrayView word = text.trimmed();
        qsizetype end = word.size();
        while (end > 0 && word[end - 1] == '=')
            --end;
        return end > 0 && !word.first(end).contains('=') && !word.contains(' ') && !word.contains('"');
    }

    std::optional<QByteArray> parameterValue()
    {
        if (!m_rest.startsWith('"'))
            return token();
        QByteArray value;
        qsizetype from = 1; // of what stands for itself
        for (qsizetype at = 1; at < m_rest.size(); ++at) {
            if (m_rest[at] == '"') {
                value += m_rest.sliced(from, at - from);
                m_rest = m_rest.sliced(at + 1);
                return value;
            }
            if (m_rest[at] != '\\')
                continue;
            value += m_rest.sliced(from, at - from);
            from = at + 1;
            if (++at == m_rest.size())
                break;
        }
        return std::nullopt;
    }

    bool atEnd()
    {
        skip(" \t");
        return m_rest.isEmpty() || m_rest[0] == ',';
    }

    QByteArrayView m_rest;
};

Result<Challenge> challengeOf(const Scheme& scheme)
{
    Challenge c;
    const std::pair<const char*, QByteArray*> required[] = {
        {"id", &c.id}, {"realm", &c.realm}, {"method", &c.method}, {"intent", &c.intent}, {"request", &c.request}};
    const std::pair<const char*, std::optional<QByteArray>*> optional[] = {
        {"expires", &c.expires}, {"description", &c.description}, {"digest", &c.digest}, {"opaque", &c.opaque}};
    const auto find = [&scheme](const char* name) -> Result<std::optional<QByteArray>> {
        std::optional<QByteArray> found;
        for (const auto& [key, value] : scheme.parameters) {
            if (key != name)
                continue;
            if (found)
                return broken("mpp.parameter_twice", "The payment challenge names a field twice");
            found = value;
        }
        return found;
    };
    for (const auto& [name, place] : required) {
        const auto value = find(name);
        if (!value)
            return fail(value.error());
        if (!value->has_value() || (*value)->isEmpty())
            return broken("mpp.parameter_missing", "The payment challenge lacks a field it must have");
        *place = **value;
    }
    for (const auto& [name, place] : optional) {
        const auto value = find(name);
        if (!value)
            return fail(value.error());
        *place = *value;
    }
    const auto text = fromBase64Url(c.request);
    if (text)
        c.json = JsonText::parse(*text).text;
    if (!c.json || !c.json->root().isObject())
        return broken("mpp.request_malformed", "What the payment challenge asks for cannot be read");
    return c;
}

} // namespace

Result<std::vector<Challenge>> parseChallenges(QByteArrayView wwwAuthenticate)
{
    if (wwwAuthenticate.size() > headerLimit)
        return broken("mpp.header_too_large", "The payment challenge is larger than allowed");
    const auto schemes = HeaderReader(wwwAuthenticate).read();
    if (!schemes)
        return broken("mpp.header_malformed", "The payment challenge cannot be read");
    std::vector<Challenge> challenges;
    for (const Scheme& scheme : *schemes) {
        if (scheme.name != "payment")
            continue;
        auto challenge = challengeOf(scheme);
        if (!challenge)
            return fail(challenge.error());
        challenges.push_back(std::move(*challenge));
    }
    if (challenges.empty())
        return broken("mpp.no_challenge", "The answer asks for no machine payment");
    return challenges;
}

} // namespace run402::mpp
