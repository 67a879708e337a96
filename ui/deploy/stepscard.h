// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "ui/common/card.h"

class QVBoxLayout;

namespace run402 {

class Chip;
class ElidedLabel;
class IconLabel;
class Label;
class Meter;
class ProblemView;
class ProgressRing;
class Switch;

/// One step: state, name, detail, time; a bar while bytes move. Owner: parent. Thread: GUI.
class StepRow : public QWidget
{
    Q_OBJECT
public:
    explicit StepRow(QWidget* parent = nullptr);
    void setStep(const ReleaseStep& step);
    /// Bytes; total -1 hides the bar.
    void setProgress(qint64 sent, qint64 total);
    Switch* onOff() const { return m_on; } ///< whether it is sent; shown while that can be chosen

private:
    void showParts(int done, int count);
    void paintEvent(QPaintEvent* event) override;

    ReleaseStep::State m_state = ReleaseStep::State::Waiting;
    IconLabel* m_icon;
    ProgressRing* m_ring;
    Label* m_name;
    ElidedLabel* m_detail;
    Label* m_time;
    Switch* m_on;
    QWidget* m_progress;
    Label* m_sent;
    Meter* m_meter;
};

/// The steps of a release in the server's order. Done ones stay green whatever follows. Owner: parent.
class StepsCard : public Card
{
    Q_OBJECT
public:
    explicit StepsCard(QWidget* parent = nullptr);

    /// "app.json"; empty for a plain folder.
    void setManifest(const QString& name);
    void setSteps(const QList<ReleaseStep>& steps);
    void setElapsed(qint64 ms);
    void setRunning(bool running);
    void setProgress(qint64 sent, qint64 total);
    /// Switches at the rows: before sending, and only where there is more than one step.
    void setChoosable(bool on);
    const QList<ReleaseStep>& steps() const { return m_steps; }
    int doneCount() const;

Q_SIGNALS:
    void stepSwitched(run402::ReleaseStep::Kind kind, bool on);

private:
    void refreshTotal();
    void refreshSwitches();

    QList<ReleaseStep> m_steps;
    QList<StepRow*> m_rows;
    QVBoxLayout* m_list;
    Chip* m_manifest;
    Label* m_total;
    Meter* m_bar;
    qint64 m_elapsedMs = -1;
    bool m_running = false;
    bool m_choosable = false;
};

} // namespace run402
