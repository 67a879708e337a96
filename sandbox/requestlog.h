// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>

namespace run402::sandbox {

/// JSON lines about requests. Holds method, path, status, sizes and the time
/// taken; never a header value, a query string or a body. Thread: any.
class RequestLog
{
public:
    /// `where`: a file, "-" for standard error, empty for none. False when the
    /// file cannot be opened.
    bool open(const std::string& where);
    ~RequestLog();

    void request(const Request& request, const Response& response, std::chrono::microseconds took);
    void note(const std::string& event, const std::string& message);

private:
    void line(const std::string& text);

    std::mutex m_mutex;
    std::FILE* m_file = nullptr;
};

} // namespace run402::sandbox
