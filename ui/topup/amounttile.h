// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace run402 {

/// An amount that can be chosen, with what it buys below. 66 high. Owner: parent. Thread: GUI.
class AmountTile : public QAbstractButton
{
    Q_OBJECT
public:
    AmountTile(qint64 micros, QWidget* parent = nullptr);
    qint64 micros() const { return m_micros; }
    void setNote(const QString& note);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void paintEvent(QPaintEvent* event) override;

    qint64 m_micros;
    QString m_note;
};

} // namespace run402
