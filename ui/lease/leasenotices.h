// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402::LeaseNotices {

/// What the desktop is told about, each with a setting of its own (a boolean; never set = told). The window tells all of it
/// anyway.
inline const QString kReminders = QStringLiteral("notify.leaseReminders"); ///< 72 h, 24 h and 2 h before the end
inline const QString kStates = QStringLiteral("notify.leaseStates");       ///< on hold, archived, deleted, active again
inline const QString kRenewals = QStringLiteral("notify.renewals");        ///< renewed itself, or was stopped

} // namespace run402::LeaseNotices
