// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/tabledesign.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;

namespace run402 {

class Field;
class IconButton;
class Label;
class LineEdit;

/// One column of a table form: name, type, default and marks in a line, the rest unfolds below. Owner: parent. Thread: GUI.
class ColumnRow : public QWidget
{
    Q_OBJECT
public:
    /// `number` tells rows apart by name; `tables` can be referred to. Of a column that is there only what can be altered
    /// is offered.
    ColumnRow(int number, const ColumnDesign& column, const QList<Table>& tables, QWidget* parent = nullptr);

    ColumnDesign column() const;
    bool isDropped() const { return m_dropped; }
    /// Marks the field a fault is about; empty clears all.
    void setFault(DesignSpot::Part part, const QString& words);
    void clearFaults();
    void begin(); ///< the keyboard goes to the name

    /// Heads over the fields, with the same widths.
    static QWidget* makeHead();

Q_SIGNALS:
    void changed();
    void removed(); ///< of a new column; one that is there is only marked

private:
    void buildMore(const QList<Table>& tables);
    void fillColumns();
    void toggleMore(bool open);
    void setDropped(bool dropped);
    LineEdit* edit(const QString& name, const QString& placeholder, const QString& text, int width);
    QString named(const char* part) const;

    int m_number;
    ColumnDesign m_column;
    QList<Table> m_tables;
    bool m_dropped = false;
    LineEdit* m_name;
    QComboBox* m_type;
    LineEdit* m_default;
    QCheckBox* m_notNull;
    QCheckBox* m_unique;
    QCheckBox* m_key;
    IconButton* m_moreButton;
    IconButton* m_remove;
    QWidget* m_more;
    Label* m_fault;
    LineEdit* m_check = nullptr;
    QComboBox* m_filled = nullptr;
    QComboBox* m_table = nullptr;
    QComboBox* m_target = nullptr;
    QComboBox* m_onDelete = nullptr;
    LineEdit* m_using = nullptr;
};

/// ON DELETE as a person reads it; the item's data is the SQL. Fills a combo box.
void fillOnDelete(QComboBox* box);

} // namespace run402
