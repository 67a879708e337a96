// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402::sandbox {

class App;

/// The hourly job (contract.md §1.8): archives unpinned projects when the tier
/// lease of their owner ended more than seven days ago.
void runLeaseJob(App& app);

/// Every job that goes by the clock, now.
void runTimedJobs(App& app);

} // namespace run402::sandbox
