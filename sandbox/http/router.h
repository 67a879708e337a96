// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <functional>
#include <string>
#include <vector>

namespace run402::sandbox {

/// What must hold before a handler runs.
enum class Gate {
    Open,    ///< the handler checks what it needs
    Siwx,    ///< signed by a wallet
    SiwxTier ///< signed, and the wallet has an unexpired tier
};

struct Route
{
    std::string method; ///< "*" = any
    std::string path;   ///< "/a/:name/b", a final "*" takes the rest
    std::function<Response(Request&)> handler;
    Gate gate = Gate::Open;
    const char* description = ""; ///< resource.description of the 402 challenge
    bool idempotent = false;      ///< honours Idempotency-Key

    std::vector<std::string> segments = {}; ///< of path, made by Router::add
};

/// The table every area adds its routes to. First match wins. Literal
/// segments match in any case, one trailing slash is tolerated.
/// Thread: filled once, then read by any.
class Router
{
public:
    void add(Route route);
    /// Route for the request with its params filled in; nullptr when none.
    const Route* match(Request& request) const;

private:
    std::vector<Route> m_routes;
};

} // namespace run402::sandbox
