// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace run402 {

class CallBase;
class IconLabel;
class Label;
class LineEdit;
class Services;

/// A name for an address, checked while it is typed: first the rules, then whether somebody holds it. Free means free
/// now; only claiming makes it sure. Owner: parent. Thread: GUI.
class SubdomainField : public QWidget
{
    Q_OBJECT
public:
    /// `objectName` is the line edit's.
    SubdomainField(Services& services, const QString& objectName, QWidget* parent = nullptr);

    QString name() const;
    void setName(const QString& name);
    /// Empty, or a name that breaks no rule and is not known to be taken.
    bool isUsable() const { return m_usable; }
    LineEdit* edit() const { return m_edit; }
    /// Shows what the service said about the name.
    void setProblem(const QString& text);

Q_SIGNALS:
    void changed();
    void edited(); ///< by the person

private:
    void check();
    void ask();
    void show(const char* icon, const char* token, const QString& text);
    QString suffix() const;

    Services& m_services;
    LineEdit* m_edit;
    Label* m_suffix;
    IconLabel* m_mark;
    Label* m_text;
    QTimer m_delay;
    QPointer<CallBase> m_asking;
    int m_turn = 0;
    bool m_usable = true;
};

} // namespace run402
