// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <QWidget>

class QVBoxLayout;

namespace run402 {

/// The payments a rule of ours stopped, newest first, each with that rule. Owner: parent. Thread: GUI.
class RefusalsBox : public QWidget
{
    Q_OBJECT
public:
    explicit RefusalsBox(QWidget* parent = nullptr);
    void setPayments(const QList<Payment>& payments);

private:
    QVBoxLayout* m_rows;
};

} // namespace run402
