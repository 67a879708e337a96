// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chip.h"

namespace run402 {

/// The head of the payment dialog: which money it is, where, and how long the offer stands. 44 high.
/// Owner: parent. Thread: GUI.
class PaymentBand : public QWidget
{
    Q_OBJECT
public:
    explicit PaymentBand(QWidget* parent = nullptr);

    void setWords(Tone tone, const QString& icon, const QString& headline, const QString& place);
    void setTime(const QString& time);
    Tone tone() const { return m_tone; }
    QString headline() const { return m_headline; }
    QString time() const { return m_time; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

private:
    void paintEvent(QPaintEvent* event) override;

    Tone m_tone = Tone::Mainnet;
    QString m_icon, m_headline, m_place, m_time;
};

} // namespace run402
