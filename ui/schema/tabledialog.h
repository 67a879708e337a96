// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/tablefacts.h"
#include "services/api/interfaces.h"
#include "ui/common/dialogframe.h"

class QPlainTextEdit;
class QStackedWidget;
class QVBoxLayout;

namespace run402 {

class Banner;
class Button;
class ColumnRow;
class IndexRow;
class KeyRow;
class Label;
class LineEdit;
class SegmentedControl;
class Services;
class TableRules;
class Workspace;

/// The form for a new table, or for what is to change about one. Its SQL is shown as it is typed, and sent as one
/// transaction. Owner: itself. Thread: GUI.
class TableDialog : public DialogFrame
{
    Q_OBJECT
public:
    enum class Page { Columns, Keys, Indexes };

    /// `table` empty = a new one.
    TableDialog(Services& services, const QString& table, QWidget* anchor);

    void showPage(Page page);
    QString sql() const;

Q_SIGNALS:
    void sqlRequested(const QString& sql); ///< open in the console
    void applied(const QString& table);    ///< the name it has now
    void dropped(const QString& table);

private:
    QWidget* buildHead();
    QWidget* buildPages();
    QWidget* buildPreview();
    void buildFoot();
    QVBoxLayout* addPage(const QString& title, const QString& addText, const char* addName, std::function<void()> add);
    void readFacts();
    void factsCame(const Result<SqlOutcome>& answer);
    void fill(const TableDesign& design);
    ColumnRow* addColumn(const ColumnDesign& column);
    void addKey(const KeyDesign& key);
    void addIndex(const IndexDesign& index);
    TableDesign design() const;
    void refresh();
    void showFaults(const QList<DesignFault>& faults);
    void markSpot(const DesignSpot& spot, const QString& words);
    void clearMarks();
    void tell(const QString& strong, const QString& text);
    void apply();
    void send(const QString& sql);
    void answered(const Result<SqlOutcome>& answer);
    void askDrop();
    bool isNew() const { return m_table.isEmpty(); }

    Services& m_services;
    Workspace& m_workspace;
    QString m_table;
    QString m_project;
    TableDesign m_before;
    bool m_ready = false; ///< the table was read
    bool m_tried = false; ///< faults are shown once Apply was tried
    int m_numbers = 0;
    LineEdit* m_name;
    SegmentedControl* m_pages;
    QStackedWidget* m_stack;
    QVBoxLayout* m_columnList = nullptr;
    QVBoxLayout* m_keyList = nullptr;
    QVBoxLayout* m_indexList = nullptr;
    QList<ColumnRow*> m_columns;
    QList<KeyRow*> m_keys;
    QList<IndexRow*> m_indexes;
    TableRules* m_rules = nullptr;
    QPlainTextEdit* m_sql;
    Banner* m_banner;
    Button* m_apply;
    Button* m_drop = nullptr;
};

/// Asks for the name, then drops the table. `done` runs with what the server said.
void askDropTable(Services& services, const QString& table, QWidget* anchor, std::function<void(const Result<Done>&)> done);

} // namespace run402
