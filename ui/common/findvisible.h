// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace run402 {

/// The widget a person sees under that object name, dialogs and windows included; nullptr = none is visible.
/// For what drives the window from outside: the tour and the tests. Thread: GUI.
QWidget* findVisible(const QString& objectName);

} // namespace run402
