// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/restform.h"

#include "models/sql/parsetree.h"
#include "models/sql/restwhere.h"
#include "models/sql/tokenview.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>

#include <pg_query.h>

#include <algorithm>

namespace run402 {

using L1 = QLatin1StringView;
using Verb = RestForm::Verb;

namespace {

constexpr qsizetype longest = 1'000'000;
constexpr qsizetype longestQuery = 12'000; // a server takes a head of 16 KiB, keys included

QString say(const char* text)
{
    return QCoreApplication::translate("run402::RestForm", text);
}

class Translator
{
public:
    Translator(const QByteArray& text, const Schema& schema, const QJsonObject& relation) : m_scope(text, schema, relation)
    {
        m_form.table = m_scope.tableName();
    }

    bool select(const QJsonObject& s);
    bool insert(const QJsonObject& s);
    bool update(const QJsonObject& s);
    bool remove(const QJsonObject& s);
    const RestScope::Fault& fault() const { return m_scope.fault(); }
    RestForm take();

private:
    struct Output { QString name; RestScope::Field field; bool cast = false; };

    bool refuse(const QJsonValue& node, const char* reason) { return m_scope.refuse(pgPlace(node), say(reason)); }
    bool refuseWord(L1 word, const char* reason) { return m_scope.refuseAt(word, say(reason)); }
    bool readable(const QJsonObject& s);
    bool columns(const QJsonArray& targets);
    bool output(const QJsonObject& target, QStringList& parts, QSet<QString>& seen);
    bool order(const QJsonArray& terms);
    bool orderTerm(const QJsonObject& sort, QStringList& parts);
    bool count(const QJsonValue& node, const char* name);
    bool where(const QJsonObject& s);
    bool returning(const QJsonObject& s);
    bool writes(const QJsonObject& s);
    bool conflict(const QJsonObject& clause, const QStringList& inserted, bool leftOut);
    bool merges(const QJsonObject& clause, const QStringList& inserted, const QStringList& keys) const;
    bool insertRow(const QStringList& names, const QJsonArray& values, QByteArray& body);

    RestScope m_scope;
    RestForm m_form;
    QList<Output> m_outputs;
    QStringList m_query;
    QStringList m_prefer;
    bool m_defaults = false; ///< a DEFAULT among the rows
};

RestForm Translator::take()
{
    m_form.query = m_query.join(u'&');
    m_form.prefer = m_prefer.join(u',');
    return m_form;
}

// ---- SELECT

bool Translator::readable(const QJsonObject& s)
{
    struct Part { const char* key; L1 word; const char* reason; };
    static const Part parts[] = {
        {"withClause", L1("with"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no WITH.")},
        {"distinctClause", L1("distinct"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no DISTINCT.")},
        {"groupClause", L1("group"), QT_TRANSLATE_NOOP("run402::RestForm", "REST does not group: the service has aggregates switched off.")},
        {"havingClause", L1("having"), QT_TRANSLATE_NOOP("run402::RestForm", "REST does not group: the service has aggregates switched off.")},
        {"windowClause", L1("window"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no windows.")},
        {"lockingClause", L1("for"), QT_TRANSLATE_NOOP("run402::RestForm", "REST does not lock rows.")},
        {"intoClause", L1("into"), QT_TRANSLATE_NOOP("run402::RestForm", "REST makes no tables.")},
    };
    for (const Part& part : parts) {
        if (s.contains(L1(part.key)))
            return refuseWord(part.word, part.reason);
    }
    if (s.value(L1("limitOption")).toString() == L1("LIMIT_OPTION_WITH_TIES"))
        return refuseWord(L1("ties"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no WITH TIES."));
    return true;
}

bool Translator::select(const QJsonObject& s)
{
    m_form.method = "GET";
    return m_scope.opened() && readable(s) && columns(s.value(L1("targetList")).toArray()) && where(s) && order(s.value(L1("sortClause")).toArray())
        && count(s.value(L1("limitCount")), "limit") && count(s.value(L1("limitOffset")), "offset");
}

bool Translator::columns(const QJsonArray& targets)
{
    QStringList parts;
    QSet<QString> seen;
    for (const QJsonValue& target : targets) {
        if (!output(target.toObject().value(L1("ResTarget")).toObject(), parts, seen))
            return false;
    }
    if (parts.isEmpty())
        return refuseWord(L1("from"), QT_TRANSLATE_NOOP("run402::RestForm", "REST reads at least one column."));
    if (parts != QStringList{QStringLiteral("*")})
        m_query << QStringLiteral("select=") + restEncoded(parts.join(u','));
    return true;
}

bool Translator::output(const QJsonObject& target, QStringList& parts, QSet<QString>& seen)
{
    const QJsonValue node = target.value(L1("val"));
    const auto ref = pgNode(node, L1("ColumnRef"));
    const QJsonArray names = ref ? ref->value(L1("fields")).toArray() : QJsonArray();
    if (!names.isEmpty() && names.last().toObject().contains(L1("A_Star"))) {
        parts << QStringLiteral("*");
        for (const Column& c : m_scope.table() ? m_scope.table()->columns : QList<Column>()) {
            if (seen.contains(c.name))
                return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST returns every name once; two columns here have the same."));
            seen.insert(c.name);
        }
        m_outputs << Output{};
        return true;
    }
    if (pgNode(node, L1("FuncCall")))
        return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST returns columns as they are: functions and counting cannot be sent."));
    const auto cast = pgNode(node, L1("TypeCast"));
    const auto type = cast ? m_scope.typeName(cast->value(L1("typeName")).toObject()) : std::nullopt;
    if (cast && !type)
        return false;
    const auto f = m_scope.field((cast ? cast->value(L1("arg")) : node).toObject());
    if (!f)
        return false;
    const QString alias = target.value(L1("name")).toString();
    const QString name = alias.isEmpty() ? f->last : alias;
    if (seen.contains(name))
        return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST returns every name once; two columns here have the same."));
    seen.insert(name);
    m_outputs << Output{name, *f, cast.has_value()};
    parts << (alias.isEmpty() || (alias == f->column && f->path.isEmpty()) ? QString() : restName(alias) + u':') + f->rest() + (type ? QStringLiteral("::") + *type : QString());
    return true;
}

bool Translator::order(const QJsonArray& terms)
{
    QStringList parts;
    for (const QJsonValue& term : terms) {
        if (!orderTerm(term.toObject().value(L1("SortBy")).toObject(), parts))
            return false;
    }
    if (!parts.isEmpty())
        m_query << QStringLiteral("order=") + restEncoded(parts.join(u','));
    return true;
}

bool Translator::orderTerm(const QJsonObject& sort, QStringList& parts)
{
    const QJsonObject node = sort.value(L1("node")).toObject();
    std::optional<RestScope::Field> f;
    const Output* named = nullptr;
    if (const auto place = pgNode(node, L1("A_Const"))) {
        const qint64 n = place->value(L1("ival")).toObject().value(L1("ival")).toInteger(); // 0 for less than one, too
        const bool stars = std::any_of(m_outputs.cbegin(), m_outputs.cend(), [](const Output& o) { return o.name.isEmpty(); });
        if (n < 1 || n > m_outputs.size() || stars)
            return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST sorts by columns."));
        named = &m_outputs[n - 1];
    } else {
        f = m_scope.field(node);
        if (!f)
            return false;
        const bool bare = f->path.isEmpty() && pgNode(node, L1("ColumnRef"))->value(L1("fields")).toArray().size() == 1;
        for (const Output& o : m_outputs) {
            if (bare && o.name == f->column)
                named = &o; // SQL looks among the names of the result first
        }
    }
    if (named && named->cast)
        return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST sorts by the column itself, not by what it was cast to."));
    const QString direction = sort.value(L1("sortby_dir")).toString(), nulls = sort.value(L1("sortby_nulls")).toString();
    if (direction == L1("SORTBY_USING"))
        return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST sorts up or down, with no operator of its own."));
    parts << (named ? named->field : *f).rest() + (direction == L1("SORTBY_DESC") ? QStringLiteral(".desc") : QStringLiteral(".asc"))
            + (nulls == L1("SORTBY_NULLS_FIRST") ? QStringLiteral(".nullsfirst") : nulls == L1("SORTBY_NULLS_LAST") ? QStringLiteral(".nullslast") : QString());
    return true;
}

bool Translator::count(const QJsonValue& node, const char* name)
{
    if (!node.isObject())
        return true;
    const auto v = m_scope.value(node.toObject());
    if (!v)
        return false;
    if (v->kind == RestScope::Value::Kind::Null)
        return true;
    bool number = false;
    const qint64 n = v->text.toLongLong(&number);
    if (!number || n < 0)
        return refuse(node, QT_TRANSLATE_NOOP("run402::RestForm", "REST takes a whole number of rows here."));
    m_query << QLatin1StringView(name) + u'=' + QString::number(n);
    return true;
}

// ---- writing

bool Translator::where(const QJsonObject& s)
{
    const auto conditions = m_scope.where(s.value(L1("whereClause")).toObject());
    if (conditions && !conditions->isEmpty())
        m_query << *conditions;
    return conditions.has_value();
}

bool Translator::writes(const QJsonObject& s)
{
    if (s.contains(L1("withClause")))
        return refuseWord(L1("with"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no WITH."));
    return m_scope.opened();
}

bool Translator::returning(const QJsonObject& s)
{
    const QJsonArray list = s.value(L1("returningList")).toArray();
    m_form.returnsRows = !list.isEmpty();
    m_prefer << (list.isEmpty() ? QStringLiteral("return=minimal") : QStringLiteral("return=representation")) << QStringLiteral("count=exact");
    return list.isEmpty() || columns(list);
}

bool Translator::insertRow(const QStringList& names, const QJsonArray& values, QByteArray& body)
{
    if (values.size() > names.size())
        return refuse(values.at(names.size()), QT_TRANSLATE_NOOP("run402::RestForm", "There are more values than columns."));
    body += body.isEmpty() ? "{" : ",{";
    bool first = true;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QJsonObject node = values[i].toObject();
        if (node.contains(L1("SetToDefault"))) {
            m_defaults = true;
            continue;
        }
        const auto v = m_scope.value(node);
        const auto json = v ? m_scope.written(*v, names[i]) : std::nullopt;
        if (!json)
            return false;
        const QByteArray key = QJsonDocument(QJsonArray{names[i]}).toJson(QJsonDocument::Compact);
        body += (first ? QByteArray() : QByteArrayLiteral(",")) + key.mid(1, key.size() - 2) + ':' + *json;
        first = false;
    }
    if (first)
        return refuse(values, QT_TRANSLATE_NOOP("run402::RestForm", "REST inserts no row of nothing but defaults."));
    body += '}';
    return true;
}

bool Translator::insert(const QJsonObject& s)
{
    m_form.verb = Verb::Insert;
    m_form.method = "POST";
    if (!writes(s))
        return false;
    const QJsonArray rows = s.value(L1("selectStmt")).toObject().value(L1("SelectStmt")).toObject().value(L1("valuesLists")).toArray();
    if (s.value(L1("override")).toString() != L1("OVERRIDING_NOT_SET"))
        return refuseWord(L1("overriding"), QT_TRANSLATE_NOOP("run402::RestForm", "REST has no OVERRIDING."));
    if (rows.isEmpty())
        return refuseWord(s.contains(L1("selectStmt")) ? L1("select") : L1("default"), QT_TRANSLATE_NOOP("run402::RestForm", "REST inserts values that are written out, not the rows of a query."));
    QStringList names;
    for (const QJsonValue& col : s.value(L1("cols")).toArray()) {
        const QJsonObject target = col.toObject().value(L1("ResTarget")).toObject();
        if (target.contains(L1("indirection")))
            return refuse(col, QT_TRANSLATE_NOOP("run402::RestForm", "REST writes whole columns."));
        names << target.value(L1("name")).toString();
    }
    if (names.isEmpty() && m_scope.table()) {
        for (const Column& c : m_scope.table()->columns)
            names << c.name;
        names = names.mid(0, pgNode(rows.first(), L1("List"))->value(L1("items")).toArray().size());
    }
    QByteArray body;
    for (const QJsonValue& row : rows) {
        if (!insertRow(names, pgNode(row, L1("List"))->value(L1("items")).toArray(), body))
            return false;
    }
    m_form.body = rows.size() == 1 ? body : '[' + body + ']';
    if (rows.size() > 1) {
        QStringList quoted;
        for (const QString& n : std::as_const(names))
            quoted << restName(n);
        m_query << QStringLiteral("columns=") + restEncoded(quoted.join(u','));
    }
    if (!conflict(s.value(L1("onConflictClause")).toObject(), names, m_defaults && rows.size() == 1) || !returning(s))
        return false;
    if (m_defaults && rows.size() > 1)
        m_prefer << QStringLiteral("missing=default");
    return true;
}

/// SET every inserted column to what would have been inserted: what REST does with rows that are there. The columns of the
/// conflict may be left out where equal values are the same value.
bool Translator::merges(const QJsonObject& clause, const QStringList& inserted, const QStringList& keys) const
{
    if (clause.value(L1("action")).toString() != L1("ONCONFLICT_UPDATE") || clause.contains(L1("whereClause")))
        return false;
    QStringList set;
    for (const QJsonValue& item : clause.value(L1("targetList")).toArray()) {
        const QJsonObject target = item.toObject().value(L1("ResTarget")).toObject();
        const QString name = target.value(L1("name")).toString();
        QStringList from;
        for (const QJsonValue& field : target.value(L1("val")).toObject().value(L1("ColumnRef")).toObject().value(L1("fields")).toArray())
            from << field.toObject().value(L1("String")).toObject().value(L1("sval")).toString();
        if (target.contains(L1("indirection")) || from != QStringList{QStringLiteral("excluded"), name} || !inserted.contains(name))
            return false;
        set << name;
    }
    static const QStringList plain{QStringLiteral("bigint"), QStringLiteral("integer"), QStringLiteral("smallint"), QStringLiteral("uuid"), QStringLiteral("text"),
                                   QStringLiteral("character varying"), QStringLiteral("date"), QStringLiteral("boolean")};
    return std::all_of(inserted.begin(), inserted.end(), [&](const QString& name) {
        if (set.contains(name))
            return true;
        const Column* column = m_scope.column(name);
        return keys.contains(name) && column && plain.contains(column->type);
    });
}

/// `leftOut`: DEFAULT stands in the only row, and its column is not sent.
bool Translator::conflict(const QJsonObject& clause, const QStringList& inserted, bool leftOut)
{
    if (clause.isEmpty())
        return true;
    QStringList names, keys;
    const QJsonObject infer = clause.value(L1("infer")).toObject();
    for (const QJsonValue& element : infer.value(L1("indexElems")).toArray()) {
        const QJsonObject index = element.toObject().value(L1("IndexElem")).toObject();
        if (index.contains(L1("expr")) || index.contains(L1("collation")) || index.contains(L1("opclass"))) {
            names.clear();
            break;
        }
        keys << index.value(L1("name")).toString();
        names << restName(keys.last());
    }
    const bool nothing = clause.value(L1("action")).toString() == L1("ONCONFLICT_NOTHING");
    if (names.isEmpty() || infer.contains(L1("whereClause")) || (!nothing && (leftOut || !merges(clause, inserted, keys))))
        return refuse(clause, QT_TRANSLATE_NOOP("run402::RestForm", "REST has ON CONFLICT (columns) DO NOTHING, and DO UPDATE that sets every inserted column to excluded's."));
    m_query << QStringLiteral("on_conflict=") + restEncoded(names.join(u','));
    m_prefer << (nothing ? QStringLiteral("resolution=ignore-duplicates") : QStringLiteral("resolution=merge-duplicates"));
    return true;
}

bool Translator::update(const QJsonObject& s)
{
    m_form.verb = Verb::Update;
    m_form.method = "PATCH";
    if (!writes(s))
        return false;
    if (s.contains(L1("fromClause")))
        return refuse(s.value(L1("fromClause")), QT_TRANSLATE_NOOP("run402::RestForm", "REST changes one table by its own columns; it has no FROM."));
    QByteArray body;
    for (const QJsonValue& set : s.value(L1("targetList")).toArray()) {
        const QJsonObject target = set.toObject().value(L1("ResTarget")).toObject();
        const QJsonObject node = target.value(L1("val")).toObject();
        if (target.contains(L1("indirection")) || node.contains(L1("SetToDefault")) || node.contains(L1("MultiAssignRef")))
            return refuse(set, QT_TRANSLATE_NOOP("run402::RestForm", "REST writes plain values to whole columns."));
        const QString name = target.value(L1("name")).toString();
        const auto v = m_scope.value(node);
        const auto json = v ? m_scope.written(*v, name) : std::nullopt;
        if (!json)
            return false;
        const QByteArray key = QJsonDocument(QJsonArray{name}).toJson(QJsonDocument::Compact);
        body += (body.isEmpty() ? "{" : ",") + key.mid(1, key.size() - 2) + ':' + *json;
    }
    m_form.body = body + '}';
    return where(s) && returning(s);
}

bool Translator::remove(const QJsonObject& s)
{
    m_form.verb = Verb::Delete;
    m_form.method = "DELETE";
    if (!writes(s))
        return false;
    if (s.contains(L1("usingClause")))
        return refuse(s.value(L1("usingClause")), QT_TRANSLATE_NOOP("run402::RestForm", "REST deletes from one table by its own columns; it has no USING."));
    return where(s) && returning(s);
}

// ---- the statement

/// UTF-16 units of a byte of the UTF-8 text.
qsizetype unitsOf(const QByteArray& utf8, qsizetype bytes)
{
    return QString::fromUtf8(QByteArrayView(utf8).first(std::min(bytes, utf8.size()))).size();
}

RestTranslation refused(const QString& text, qsizetype at, const QString& word, const QString& reason)
{
    RestTranslation out;
    out.reason = reason;
    const SqlTokens tokens = scanSql(text);
    const TokenView view(text, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    for (int i = 0; i < view.size(); ++i) {
        const SqlToken& token = view.token(i);
        const bool here = at >= 0 ? token.end() > at : word.isEmpty() || view.raw(i).compare(word, Qt::CaseInsensitive) == 0;
        if (!here)
            continue;
        out.at = token.start;
        out.length = token.length;
        return out;
    }
    return out;
}

RestTranslation refusedFor(const QString& text, const char* reason) { return refused(text, -1, {}, say(reason)); }

/// The table of a FROM, or why there is not just one.
std::optional<QJsonObject> onlyTable(const QJsonArray& from, RestScope::Fault& fault)
{
    const auto range = from.size() == 1 ? pgNode(from.first(), L1("RangeVar")) : std::nullopt;
    if (range)
        return range;
    const auto join = pgNode(from.first(), L1("JoinExpr"));
    const QJsonValue second = join ? join->value(L1("rarg")) : from.size() > 1 ? from.at(1) : from.first();
    fault.byte = pgPlace(second);
    fault.reason = from.isEmpty() ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reads the rows of a table; there is none here."))
        : join || from.size() > 1 ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reads one table at a time; a join cannot be sent."))
                                  : say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reads a table, not a function or a subquery."));
    return std::nullopt;
}

std::optional<QJsonObject> theStatement(const QByteArray& utf8)
{
    const PgQueryParseResult parsed = pg_query_parse(utf8.constData());
    const QJsonArray all = parsed.error ? QJsonArray() : QJsonDocument::fromJson(QByteArray(parsed.parse_tree)).object().value(L1("stmts")).toArray();
    pg_query_free_parse_result(parsed);
    return all.size() == 1 ? std::optional(all.first().toObject().value(L1("stmt")).toObject()) : std::nullopt;
}

} // namespace

QString RestForm::line() const
{
    return QString::fromLatin1(method) + QStringLiteral(" /rest/v1/") + restEncoded(table) + (query.isEmpty() ? QString() : u'?' + query);
}

RestTranslation restForm(const QString& statement, const Schema& schema)
{
    if (statement.size() > longest || !isParseable(statement))
        return refusedFor(statement, QT_TRANSLATE_NOOP("run402::RestForm", "The statement is too long or too deep to be read here."));
    if (const auto complaint = parseComplaint(statement))
        return refused(statement, complaint->at, {}, complaint->message);
    const QByteArray utf8 = statement.toUtf8();
    const auto tree = theStatement(utf8);
    if (!tree)
        return refusedFor(statement, QT_TRANSLATE_NOOP("run402::RestForm", "The statement cannot be read here."));
    const auto read = pgNode(*tree, L1("SelectStmt")), added = pgNode(*tree, L1("InsertStmt")), changed = pgNode(*tree, L1("UpdateStmt")), removed = pgNode(*tree, L1("DeleteStmt"));
    RestScope::Fault fault;
    std::optional<QJsonObject> relation;
    if (!read && !added && !changed && !removed)
        return refusedFor(statement, QT_TRANSLATE_NOOP("run402::RestForm", "REST has SELECT, INSERT, UPDATE and DELETE only."));
    if (read && read->value(L1("op")).toString() != L1("SETOP_NONE"))
        return refused(statement, -1, read->value(L1("op")).toString().section(u'_', 1).toLower(), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reads one table at a time; queries cannot be put together.")));
    if (read && read->contains(L1("withClause")))
        return refused(statement, -1, QStringLiteral("with"), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no WITH.")));
    relation = read ? onlyTable(read->value(L1("fromClause")).toArray(), fault) : (added ? *added : changed ? *changed : *removed).value(L1("relation")).toObject();
    if (!relation)
        return refused(statement, fault.byte < 0 ? -1 : unitsOf(utf8, fault.byte), {}, fault.reason);
    Translator translator(utf8, schema, *relation);
    const bool done = read ? translator.select(*read) : added ? translator.insert(*added) : changed ? translator.update(*changed) : translator.remove(*removed);
    if (!done) {
        const RestScope::Fault& f = translator.fault();
        return refused(statement, f.byte < 0 ? -1 : unitsOf(utf8, f.byte), f.word, f.reason);
    }
    RestTranslation out;
    out.form = translator.take();
    if (out.form->query.size() > longestQuery)
        return refusedFor(statement, QT_TRANSLATE_NOOP("run402::RestForm", "The address would be too long for the service."));
    return out;
}

} // namespace run402
