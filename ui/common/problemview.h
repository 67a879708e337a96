// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QDeadlineTimer>
#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QVBoxLayout;

namespace run402 {

class Button;
class Label;

/// The error state of a view: what failed, why, a button that helps, the raw
/// answer, and what was or was not written. Owner: parent. Thread: GUI.
class ProblemView : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemView(QWidget* parent = nullptr);

    /// `request` is the first raw line, e.g. "POST /projects/v1/…"; never a
    /// header or secret. `raw` is the answer as it came, shown up to 4,000 letters.
    void setProblem(const Problem& problem, const QString& request = {}, const QString& raw = {});
    const Problem& problem() const { return m_problem; }
    /// A widget between the words and the buttons, e.g. the SQL with its fault.
    void setExtra(QWidget* widget);
    /// Another button than the table suggests, e.g. "Use r.title".
    void setFix(const QString& text, const QString& icon, const QString& action);
    /// After the pause a server asked for, "retry" comes by itself. Only where trying again just reads.
    void setResumes(bool on) { m_resumes = on; }
    Button* fixButton() const { return m_fix; }
    /// Everything on screen as text, for a report.
    QString reportText() const;

Q_SIGNALS:
    /// `action` is "retry" or another code of problemWords().
    void actionTriggered(const QString& action);
    void reportCopied();

private:
    void paintEvent(QPaintEvent* event) override;
    void countDown();

    QTimer m_second;
    QDeadlineTimer m_pauseEnds; ///< of a server that wants to be left alone
    bool m_resumes = false;
    QString m_fixText;
    Problem m_problem;
    QString m_action;
    Label* m_title;
    Label* m_why;
    QVBoxLayout* m_extraSlot;
    QWidget* m_extra = nullptr;
    Button* m_fix;
    QWidget* m_rawBox;
    Label* m_request;
    Label* m_raw;
    Label* m_written;
};

} // namespace run402
