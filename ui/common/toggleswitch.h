// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

class QVariantAnimation;

namespace run402 {

/// An on/off switch of 30 × 18 with optional text at the right.
/// Owner: parent. Thread: GUI. Use toggled(bool).
class Switch : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Switch(const QString& text = {}, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;
    void slide(bool on);

    QVariantAnimation* m_slide;
    double m_knob = 0; ///< 0 off, 1 on
};

} // namespace run402
