// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

#include <functional>
#include <memory>

class QWidget;

namespace run402 {

/// Asks where, then writes rows as CSV off the GUI thread; the file is there as a whole or not at all. `done` runs with
/// how many rows were written, or what went wrong (translated); never when the person cancels or `parent` goes.
/// The dialog is named "ledger.saveDialog". Thread: GUI.
void exportLedger(QWidget* parent, const QString& name, std::shared_ptr<const Ledger> ledger, QList<int> shown,
                  std::function<void(int rows, const QString& trouble)> done);

} // namespace run402
