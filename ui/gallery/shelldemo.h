// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;
class QAbstractItemModel;
class QObject;

namespace run402 {

/// The window with sample content, in the situations that have a picture.
enum class ShellScene { Overview, Inspector, Palette, Confirm, Welcome, Narrow };
QWidget* makeShell(ShellScene scene);
QAbstractItemModel* sampleTree(QObject* parent);

} // namespace run402
