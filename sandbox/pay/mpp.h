// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/pay/payment.h"

namespace run402::sandbox {

/// Machine payments on Tempo (payments.md §3), when the server has them switched on.
bool hasMachinePayment(const App& app, const Request& request);

/// Adds the challenge, `WWW-Authenticate: Payment`, to a 402 of a priced route.
void addMachineChallenge(App& app, const Price& price, Response& response);

/// Takes the payment the Authorization header carries, then runs `work`; a problem document otherwise. The money has
/// moved before the work and stays paid when the work fails, as at the service.
Response payByMachine(App& app, Request& request, const Price& price, const PaidWork& work);

} // namespace run402::sandbox
