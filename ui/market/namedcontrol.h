// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace run402 {

/// A form's cell of mockup 09b: the name, "required" beside it where it is, the control, the help below. The control is
/// owned by the cell, the cell by the caller. Thread: GUI.
QWidget* namedControl(const QString& name, bool required, const QString& help, QWidget* control);

} // namespace run402
