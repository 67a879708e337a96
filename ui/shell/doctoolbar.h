// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace run402 {

/// The row of 44 over a document: 12 px at the sides, gaps of 8, a line below.
/// Owner: the document. Thread: GUI.
class DocToolBar : public QWidget
{
    Q_OBJECT
public:
    explicit DocToolBar(QWidget* parent = nullptr);
    QHBoxLayout* row() const { return m_row; }
    void add(QWidget* widget);
    void addStretch();

private:
    void paintEvent(QPaintEvent* event) override;
    QHBoxLayout* m_row;
};

} // namespace run402
