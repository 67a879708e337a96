// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/restwhere.h"

#include <QCoreApplication>
#include <QSet>
#include <QUrl>

#include <algorithm>

namespace run402 {

using L1 = QLatin1StringView;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("run402::RestForm", text);
}

bool isPlainName(const QString& name)
{
    return !name.isEmpty() && std::all_of(name.cbegin(), name.cend(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_');
    });
}

QString inQuotes(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

/// In a list or a group.
QString item(const QString& text)
{
    const bool plain = !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.');
    });
    return plain ? text : inQuotes(text);
}

QString stringOf(const QJsonValue& node)
{
    return pgNode(node, L1("String")).value_or(QJsonObject()).value(L1("sval")).toString();
}

} // namespace

std::optional<QJsonObject> pgNode(const QJsonValue& value, L1 kind)
{
    const QJsonValue inner = value.toObject().value(kind);
    return inner.isObject() ? std::optional(inner.toObject()) : std::nullopt;
}

qsizetype pgPlace(const QJsonValue& value)
{
    qsizetype best = -1;
    const auto consider = [&](qsizetype at) { best = at >= 0 && (best < 0 || at < best) ? at : best; };
    if (value.isArray()) {
        for (const QJsonValue& one : value.toArray())
            consider(pgPlace(one));
        return best;
    }
    const QJsonObject object = value.toObject();
    if (const auto query = pgNode(value, L1("SubLink")))
        return qsizetype(query->value(L1("location")).toInteger()); // IN or EXISTS, not what stands before it
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == L1("location"))
            consider(qsizetype(it->toInteger(-1)));
        else if (it->isObject() || it->isArray())
            consider(pgPlace(*it));
    }
    return best;
}

QString restName(const QString& name)
{
    return isPlainName(name) ? name : inQuotes(name);
}

QString restEncoded(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, QByteArrayLiteral("*(),:!$@;=")));
}

// ---- names

RestScope::RestScope(const QByteArray& text, const Schema& schema, const QJsonObject& relation) : m_text(text)
{
    m_name = relation.value(L1("relname")).toString();
    m_alias = relation.value(L1("alias")).toObject().value(L1("aliasname")).toString();
    const QString of = relation.value(L1("schemaname")).toString();
    const qsizetype at = pgPlace(relation);
    if (m_name.isEmpty())
        refuse(at, say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reads and writes the rows of a table; there is none here.")));
    else if (!of.isEmpty() && of != schema.name)
        refuse(at, say(QT_TRANSLATE_NOOP("run402::RestForm", "REST reaches the project's own tables only, not %1.%2.")).arg(of, m_name));
    else if (!relation.value(L1("inh")).toBool())
        refuse(at, say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no word for ONLY.")));
    else if (!relation.value(L1("alias")).toObject().value(L1("colnames")).toArray().isEmpty())
        refuse(at, say(QT_TRANSLATE_NOOP("run402::RestForm", "REST cannot give the table's columns other names.")));
    else
        m_opened = true;
    m_table = schema.table(m_name);
    if (m_alias.isEmpty())
        m_alias = m_name;
}

bool RestScope::refuse(qsizetype byte, const QString& reason)
{
    if (m_fault.reason.isEmpty())
        m_fault = {byte, {}, reason};
    return false;
}

bool RestScope::refuseAt(const QString& word, const QString& reason)
{
    if (m_fault.reason.isEmpty())
        m_fault = {-1, word, reason};
    return false;
}

const Column* RestScope::column(const QString& name) const
{
    if (!m_table)
        return nullptr;
    const auto found = std::find_if(m_table->columns.cbegin(), m_table->columns.cend(), [&](const Column& c) { return c.name == name; });
    return found == m_table->columns.cend() ? nullptr : &*found;
}

QString RestScope::Field::rest() const { return restName(column) + path; }

bool RestScope::Field::isPlain() const
{
    static const QSet<QString> reserved{QStringLiteral("select"), QStringLiteral("order"), QStringLiteral("limit"), QStringLiteral("offset"),
                                        QStringLiteral("and"), QStringLiteral("or"), QStringLiteral("not"), QStringLiteral("columns"),
                                        QStringLiteral("on_conflict")};
    return isPlainName(column) && !reserved.contains(column);
}

std::optional<RestScope::Field> RestScope::field(const QJsonObject& node)
{
    if (const auto ref = pgNode(node, L1("ColumnRef"))) {
        const QJsonArray parts = ref->value(L1("fields")).toArray();
        const QString name = stringOf(parts.last());
        if (name.isEmpty() || parts.size() > 2 || (parts.size() == 2 && stringOf(parts.first()) != m_alias)
            || (parts.size() == 1 && name == m_alias && m_table && !column(name))) {
            refuse(pgPlace(node), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST knows the columns of %1 here and nothing else.")).arg(m_name));
            return std::nullopt;
        }
        return Field{name, {}, name, column(name), false};
    }
    const auto arrow = pgNode(node, L1("A_Expr"));
    const QString op = arrow ? stringOf(arrow->value(L1("name")).toArray().first()) : QString();
    if (op != L1("->") && op != L1("->>")) {
        refuse(pgPlace(node), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST knows columns and values here; what is computed cannot be sent.")));
        return std::nullopt;
    }
    auto inner = field(arrow->value(L1("lexpr")).toObject());
    if (!inner)
        return inner;
    const QJsonObject keyNode = arrow->value(L1("rexpr")).toObject();
    const auto key = value(keyNode);
    if (!key)
        return std::nullopt;
    // A key that looks like a number would be taken for an index.
    const bool good = (key->kind == Value::Kind::Text && key->type.isEmpty() && isPlainName(key->text) && !key->text.at(0).isDigit())
        || key->kind == Value::Kind::Integer;
    const bool json = inner->known && (inner->known->type == L1("json") || inner->known->type == L1("jsonb"));
    if (!good || inner->text || (!json && m_table)) {
        refuse(pgPlace(keyNode), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST follows plain keys and numbers into a JSON column, nothing else.")));
        return std::nullopt;
    }
    inner->path += op + key->text;
    inner->last = key->text;
    inner->text = op == L1("->>");
    return inner;
}

std::optional<QString> RestScope::typeName(const QJsonObject& node)
{
    const QJsonArray names = node.value(L1("names")).toArray();
    const QString name = stringOf(names.last());
    const bool plain = !name.isEmpty() && node.value(L1("typmods")).toArray().isEmpty() && node.value(L1("arrayBounds")).toArray().isEmpty()
        && !node.value(L1("setof")).toBool() && (names.size() == 1 || (names.size() == 2 && stringOf(names.first()) == L1("pg_catalog")))
        && isPlainName(name);
    if (!plain)
        refuse(pgPlace(node), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST casts to the plain name of a type only.")));
    return plain ? std::optional(name) : std::nullopt;
}

// ---- conditions

QString RestScope::Condition::key() const
{
    if (isGroup)
        return (negated ? QStringLiteral("not.") : QString()) + (isOr ? QStringLiteral("or") : QStringLiteral("and"));
    return field.rest();
}

QString RestScope::Condition::alone() const
{
    if (isGroup) {
        QStringList parts;
        for (const Condition& child : children)
            parts << child.inGroup();
        return u'(' + parts.join(u',') + u')';
    }
    return (negated ? QStringLiteral("not.") : QString()) + op + u'.' + operand;
}

QString RestScope::Condition::inGroup() const
{
    if (isGroup)
        return key() + alone();
    return field.rest() + (negated ? QStringLiteral(".not.") : QStringLiteral(".")) + op + u'.' + (asWritten ? operand : item(operand));
}

RestScope::Condition RestScope::group(bool isOr, QList<Condition> children)
{
    Condition c;
    c.isGroup = true;
    c.isOr = isOr;
    c.children = std::move(children);
    return c;
}

std::optional<QString> RestScope::where(const QJsonObject& node)
{
    if (node.isEmpty())
        return QString();
    const MaybeCondition root = condition(node);
    if (!root)
        return std::nullopt;
    QList<Condition> parts{*root};
    if (root->isGroup && !root->isOr && !root->negated)
        parts = root->children;
    QSet<QString> keys;
    bool apart = true; // the service merges a name that comes twice (contract.md §3.8)
    for (const Condition& part : std::as_const(parts)) {
        apart = apart && !keys.contains(part.key()) && (part.isGroup || part.field.isPlain());
        keys.insert(part.key());
    }
    if (!apart)
        parts = {group(false, parts)};
    QStringList out;
    for (const Condition& part : std::as_const(parts))
        out << restEncoded(part.key()) + u'=' + restEncoded(part.alone());
    return out.join(u'&');
}

RestScope::MaybeCondition RestScope::condition(const QJsonObject& node)
{
    if (const auto boolExpr = pgNode(node, L1("BoolExpr")))
        return boolean(*boolExpr);
    if (const auto expr = pgNode(node, L1("A_Expr")))
        return expression(node);
    if (pgNode(node, L1("ColumnRef"))) {
        const auto f = field(node);
        if (!f)
            return std::nullopt;
        return Condition{.field = *f, .op = QStringLiteral("eq"), .operand = QStringLiteral("true")};
    }
    const auto isNull = pgNode(node, L1("NullTest"));
    const auto isTruth = pgNode(node, L1("BooleanTest"));
    if (!isNull && !isTruth) {
        refuse(pgPlace(node), pgNode(node, L1("SubLink")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no subqueries."))
                              : pgNode(node, L1("FuncCall")) ? say(QT_TRANSLATE_NOOP("run402::RestForm", "REST compares columns with values; a function cannot be called here."))
                                                             : say(QT_TRANSLATE_NOOP("run402::RestForm", "REST compares columns with values; this is neither.")));
        return std::nullopt;
    }
    const auto f = field((isNull ? *isNull : *isTruth).value(L1("arg")).toObject());
    if (!f)
        return std::nullopt;
    const QString test = isNull ? isNull->value(L1("nulltesttype")).toString() : isTruth->value(L1("booltesttype")).toString();
    Condition c{.negated = test.startsWith(L1("IS_NOT_")), .field = *f, .op = QStringLiteral("is")};
    c.operand = test.section(u'_', -1).toLower();
    c.asWritten = true;
    return c;
}

RestScope::MaybeCondition RestScope::boolean(const QJsonObject& node)
{
    const QString op = node.value(L1("boolop")).toString();
    QList<Condition> children;
    for (const QJsonValue& arg : node.value(L1("args")).toArray()) {
        const MaybeCondition child = condition(arg.toObject());
        if (!child)
            return std::nullopt;
        children << *child;
    }
    if (op != L1("NOT_EXPR"))
        return group(op == L1("OR_EXPR"), children);
    Condition inner = children.value(0);
    if (inner.negated)
        inner = group(false, {inner});
    inner.negated = true;
    return inner;
}

RestScope::MaybeCondition RestScope::expression(const QJsonObject& node)
{
    const QJsonObject expr = *pgNode(node, L1("A_Expr"));
    const QString kind = expr.value(L1("kind")).toString();
    const QString name = stringOf(expr.value(L1("name")).toArray().first());
    if (kind == L1("AEXPR_OP")) {
        const bool plain = expr.value(L1("name")).toArray().size() == 1 && expr.contains(L1("lexpr"));
        return comparison(node, plain ? name : QString());
    }
    const auto f = field(expr.value(L1("lexpr")).toObject());
    if (!f)
        return std::nullopt;
    const QJsonObject right = expr.value(L1("rexpr")).toObject();
    if (kind == L1("AEXPR_IN"))
        return in(right, *f, name == L1("<>"));
    if (kind == L1("AEXPR_BETWEEN") || kind == L1("AEXPR_NOT_BETWEEN"))
        return between(right, *f, kind == L1("AEXPR_NOT_BETWEEN"));
    if (kind == L1("AEXPR_LIKE") || kind == L1("AEXPR_ILIKE"))
        return pattern(kind == L1("AEXPR_LIKE") ? QStringLiteral("like") : QStringLiteral("ilike"), name.startsWith(u'!'), *f, right);
    if (kind == L1("AEXPR_DISTINCT") || kind == L1("AEXPR_NOT_DISTINCT")) {
        MaybeCondition c = compare(QStringLiteral("isdistinct"), *f, right);
        if (c)
            c->negated = kind == L1("AEXPR_NOT_DISTINCT");
        return c;
    }
    refuse(qsizetype(expr.value(L1("location")).toInteger()), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no word for this comparison.")));
    return std::nullopt;
}

RestScope::MaybeCondition RestScope::comparison(const QJsonObject& node, const QString& name)
{
    struct Op { const char* sql; const char* rest; const char* turned; bool negated; };
    static constexpr Op ops[] = {{"=", "eq", "eq", false}, {"<>", "neq", "neq", false}, {">", "gt", "lt", false}, {">=", "gte", "lte", false},
                                 {"<", "lt", "gt", false}, {"<=", "lte", "gte", false}, {"~", "match", "", false}, {"~*", "imatch", "", false},
                                 {"!~", "match", "", true}, {"!~*", "imatch", "", true}, {"@>", "cs", "cd", false}, {"<@", "cd", "cs", false},
                                 {"&&", "ov", "ov", false}};
    const QJsonObject expr = *pgNode(node, L1("A_Expr"));
    const auto* op = std::find_if(std::begin(ops), std::end(ops), [&](const Op& o) { return name == L1(o.sql); });
    if (op == std::end(ops)) {
        refuse(qsizetype(expr.value(L1("location")).toInteger()), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no word for this operator.")));
        return std::nullopt;
    }
    QJsonObject left = expr.value(L1("lexpr")).toObject(), right = expr.value(L1("rexpr")).toObject();
    const auto isValue = [](const QJsonObject& n) { return n.contains(L1("A_Const")) || n.contains(L1("TypeCast")); };
    const char* word = op->rest;
    if (isValue(left) && !isValue(right) && *op->turned) {
        std::swap(left, right);
        word = op->turned;
    }
    const auto f = field(left);
    if (!f)
        return std::nullopt;
    MaybeCondition c = compare(L1(word), *f, right);
    if (c)
        c->negated = op->negated;
    return c;
}

RestScope::MaybeCondition RestScope::compare(const QString& op, const Field& f, const QJsonObject& operand)
{
    const auto v = value(operand);
    const auto text = v ? compared(*v, f) : std::nullopt;
    if (!text)
        return std::nullopt;
    return Condition{.field = f, .op = op, .operand = *text};
}

RestScope::MaybeCondition RestScope::in(const QJsonObject& node, const Field& f, bool negated)
{
    const QJsonArray list = pgNode(node, L1("List")).value_or(QJsonObject()).value(L1("items")).toArray();
    if (list.isEmpty()) {
        refuse(pgPlace(node), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes a list of values here.")));
        return std::nullopt;
    }
    Condition c{.negated = negated, .field = f};
    if (list.size() == 1) { // PostgREST reads in.("") as a list of nothing
        const MaybeCondition one = compare(QStringLiteral("eq"), f, list.first().toObject());
        if (!one)
            return one;
        c.op = one->op;
        c.operand = one->operand;
        return c;
    }
    QStringList items;
    for (const QJsonValue& node : list) {
        const auto v = value(node.toObject());
        const auto text = v ? compared(*v, f) : std::nullopt;
        if (!text)
            return std::nullopt;
        items << item(*text);
    }
    c.op = QStringLiteral("in");
    c.operand = u'(' + items.join(u',') + u')';
    c.asWritten = true;
    return c;
}

RestScope::MaybeCondition RestScope::between(const QJsonObject& node, const Field& f, bool negated)
{
    const QJsonArray ends = pgNode(node, L1("List")).value_or(QJsonObject()).value(L1("items")).toArray();
    const MaybeCondition low = compare(negated ? QStringLiteral("lt") : QStringLiteral("gte"), f, ends.at(0).toObject());
    const MaybeCondition high = low ? compare(negated ? QStringLiteral("gt") : QStringLiteral("lte"), f, ends.at(1).toObject()) : std::nullopt;
    if (!low || !high)
        return std::nullopt;
    return group(negated, {*low, *high});
}

RestScope::MaybeCondition RestScope::pattern(const QString& op, bool negated, const Field& f, const QJsonObject& operand)
{
    if (pgNode(operand, L1("FuncCall"))) {
        refuse(pgPlace(operand), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST has no ESCAPE.")));
        return std::nullopt;
    }
    MaybeCondition c = compare(op, f, operand);
    if (!c)
        return c;
    if (c->operand.contains(u'*')) {
        refuse(pgPlace(operand), say(QT_TRANSLATE_NOOP("run402::RestForm", "REST takes every * in a pattern for a %; it cannot look for a star.")));
        return std::nullopt;
    }
    c->operand.replace(u'%', u'*');
    c->negated = negated;
    return c;
}

} // namespace run402
