// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

class QAbstractButton;

namespace run402 {

/// A row of choices of which one is on. Left and Right move, every segment is a
/// radio button to assistive technology. Owner: parent. Thread: GUI.
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(QWidget* parent = nullptr);

    /// `tone` colours the chosen segment: empty, or "env.sandbox" and the like.
    /// Returns the index.
    int addSegment(const QString& text, const QString& icon = {}, const QString& tone = {});
    void setSegmentText(int index, const QString& text);
    void setSegmentToolTip(int index, const QString& text);
    /// A dot before the text, in a colour token; empty takes it away.
    void setSegmentDot(int index, const QByteArray& token);
    void setSegmentEnabled(int index, bool enabled);
    int count() const { return int(m_segments.size()); }
    int current() const { return m_current; }
    /// Chooses without emitting currentChanged.
    void setCurrent(int index);
    /// 26 instead of 30 high.
    void setSmall(bool small);
    /// When true a click only emits requested(); the owner decides and calls
    /// setCurrent(). For switches that may be refused.
    void setAskFirst(bool on) { m_askFirst = on; }

Q_SIGNALS:
    void currentChanged(int index);
    void requested(int index);

private:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void choose(int index);

    QVector<QAbstractButton*> m_segments;
    int m_current = -1;
    bool m_small = false;
    bool m_askFirst = false;
};

} // namespace run402
