// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/statestack.h"

#include "ui/common/emptystate.h"
#include "ui/common/problemview.h"
#include "ui/common/skeletonrows.h"

namespace run402 {

StateStack::StateStack(QWidget* content, EmptyState* empty, QWidget* parent)
    : QStackedWidget(parent)
    , m_content(content)
    , m_empty(empty)
    , m_skeleton(new SkeletonRows)
    , m_problem(new ProblemView)
{
    for (QWidget* w : {content, static_cast<QWidget*>(empty), static_cast<QWidget*>(m_skeleton),
                       static_cast<QWidget*>(m_problem)})
        if (w)
            addWidget(w);
    m_problem->setResumes(true);
    connect(m_skeleton, &SkeletonRows::cancelRequested, this, &StateStack::cancelRequested);
    connect(m_problem, &ProblemView::actionTriggered, this, &StateStack::actionTriggered);
}

void StateStack::showContent()
{
    m_skeleton->stop();
    setCurrentWidget(m_content);
}

void StateStack::showEmpty()
{
    m_skeleton->stop();
    setCurrentWidget(m_empty ? static_cast<QWidget*>(m_empty) : m_content);
}

void StateStack::showLoading(const QString& what, const QString& request)
{
    m_skeleton->start(what, request);
    setCurrentWidget(m_skeleton);
}

void StateStack::showProblem(const Problem& problem, const QString& request, const QString& raw)
{
    m_skeleton->stop();
    m_problem->setProblem(problem, request, raw);
    setCurrentWidget(m_problem);
}

} // namespace run402
