// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;

namespace run402 {

class Chip;
class CopyButton;
class EmptyState;
class Label;
class ProblemView;
class RestTable;
class JsonTreeView;
class SegmentedControl;
class SkeletonRows;

/// What a request answered: status, time, size, the body as JSON, as a tree or as a table, the headers. A body is laid out and
/// indexed on a worker; of a long one the text shows the beginning and says so, the table shows all rows.
/// Owner: parent. Thread: GUI.
class RestResponseView : public QWidget
{
    Q_OBJECT
public:
    explicit RestResponseView(QWidget* parent = nullptr);

    void showWaiting(const QString& request);
    void showReply(const Database::RestReply& reply);
    void showProblem(const Problem& problem, const QString& request);
    void clear();

Q_SIGNALS:
    void cancelRequested();
    void retryRequested();
    void actionRequested(const QString& action);
    void noticed(const QString& text, bool failed);

private:
    enum Page { EmptyPage, WaitPage, JsonPage, TreePage, TablePage, HeadersPage, ProblemPage };
    enum Mode { JsonMode, TreeMode, TableMode, HeadersMode };
    QWidget* buildHead();
    void choose(int segment);

    Chip* m_status;
    Label* m_facts;
    SegmentedControl* m_modes;
    CopyButton* m_copy;
    QStackedWidget* m_pages;
    SkeletonRows* m_wait;
    QPlainTextEdit* m_json;
    JsonTreeView* m_tree;
    Label* m_note;
    RestTable* m_table;
    QPlainTextEdit* m_headers;
    ProblemView* m_problem;
    QByteArray m_body;
    int m_generation = 0;
    bool m_hasTable = false;
    bool m_hasTree = false;
};

} // namespace run402
