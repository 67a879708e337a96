// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace run402::sandbox {

struct Project;

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// One request as read from the socket. Header names are lower-case.
struct Request
{
    std::string method;
    std::string target; ///< as sent: path and query
    std::string path;   ///< still percent-encoded
    std::string query;  ///< raw, without '?'
    HeaderList headers;
    std::string body;
    std::string remote; ///< peer address

    Json json = nullptr; ///< parsed body; {} when the request has no JSON body
    bool hasJson = false;
    std::map<std::string, std::string> params; ///< of the matched route, decoded

    // filled in by the guards
    std::string wallet;                     ///< who signed, lower-case
    std::shared_ptr<const Project> project; ///< the one the key belongs to
    std::string role;                       ///< of the key: anon, authenticated, service_role
    std::string idempotencyWallet;          ///< scope of its Idempotency-Key, if any
    bool idempotencyStored = false;

    /// First value, empty when absent. Names in lower case.
    const std::string& header(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::string& param(const char* name) const;

    std::string host() const;     ///< Host (or X-Forwarded-Host), lower-case, with port
    std::string hostname() const; ///< the same without port
    std::string scheme() const;   ///< http, or what X-Forwarded-Proto says
    std::string origin() const;   ///< scheme://host
    std::string url() const;      ///< origin and path
    std::string clientIp() const; ///< X-Forwarded-For first hop, else the peer
};

/// How an answer goes out; anything but the default only through faults.h.
struct Delivery
{
    int latencyMs = 0;
    int bytesPerSecond = 0;               ///< of the body, 0 = as fast as can be
    std::optional<std::size_t> cutBodyAt; ///< bytes of the body that still go out
    bool cutHead = false;                 ///< only half of the head goes out
    bool reset = false;                   ///< the connection breaks instead of an answer
    bool hang = false;                    ///< nothing goes out until the client gives up

    bool plain() const
    {
        return latencyMs == 0 && bytesPerSecond == 0 && !cutBodyAt && !cutHead && !reset && !hang;
    }
};

struct Response
{
    int status = 200;
    HeaderList headers;
    std::string body;
    Delivery delivery = {};

    Response& set(std::string name, std::string value);
    bool has(std::string_view lowerName) const;

    static Response json(int status, const Json& body);
    static Response text(int status, std::string contentType, std::string body);
    static Response error(int status, std::string_view message); ///< {"error": message}
    static Response empty(int status);
    /// What Express answers for an unknown route.
    static Response cannot(const Request& request);
};

/// Thrown by guards and validation inside a handler; the dispatcher answers
/// with the response it carries.
struct Refused
{
    Response response;
};

[[noreturn]] void refuse(int status, std::string_view message);
[[noreturn]] void refuseWith(int status, const Json& body);

} // namespace run402::sandbox
