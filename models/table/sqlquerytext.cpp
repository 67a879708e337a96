// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablefilter.h"

#include <QCoreApplication>

namespace run402 {

namespace {

using Op = TableFilter::Op;

QString say(const char* text)
{
    return QCoreApplication::translate("run402::TableFilter", text);
}

struct Token
{
    enum class Kind { Word, Name, Text, Number, Sign, End, Broken } kind = Kind::End;
    QString text; ///< of a name or a text: what it means
    qsizetype at = 0;
};

class Lexer
{
public:
    explicit Lexer(const QString& sql) : m_sql(sql) {}

    Token next()
    {
        while (m_at < m_sql.size() && m_sql.at(m_at).isSpace())
            ++m_at;
        const qsizetype from = m_at;
        if (m_at >= m_sql.size())
            return {Token::Kind::End, {}, from};
        const QChar c = m_sql.at(m_at);
        const bool escapes = (c == u'U' || c == u'u') && m_sql.mid(m_at + 1, 1) == QLatin1String("&")
            && (m_sql.mid(m_at + 2, 1) == QLatin1String("'") || m_sql.mid(m_at + 2, 1) == QLatin1String("\""));
        if (escapes)
            m_at += 2;
        if (escapes || c == u'\'' || c == u'"')
            return quoted(from, escapes);
        if (c.isDigit() || ((c == u'-' || c == u'.') && m_at + 1 < m_sql.size() && m_sql.at(m_at + 1).isDigit()))
            return run(from, Token::Kind::Number, [](QChar d) { return d.isDigit() || d == u'.'; });
        if (c.isLetter() || c == u'_')
            return run(from, Token::Kind::Word, [](QChar d) { return d.isLetterOrNumber() || d == u'_' || d == u'$'; });
        for (const char* sign : {"<=", ">=", "<>", "!=", "@>", "::"}) {
            if (QStringView(m_sql).mid(m_at).startsWith(QLatin1StringView(sign))) {
                m_at += 2;
                return {Token::Kind::Sign, QLatin1String(sign), from};
            }
        }
        ++m_at;
        return {Token::Kind::Sign, QString(c), from};
    }

private:
    template <typename Goes>
    Token run(qsizetype from, Token::Kind kind, Goes goes)
    {
        ++m_at;
        while (m_at < m_sql.size() && goes(m_sql.at(m_at)))
            ++m_at;
        const QString text = m_sql.mid(from, m_at - from);
        return {kind, kind == Token::Kind::Word ? text.toLower() : text, from};
    }

    Token quoted(qsizetype from, bool escapes)
    {
        const QChar quote = m_sql.at(m_at++);
        QString out;
        while (m_at < m_sql.size()) {
            const QChar c = m_sql.at(m_at++);
            const bool twice = m_at < m_sql.size() && m_sql.at(m_at) == c;
            if (c == quote && !twice)
                return {quote == u'\'' ? Token::Kind::Text : Token::Kind::Name, out, from};
            if (c == quote || (escapes && c == u'\\' && twice)) {
                out += c;
                ++m_at;
            } else if (escapes && c == u'\\') {
                bool ok = false;
                out += QChar(m_sql.mid(m_at, 4).toUShort(&ok, 16));
                if (!ok)
                    return {Token::Kind::Broken, {}, m_at - 1};
                m_at += 4;
            } else {
                out += c;
            }
        }
        return {Token::Kind::Broken, {}, from};
    }

    const QString& m_sql;
    qsizetype m_at = 0;
};

class Parser
{
public:
    Parser(const QString& table, const QString& sql) : m_table(table), m_lexer(sql) { step(); }

    TableQueryText read()
    {
        if (statement())
            m_out.query = m_query;
        return m_out;
    }

private:
    void step() { m_token = m_lexer.next(); }
    bool isWord(const char* word) const { return m_token.kind == Token::Kind::Word && m_token.text == QLatin1String(word); }
    bool isSign(const char* sign) const { return m_token.kind == Token::Kind::Sign && m_token.text == QLatin1String(sign); }
    bool eat(const char* word)
    {
        const bool there = isWord(word) || isSign(word);
        if (there)
            step();
        return there;
    }
    bool refuse(const QString& fault)
    {
        if (m_out.at < 0) {
            m_out.at = m_token.at;
            m_out.fault = m_token.kind == Token::Kind::Broken ? say(QT_TRANSLATE_NOOP("run402::TableFilter", "This text has no end")) : fault;
        }
        return false;
    }
    bool expect(const char* word)
    {
        return eat(word) || refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "\"%1\" is expected here")).arg(QLatin1String(word)));
    }

    bool name(QString& out)
    {
        if (m_token.kind != Token::Kind::Word && m_token.kind != Token::Kind::Name)
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "A column is missing")));
        out = m_token.text;
        step();
        return true;
    }

    bool value(QString& out)
    {
        const bool bare = isWord("true") || isWord("false");
        if (m_token.kind != Token::Kind::Text && m_token.kind != Token::Kind::Number && !bare)
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "A value is missing")));
        out = m_token.text;
        step();
        return true;
    }

    bool statement()
    {
        if (!expect("select") || !expect("*") || !expect("from"))
            return false;
        QString table;
        const qsizetype at = m_token.at;
        if (!name(table))
            return false;
        if (table != m_table) {
            m_token.at = at;
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "This view shows %1 only")).arg(m_table));
        }
        if (eat("where")) {
            do {
                if (!condition())
                    return false;
            } while (eat("and"));
            if (isWord("or"))
                return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "Only conditions that all hold can be shown as chips")));
        }
        return order() && limit() && (eat(";"), m_token.kind == Token::Kind::End || refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "Nothing may follow here"))));
    }

    bool condition()
    {
        TableFilter f;
        if (!name(f.column))
            return false;
        if (eat("is"))
            return is(f);
        if (eat("in"))
            return in(f);
        struct Sign { const char* sign; Op op; };
        for (const Sign& s : {Sign{"=", Op::Eq}, {"<>", Op::Neq}, {"!=", Op::Neq}, {">=", Op::Gte}, {">", Op::Gt}, {"<=", Op::Lte}, {"<", Op::Lt},
                              {"like", Op::Like}, {"ilike", Op::ILike}, {"@>", Op::Contains}}) {
            if (!eat(s.sign))
                continue;
            f.op = s.op;
            QString v;
            if (!value(v))
                return false;
            f.values = {v};
            m_query.filters << f;
            return true;
        }
        return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "A comparison is missing")));
    }

    bool is(TableFilter f)
    {
        const bool negated = eat("not");
        if (eat("null"))
            f.op = negated ? Op::NotNull : Op::IsNull;
        else if (!negated && eat("true"))
            f.op = Op::IsTrue;
        else if (!negated && eat("false"))
            f.op = Op::IsFalse;
        else
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "null, not null, true or false is expected here")));
        m_query.filters << f;
        return true;
    }

    bool in(TableFilter f)
    {
        f.op = Op::In;
        if (!expect("("))
            return false;
        do {
            QString v;
            if (!value(v))
                return false;
            f.values << v;
        } while (eat(","));
        m_query.filters << f;
        return expect(")");
    }

    bool order()
    {
        if (!eat("order"))
            return true;
        if (!expect("by") || !name(m_query.sortColumn))
            return false;
        m_query.descending = eat("desc");
        if (!m_query.descending)
            eat("asc");
        if (isSign(","))
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "One column sorts, then the key")));
        if (m_query.descending && !isWord("nulls"))
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "NULLs stand last here: write nulls last")));
        return !eat("nulls") || expect("last");
    }

    bool limit()
    {
        if (!eat("limit"))
            return true;
        bool ok = false;
        m_query.limit = m_token.text.toInt(&ok);
        if (!ok || m_query.limit < 1 || m_query.limit > 1000)
            return refuse(say(QT_TRANSLATE_NOOP("run402::TableFilter", "A page has 1 to 1000 rows")));
        step();
        return true;
    }

    const QString& m_table;
    Lexer m_lexer;
    Token m_token;
    TableQuery m_query;
    TableQueryText m_out;
};

} // namespace

TableQueryText parseSqlQueryText(const QString& table, const QString& text)
{
    return Parser(table, text).read();
}

} // namespace run402
