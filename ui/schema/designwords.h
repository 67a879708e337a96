// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/tabledesign.h"

namespace run402 {

/// What is wrong with a form, in a person's words. Thread: GUI (translations).
QString designFaultWords(const DesignFault& fault);

/// Other tables with a foreign key to this one, by name.
QStringList tablesReferringTo(const Schema& schema, const QString& table);

} // namespace run402
