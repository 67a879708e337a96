// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/classify.h"

#include <QSet>

namespace run402 {

namespace {

using Kind = SqlStatement::Kind;
using Risk = SqlStatement::Risk;
using L1 = QLatin1StringView;

/// Built-in functions that change nothing: with these a LIMIT cannot cut off an effect. A function not
/// listed may write, so its statement is left alone.
bool isHarmlessFunction(const QString& name)
{
    static const QSet<QString> names = [] {
        const char* list =
            "abs age any all array array_agg array_append array_length array_position array_prepend array_remove "
            "array_to_json array_to_string avg bit_and bit_or bit_length bool_and bool_or bpchar btrim cardinality "
            "cast ceil ceiling char char_length character chr clock_timestamp coalesce col_description concat "
            "concat_ws corr count cume_dist current_database current_schema current_setting date date_bin "
            "date_part date_trunc dec decimal decode dense_rank div encode every exists exp extract filter "
            "first_value float floor format format_type generate_series generate_subscripts greatest grouping "
            "has_column_privilege has_table_privilege host initcap int4 int8 interval isfinite json_agg "
            "json_array_elements json_array_elements_text json_array_length json_build_array json_build_object "
            "json_each json_each_text json_extract_path json_extract_path_text json_object_agg json_object_keys "
            "json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length "
            "jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path "
            "jsonb_extract_path_text jsonb_object_agg jsonb_object_keys jsonb_path_query jsonb_pretty jsonb_set "
            "jsonb_strip_nulls jsonb_typeof lag last_value lateral lead least left length ln log lower lpad ltrim "
            "make_date make_interval make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile "
            "nullif numeric obj_description octet_length over overlay percent_rank percentile_cont "
            "percentile_disc pg_column_size pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef "
            "pg_get_viewdef pg_relation_size pg_size_pretty pg_table_size pg_total_relation_size pg_typeof pi "
            "plainto_tsquery position power quote_ident quote_literal random rank regexp_match regexp_matches "
            "regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right round row "
            "row_number row_to_json rpad rtrim rollup cube sets sign similarity split_part sqrt statement_timestamp "
            "stddev stddev_pop stddev_samp string_agg string_to_array strpos substr substring sum time timestamp "
            "timestamptz to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector "
            "transaction_timestamp translate trim trunc ts_headline ts_rank unnest upper using values var_pop "
            "var_samp varbit varchar variance varying version websearch_to_tsquery width_bucket within "
            "xmlagg xmlelement gen_random_uuid uid role jwt on partition by group in not and or select where "
            "from join as when then else case having union except intersect is like ilike between distinct "
            "some materialized order limit offset with";
        const QStringList words = QString::fromLatin1(list).split(u' ');
        return QSet<QString>(words.begin(), words.end());
    }();
    return names.contains(name);
}

bool callsOnlyHarmless(const TokenView& t)
{
    for (int i = 0; i + 1 < t.size(); ++i) {
        if (!t.isWord(i) || !t.isChar(i + 1, '('))
            continue;
        const bool alias = i > 0 && t.raw(i - 1).compare(L1("as"), Qt::CaseInsensitive) == 0;
        if (!alias && !isHarmlessFunction(t.name(i)))
            return false;
    }
    return true;
}

/// Token of the statement proper: behind EXPLAIN … and behind the list of WITH.
int mainVerb(const TokenView& t)
{
    int i = 0;
    if (t.is(0, L1("explain"))) {
        i = 1;
        if (t.isChar(i, '(')) {
            while (i < t.size() && !(t.isChar(i, ')') && t.depth(i) == 0))
                ++i;
            ++i;
        }
        while (t.isAny(i, {L1("analyze"), L1("analyse"), L1("verbose")}))
            ++i;
    }
    if (!t.is(i, L1("with")))
        return i;
    for (int k = i + 1; k < t.size(); ++k) {
        if (t.depth(k) == 0 && t.isChar(k - 1, ')')
            && t.isAny(k, {L1("select"), L1("insert"), L1("update"), L1("delete"), L1("merge"), L1("values"), L1("table")}))
            return k;
    }
    return i;
}

/// Which part of the statement is inside one pair of parentheses as a whole: depth of its own clauses.
int bodyDepth(const TokenView& t)
{
    int depth = 0;
    while (depth * 2 < t.size() && t.isChar(depth, '(') && t.isChar(t.size() - 1 - depth, ')'))
        ++depth;
    // A token between a pair that is no deeper than it shows that the pair is not one.
    for (int i = 0; i < t.size(); ++i) {
        if (t.depth(i) < std::min(i, t.size() - 1 - i))
            depth = std::min(depth, std::max(0, t.depth(i)));
    }
    return depth;
}

int skipWords(const TokenView& t, int i, std::initializer_list<L1> words)
{
    while (t.isAny(i, words))
        ++i;
    return i;
}

void classifyDefinition(SqlStatement& s, const TokenView& t)
{
    s.kind = Kind::Definition;
    const QString verb = t.name(0).toUpper();
    int i = skipWords(t, 1, {L1("or"), L1("replace"), L1("temp"), L1("temporary"), L1("unlogged"), L1("unique"),
                             L1("global"), L1("local"), L1("recursive"), L1("constraint")});
    QString type = t.name(i);
    if (t.isAny(i, {L1("materialized"), L1("foreign"), L1("event"), L1("text"), L1("access"), L1("user"), L1("default")})
        && t.isWord(i + 1)) {
        type += u' ' + t.name(++i);
    }
    if (verb == u"TRUNCATE" || verb == u"COMMENT") {
        s.verb = verb;
        i = skipWords(t, 1, {L1("table"), L1("only"), L1("on"), L1("column")});
        s.object = t.qualifiedName(i);
    } else {
        s.verb = type.isEmpty() ? verb : verb + u' ' + type.toUpper();
        i = skipWords(t, i + 1, {L1("if"), L1("not"), L1("exists"), L1("concurrently"), L1("only")});
        s.object = t.qualifiedName(i);
        if (type == u"policy" || type == u"trigger" || type == u"rule") {
            const int on = t.find(i, 0, {L1("on"), L1("to")});
            if (on > 0)
                s.object = t.qualifiedName(on + 1);
        }
    }
    if (verb == u"DROP") {
        s.risk = Risk::Drops;
        s.riskObject = s.object;
    } else if (verb == u"TRUNCATE") {
        s.risk = Risk::Truncates;
        s.riskObject = s.object;
    } else if (verb == u"ALTER" && (type == u"table" || type == u"foreign table")) {
        for (int k = i; k < t.size(); ++k) {
            if (t.depth(k) != 0 || !t.is(k, L1("drop"))
                || t.isAny(k + 1, {L1("constraint"), L1("default"), L1("not"), L1("identity"), L1("expression")}))
                continue;
            s.risk = Risk::DropsColumn;
            s.riskObject = t.name(skipWords(t, k + 1, {L1("column"), L1("if"), L1("exists")}));
        }
    }
}

bool conditionIsAlwaysTrue(const TokenView& t, int where, int depth)
{
    int end = where + 1;
    while (end < t.size() && t.depth(end) >= depth && !t.is(end, L1("returning"))
           && !(t.isChar(end, ')') && t.depth(end) < depth))
        ++end;
    if (end - where == 2)
        return t.is(where + 1, L1("true"));
    return end - where == 4 && t.isChar(where + 2, '=') && t.raw(where + 1) == t.raw(where + 3)
        && t.raw(where + 1) == L1("1");
}

/// UPDATE and DELETE without WHERE, also as parts of WITH and under EXPLAIN ANALYZE.
void findUnguarded(SqlStatement& s, const TokenView& t, int verb)
{
    if (t.is(0, L1("explain"))) {
        bool runs = false;
        for (int i = 1; i < verb; ++i)
            runs = runs || t.isAny(i, {L1("analyze"), L1("analyse")});
        if (!runs)
            return;
    }
    for (int i = 0; i < t.size(); ++i) {
        const bool starts = i == verb || t.isChar(i - 1, '(');
        const bool deletes = starts && t.is(i, L1("delete")) && t.is(i + 1, L1("from"));
        const bool updates = starts && t.is(i, L1("update")) && t.isWord(i + 1);
        if (!deletes && !updates)
            continue;
        const int where = t.find(i, t.depth(i), {L1("where")});
        if (where >= 0 && !conditionIsAlwaysTrue(t, where, t.depth(i)))
            continue;
        s.risk = deletes ? Risk::DeletesAll : Risk::UpdatesAll;
        s.riskObject = t.qualifiedName(skipWords(t, i + (deletes ? 2 : 1), {L1("only")}));
        return;
    }
}

bool writesInside(const TokenView& t)
{
    for (int i = 0; i < t.size(); ++i) {
        if (t.isAny(i, {L1("insert"), L1("update"), L1("delete"), L1("merge"), L1("into"), L1("nextval"), L1("setval")}))
            return true;
    }
    return false;
}

void classifyRead(SqlStatement& s, const TokenView& t, int verb)
{
    s.kind = Kind::Select;
    const int depth = bodyDepth(t);
    const bool table = t.is(verb, L1("table"));
    const int from = t.find(verb, t.depth(verb), {L1("from")});
    if (table)
        s.object = t.qualifiedName(verb + 1);
    else if (from >= 0 && !t.isChar(from + 1, '('))
        s.object = t.qualifiedName(skipWords(t, from + 1, {L1("only"), L1("lateral")}));
    s.hasLimit = t.find(depth, depth, {L1("limit"), L1("fetch")}) >= 0;
    const bool returnsMany = from >= 0 || table || t.find(verb, t.depth(verb), {L1("unnest"), L1("generate_series")}) >= 0;
    s.limitable = !s.hasLimit && returnsMany && s.complete && t.balanced() && t.deepest() < 100
        && !t.is(verb, L1("values")) && t.find(depth, depth, {L1("for")}) < 0 && !writesInside(t) && callsOnlyHarmless(t);
}

/// What a string constant of any quoting holds, as far as looking for statements goes; empty = token i is none.
QString quotedText(const TokenView& t, int i)
{
    const QStringView raw = i < t.size() ? t.raw(i) : QStringView();
    if (raw.startsWith(u'$')) {
        const qsizetype tag = raw.indexOf(u'$', 1) + 1;
        return tag > 1 && raw.size() >= 2 * tag ? raw.mid(tag, raw.size() - 2 * tag).toString() : QString();
    }
    const qsizetype quote = raw.indexOf(u'\'');
    if (quote < 0 || quote > 2 || raw.size() < quote + 2)
        return {};
    return raw.mid(quote + 1, raw.size() - quote - 2).toString().replace(QStringLiteral("''"), QStringLiteral("'"));
}

/// The first statement of a DO block that asks, also one that EXECUTE is given as a text.
void findInBlock(SqlStatement& s, const QString& body, int depth = 0)
{
    const SqlTokens tokens = scanSql(body);
    const SqlToken* const list = tokens.list.constData();
    const TokenView t(body, list, list + tokens.list.size());
    bool begins = true;
    for (int i = 0; i < t.size() && s.risk == Risk::None; ++i) {
        if (begins && t.isAny(i, {L1("update"), L1("delete"), L1("truncate"), L1("drop"), L1("alter"), L1("with")})) {
            int end = i;
            while (end < t.size() && !t.isChar(end, ';'))
                ++end;
            SqlStatement inner;
            classify(inner, TokenView(body, &t.token(i), &t.token(end - 1) + 1));
            s.risk = inner.risk;
            s.riskObject = inner.riskObject;
            i = end - 1;
        } else if (t.is(i, L1("execute")) && depth < 3) {
            findInBlock(s, quotedText(t, i + 1), depth + 1);
        }
        begins = t.isChar(i, ';') || t.isAny(i, {L1("begin"), L1("then"), L1("else"), L1("loop")});
    }
}

} // namespace

void classify(SqlStatement& s, const TokenView& t)
{
    if (t.size() == 0)
        return;
    if (t.is(0, L1("do"))) {
        s.verb = QStringLiteral("DO");
        for (int i = 1; i < t.size() && s.risk == Risk::None; ++i)
            findInBlock(s, quotedText(t, i));
        return;
    }
    if (t.isAny(0, {L1("create"), L1("alter"), L1("drop"), L1("truncate"), L1("comment")})) {
        classifyDefinition(s, t);
        return;
    }
    const int verb = mainVerb(t);
    const int body = bodyDepth(t);
    const int first = verb == 0 && t.isChar(0, '(') ? std::max(body, 0) : verb;
    s.verb = t.name(t.is(0, L1("with")) || t.isChar(0, '(') ? first : 0).toUpper();
    findUnguarded(s, t, verb);
    if (t.is(0, L1("explain")))
        return;
    if (t.isAny(first, {L1("select"), L1("values"), L1("table")}) || t.isChar(0, '(')) {
        classifyRead(s, t, first);
        if (t.isChar(0, '('))
            s.verb = QStringLiteral("SELECT");
    } else if (t.is(verb, L1("insert"))) {
        s.kind = Kind::Insert;
        s.object = t.qualifiedName(verb + 2);
    } else if (t.is(verb, L1("update"))) {
        s.kind = Kind::Update;
        s.object = t.qualifiedName(skipWords(t, verb + 1, {L1("only")}));
    } else if (t.is(verb, L1("delete"))) {
        s.kind = Kind::Delete;
        s.object = t.qualifiedName(skipWords(t, verb + 2, {L1("only")}));
    } else if (t.isAny(0, {L1("begin"), L1("commit"), L1("rollback"), L1("start"), L1("end"), L1("abort"),
                           L1("savepoint"), L1("release")})) {
        s.kind = Kind::Transaction;
    }
}

} // namespace run402
