// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resulttext.h"

#include <QString>

#include <functional>

class QObject;

namespace run402 {

class ResultGrid;

/// Copies what is chosen in a grid, or all its rows where nothing is: a lone cell as its plain value, anything else in
/// `format`. More than a screen is written on a worker; more than 512 MB is refused. `told` hears in a sentence what
/// happened, unless `owner` died first. Thread: GUI.
void copyResult(ResultGrid* grid, ResultFormat format, const ResultTextOptions& what, QObject* owner,
                const std::function<void(const QString& said, bool failed)>& told);

} // namespace run402
