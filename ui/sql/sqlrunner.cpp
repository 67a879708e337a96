// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlrunner.h"

#include "models/sql/exact.h"
#include "models/sql/returning.h"
#include "services/worker.h"

namespace run402 {

using State = SqlStep::State;

namespace {

constexpr qsizetype wrappedHere = 20'000; // UTF-16 units; a few milliseconds

/// Columns the service must have left out of a plain answer, or -1 where that cannot be told.
int lostColumnsOf(const QString& sql, const ResultSet& rows)
{
    if (rows.isExact() || rows.rowCount() == 0)
        return 0;
    const SqlScript script = readSql(sql);
    const auto listed = script.statements.isEmpty() ? std::nullopt : listedColumns(script.statements.last().text(sql));
    if (!listed)
        return 0;
    const int lost = listed->atLeast - int(rows.columns().size());
    return lost > 0 ? lost : listed->open ? -1 : 0;
}

} // namespace

SqlRunner::~SqlRunner()
{
    ++m_generation;
    if (m_call)
        m_call->cancel();
}

void SqlRunner::start(QList<SqlStep> steps)
{
    if (isRunning() || steps.isEmpty() || !m_send)
        return;
    ++m_generation;
    m_steps = std::move(steps);
    m_current = 0;
    Q_EMIT started();
    next(0);
}

void SqlRunner::clear()
{
    if (isRunning())
        return;
    ++m_generation;
    m_steps.clear();
}

void SqlRunner::next(int index)
{
    m_current = index;
    SqlStep& step = m_steps[index];
    step.state = State::Running;
    step.startedAt = QDateTime::currentDateTimeUtc();
    step.exact = false;
    m_call = nullptr;
    if (!m_exact || step.rest || step.explain != SqlStep::Explain::None)
        send(index, step.sql);
    else if (step.sql.size() <= wrappedHere)
        sendExact(index, exactForm(step.sql, step.statements));
    else
        onWorker(this, [sql = step.sql, n = step.statements] { return exactForm(sql, n); },
                 [this, index, generation = m_generation](const std::optional<QString>& exact) {
                     if (generation == m_generation)
                         sendExact(index, exact);
                 });
    Q_EMIT stepChanged(index);
}

std::optional<QString> SqlRunner::exactForm(const QString& sql, int statements)
{
    return statements == 1 ? exactQuery(sql) : exactScript(sql);
}

void SqlRunner::sendExact(int index, const std::optional<QString>& exact)
{
    m_steps[index].exact = exact.has_value();
    send(index, exact.value_or(m_steps[index].sql));
}

void SqlRunner::send(int index, const QString& sql)
{
    const SqlStep& step = m_steps[index];
    auto* call = step.rest ? m_sendRest(step.as, *step.rest) : m_send(sql);
    m_call = call;
    call->onDone(this, [this, index, generation = m_generation](const Result<SqlOutcome>& outcome) { answered(index, generation, outcome); });
}

void SqlRunner::answered(int index, int generation, const Result<SqlOutcome>& outcome)
{
    if (generation != m_generation)
        return;
    SqlStep& step = m_steps[index];
    if (!outcome.ok()) {
        const Problem& problem = outcome.error();
        if (step.exact && problem.code == u"sql.error" && refusedForExactness(problem.message)) {
            step.exact = false; // nothing has happened: the service rolled it back
            send(index, step.sql);
            return;
        }
        step.elapsedMs = step.startedAt.msecsTo(QDateTime::currentDateTimeUtc());
        end(problem.kind == Problem::Kind::Cancelled ? State::Stopped : State::Failed, problem);
        return;
    }
    step.rowCount = outcome->rowCount;
    step.serverMs = outcome->serverMs;
    step.elapsedMs = outcome->elapsedMs;
    step.bytes = outcome->bytes;
    step.state = State::Reading;
    onWorker(this, [json = outcome->rowsJson, step] { return parse(json, step); },
             [this, index, generation](const Answer& answer) { parsed(index, generation, answer); });
    Q_EMIT stepChanged(index);
}

SqlRunner::Answer SqlRunner::parse(const QByteArray& json, const SqlStep& step)
{
    Answer answer{ResultSet::parse(json), nullptr, 0};
    if (!answer.rows.ok())
        return answer;
    if (step.explain == SqlStep::Explain::None) {
        answer.lostColumns = step.rest ? 0 : lostColumnsOf(step.sql, **answer.rows);
        return answer;
    }
    auto plan = parsePlan(json);
    if (!plan.ok())
        return {fail(plan.error()), nullptr, 0};
    return {ResultSet::parse("[]"), plan.value(), 0};
}

void SqlRunner::parsed(int index, int generation, const Answer& answer)
{
    if (generation != m_generation)
        return;
    SqlStep& step = m_steps[index];
    if (!answer.rows.ok()) {
        Problem problem = answer.rows.error();
        problem.mutation = step.reads ? Problem::Mutation::None : Problem::Mutation::Applied; // the server said ok
        end(State::Failed, problem);
        return;
    }
    step.rows = answer.rows.value();
    step.plan = answer.plan;
    if (step.plan)
        step.rowCount.reset(); // of the one line the plan came in
    step.lostColumns = answer.lostColumns;
    if (step.exact && step.rows->isExact() && step.rowCount)
        step.rowCount = step.statements == 1 ? step.rows->rowCount() : *step.rowCount - 1; // the service counted the description too
    step.state = State::Done;
    Q_EMIT stepChanged(index);
    if (generation != m_generation)
        return;
    if (index + 1 < m_steps.size()) {
        next(index + 1);
        return;
    }
    m_current = -1;
    Q_EMIT finished();
}

void SqlRunner::end(State state, const Problem& problem)
{
    const int at = m_current;
    m_current = -1;
    ++m_generation;
    m_steps[at].state = state;
    m_steps[at].problem = problem;
    for (int i = at + 1; i < m_steps.size(); ++i)
        m_steps[i].state = State::Skipped;
    Q_EMIT stepChanged(at);
    Q_EMIT finished();
}

void SqlRunner::cancel()
{
    if (!isRunning())
        return;
    const SqlStep& step = m_steps[m_current];
    if (step.state == State::Running && m_call) {
        m_call->cancel(); // its outcome, which knows whether the text had left, ends the run
        return;
    }
    Problem problem = Problem::cancelled();
    const bool answered = step.state == State::Reading; // otherwise it was still being written and never left
    problem.mutation = step.reads || !answered ? Problem::Mutation::None : Problem::Mutation::Applied;
    end(State::Stopped, problem);
}

} // namespace run402
