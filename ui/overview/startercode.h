// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QUrl>

namespace run402 {

/// A page's first lines of JavaScript for this project: reads the first table with the anon key, which is safe in a
/// browser. Never holds another key.
QString starterCode(const QUrl& base, const QString& anonKey, const Schema& schema);

} // namespace run402
