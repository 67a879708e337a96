// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

/// Every component in its states on one page of 1440 × 900.
class ComponentsPage : public QWidget
{
    Q_OBJECT
public:
    explicit ComponentsPage(QWidget* parent = nullptr);
};

} // namespace run402
