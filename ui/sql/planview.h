// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/plantree.h"

#include <QWidget>

class QPlainTextEdit;
class QStackedLayout;
class QTreeView;

namespace run402 {

class Label;
class SegmentedControl;

/// A plan as a tree with the heat of each step, as text, and as the server's JSON. Owner: parent. Thread: GUI.
class PlanView : public QWidget
{
    Q_OBJECT
public:
    explicit PlanView(QWidget* parent = nullptr);
    /// `note`: what is to be known about this run ("rolled back"); empty = nothing.
    void show(std::shared_ptr<const PlanTree> plan, const QString& note);

private:
    void build();
    void showFacts();
    void paintEvent(QPaintEvent* event) override;

    PlanModel* m_model;
    SegmentedControl* m_forms;
    Label* m_summary;
    Label* m_note;
    QStackedLayout* m_stack;
    QTreeView* m_tree;
    Label* m_facts;
    QPlainTextEdit* m_text;
    QPlainTextEdit* m_json;
};

} // namespace run402
