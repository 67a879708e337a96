// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablefilter.h"

#include <QWidget>

namespace run402 {

class Button;
class CopyButton;
class Label;
class LineEdit;
class SegmentedControl;

/// The line of 32 that says the filters as a REST request or as SQL, and takes them back: Enter applies, a mistake is
/// told with the cursor at its place. Owner: parent. Thread: GUI.
class QueryLine : public QWidget
{
    Q_OBJECT
public:
    explicit QueryLine(const QString& table, QWidget* parent = nullptr);

    /// `types`: short types by column.
    void setQuery(const TableQuery& query, const QHash<QString, QString>& types);
    /// "/rest/v1/recipes?…" of what is shown; empty = REST cannot say it.
    QString restPath() const;
    bool isSql() const;
    void setSql(bool sql);

Q_SIGNALS:
    void queryChanged(const run402::TableQuery& query);
    void explorerRequested(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void apply();

    QString m_table;
    TableQuery m_query;
    QHash<QString, QString> m_types;
    SegmentedControl* m_form;
    Label* m_verb;
    LineEdit* m_text;
    Label* m_fault;
    CopyButton* m_copy;
    Button* m_explorer;
};

} // namespace run402
