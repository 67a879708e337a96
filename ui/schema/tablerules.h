// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/tabledesign.h"

#include <QWidget>

class QComboBox;

namespace run402 {

class IconLabel;
class Label;
class Services;

/// Who may read and write a new table, decided before it exists: without rules any signed-in person could write every
/// row from its first moment (design/ui.md, screen 04). Owner: parent. Thread: GUI.
class TableRules : public QWidget
{
    Q_OBJECT
public:
    explicit TableRules(Services& services, QWidget* parent = nullptr);

    /// What the design offers: an owner needs a uuid column.
    void setDesign(const TableDesign& design);
    /// SQL for the same transaction; empty = no rules.
    QString sql() const;

Q_SIGNALS:
    void changed();

private:
    void tell();

    Services& m_services;
    QComboBox* m_choice;
    IconLabel* m_icon;
    Label* m_note;
    QString m_table, m_owner;
};

} // namespace run402
