// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace run402 {

/// A shape to choose, drawn as it is, its name below. Owner: parent. Thread: GUI.
class AspectButton : public QAbstractButton
{
    Q_OBJECT
public:
    /// `aspect`: "square", "landscape", "portrait".
    AspectButton(const QString& aspect, const QString& name, QWidget* parent = nullptr);
    QString aspect() const { return m_aspect; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;

    QString m_aspect;
};

} // namespace run402
