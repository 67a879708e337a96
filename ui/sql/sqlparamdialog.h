// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/parameters.h"
#include "ui/common/dialogframe.h"

#include <QJsonObject>

class QComboBox;
class QGridLayout;
class QPlainTextEdit;

namespace run402 {

class Button;
class Label;
class LineEdit;
class ToggleChip;

/// Values for the `$1` of a run, with their types, and the text they make. Owner: itself. Thread: GUI.
class SqlParamDialog : public DialogFrame
{
    Q_OBJECT
public:
    /// `sql`: what is previewed. `known`: values given last, as `values()` of then.
    SqlParamDialog(QWidget* anchor, const QString& sql, const QList<SqlParameter>& parameters, const QJsonObject& known);

    QMap<int, SqlParameterValue> given() const;
    /// {"1": {"text", "type", "null"}, …}, to be kept.
    QJsonObject values() const;

private:
    struct Row { int number; LineEdit* text; QComboBox* type; ToggleChip* null; };
    void addRow(QGridLayout* grid, const SqlParameter& parameter, const QJsonObject& known);
    void refresh();

    QString m_sql;
    QList<Row> m_rows;
    QPlainTextEdit* m_preview;
    Label* m_problem;
    Button* m_run;
};

} // namespace run402
