// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/checks.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Finding = SiteCheck::Finding;
using State = SiteCheck::State;
constexpr int maxFindings = 200;

bool isHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isToken(char c) { return isDigit(c) || isLetter(c) || c == '-' || c == '_'; }

/// Walks one text once, looking for the starts of secret-like words.
class Finder
{
public:
    Finder(const QByteArray& text, const QString& path, const CheckContext& context)
        : m_text(text), m_path(path), m_context(context)
    {
    }
    QList<Finding> run();

private:
    void each(const char* start, void (Finder::*look)(qsizetype));
    void jwt(qsizetype at);
    void hexKey(qsizetype at);
    void apiKey(qsizetype at);
    void pem(qsizetype at);
    void add(qsizetype at, const char* what);
    qsizetype tokenEnd(qsizetype from) const
    {
        while (from < m_text.size() && isToken(m_text.at(from)))
            ++from;
        return from;
    }
    bool wordBefore(qsizetype at) const { return at > 0 && isToken(m_text.at(at - 1)); }

    const QByteArray& m_text;
    const QString& m_path;
    const CheckContext& m_context;
    QList<Finding> m_found;
};

void Finder::add(qsizetype at, const char* what)
{
    const int line = int(std::count(m_text.cbegin(), m_text.cbegin() + at, '\n')) + 1;
    m_found.append({m_path, line, QString::fromLatin1(what), QString::fromLatin1(m_text.mid(at, 6)) + u'…'});
}

void Finder::each(const char* start, void (Finder::*look)(qsizetype))
{
    for (qsizetype at = m_text.indexOf(start); at >= 0; at = m_text.indexOf(start, at + 1)) {
        if (m_found.size() >= maxFindings)
            return;
        (this->*look)(at);
    }
}

void Finder::jwt(qsizetype at)
{
    if (wordBefore(at))
        return;
    const qsizetype dot1 = tokenEnd(at);
    if (dot1 >= m_text.size() || m_text.at(dot1) != '.')
        return;
    const qsizetype dot2 = tokenEnd(dot1 + 1);
    if (dot2 >= m_text.size() || m_text.at(dot2) != '.' || dot2 - dot1 > 16384)
        return;
    const auto payload = QByteArray::fromBase64Encoding(m_text.mid(dot1 + 1, dot2 - dot1 - 1),
                                                        QByteArray::Base64UrlEncoding);
    const QJsonObject claims = QJsonDocument::fromJson(payload.decoded).object();
    const QString role = claims.value("role"_L1).toString();
    if (role == "service_role"_L1)
        return add(at, "service_key");
    if (role != "anon"_L1)
        return;
    const QByteArray whole = m_text.mid(at, tokenEnd(dot2 + 1) - at);
    const bool same = !m_context.anonKey.isEmpty() ? whole == m_context.anonKey.toLatin1()
                                                   : claims.value("project_id"_L1).toString() == m_context.projectId;
    add(at, same ? "anon_key" : "anon_key_other");
}

void Finder::hexKey(qsizetype at)
{
    if (wordBefore(at))
        return;
    qsizetype end = at + 2;
    while (end < m_text.size() && isHex(m_text.at(end)) && end - at <= 66)
        ++end;
    if (end - at != 66 || (end < m_text.size() && isToken(m_text.at(end))))
        return;
    // Transaction hashes look the same; the words before it on the line tell what it is meant for.
    const qsizetype line = m_text.lastIndexOf('\n', at) + 1;
    const QByteArray before = m_text.mid(qMax(line, at - 120), at - qMax(line, at - 120)).toLower();
    const bool named = before.contains("priv") || before.contains("secret") || before.contains("key")
                       || before.contains("signer") || before.contains("mnemonic");
    add(at, named ? "private_key" : "maybe_private_key");
}

void Finder::apiKey(qsizetype at)
{
    if (wordBefore(at))
        return;
    const qsizetype end = tokenEnd(at);
    bool digit = false, letter = false;
    for (qsizetype i = at + 3; i < end; ++i) {
        digit = digit || isDigit(m_text.at(i));
        letter = letter || isLetter(m_text.at(i));
    }
    // "sk-circle" and the like are names of style classes.
    if (end - at >= 23 && digit && letter)
        add(at, "api_key");
}

void Finder::pem(qsizetype at)
{
    const qsizetype end = m_text.indexOf('\n', at);
    if (m_text.mid(at, qMin<qsizetype>(end < 0 ? 64 : end - at, 64)).contains("PRIVATE KEY-----"))
        add(at, "pem_key");
}

QList<Finding> Finder::run()
{
    each("eyJ", &Finder::jwt);
    each("0x", &Finder::hexKey);
    for (const char* start : {"sk-", "sk_live_", "sk_test_", "rk_live_", "ghp_", "xoxb-", "whsec_"})
        each(start, &Finder::apiKey);
    each("-----BEGIN ", &Finder::pem);
    return m_found;
}

/// The bytes of a text file; nullopt for pictures and the like, and for what cannot be read.
std::optional<QByteArray> textOf(const SiteFile& file)
{
    QByteArray bytes = file.data;
    if (!file.diskPath.isEmpty()) {
        QFile in(file.diskPath);
        if (!in.open(QIODevice::ReadOnly))
            return std::nullopt;
        bytes = in.read(8192);
        if (bytes.contains('\0'))
            return std::nullopt;
        bytes += in.read(qMax<qint64>(0, file.size - bytes.size()));
    }
    if (bytes.left(8192).contains('\0'))
        return std::nullopt;
    return bytes;
}

SiteCheck indexCheck(const ScanResult& result)
{
    SiteCheck check{.id = SiteCheck::Id::IndexPage, .state = State::Failed, .findings = {}, .hint = {}};
    if (result.spec.files.isEmpty() && result.isManifest())
        check.state = State::NotNeeded;
    for (const SiteFile& f : result.spec.files) {
        if (f.path == "index.html"_L1)
            check.state = State::Passed;
        else if (check.hint.isEmpty() && f.path.endsWith("/index.html"_L1))
            check.hint = f.path.section(u'/', 0, -2);
    }
    return check;
}

SiteCheck sizeCheck(const ScanResult& result, const ScanLimits& limits)
{
    SiteCheck check{.id = SiteCheck::Id::Size, .findings = {}, .hint = {}};
    const qint64 content = result.spec.totalBytes();
    const bool bodyWorse = double(result.bodyBytes) / limits.bodyBytes > double(content) / limits.contentBytes;
    check.bytes = bodyWorse ? result.bodyBytes : content;
    check.limit = bodyWorse ? limits.bodyBytes : limits.contentBytes;
    check.state = check.bytes > check.limit             ? State::Failed
                  : check.bytes > check.limit / 10 * 8 ? State::Warned
                                                        : State::Passed;
    return check;
}

/// Two names that differ in upper and lower case only work here and fail on other computers.
SiteCheck namesCheck(const ScanResult& result)
{
    SiteCheck check{.id = SiteCheck::Id::Names, .findings = {}, .hint = {}};
    QHash<QString, QString> seen;
    for (const SiteFile& f : result.spec.files) {
        const QString folded = f.path.toCaseFolded();
        if (seen.contains(folded))
            check.findings.append({f.path, 0, u"case"_s, seen.value(folded)});
        seen.insert(folded, f.path);
    }
    check.state = check.findings.isEmpty() ? State::Passed : State::Warned;
    return check;
}

SiteCheck unreadableCheck(const ScanResult& result)
{
    SiteCheck check{.id = SiteCheck::Id::Unreadable, .findings = {}, .hint = {}};
    for (const SkippedFile& s : result.skipped) {
        if (s.why == SkippedFile::Why::Unreadable)
            check.findings.append({s.path, 0, u"unreadable"_s, s.detail});
    }
    check.state = check.findings.isEmpty() ? State::Passed : State::Failed;
    return check;
}

} // namespace

QList<Finding> findSecrets(const QByteArray& text, const QString& path, const CheckContext& context)
{
    return Finder(text, path, context).run();
}

QList<SiteCheck> checkSite(const ScanResult& result, const CheckContext& context, const ScanLimits& limits,
                           ScanControl& control)
{
    SiteCheck secrets{.id = SiteCheck::Id::Secrets, .findings = {}, .hint = {}};
    SiteCheck anon{.id = SiteCheck::Id::AnonKey, .state = State::NotNeeded, .findings = {}, .hint = {}};
    for (const SiteFile& file : result.spec.files) {
        if (control.cancelled)
            return {};
        const auto text = textOf(file);
        if (!text)
            continue;
        const auto found = findSecrets(*text, file.path, context);
        for (const Finding& f : found) {
            if (f.what.startsWith("anon_key"_L1)) {
                anon.findings.append(f);
                continue;
            }
            if (secrets.findings.size() < maxFindings)
                secrets.findings.append(f);
            secrets.state = qMax(secrets.state, f.what == "maybe_private_key"_L1 ? State::Warned : State::Failed);
        }
    }
    const auto isOther = [](const Finding& f) { return f.what == "anon_key_other"_L1; };
    if (std::any_of(anon.findings.cbegin(), anon.findings.cend(), isOther))
        anon.state = State::Warned;
    else if (!anon.findings.isEmpty())
        anon.state = State::Passed;

    QList<SiteCheck> checks{indexCheck(result), sizeCheck(result, limits), secrets, anon};
    for (const SiteCheck& extra : {namesCheck(result), unreadableCheck(result)}) {
        if (extra.state != State::Passed)
            checks.append(extra);
    }
    return checks;
}

State worst(const QList<SiteCheck>& checks)
{
    State state = State::Passed;
    for (const SiteCheck& c : checks)
        state = qMax(state, c.state);
    return state;
}

} // namespace run402
