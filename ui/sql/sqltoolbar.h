// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/sqlidentity.h"
#include "ui/sql/sqlplan.h"

#include <QWidget>

class QMenu;

namespace run402 {

class Button;
class IconButton;
class SegmentedControl;

/// The console's row of controls, 44 high. Owner: parent. Thread: GUI.
class SqlToolbar : public QWidget
{
    Q_OBJECT
public:
    explicit SqlToolbar(QWidget* parent = nullptr);

    void setRunning(bool running);
    /// Empty = may run; otherwise why not.
    void setBlockedReason(const QString& reason);
    void setSelection(bool hasSelection);
    SqlRunMode mode() const;
    void setMode(SqlRunMode mode);
    void setIdentity(const SqlIdentity& identity);
    /// Filled by the owner when it is about to show.
    QMenu* identityMenu() const { return m_identities; }

Q_SIGNALS:
    void runRequested();
    void runAllRequested();
    void explainRequested();
    void measureRequested();
    void splitRequested(int orientation); ///< 0 = beside each other, 1 = one above the other, -1 = one view
    void commentRequested();
    void formatRequested();
    void findRequested();
    void cancelRequested();
    void modeChanged();
    void historyRequested();
    void savedRequested();
    void openRequested();
    void saveRequested();

private:
    void paintEvent(QPaintEvent* event) override;
    void refresh();

    Button* m_run;
    Button* m_all;
    Button* m_cancel;
    SegmentedControl* m_mode;
    IconButton* m_explain;
    Button* m_as;
    QMenu* m_identities;
    SqlIdentity m_identity;
    void showExplainMenu();
    void showMoreMenu(QWidget* under);
    QMenu* menuUnder(QWidget* under, const QString& name);
    bool m_running = false;
    QString m_reason;
};

} // namespace run402
