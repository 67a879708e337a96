// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBitArray>
#include <QWidget>

namespace run402 {

/// A QR code (ISO/IEC 18004, level M), always black on white so that any camera
/// reads it. Text too long for a code shows nothing and isValid() is false.
/// Owner: parent. Thread: GUI.
class QrCode : public QWidget
{
    Q_OBJECT
public:
    explicit QrCode(int side, QWidget* parent = nullptr);
    void setText(const QString& text);
    bool isValid() const { return m_modules > 0; }
    int moduleCount() const { return m_modules; }
    bool isDark(int row, int column) const;
    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent* event) override;

    QBitArray m_bits;
    int m_modules = 0;
    int m_side;
};

} // namespace run402
