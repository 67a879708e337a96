// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/tabledesign.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;

namespace run402 {

class IconButton;
class Label;
class LineEdit;

/// A row of a form that can be taken away again: a key, a check or an index. What is there already is shown as it is and
/// can only be dropped. Owner: parent. Thread: GUI.
class DesignRow : public QWidget
{
    Q_OBJECT
public:
    void setFault(const QString& words);

Q_SIGNALS:
    void changed();
    void removed();

protected:
    DesignRow(const QString& name, bool isNew, const QString& title, const QString& definition, QWidget* parent);
    LineEdit* edit(const QString& title, const QString& placeholder, const char* part, int stretch);
    void add(const QString& title, QWidget* control, const char* part, int stretch = 0);
    void addPlain(QWidget* control); ///< one that says its name itself

    bool m_isNew;
    bool m_dropped = false;

private:
    QString m_name;
    QHBoxLayout* m_fields;
    IconButton* m_remove;
    Label* m_fault;
    Label* m_title = nullptr;
};

class KeyRow : public DesignRow
{
    Q_OBJECT
public:
    KeyRow(int number, const KeyDesign& key, const QList<Table>& tables, QWidget* parent = nullptr);
    KeyDesign key() const;

private:
    void showFields();

    KeyDesign m_key;
    QComboBox* m_kind = nullptr;
    LineEdit* m_columns = nullptr;
    LineEdit* m_condition = nullptr;
    QComboBox* m_table = nullptr;
    LineEdit* m_target = nullptr;
    QComboBox* m_onDelete = nullptr;
    LineEdit* m_name = nullptr;
};

class IndexRow : public DesignRow
{
    Q_OBJECT
public:
    IndexRow(int number, const IndexDesign& index, QWidget* parent = nullptr);
    IndexDesign index() const;

private:
    IndexDesign m_index;
    LineEdit* m_columns = nullptr;
    QComboBox* m_method = nullptr;
    QCheckBox* m_unique = nullptr;
    LineEdit* m_condition = nullptr;
    LineEdit* m_name = nullptr;
};

/// "a, b" → its parts; a bracket keeps its commas: "lower(a), coalesce(b, c)".
QStringList columnList(const QString& text);

} // namespace run402
