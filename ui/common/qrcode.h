// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBitArray>
#include <QWidget>

namespace run402 {

/// A QR code (ISO/IEC 18004, level M), always black on white so that any camera
/// reads it. The widget is as large as whole device pixels per module come
/// nearest to `side`, with one module of white around.
/// Text too long for a code shows nothing and isValid() is false.
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
    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    double unit() const;

    QBitArray m_bits;
    int m_modules = 0;
    int m_side;
};

} // namespace run402
