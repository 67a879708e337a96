// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/pay/payment.h"

namespace run402::sandbox {

/// Machine payments on Tempo (payments.md §3), when the server has them switched on.
/// Who signed the transaction of a credential, lower case, and says so; empty = nobody proven. The challenge is not looked at.
std::string machinePayer(const App& app, const Request& request);

bool hasMachinePayment(const App& app, const Request& request);

/// Adds the challenge, `WWW-Authenticate: Payment`, to a 402 of a priced route.
void addMachineChallenge(App& app, const Price& price, Response& response);

/// Takes the payment the Authorization header carries, then runs `work`; a problem document otherwise. The money has
/// moved before the work and stays paid when the work fails, as at the service.
Response payByMachine(App& app, Request& request, const Price& price, const PaidWork& work);

} // namespace run402::sandbox
