// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"

#include <QList>
#include <QString>

namespace run402 {

class Workspace;

/// What a message to the vendor may carry besides its words: versions, environment and the last requests that failed.
/// No key, no body, no query; searched for secrets once more. Thread: GUI.
QString diagnosticsText(const Workspace& workspace, const QList<RequestRecord>& failed);

} // namespace run402
