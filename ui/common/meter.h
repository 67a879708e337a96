// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

namespace run402 {

/// A bar of 6 px: green below 80 %, amber to 95 %, rose above.
/// Owner: parent. Thread: GUI. The value is also the accessible description.
class Meter : public QWidget
{
    Q_OBJECT
public:
    struct Part
    {
        double share;     ///< 0..1 of the whole bar
        QByteArray token; ///< colour
    };

    explicit Meter(QWidget* parent = nullptr);
    /// 0..1; out of range is held to the ends.
    void setValue(double value);
    double value() const { return m_value; }
    /// Several parts side by side with fixed colours, instead of one value.
    void setParts(const QVector<Part>& parts);
    void setThickness(int px);

    /// The colour token of a share of a limit.
    static const char* tokenFor(double value);

    QSize sizeHint() const override { return {120, m_thickness}; }

private:
    void paintEvent(QPaintEvent* event) override;

    QVector<Part> m_parts;
    double m_value = 0;
    int m_thickness = 6;
};

/// A small line over a filled area; decoration of a number that stands beside it.
class Sparkline : public QWidget
{
    Q_OBJECT
public:
    explicit Sparkline(QWidget* parent = nullptr);
    void setValues(const QVector<double>& values);
    QSize sizeHint() const override { return {72, 20}; }

private:
    void paintEvent(QPaintEvent* event) override;
    QVector<double> m_values;
};

} // namespace run402
