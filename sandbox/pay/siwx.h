// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <optional>
#include <string>

namespace run402::sandbox {

/// Outcome of checking a SIGN-IN-WITH-X header (payments.md §2).
struct SignIn
{
    std::string wallet; ///< lower-case EVM address or base58; empty when refused
    std::string reason; ///< why it was refused
};

/// Checks the header of `request` against the server clock and the host the
/// request was sent to.
SignIn checkSignIn(const Request& request);

/// The sign-in-with-x extension of a challenge for this request.
Json signInExtension(const Request& request);

} // namespace run402::sandbox
