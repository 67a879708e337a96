// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/sql/sqlerror.h"
#include "ui/sql/sqlrunner.h"

#include <QWidget>

class QLabel;

namespace run402 {

class Button;
class IconLabel;
class Label;
class LinkLabel;

/// A step that failed: what, where, what was probably meant, what the server said, and what was written.
/// Owner: parent. Thread: GUI.
class SqlErrorView : public QWidget
{
    Q_OBJECT
public:
    explicit SqlErrorView(QWidget* parent = nullptr);

    /// `before`: steps of the same run that were applied already. `path`: of the request, for the raw part.
    void show(const SqlStep& step, int before, const QString& path, const Schema& schema);
    const SqlErrorSpot& spot() const { return m_spot; }
    QString report() const;

Q_SIGNALS:
    /// Put `with` for the range; offsets count in the step's original text.
    void fixRequested(qsizetype start, qsizetype length, const QString& with);
    void showLineRequested();

private:
    void refresh();
    QString statementHtml() const;

    SqlStep m_step;
    SqlErrorSpot m_spot;
    QString m_path;
    int m_before = 0;
    IconLabel* m_icon;
    Label* m_title;
    Label* m_hint;
    QLabel* m_statement;
    Button* m_fix;
    Button* m_line;
    Label* m_raw;
};

/// What happened to the data, in one sentence. Also for a step that was stopped.
QString writtenSentence(const SqlStep& step, int before);
/// Why the service refuses text of this rule, and what to do instead.
QString refusedReason(const QString& pattern);

} // namespace run402
