// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/restform.h"
#include "ui/sql/sqlidentity.h"

#include <QWidget>

namespace run402 {

class Button;
class CopyButton;
class ElidedLabel;
class Label;

/// The line of 32 under the toolbar while somebody else than the service runs: the request the statement at the cursor
/// would be, or why it cannot be one. Owner: parent. Thread: GUI.
class SqlRestLine : public QWidget
{
    Q_OBJECT
public:
    explicit SqlRestLine(QWidget* parent = nullptr);

    /// Hidden for the service.
    void setIdentity(const SqlIdentity& identity);
    void showForm(const RestForm& form);
    /// `refused`: it is about a place in the statement, which can be shown.
    void showNote(const QString& note, bool refused);
    /// What is said now, for screen readers and tests.
    QString said() const;

Q_SIGNALS:
    void placeRequested();
    void serviceRequested(); ///< run this once as the service

private:
    void paintEvent(QPaintEvent* event) override;

    Label* m_who;
    Label* m_verb;
    ElidedLabel* m_text;
    Button* m_show;
    Button* m_service;
    CopyButton* m_copy;
    QString m_line;
};

} // namespace run402
