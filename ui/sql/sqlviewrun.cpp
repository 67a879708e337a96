// SPDX-License-Identifier: GPL-3.0-or-later
// What the console sends, what it asks before, and where an answer belongs in the text.
#include "ui/sql/sqlview.h"

#include "models/sql/literal.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/sql/completionpopup.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlparamdialog.h"
#include "ui/sql/sqltoolbar.h"

#include <QLocale>

namespace run402 {

using State = SqlStep::State;

namespace {
constexpr qsizetype rewrittenHere = 100'000; // UTF-16 units; longer texts are not looked through while a person waits
}

void SqlView::run(SqlRunScope scope, int limit, SqlStep::Explain explain)
{
    if (m_runner->isRunning() || !m_blockedReason.isEmpty())
        return;
    m_completion->hide();
    withScript([this, scope, limit, explain] { plan(scope, limit, explain); });
}

SqlPlan SqlView::planHere(SqlRunScope scope, int limit, SqlStep::Explain explain) const
{
    SqlPlanInput input;
    input.text = m_editor->text();
    input.script = m_script;
    input.scope = scope;
    input.mode = m_toolbar->mode();
    input.cursor = m_editor->cursor();
    input.selectionStart = m_editor->selectionStart();
    input.selectionEnd = m_editor->selectionEnd();
    input.limit = limit;
    input.explain = explain;
    return planSqlRun(input);
}

void SqlView::plan(SqlRunScope scope, int limit, SqlStep::Explain explain)
{
    SqlPlan plan = planHere(scope, limit, explain);
    if (plan.steps.isEmpty()) {
        Q_EMIT noticed(tr("There is no statement here to run."), true);
        return;
    }
    if (m_identity.isService()) {
        check(plan);
        return;
    }
    if (explain != SqlStep::Explain::None) {
        Q_EMIT noticed(tr("Plans are for the service only."), true);
        return;
    }
    for (SqlStep& step : plan.steps)
        step.as = m_identity;
    if (sayInRest(plan, false))
        confirm(plan); // the words the service refuses are refused in SQL only
}

void SqlView::check(const SqlPlan& plan)
{
    if (!plan.blocked.isEmpty())
        explainBlocked(plan);
    else
        confirm(plan);
}

void SqlView::explainBlocked(const SqlPlan& plan)
{
    const BlockedWord word = plan.blocked.first();
    ConfirmDialog::Options options;
    options.title = tr("The service will refuse this");
    options.text = refusedReason(blockedPattern(word.rule)) + QStringLiteral("\n\n")
        + tr("It looks at the whole text, also inside comments and quotes. Nothing has been sent.");
    const bool rewritable = m_editor->length() <= rewrittenHere && safeRewrite(m_editor->text(), word);
    const auto show = [this, word] {
        m_editor->select(word.start, word.length);
        m_editor->input()->setFocus();
    };
    if (rewritable)
        options.text += QStringLiteral("\n\n") + tr("Here it is only text: written with an escape, PostgreSQL reads the same and the service takes it.");
    options.accept = rewritable ? tr("Write it safely") : tr("Show it");
    options.discard = rewritable ? tr("Show it") : QString();
    options.extra = tr("Send anyway");
    auto* dialog = ConfirmDialog::ask(this, options, this, [this, rewritable, show] {
        if (rewritable)
            rewriteWords(m_editor->text(), {});
        else
            show();
    });
    connect(dialog, &ConfirmDialog::discarded, this, show);
    dialog->setObjectName(QStringLiteral("sql.blockedDialog"));
    connect(dialog, &ConfirmDialog::extraTriggered, this, [this, plan, dialog] {
        dialog->close();
        confirm(plan);
    });
}

void SqlView::confirm(const SqlPlan& plan)
{
    if (plan.warnings.isEmpty()) {
        start(plan);
        return;
    }
    const SqlWarningText words = warningText(plan.warnings, m_rowCounts);
    ConfirmDialog::Options options;
    options.title = words.title;
    options.text = words.text;
    options.accept = words.accept;
    options.dangerous = true;
    auto* dialog = ConfirmDialog::ask(this, options, this, [this, plan] { start(plan); });
    dialog->setObjectName(QStringLiteral("sql.riskDialog"));
}

/// Sends the steps, after asking for the values of their parameters.
void SqlView::start(const SqlPlan& plan)
{
    QStringList texts;
    QMap<int, SqlParameter> wanted;
    for (const SqlStep& step : plan.steps) {
        const QList<SqlParameter> parameters = parametersOf(step.original, m_schema);
        if (!parameters.isEmpty())
            texts << step.original;
        for (const SqlParameter& p : parameters) {
            SqlParameter& one = wanted[p.number];
            one = one.type.isEmpty() ? p : one;
        }
    }
    if (wanted.isEmpty()) {
        m_runner->start(plan.steps);
        return;
    }
    const QString text = texts.join(QStringLiteral(";\n"));
    const auto ask = [self = QPointer<SqlView>(this), plan, text, wanted](const QJsonObject& known) {
        if (self)
            self->askValues(plan, text, wanted.values(), known);
    };
    if (m_memory.load)
        m_memory.load(text, ask);
    else
        ask({});
}

void SqlView::askValues(const SqlPlan& plan, const QString& text, const QList<SqlParameter>& parameters, const QJsonObject& known)
{
    if (m_runner->isRunning() || findChild<SqlParamDialog*>())
        return;
    auto* dialog = new SqlParamDialog(this, text, parameters, known);
    connect(dialog, &QDialog::accepted, this, [this, dialog, plan, text] {
        SqlPlan filled = plan;
        for (SqlStep& step : filled.steps) {
            const bool explained = step.explain != SqlStep::Explain::None;
            if (parametersOf(step.original, m_schema).isEmpty())
                continue;
            const Result<QString> with = withParameters(explained ? step.original : step.sql, dialog->given());
            const Result<QString> whole = withParameters(step.original, dialog->given());
            if (!with.ok() || !whole.ok())
                return; // the dialog does not let it happen
            step.sql = explained ? explainSql(*with, step.explain, step.reads) : *with;
            step.unlimited = *whole;
        }
        if (!sayInRest(filled, true))
            return;
        if (m_memory.keep)
            m_memory.keep(text, dialog->values());
        m_runner->start(filled.steps);
    });
    dialog->open();
}

void SqlView::cancel()
{
    m_runner->cancel();
}

void SqlView::stepChanged(int index)
{
    const SqlStep step = m_runner->steps().at(index);
    Mark mark{int(SqlEditor::MarkState::Running), {}};
    const QString time = tr("%1 ms").arg(QLocale().toString(step.serverMs >= 0 ? step.serverMs : step.elapsedMs));
    switch (step.state) {
    case State::Done: mark = {int(SqlEditor::MarkState::Done), time}; break;
    case State::Failed: mark = {int(SqlEditor::MarkState::Failed), tr("failed")}; break;
    case State::Stopped: mark = {int(SqlEditor::MarkState::Stopped), tr("stopped")}; break;
    default: break;
    }
    if (m_marks.size() > 5000)
        m_marks.clear();
    m_marks.insert(step.original, mark);
    refreshMarks();
    const bool ended = step.state == State::Done || step.state == State::Failed || step.state == State::Stopped;
    if (!ended)
        return;
    if (step.state == State::Failed && step.problem && step.problem->code == u"sql.error") {
        const SqlErrorSpot spot = locateSqlError(step.original, step.problem->message, m_schema);
        const qsizetype at = spot.start < 0 ? -1 : placeOf(step, spot.start);
        if (at >= 0)
            m_serverErrors = {{at, spot.length, SqlEditor::LineKind::Error, step.problem->message}};
        refreshUnderlines();
    }
    Q_EMIT stepRun(step);
    if (step.state == State::Done && !step.reads)
        Q_EMIT schemaMayHaveChanged();
}

/// Where a place of a step's text stands now; -1 when that text is not there any more.
qsizetype SqlView::placeOf(const SqlStep& step, qsizetype inStep) const
{
    const QString text = m_editor->text();
    if (QStringView(text).mid(step.offset).startsWith(step.original))
        return step.offset + inStep;
    const qsizetype found = text.indexOf(step.original);
    return found < 0 ? -1 : found + inStep;
}

void SqlView::applyFix(int index, qsizetype start, qsizetype length, const QString& with)
{
    if (index < 0 || index >= m_runner->steps().size())
        return;
    const qsizetype at = placeOf(m_runner->steps().at(index), start);
    if (at < 0) {
        Q_EMIT noticed(tr("The text has changed; put in %1 by hand.").arg(with), true);
        return;
    }
    m_editor->replace(at, length, with);
    m_editor->input()->setFocus();
}

void SqlView::showLine(int index)
{
    if (index < 0 || index >= m_runner->steps().size())
        return;
    const SqlStep& step = m_runner->steps().at(index);
    const SqlErrorSpot spot = locateSqlError(step.original, step.problem ? step.problem->message : QString(), m_schema);
    const qsizetype at = placeOf(step, std::max<qsizetype>(0, spot.start));
    if (at >= 0)
        m_editor->select(at, spot.length);
    m_editor->input()->setFocus();
}

} // namespace run402
