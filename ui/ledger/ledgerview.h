// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/ledgermodel.h"

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace run402 {

class Button;
class EmptyState;
class Label;
class LineEdit;

/// The rows of the ledger with their filters, and the label and note of the chosen one. Filtering runs off the GUI
/// thread; the table shows the former rows until it is done. Owner: parent. Thread: GUI.
class LedgerView : public QWidget
{
    Q_OBJECT
public:
    explicit LedgerView(QWidget* parent = nullptr);

    void setLedger(std::shared_ptr<const Ledger> ledger);
    void setFilter(const LedgerFilter& filter);
    const LedgerFilter& filter() const { return m_filter; }
    void setSearch(const QString& text);
    const LedgerModel& model() const { return *m_model; }
    void choose(const QString& rowId); ///< shows all rows when it is filtered out

Q_SIGNALS:
    void noteChanged(const QString& rowId, const run402::LedgerNote& note);
    void shownChanged(int rows);

private:
    QWidget* buildFilters();
    QWidget* buildTable();
    QWidget* buildNote();
    void fillMenus();
    void refilter();
    /// Rows that pass, and which of them is the chosen one; -1 = none.
    struct Shown { QList<int> rows; int chosen = -1; };
    void filtered(std::shared_ptr<const Ledger> ledger, const Shown& found);
    void showFilter();
    void showChosen();
    void saveNote();
    void copyTransaction();
    void showMenu(const QPoint& at);
    const MoneyMove* chosen() const;

    std::shared_ptr<const Ledger> m_ledger = std::make_shared<Ledger>();
    LedgerFilter m_filter;
    LedgerModel* m_model;
    QTableView* m_table;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    Button *m_rail, *m_kind, *m_month, *m_label, *m_clear, *m_copy;
    QWidget* m_noteBar;
    Label* m_noteOf;
    LineEdit *m_labelEdit, *m_noteEdit;
    QString m_chosenId, m_wanted;
    int m_generation = 0;
};

} // namespace run402
