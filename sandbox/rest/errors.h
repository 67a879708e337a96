// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"

#include <nlohmann/json.hpp>

#include <string>

/// Errors as PostgREST words and numbers them
/// (https://postgrest.org/en/v12/references/errors.html). They travel as
/// exceptions inside this library and become a Response in Engine::handle.
namespace run402::sandbox::rest {

struct Failure {
    int status = 500;
    std::string code;
    std::string message;
    nlohmann::json details = nullptr;
    nlohmann::json hint = nullptr;
    bool emptyObject = false;   ///< body {} instead of the four keys
    std::string contentRange;
};

/// Status, content type and body of a failure.
Response toResponse(const Failure &failure);

/// The failure a server error stands for. anonymous: the role is anon, for
/// which missing permission is 401 instead of 403.
Failure fromServerError(const PGresult *result, bool anonymous);

/// The connection could not be had or was lost.
Failure connectionFailure(const std::string &details);

Failure parseFailure(const std::string &what, const std::string &text, std::size_t column,
                     const std::string &details);
Failure invalidBody(const std::string &message);
Failure badEncoding();

} // namespace run402::sandbox::rest
