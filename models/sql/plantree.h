// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace run402 {

/// One step of a plan. Costs are PostgreSQL's units, times milliseconds of all its repetitions together.
struct PlanNode
{
    QString title;            ///< "Index Scan on recipes r"
    double startupCost = 0, totalCost = 0;
    double ownCost = 0;       ///< without what the steps below cost
    double rows = 0;          ///< expected, of one repetition
    int width = 0;            ///< bytes of a row
    std::optional<double> ms, ownMs;
    std::optional<double> actualRows; ///< of all repetitions
    double loops = 1;
    double heat = 0;          ///< 0 … 1: share of the whole plan's own time, or cost where nothing was measured
    QStringList facts;        ///< "Filter: (minutes <= 30)", "Rows Removed by Filter: 12"

    PlanNode* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<PlanNode>> children;
};

/// The answer of EXPLAIN (FORMAT JSON), read. Source: PostgreSQL 16, src/backend/commands/explain.c.
struct PlanTree
{
    std::unique_ptr<PlanNode> root;
    bool measured = false;
    std::optional<double> planningMs, executionMs;
    int nodes = 0;
    QString text; ///< as EXPLAIN (FORMAT TEXT) lays it out
    QString json; ///< as the server said it, indented
};

/// `rowsJson`: the rows of the answer, of which the first value is the plan, as JSON or as text of it.
/// Errors: plan.malformed, also for more than 20,000 steps. Thread: any.
Result<std::shared_ptr<const PlanTree>> parsePlan(const QByteArray& rowsJson);

/// A plan as a tree of five columns. Owner: parent. Thread: GUI.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Step, Share, Time, Rows, Cost, ColumnCount };
    enum Role { HeatRole = Qt::UserRole + 1, FactsRole, MisjudgedRole };

    using QAbstractItemModel::QAbstractItemModel;
    void setPlan(std::shared_ptr<const PlanTree> plan);
    const PlanTree* plan() const { return m_plan.get(); }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const PlanTree> m_plan;
};

} // namespace run402
