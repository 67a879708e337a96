// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/appvariable.h"

#include <QWidget>

#include <functional>

class QGridLayout;
class QPlainTextEdit;

namespace run402 {

class Label;
class SegmentedControl;

/// The settings an app asks for, as fields in two columns or as JSON; both show the same values, and keys the fields do
/// not know survive in the JSON. Without variables there is the JSON alone. Owner: parent. Thread: GUI.
/// Secrets are masked in the fields and stand in the open in the JSON, as the tab says.
class VariableForm : public QWidget
{
    Q_OBJECT
public:
    /// `prefix` starts the objectNames: "fork" gives "fork.var.TITLE", "fork.json", "fork.mode".
    VariableForm(const QString& prefix, const QList<AppVariable>& variables, QWidget* parent = nullptr);

    QJsonObject values() const;
    void setValues(const QJsonObject& values);
    /// Marks every field that is wrong and goes to the first. True = all fine.
    bool check();
    bool isValid() const;
    bool isEmpty() const { return m_rows.isEmpty(); } ///< the app names no variables

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        AppVariable variable;
        QWidget* control;
        std::function<QJsonValue()> get;
        std::function<void(const QJsonValue&)> set;
        std::function<void(const QString&)> mark;
    };
    void build();
    Row makeRow(const AppVariable& variable, QWidget** cell);
    Row makeText(const AppVariable& variable, QWidget** cell);
    Row makeColor(const AppVariable& variable, QWidget** cell);
    Row makeChoice(const AppVariable& variable, QWidget** cell);
    Row makeSwitch(const AppVariable& variable, QWidget** cell);
    Row makeLong(const AppVariable& variable, QWidget** cell);
    void fieldEdited();
    void jsonEdited();
    void showJson();
    void showMode(int mode);
    static QString faultText(const AppVariable& variable, VariableFault fault);

    QString m_prefix;
    QList<AppVariable> m_variables;
    QList<Row> m_rows;
    QJsonObject m_extra; ///< keys without a field
    QWidget* m_fields;   ///< the form; one of both is visible
    QWidget* m_rawBox;
    SegmentedControl* m_mode;
    QPlainTextEdit* m_json;
    Label* m_jsonNote;
    bool m_jsonValid = true;
    bool m_mirroring = false;
};

} // namespace run402
