// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/dotenv.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace run402 {

namespace {

class Reader
{
public:
    Reader(const QByteArray& text, qsizetype longest) : m_text(text), m_longest(longest)
    {
        if (m_text.startsWith("\xEF\xBB\xBF"))
            m_at = 3;
    }

    bool atEnd() const { return m_at >= m_text.size(); }

    /// The next entry; false for a blank line or a comment.
    bool next(DotenvEntry& entry)
    {
        entry.line = m_line;
        skipBlanks();
        if (atEnd() || peek() == '\n' || peek() == '\r' || peek() == '#') {
            skipLine();
            return false;
        }
        const qsizetype start = m_at;
        while (!atEnd() && peek() != '=' && peek() != '\n')
            ++m_at;
        QByteArray name = m_text.mid(start, m_at - start).trimmed();
        if (name.startsWith("export ") || name.startsWith("export\t"))
            name = name.mid(7).trimmed();
        constexpr int shown = 80;
        entry.name = QString::fromUtf8(name.left(shown));
        if (atEnd() || peek() != '=') {
            entry.fault = DotenvEntry::Fault::NoEquals;
            skipLine();
            return true;
        }
        ++m_at;
        skipBlanks();
        readValue(entry);
        if (entry.fault == DotenvEntry::Fault::None && entry.value.size() > m_longest) {
            entry.fault = DotenvEntry::Fault::TooLong;
        }
        if (!isSecretName(entry.name))
            entry.fault = DotenvEntry::Fault::BadName;
        return true;
    }

private:
    char peek() const { return m_text.at(m_at); }
    void skipBlanks()
    {
        while (!atEnd() && (peek() == ' ' || peek() == '\t'))
            ++m_at;
    }
    void skipLine()
    {
        const qsizetype end = m_text.indexOf('\n', m_at);
        m_at = end < 0 ? m_text.size() : end + 1;
        ++m_line;
    }

    void readValue(DotenvEntry& entry)
    {
        if (!atEnd() && (peek() == '"' || peek() == '\'' || peek() == '`')) {
            readQuoted(entry);
            return;
        }
        const qsizetype end = m_text.indexOf('\n', m_at);
        QByteArray value = m_text.mid(m_at, (end < 0 ? m_text.size() : end) - m_at);
        for (qsizetype i = 0; i < value.size(); ++i) { // a comment needs a blank before it
            if (value.at(i) == '#' && (i == 0 || value.at(i - 1) == ' ' || value.at(i - 1) == '\t')) {
                value.truncate(i);
                break;
            }
        }
        entry.value = value.trimmed();
        skipLine();
    }

    void readQuoted(DotenvEntry& entry)
    {
        const char quote = peek();
        ++m_at;
        QByteArray value;
        while (!atEnd() && peek() != quote) {
            char c = peek();
            if (c == '\n')
                ++m_line;
            if (c == '\\' && quote == '"' && m_at + 1 < m_text.size()) {
                ++m_at;
                c = peek() == 'n' ? '\n' : peek() == 'r' ? '\r' : peek() == 't' ? '\t' : peek();
                if (c != '"' && c != '\\' && c == peek())
                    value.append('\\'); // not an escape: kept as it stands
            }
            if (!(c == '\r' && m_at + 1 < m_text.size() && m_text.at(m_at + 1) == '\n'))
                value.append(c);
            ++m_at;
        }
        if (atEnd()) {
            entry.fault = DotenvEntry::Fault::OpenQuote;
            value.fill('\0');
            return;
        }
        ++m_at;
        entry.value = value;
        skipLine();
    }

    QByteArray m_text;
    qsizetype m_longest;
    qsizetype m_at = 0;
    int m_line = 1;
};

} // namespace

bool isSecretName(QStringView name)
{
    constexpr int longest = 63;
    if (name.isEmpty() || name.size() > longest || (name.front() >= u'0' && name.front() <= u'9'))
        return false;
    for (const QChar c : name) {
        if (!((c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_'))
            return false;
    }
    return true;
}

QList<DotenvEntry> parseDotenv(const QByteArray& text, int mostEntries, qsizetype longestValue)
{
    Reader reader(text, longestValue);
    QList<DotenvEntry> entries;
    QHash<QString, qsizetype> seen;
    while (!reader.atEnd() && entries.size() < mostEntries) {
        DotenvEntry entry;
        if (!reader.next(entry))
            continue;
        if (entry.fault != DotenvEntry::Fault::None)
            entry.value.fill('\0').clear();
        if (entry.fault == DotenvEntry::Fault::None) {
            if (const auto former = seen.constFind(entry.name); former != seen.cend()) {
                entries[*former].fault = DotenvEntry::Fault::Repeated;
                entries[*former].value.fill('\0').clear();
            }
            seen.insert(entry.name, entries.size());
        }
        entries.append(entry);
    }
    return entries;
}

QList<std::pair<QString, int>> environmentNames(const QString& javascript)
{
    static const QRegularExpression use(
        QStringLiteral(R"(process\.env(?:\.([A-Za-z_]\w{0,62})|\[\s*['"`]([A-Za-z_]\w{0,62})['"`]\s*\]))"));
    QList<std::pair<QString, int>> names;
    qsizetype counted = 0;
    int line = 1;
    for (auto it = use.globalMatch(javascript); it.hasNext();) {
        const auto match = it.next();
        line += int(QStringView(javascript).mid(counted, match.capturedStart() - counted).count(u'\n'));
        counted = match.capturedStart();
        const QString name = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
        const bool known = std::any_of(names.cbegin(), names.cend(), [&](const auto& n) { return n.first == name; });
        if (!known)
            names.append({name, line});
    }
    return names;
}

} // namespace run402
