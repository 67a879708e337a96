// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/appvariable.h"

#include <QJsonObject>
#include <QWidget>

namespace run402 {

class LineEdit;
class Services;
class SubdomainField;
class TierBox;
class VariableForm;

/// What is asked before an app becomes a project: its name, its address (proposed from the name until the person writes
/// one), the app's settings, and whether the tier allows it. Owner: parent. Thread: GUI.
class NewProjectForm : public QWidget
{
    Q_OBJECT
public:
    struct Wish
    {
        QString prefix; ///< starts the objectNames: "fork" gives "fork.name", "fork.subdomain", "fork.var.TITLE"
        QList<AppVariable> variables;
        QString minTier;
        int functions = 0;
        bool settings = true; ///< false hides the settings: nothing would read them
    };
    /// `above`, when given, stands over the fields and is owned from then on.
    NewProjectForm(Services& services, const Wish& wish, QWidget* above = nullptr, QWidget* parent = nullptr);

    QString name() const; ///< trimmed
    void setName(const QString& name);
    void setNameEnabled(bool enabled);
    LineEdit* nameEdit() const { return m_name; }
    QString subdomain() const;
    /// Shows what the service said about the address and goes there.
    void setSubdomainProblem(const QString& text);
    QJsonObject values() const;
    /// Marks every setting that is wrong and goes to the first. True = all fine.
    bool checkSettings();
    bool isNamed() const; ///< name and address can be used
    bool isPaidFor() const; ///< the tier allows it now

Q_SIGNALS:
    void changed();
    void paneRequested(const QString& target); ///< there is no wallet to pay with

private:
    LineEdit* m_name;
    SubdomainField* m_subdomain;
    VariableForm* m_settings;
    TierBox* m_tier;
    bool m_subdomainEdited = false;
};

} // namespace run402
