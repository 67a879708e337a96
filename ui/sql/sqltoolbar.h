// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/sqlplan.h"

#include <QWidget>

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
    IconButton* historyButton() const { return m_history; }

Q_SIGNALS:
    void runRequested();
    void runAllRequested();
    void explainRequested();
    void formatRequested();
    void findRequested();
    void cancelRequested();
    void modeChanged();
    void historyRequested();
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
    IconButton* m_history;
    bool m_running = false;
    QString m_reason;
};

} // namespace run402
