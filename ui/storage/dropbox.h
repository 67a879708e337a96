// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

/// The dashed place that says where dropped files go; whoever takes the drop marks it. Owner: parent. Thread: GUI.
class DropBox : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setOver(bool over);

private:
    void paintEvent(QPaintEvent* event) override;
    bool m_over = false;
};

} // namespace run402
