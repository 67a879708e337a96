// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/store/logstore.h"

#include <QWidget>

#include <optional>

namespace run402 {

/// How many lines fell into each stretch of time, 84 high: bars of information, warnings and errors. Dragging, or
/// Shift with the arrow keys, selects a range; Esc lets go. Owner: parent. Thread: GUI.
class LogHistogram : public QWidget
{
    Q_OBJECT
public:
    explicit LogHistogram(QWidget* parent = nullptr);

    void setBuckets(const QList<LogBucket>& buckets);
    const QList<LogBucket>& buckets() const { return m_buckets; }
    void clearSelection();
    /// "14:17 to 14:32"; empty = nothing selected.
    QString selectionText() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void rangeSelected(qint64 fromMs, qint64 toMs);
    void selectionCleared();

private:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    int bucketAt(double x) const;
    QRectF plot() const;
    void tellSelection();

    QList<LogBucket> m_buckets;
    int m_from = -1, m_to = -1; ///< selected buckets, both included; -1 = none
    int m_anchor = -1;
    int m_cursor = 0;
};

} // namespace run402
