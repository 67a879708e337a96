// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlrunner.h"

#include "models/sql/exact.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace run402 {

using State = SqlStep::State;

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
    const auto exact = m_exact && step.statements == 1 && !step.rest ? exactQuery(step.sql) : std::nullopt;
    step.exact = exact.has_value();
    send(index, exact.value_or(step.sql));
    Q_EMIT stepChanged(index);
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
    auto* watcher = new QFutureWatcher<Answer>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, index, generation] {
        parsed(index, generation, watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run([json = outcome->rowsJson, explain = step.explain] { return parse(json, explain); }));
    Q_EMIT stepChanged(index);
}

SqlRunner::Answer SqlRunner::parse(const QByteArray& json, SqlStep::Explain explain)
{
    Answer answer{ResultSet::parse(json), nullptr};
    if (explain == SqlStep::Explain::None || !answer.rows.ok())
        return answer;
    auto plan = parsePlan(json);
    if (!plan.ok())
        return {fail(plan.error()), nullptr};
    return {ResultSet::parse("[]"), plan.value()};
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
    if (step.exact && step.rows->isExact())
        step.rowCount = step.rows->rowCount(); // the service counted the description too
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
    problem.mutation = step.reads ? Problem::Mutation::None : Problem::Mutation::Applied;
    end(State::Stopped, problem);
}

} // namespace run402
