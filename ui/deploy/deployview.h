// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/filetreemodel.h"
#include "services/deploy/scanjob.h"

#include <QWidget>

class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class ChangesCard;
class ChecksCard;
class DropZone;
class ElidedLabel;
class LinkLabel;
class LogCard;
class ProblemView;
class ResultCard;
class StateStack;
class StepsCard;

/// The deploy screen (mockups 05, 05b): plain data in, wishes out; it knows no service.
/// Owner: parent. Thread: GUI.
class DeployView : public QWidget
{
    Q_OBJECT
public:
    enum class Phase { Empty, Scanning, Unreadable, Ready, Running, Live, Failed };

    explicit DeployView(QWidget* parent = nullptr);

    Phase phase() const { return m_phase; }
    /// "tals-recipes.run402.com"; empty: the project has no address yet.
    void setTarget(const QString& project, const QString& address);
    /// Why nothing can be deployed now; empty: it can.
    void setBlocked(const QString& why);
    void showEmpty();
    void showScanning(const QString& path, int files, qint64 bytes);
    void showScanProblem(const QString& path, const Problem& problem);
    /// `notes` stand under the checks.
    void showReport(const ScanReport& report, const QList<ReleaseStep>& planned, const QStringList& notes);
    /// The files alone, compared later than they were read.
    void showChanges(const ScanReport& report);
    void showRunning();
    void showSteps(const QList<ReleaseStep>& steps);
    void showPlan(const QList<ReleaseStep>& steps); ///< before sending; those left out are Skipped
    void showElapsed(qint64 ms);
    void showProgress(qint64 sent, qint64 total);
    void showLive(const Release& release, qint64 ms);
    void showFailure(const Problem& problem);
    /// A deployment that the application did not see the end of; empty `title` hides it.
    void showCut(const QString& title, const QString& text, const QString& action);
    void setStale(bool stale); ///< the files changed since they were read

    DropZone* drop() const { return m_drop; }
    ChangesCard* changes() const { return m_changes; }
    StepsCard* steps() const { return m_steps; }
    LogCard* log() const { return m_log; }
    ResultCard* result() const { return m_result; }

Q_SIGNALS:
    void deployRequested();
    void cancelRequested();
    void retryRequested();         ///< "Try again from here"
    void rescanRequested();
    void cutActionTriggered();
    void plainFolderRequested(bool plain);
    void deploymentsRequested();
    void problemActionTriggered(const QString& action);

private:
    QWidget* buildHead();
    QWidget* buildLeft();
    QWidget* buildRight();
    void enter(Phase phase);
    void refreshButtons();

    Phase m_phase = Phase::Empty;
    QString m_blocked;
    bool m_canSend = false;
    bool m_anyStep = true;
    bool m_everLive = false;
    ElidedLabel* m_target;
    Button* m_deployments;
    Button* m_cancel;
    Button* m_retry;
    Button* m_deploy;
    Banner* m_cut;
    Banner* m_stale;
    Banner* m_source;
    bool m_plain = false;
    DropZone* m_drop;
    StateStack* m_files;
    ChangesCard* m_changes;
    StepsCard* m_steps;
    QStackedWidget* m_below;
    ChecksCard* m_checks;
    LogCard* m_log;
    ProblemView* m_problem;
    QWidget* m_failure;
    ResultCard* m_result;
    QWidget* m_right;
};

/// The tree of a report: the pages stand in "site", functions in "functions".
QList<FileTreeEntry> treeEntries(const ScanReport& report);

} // namespace run402
