// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace run402 {

/// A chip that is on or off, 26 high: filters. Space and Enter switch it. Owner: parent. Thread: GUI.
class ToggleChip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ToggleChip(const QString& text, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace run402
