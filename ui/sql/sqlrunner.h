// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"
#include "models/sql/plantree.h"
#include "models/sql/restform.h"
#include "models/sql/statements.h"
#include "services/api/interfaces.h"
#include "ui/sql/sqlidentity.h"

#include <QDateTime>
#include <QList>
#include <QObject>

#include <functional>

namespace run402 {

/// One request of a run.
struct SqlStep
{
    enum class Explain { None, Plan, Measure };
    enum class State { Waiting, Running, Reading, Done, Failed, Stopped, Skipped };

    QString sql;            ///< what is sent; by exact runs inside exactQuery() where it is a single query
    QString title;          ///< of its tab: "UPDATE comments"
    QString table;          ///< a read's first table, for column types
    int statement = -1;     ///< index in the script, -1 = the whole script or a selection
    int statements = 1;     ///< how many the request holds
    SqlStatement::Kind kind = SqlStatement::Kind::Other; ///< of the only one; Other for several
    bool upserts = false;   ///< an INSERT that may update instead
    qsizetype offset = 0;   ///< where `original` stands in the script
    int line = 0;           ///< of `offset`, from 0
    QString original;       ///< as written; differs from `sql` when a limit was added
    int limit = 0;          ///< added rows limit, 0 = none
    QString unlimited;      ///< `sql` without that limit, its parameters filled in; empty = there is none
    SqlIdentity as;         ///< whose rights
    std::optional<RestForm> rest; ///< what is sent instead of `sql`, for everybody but the service
    bool reads = false;     ///< a plain read: nothing can have been written
    Explain explain = Explain::None; ///< the answer is a plan; measured statements that may write are rolled back
    bool exact = false;     ///< left as exactQuery() or exactScript()

    State state = State::Waiting;
    QDateTime startedAt;    ///< UTC
    std::shared_ptr<const ResultSet> rows; ///< when Done
    std::shared_ptr<const PlanTree> plan;  ///< when Done and explained
    /// When Done: columns the service left out because another has their name; -1 = there may be some.
    int lostColumns = 0;
    std::optional<qint64> rowCount;
    qint64 serverMs = -1;
    qint64 elapsedMs = 0;
    qint64 bytes = 0;
    std::optional<Problem> problem;        ///< when Failed or Stopped
};

/// Sends the steps of a run one after the other and stops at the first that fails. Rows are parsed on a worker;
/// an answer of an earlier run never arrives.
/// Owner: parent. Thread: GUI.
class SqlRunner : public QObject
{
    Q_OBJECT
public:
    using Send = std::function<Call<SqlOutcome>*(const QString& sql)>;
    using SendRest = std::function<Call<SqlOutcome>*(const SqlIdentity& as, const RestForm& form)>;

    using QObject::QObject;
    ~SqlRunner() override;

    void setSend(Send send) { m_send = std::move(send); }
    /// For steps that have a request; without it there are none.
    void setSendRest(SendRest send) { m_sendRest = std::move(send); }
    /// Queries and returning statements are sent so that PostgreSQL encodes their rows (models/sql/exact.h); of several
    /// statements the last, whose rows arrive. Off until asked for.
    void setExact(bool on) { m_exact = on; }
    /// Replaces the last run. Does nothing while one is running.
    void start(QList<SqlStep> steps);
    /// Stops waiting. What already left may still take effect; the step's problem says what is known.
    void cancel();
    void clear();

    bool isRunning() const { return m_current >= 0; }
    int current() const { return m_current; }
    const QList<SqlStep>& steps() const { return m_steps; }

Q_SIGNALS:
    void started();
    void stepChanged(int index);
    void finished();

private:
    void next(int index);
    static std::optional<QString> exactForm(const QString& sql, int statements);
    void sendExact(int index, const std::optional<QString>& exact);
    void send(int index, const QString& sql);
    void answered(int index, int generation, const Result<SqlOutcome>& outcome);
    struct Answer
    {
        Result<std::shared_ptr<const ResultSet>> rows;
        std::shared_ptr<const PlanTree> plan;
        int lostColumns = 0;
    };
    static Answer parse(const QByteArray& json, const SqlStep& step);
    void parsed(int index, int generation, const Answer& answer);
    void end(SqlStep::State state, const Problem& problem);

    Send m_send;
    SendRest m_sendRest;
    bool m_exact = false;
    QList<SqlStep> m_steps;
    int m_current = -1;
    int m_generation = 0;
    QPointer<CallBase> m_call;
};

} // namespace run402
