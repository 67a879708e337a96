// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablepage.h"

#include <QHash>
#include <QMap>

namespace run402 {

/// One row with something staged.
struct StagedRow
{
    enum class Kind { Update, Insert, Delete };
    Kind kind = Kind::Update;
    TableRow was;                ///< as it was read; nothing for a new row
    QStringList key;             ///< its primary key as read; empty for a new row
    QMap<int, CellValue> now;    ///< by column; in a new row what is missing is left to the database

    bool operator==(const StagedRow& o) const { return kind == o.kind && key == o.key && now == o.now; }
};

/// Everything staged in one table: an overlay over whatever page is shown. Nothing of it was sent. Rows that exist are
/// named by rowKey(), new ones by "+n". Plain value: a step is undone by putting rows back (TableEditStep).
/// Thread: any one.
class TableEdits
{
public:
    /// `name` → the row before and after; nullopt = nothing staged.
    struct Change { QString name; std::optional<StagedRow> before, after; };
    /// What one undo takes back.
    struct Step { QList<Change> changes; };

    bool isEmpty() const { return m_rows.isEmpty(); }
    const StagedRow* find(const QString& name) const;
    /// Names of new rows, the newest first, as they stand above the page.
    QStringList inserted() const;
    QStringList names() const { return m_order; } ///< in the order they were first touched
    int count(StagedRow::Kind kind) const;
    /// Staged cells of rows that stay: what "2 edits" counts.
    int editedCells() const;
    int changes() const { return int(m_rows.size()); } ///< rows: what "Save 4 changes" counts

    /// The steps; none of them changes anything before apply(). An empty step changes nothing.
    Step setCells(const TableShape& shape, const QString& name, const TableRow& was, const QMap<int, CellValue>& values) const;
    Step insert(const QMap<int, CellValue>& values);
    /// Rows by name; a new row is taken away, a marked one is unmarked when all of them are.
    Step toggleDeleted(const TableShape& shape, const QList<QPair<QString, TableRow>>& rows) const;
    Step revert(const QStringList& names) const;
    /// Both steps as one.
    static Step joined(Step first, const Step& second);

    void apply(const Step& step);
    void unapply(const Step& step);
    void clear();

    static bool isNew(const QString& name) { return name.startsWith(u'+'); }

private:
    void put(const QString& name, const std::optional<StagedRow>& row);

    QHash<QString, StagedRow> m_rows;
    QStringList m_order;
    int m_next = 1;
};

/// What the cell shows: the staged value, else what was read.
CellValue cellNow(const StagedRow* staged, const TableRow& was, int column);

} // namespace run402
