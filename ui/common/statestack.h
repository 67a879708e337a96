// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QStackedWidget>

namespace run402 {

class EmptyState;
class ProblemView;
class SkeletonRows;

/// One view with its states: content, loading, empty, problem. Owner: parent.
/// Thread: GUI.
class StateStack : public QStackedWidget
{
    Q_OBJECT
public:
    /// Takes ownership of both widgets.
    StateStack(QWidget* content, EmptyState* empty, QWidget* parent = nullptr);

    SkeletonRows* skeleton() const { return m_skeleton; }
    ProblemView* problemView() const { return m_problem; }

    void showContent();
    void showEmpty();
    void showLoading(const QString& what, const QString& request = {});
    void showProblem(const Problem& problem, const QString& request = {}, const QString& raw = {});

Q_SIGNALS:
    void cancelRequested();
    void actionTriggered(const QString& action); ///< of the problem view

private:
    QWidget* m_content;
    EmptyState* m_empty;
    SkeletonRows* m_skeleton;
    ProblemView* m_problem;
};

} // namespace run402
