// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/restparts.h"
#include "models/table/tablefilter.h"

#include <QCoreApplication>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <array>

namespace run402 {

namespace {

using Op = TableFilter::Op;

QString say(const char* text)
{
    return QCoreApplication::translate("run402::TableFilter", text);
}

struct Name { Op op; const char* rest; };
constexpr std::array<Name, 10> names{{{Op::Eq, "eq"}, {Op::Neq, "neq"}, {Op::Gt, "gt"}, {Op::Gte, "gte"}, {Op::Lt, "lt"},
                                      {Op::Lte, "lte"}, {Op::Like, "like"}, {Op::ILike, "ilike"}, {Op::In, "in"}, {Op::Contains, "cs"}}};

bool isReserved(const QString& column)
{
    for (const char* word : {"select", "order", "limit", "offset", "and", "or", "not", "columns", "on_conflict"}) {
        if (column == QLatin1String(word))
            return true;
    }
    return false;
}

bool isPlain(const QString& column)
{
    return !column.isEmpty() && std::all_of(column.cbegin(), column.cend(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_');
    });
}

QString quoted(const QString& text)
{
    QString out = text;
    out.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + out + u'"';
}

} // namespace

QString queryField(const QString& column)
{
    return isPlain(column) ? column : quoted(column);
}

QString queryItem(const QString& value)
{
    const bool plain = !value.isEmpty() && std::none_of(value.cbegin(), value.cend(), [](QChar c) {
        return c == u',' || c == u'(' || c == u')' || c == u'"' || c == u'\\' || c == u'{' || c == u'}' || c.isSpace();
    });
    return plain ? value : quoted(value);
}

QString queryEncoded(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, QByteArrayLiteral("*(){}\",:!$'/?@;[]<>=|^`\\")));
}

namespace {

std::optional<QString> operand(const TableFilter& f, bool nested)
{
    switch (f.op) {
    case Op::IsTrue: return QStringLiteral("is.true");
    case Op::IsFalse: return QStringLiteral("is.false");
    case Op::IsNull: return QStringLiteral("is.null");
    case Op::NotNull: return QStringLiteral("not.is.null");
    default: break;
    }
    const auto* name = std::find_if(names.begin(), names.end(), [&](const Name& n) { return n.op == f.op; });
    const QString op = QLatin1String(name->rest) + QLatin1Char('.');
    if (f.op == Op::In) {
        if (f.values == QStringList{QString()})
            return std::nullopt; // PostgREST reads in.("") as a list of nothing
        QStringList items;
        for (const QString& v : f.values)
            items << queryItem(v);
        return op + u'(' + items.join(u',') + u')';
    }
    QString value = f.values.value(0);
    if (f.op == Op::Like || f.op == Op::ILike) {
        if (value.contains(u'*'))
            return std::nullopt; // PostgREST takes every star for a percent sign
        value.replace(u'%', u'*');
    }
    return op + (nested ? queryItem(value) : value);
}

/// One "name=value" of the query with where it stands.
struct Part
{
    QString name, value;
    qsizetype at = 0, valueAt = 0;
};

QString decoded(QStringView text)
{
    QString plain = text.toString();
    plain.replace(u'+', u' ');
    return QUrl::fromPercentEncoding(plain.toUtf8());
}

QList<Part> partsOf(const QString& query, qsizetype offset)
{
    QList<Part> parts;
    qsizetype at = 0;
    while (at <= query.size()) {
        qsizetype end = query.indexOf(u'&', at);
        end = end < 0 ? query.size() : end;
        const QStringView part = QStringView(query).mid(at, end - at);
        const qsizetype equals = part.indexOf(u'=');
        if (!part.isEmpty())
            parts << Part{decoded(equals < 0 ? part : part.left(equals)), equals < 0 ? QString() : decoded(part.mid(equals + 1)), offset + at,
                          offset + at + (equals < 0 ? part.size() : equals + 1)};
        at = end + 1;
    }
    return parts;
}

/// Reads names, items and lists of a decoded value. Positions are counted in the decoded text.
class Reader
{
public:
    explicit Reader(const QString& text) : m_text(text) {}

    bool atEnd() const { return m_at >= m_text.size(); }
    qsizetype at() const { return m_at; }
    bool eat(QLatin1StringView word)
    {
        if (!QStringView(m_text).mid(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }
    QString rest() { return m_text.mid(std::exchange(m_at, m_text.size())); }

    /// Quoted, or up to one of `stops`. nullopt: the closing quote is missing.
    std::optional<QString> item(const QString& stops)
    {
        if (!eat(QLatin1StringView("\""))) {
            const qsizetype from = m_at;
            while (!atEnd() && !stops.contains(m_text.at(m_at)))
                ++m_at;
            return m_text.mid(from, m_at - from);
        }
        QString out;
        while (!atEnd()) {
            const QChar c = m_text.at(m_at++);
            if (c == u'"')
                return out;
            if (c == u'\\' && !atEnd())
                out += m_text.at(m_at++);
            else
                out += c;
        }
        return std::nullopt;
    }

    /// "op.value" as a condition on `column`; false leaves fault().
    bool operand(const QString& column, bool nested, TableFilter& f)
    {
        f = {column, Op::Eq, {}};
        const qsizetype start = m_at;
        if (eat(QLatin1StringView("is.null")))
            f.op = Op::IsNull;
        else if (eat(QLatin1StringView("not.is.null")))
            f.op = Op::NotNull;
        else if (eat(QLatin1StringView("is.true")))
            f.op = Op::IsTrue;
        else if (eat(QLatin1StringView("is.false")))
            f.op = Op::IsFalse;
        else
            return valued(nested, start, f);
        return nested || atEnd() || refuse(m_at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "Nothing may follow here")));
    }

    bool refuse(qsizetype at, const QString& fault)
    {
        m_at = at;
        m_fault = fault;
        return false;
    }
    QString fault() const { return m_fault; }

private:
    bool valued(bool nested, qsizetype start, TableFilter& f)
    {
        const qsizetype dot = m_text.indexOf(u'.', m_at);
        const QString word = m_text.mid(m_at, dot < 0 ? -1 : dot - m_at);
        const auto* name = std::find_if(names.begin(), names.end(), [&](const Name& n) { return word == QLatin1String(n.rest); });
        if (dot < 0 || name == names.end())
            return refuse(start, say(QT_TRANSLATE_NOOP("run402::TableFilter", "\"%1\" is no operator a chip can show")).arg(word.left(20)));
        f.op = name->op;
        m_at = dot + 1;
        if (f.op == Op::In)
            return list(f);
        if (nested) {
            const auto value = item(QStringLiteral(",)"));
            if (!value)
                return refuse(m_at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A quote is missing")));
            f.values = {*value};
        } else {
            f.values = {rest()};
        }
        if (f.op == Op::Like || f.op == Op::ILike)
            f.values.first().replace(u'*', u'%');
        return true;
    }

    bool list(TableFilter& f)
    {
        if (!eat(QLatin1StringView("(")))
            return refuse(m_at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A bracket is missing")));
        do {
            const auto value = item(QStringLiteral(",)"));
            if (!value)
                return refuse(m_at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A quote is missing")));
            f.values << *value;
        } while (eat(QLatin1StringView(",")));
        return eat(QLatin1StringView(")")) || refuse(m_at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A bracket is missing")));
    }

    QString m_text;
    qsizetype m_at = 0;
    QString m_fault;
};

/// The characters of `encodedText` that make the first `count` of its decoded text, to tell a fault at its place.
qsizetype encodedLength(const QString& encodedText, qsizetype count)
{
    qsizetype best = 0;
    for (qsizetype length = 0; length <= encodedText.size(); ++length) {
        if (decoded(QStringView(encodedText).left(length)).size() > count)
            break;
        best = length;
    }
    return best;
}

class Parser
{
public:
    Parser(const QString& table, const QString& text) : m_table(table), m_text(text) {}

    TableQueryText read()
    {
        const qsizetype question = m_text.indexOf(u'?');
        QString path = m_text.left(question < 0 ? m_text.size() : question);
        const qsizetype slash = path.lastIndexOf(u'/');
        if (decoded(QStringView(path).mid(slash + 1)) != m_table)
            return refused(slash + 1, say(QT_TRANSLATE_NOOP("run402::TableFilter", "This view shows %1 only")).arg(m_table));
        if (question >= 0) {
            const QList<Part> parts = partsOf(m_text.mid(question + 1), question + 1);
            for (const Part& part : parts) {
                if (!read(part))
                    return m_out;
            }
        }
        m_out.query = m_query;
        return m_out;
    }

private:
    TableQueryText refused(qsizetype at, const QString& fault)
    {
        m_out.at = at;
        m_out.fault = fault;
        return m_out;
    }
    bool refuse(qsizetype at, const QString& fault)
    {
        refused(at, fault);
        return false;
    }
    bool refuse(const Part& part, const Reader& reader)
    {
        const qsizetype end = m_text.indexOf(u'&', part.valueAt);
        const QString value = m_text.mid(part.valueAt, end < 0 ? -1 : end - part.valueAt);
        return refuse(part.valueAt + encodedLength(value, reader.at()), reader.fault());
    }

    bool read(const Part& part)
    {
        if (part.name == QLatin1String("limit"))
            return limit(part);
        if (part.name == QLatin1String("order"))
            return order(part);
        if (part.name == QLatin1String("select"))
            return part.value == QLatin1String("*") || refuse(part.valueAt, say(QT_TRANSLATE_NOOP("run402::TableFilter", "All columns are shown; hide some with Columns")));
        if (part.name == QLatin1String("and"))
            return group(part);
        if (isReserved(part.name))
            return refuse(part.at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "Only conditions that all hold can be shown as chips")));
        Reader name(part.name);
        const auto column = name.item(QStringLiteral("."));
        if (!column || !name.atEnd())
            return refuse(part.at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "Not a column of this table")));
        if (m_seen.contains(*column))
            return refuse(part.at, say(QT_TRANSLATE_NOOP("run402::TableFilter", "The service mixes up a name that comes twice; write and=(…)")));
        m_seen.insert(*column);
        Reader reader(part.value);
        TableFilter f;
        if (!reader.operand(*column, false, f))
            return refuse(part, reader);
        m_query.filters << f;
        return true;
    }

    bool limit(const Part& part)
    {
        bool ok = false;
        m_query.limit = part.value.toInt(&ok);
        return (ok && m_query.limit > 0 && m_query.limit <= 1000) || refuse(part.valueAt, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A page has 1 to 1000 rows")));
    }

    bool order(const Part& part)
    {
        Reader reader(part.value);
        const auto column = reader.item(QStringLiteral(".,"));
        if (!column || column->isEmpty())
            return refuse(part.valueAt, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A column is missing")));
        m_query.sortColumn = *column;
        m_query.descending = reader.eat(QLatin1StringView(".desc"));
        if (!m_query.descending)
            reader.eat(QLatin1StringView(".asc"));
        const bool nulls = reader.eat(QLatin1StringView(".nullslast"));
        if (!reader.atEnd() || (m_query.descending && !nulls)) {
            reader.refuse(reader.at(), m_query.descending && !nulls ? say(QT_TRANSLATE_NOOP("run402::TableFilter", "NULLs stand last here: write .nullslast"))
                                                                    : say(QT_TRANSLATE_NOOP("run402::TableFilter", "One column sorts, then the key")));
            return refuse(part, reader);
        }
        return true;
    }

    bool group(const Part& part)
    {
        Reader reader(part.value);
        bool ok = reader.eat(QLatin1StringView("(")) || reader.refuse(0, say(QT_TRANSLATE_NOOP("run402::TableFilter", "A bracket is missing")));
        do {
            TableFilter f;
            const auto column = ok ? reader.item(QStringLiteral(".,()")) : QString();
            ok = ok && ((column && reader.eat(QLatin1StringView("."))) || reader.refuse(reader.at(), say(QT_TRANSLATE_NOOP("run402::TableFilter", "Only conditions that all hold can be shown as chips"))));
            ok = ok && reader.operand(*column, true, f);
            if (ok)
                m_query.filters << f;
        } while (ok && reader.eat(QLatin1StringView(",")));
        ok = ok && ((reader.eat(QLatin1StringView(")")) && reader.atEnd()) || reader.refuse(reader.at(), say(QT_TRANSLATE_NOOP("run402::TableFilter", "A bracket is missing"))));
        return ok || refuse(part, reader);
    }

    const QString& m_table;
    const QString& m_text;
    TableQuery m_query;
    QSet<QString> m_seen;
    TableQueryText m_out;
};

} // namespace

std::optional<QString> restText(const QString& table, const TableQuery& query)
{
    QSet<QString> columns;
    bool together = false;
    for (const TableFilter& f : query.filters) {
        together = together || columns.contains(f.column) || isReserved(f.column);
        columns.insert(f.column);
    }
    QStringList parts, nested;
    for (const TableFilter& f : query.filters) {
        const auto value = operand(f, together);
        if (!value)
            return std::nullopt;
        if (together)
            nested << queryField(f.column) + u'.' + *value;
        else
            parts << queryEncoded(queryField(f.column)) + u'=' + queryEncoded(*value);
    }
    if (together)
        parts << QStringLiteral("and=") + queryEncoded(u'(' + nested.join(u',') + u')');
    if (!query.sortColumn.isEmpty())
        parts << QStringLiteral("order=") + queryEncoded(queryField(query.sortColumn)) + (query.descending ? QStringLiteral(".desc.nullslast") : QStringLiteral(".asc"));
    parts << QStringLiteral("limit=%1").arg(query.limit);
    return queryEncoded(table) + u'?' + parts.join(u'&');
}

TableQueryText parseRestText(const QString& table, const QString& text)
{
    return Parser(table, text).read();
}

} // namespace run402
