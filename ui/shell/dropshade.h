// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

/// Shows where a dragged tab would go. Lets the mouse through. Owner: parent. Thread: GUI.
class DropShade : public QWidget
{
    Q_OBJECT
public:
    explicit DropShade(QWidget* parent);

private:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace run402
