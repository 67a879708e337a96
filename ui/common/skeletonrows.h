// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QVector>
#include <QWidget>

namespace run402 {

class Button;
class Label;
class LinkLabel;
class ProgressRing;

/// The loading state: nothing for 150 ms, then grey rows under the real column
/// heads; after 3 s also what is being asked, and Cancel.
/// Owner: parent. Thread: GUI. start() and stop() may be called in any order.
class SkeletonRows : public QWidget
{
    Q_OBJECT
public:
    struct Column
    {
        QString head;
        int width; ///< px
    };

    explicit SkeletonRows(QWidget* parent = nullptr);
    void setColumns(const QVector<Column>& columns);
    /// `what`: "Reading recipes"; `request`: "POST /projects/v1/…" for the wait line.
    void start(const QString& what, const QString& request = {});
    void stop();
    bool rowsShown() const { return m_rows; }
    bool waitShown() const;

Q_SIGNALS:
    void cancelRequested();

private:
    void paintEvent(QPaintEvent* event) override;
    void showWait();

    QVector<Column> m_columns;
    QTimer m_first;
    QTimer m_long;
    bool m_rows = false;
    QString m_what;
    QString m_request;
    QWidget* m_wait;
    Label* m_text;
    LinkLabel* m_cancel;
};

} // namespace run402
