// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <string>
#include <vector>

namespace run402::sandbox {

/// Somebody who may sign in through the stand-in for Google.
struct FakeAccount
{
    std::string email;
    std::string name;
};

/// What the consent page shows (contract.md §3.10). `state` and `nonce` are
/// those of the authorization address, `app` is the host that gets the answer.
struct ConsentView
{
    std::string state;
    std::string nonce;
    std::string hint; ///< login_hint: comes first, and into the form
    std::string app;
    std::vector<FakeAccount> accounts;
};

Response consentPage(const ConsentView& view);

/// A message of the sign-in: its cancelling or failing.
Response signInMessagePage(int status, const std::string& heading, const std::string& text);

} // namespace run402::sandbox
