// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace run402 {

/// The turning arc, as a part other widgets paint. Stands still as a clock face
/// under reduced motion. Owner: parent. Thread: GUI.
class Spinner : public QObject
{
    Q_OBJECT
public:
    explicit Spinner(QObject* parent);
    void setRunning(bool running);
    void paint(QPainter* painter, const QRectF& rect, const QColor& color) const;

Q_SIGNALS:
    void advanced();

private:
    QTimer m_timer;
    int m_step = 0;
};

/// A 16 px ring that turns while it is visible.
class ProgressRing : public QWidget
{
    Q_OBJECT
public:
    explicit ProgressRing(QWidget* parent = nullptr, int side = 16);
    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

    Spinner m_spinner;
    int m_side;
};

} // namespace run402
