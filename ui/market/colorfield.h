// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace run402 {

class LineEdit;

/// A swatch that opens a choice of colours, and the line edit with the same colour as "#RRGGBB". The edit belongs to
/// whoever lays it out. Owner: parent. Thread: GUI.
class ColorField : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ColorField(QWidget* parent = nullptr);

    LineEdit* edit() const { return m_edit; }
    void setColor(const QString& color);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void edited(); ///< by the person

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void choose();

    LineEdit* m_edit;
};

} // namespace run402
