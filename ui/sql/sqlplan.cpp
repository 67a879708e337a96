// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlplan.h"

#include "models/sql/tokenview.h"

#include <QCoreApplication>
#include <QLocale>

namespace run402 {

namespace {

using Risk = SqlStatement::Risk;

QString say(const char* text, int n = -1)
{
    return QCoreApplication::translate("SqlPlan", text, nullptr, n);
}

/// INSERT … ON CONFLICT … DO UPDATE, by its words.
bool mayUpdate(const QString& insert)
{
    using L1 = QLatin1StringView;
    const SqlTokens tokens = scanSql(insert);
    const TokenView view(insert, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    int at = view.find(0, 0, {L1("conflict")});
    at = at < 0 ? at : view.find(at, 0, {L1("do")});
    return at >= 0 && view.is(at + 1, L1("update"));
}

SqlStep stepOf(const QString& text, const SqlStatement& statement, int index, const SqlPlanInput& input)
{
    SqlStep step;
    step.original = step.sql = statement.text(text);
    step.title = statement.title();
    step.kind = statement.kind;
    step.upserts = statement.kind == SqlStatement::Kind::Insert && mayUpdate(step.original);
    step.table = statement.kind == SqlStatement::Kind::Select ? statement.object : QString();
    step.statement = index;
    step.offset = statement.codeStart;
    step.line = statement.line;
    step.reads = statement.kind == SqlStatement::Kind::Select && statement.risk == Risk::None && (statement.limitable || statement.hasLimit);
    if (input.explain != SqlStep::Explain::None) {
        step.explain = input.explain;
        step.sql = explainSql(step.original, step.explain, step.reads);
        step.title = QStringLiteral("EXPLAIN ") + statement.title();
        step.kind = SqlStatement::Kind::Other;
        step.table.clear();
        step.reads = step.reads || input.explain == SqlStep::Explain::Plan;
    } else if (input.limit > 0) {
        if (const auto limited = withLimit(text, statement, input.limit)) {
            step.sql = *limited;
            step.limit = input.limit;
        }
    }
    return step;
}

/// The whole text as one request; only the last statement's rows come back, so only it may get a limit.
SqlStep wholeStep(const QString& text, const SqlScript& script, const SqlPlanInput& input)
{
    const SqlStatement& last = script.statements.last();
    SqlStep step = stepOf(text, last, int(script.statements.size()) == 1 ? 0 : -1, input);
    if (script.statements.size() == 1)
        return step;
    step.original = text;
    step.sql = step.limit > 0 ? text.left(last.codeStart) + step.sql + text.mid(last.codeEnd) : text;
    step.statements = int(script.statements.size());
    step.kind = SqlStatement::Kind::Other;
    step.offset = 0;
    step.line = 0;
    for (const SqlStatement& s : script.statements)
        step.reads = step.reads && s.kind == SqlStatement::Kind::Select && (s.limitable || s.hasLimit);
    return step;
}

} // namespace

QString explainSql(const QString& statement, SqlStep::Explain explain, bool reads)
{
    if (explain == SqlStep::Explain::Plan)
        return QStringLiteral("explain (format json) ") + statement;
    const QString measured = QStringLiteral("explain (analyze, buffers, format json) ") + statement;
    if (reads)
        return measured;
    QString tag = QStringLiteral("$run402$");
    for (int i = 2; measured.contains(tag); ++i)
        tag = QStringLiteral("$run402_%1$").arg(i);
    const QString inner = QStringLiteral("$r402p%1").arg(tag.mid(7));
    // The inner block's exception takes back what the statement wrote; the variable outlives it.
    return QStringLiteral("do %1\ndeclare plan text;\nbegin\n  begin\n    execute %2%3%2 into plan;\n"
                          "    raise exception using errcode = 'R4020';\n  exception when sqlstate 'R4020' then null;\n  end;\n"
                          "  perform set_config('run402.plan', plan, true);\nend %1;\n"
                          "select current_setting('run402.plan')::json as plan").arg(tag, inner, measured);
}

SqlPlan planSqlRun(const SqlPlanInput& input)
{
    SqlPlan plan;
    QString text = input.text;
    SqlScript script = input.script;
    qsizetype shift = 0;
    int lineShift = 0;
    bool byStatement = input.mode == SqlRunMode::StepByStep;
    if (input.scope == SqlRunScope::Selection) {
        shift = input.selectionStart;
        lineShift = int(QStringView(input.text).left(shift).count(u'\n'));
        text = input.text.mid(shift, input.selectionEnd - shift);
        script = readSql(text);
    } else if (input.scope == SqlRunScope::Statement) {
        const int index = script.statementAt(input.cursor);
        if (index < 0)
            return plan;
        const SqlStatement statement = script.statements[index];
        plan.steps << stepOf(text, statement, index, input);
        if (statement.risk != Risk::None && input.explain == SqlStep::Explain::None)
            plan.warnings.push_back({statement.risk, statement.riskObject});
        for (const BlockedWord& b : script.blocked) {
            if (b.start >= statement.codeStart && b.start < statement.codeEnd)
                plan.blocked << b;
        }
        return plan;
    }
    if (script.statements.isEmpty())
        return plan;
    if (byStatement) {
        for (int i = 0; i < script.statements.size(); ++i)
            plan.steps << stepOf(text, script.statements[i], i, input);
    } else {
        plan.steps << wholeStep(text, script, input);
    }
    for (SqlStep& step : plan.steps) {
        step.offset += shift;
        step.line += lineShift;
        if (input.scope == SqlRunScope::Selection)
            step.statement = -1;
    }
    for (const SqlStatement& s : script.statements) {
        if (s.risk != Risk::None)
            plan.warnings.push_back({s.risk, s.riskObject});
    }
    for (BlockedWord b : script.blocked) {
        const bool sent = !byStatement || std::any_of(script.statements.begin(), script.statements.end(), [&](const SqlStatement& s) {
            return b.start >= s.codeStart && b.start < s.codeEnd;
        });
        b.start += shift;
        if (sent)
            plan.blocked << b;
    }
    return plan;
}

SqlWarningText warningText(const QList<SqlPlan::Warning>& warnings, const QHash<QString, qint64>& rowCounts)
{
    if (warnings.isEmpty())
        return {};
    const SqlPlan::Warning& first = warnings.first();
    const QString object = first.object.isEmpty() ? say("the table") : first.object;
    const bool counted = rowCounts.contains(first.object);
    const QString count = counted ? QLocale().toString(rowCounts.value(first.object)) : QString();
    const QString all = counted ? say("all %1 rows of %2").arg(count, object) : say("every row of %1").arg(object);
    SqlWarningText words;
    switch (first.risk) {
    case Risk::UpdatesAll:
        words = {say("Update every row of %1?").arg(object), say("The statement has no WHERE. It changes %1.").arg(all),
                 counted ? say("Update %1 rows").arg(count) : say("Update every row")};
        break;
    case Risk::DeletesAll:
        words = {say("Delete every row of %1?").arg(object), say("The statement has no WHERE. It deletes %1.").arg(all),
                 counted ? say("Delete %1 rows").arg(count) : say("Delete every row")};
        break;
    case Risk::Truncates:
        words = {say("Empty %1?").arg(object), say("It deletes %1.").arg(all), say("Empty %1").arg(object)};
        break;
    case Risk::Drops:
        words = {say("Drop %1?").arg(object),
                 counted ? say("It removes %1 and %2.").arg(object, all) : say("It removes %1 with everything in it.").arg(object),
                 say("Drop %1").arg(object)};
        break;
    case Risk::DropsColumn:
        words = {say("Drop the column %1?").arg(object), say("It removes the column with all of its values."),
                 say("Drop the column")};
        break;
    case Risk::None: break;
    }
    if (warnings.size() > 1)
        words.text += u' ' + say("%n more statement(s) of this run remove or change everything too.", int(warnings.size()) - 1);
    words.text += u' ' + say("It cannot be undone from here.");
    return words;
}

} // namespace run402
