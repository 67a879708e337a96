// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

/// A cheap HTTP client for benchmarks: one thread, non-blocking sockets, kept
/// open, one fixed request over and over.
namespace run402::bench {

struct Figures
{
    double perSecond = 0;
    double p50Ms = 0;
    double p99Ms = 0;
};

/// The bytes of a request to 127.0.0.1.
std::string httpRequest(const std::string& method, const std::string& path, const std::string& headers,
                        const std::string& body = {}, const std::string& host = "127.0.0.1");

/// Sends one request on a connection of its own; the body of the answer.
/// Throws std::runtime_error unless the status is 2xx.
std::string ask(int port, const std::string& request);

/// Loads the server for `seconds` over `connections` at once. Throws
/// std::runtime_error when an answer is not 2xx or a connection ends.
Figures load(int port, const std::string& request, int connections, double seconds);

} // namespace run402::bench
