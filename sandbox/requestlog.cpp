// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/requestlog.h"

#include "sandbox/text.h"

namespace run402::sandbox {

bool RequestLog::open(const std::string& where)
{
    if (where.empty()) {
        return true;
    }
    m_file = where == "-" ? stderr : std::fopen(where.c_str(), "ae");
    return m_file != nullptr;
}

RequestLog::~RequestLog()
{
    if (m_file != nullptr && m_file != stderr) {
        std::fclose(m_file);
    }
}

void RequestLog::line(const std::string& text)
{
    const std::lock_guard lock(m_mutex);
    std::fputs((text + '\n').c_str(), m_file);
    std::fflush(m_file);
}

void RequestLog::request(const Request& request, const Response& response, std::chrono::microseconds took)
{
    if (m_file == nullptr) {
        return;
    }
    Json entry{{"time", isoTime(nowMs())}, {"event", "request"}, {"method", request.method}};
    entry["host"] = request.host();
    entry["path"] = request.path.substr(0, 300);
    entry["status"] = response.status;
    entry["ms"] = static_cast<double>(took.count()) / 1000.0;
    entry["in"] = request.body.size();
    entry["out"] = response.body.size();
    if (!request.wallet.empty()) {
        entry["wallet"] = request.wallet;
    }
    line(dump(entry));
}

void RequestLog::note(const std::string& event, const std::string& message)
{
    if (m_file != nullptr) {
        line(dump(Json{{"time", isoTime(nowMs())}, {"event", event}, {"message", message}}));
    }
}

} // namespace run402::sandbox
