// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/tierplan.h"
#include "ui/common/dialogframe.h"

namespace run402 {

/// Another tier, before it is paid: what is charged, what comes back, how long the new lease runs. Accepted = go on to the
/// payment. Owner: itself. Thread: GUI.
class TierDialog : public DialogFrame
{
    Q_OBJECT
public:
    /// `price`: as on the button, "$5.00" or "free".
    TierDialog(QWidget* anchor, const TierPlan& plan, const QString& price);
};

} // namespace run402
