// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace run402::sandbox {

struct LogLine
{
    std::int64_t at; ///< Unix milliseconds
    std::string message;
};

/// One Node process running one function. It serves one call at a time and
/// keeps the module's state between calls. Ends with this object, together with
/// everything it started.
/// Thread: one at a time.
class FunctionWorker
{
public:
    struct Spec
    {
        std::string node;      ///< executable
        std::string bootstrap; ///< path of the runtime module
        std::string module;    ///< path of the function's source
        std::string folder;    ///< working directory
        int memoryMb = 128;
        std::map<std::string, std::string> environment;
    };
    enum class Outcome { Answered, TimedOut, OutOfMemory, Died };

    explicit FunctionWorker(const Spec& spec);
    ~FunctionWorker();
    FunctionWorker(const FunctionWorker&) = delete;
    FunctionWorker& operator=(const FunctionWorker&) = delete;

    /// Sends one call and waits for its answer; log lines written meanwhile
    /// are appended to `logs`, up to a limit. Not to be used again unless
    /// Answered.
    Outcome call(const Json& request, int timeoutMs, Json& response, std::vector<LogLine>& logs);

    bool overMemory() const;    ///< uses more than its function may
    std::int64_t cpuMs() const; ///< processor time used so far; -1 when it is gone

    /// Kills the process; a running call() answers Died. Thread: any.
    void end();

private:
    bool takeMessages(Json& response, std::vector<LogLine>& logs);
    bool readMessage(std::string& message);
    void takeStray(std::vector<LogLine>& logs);
    bool exchange(std::string_view& unsent, int waitMs, std::vector<LogLine>& logs);

    pid_t m_pid = -1;
    std::int64_t m_maxBytes = 0;
    int m_requests = -1; ///< we write
    int m_answers = -1;  ///< we read
    int m_stray = -1;    ///< what the process prints past its console
    std::string m_buffer;
};

/// Splits printed text into trimmed, non-empty lines. One call keeps 1000 of
/// them; a last one says that there were more.
void appendLines(std::vector<LogLine>& logs, std::int64_t at, const std::string& text);

} // namespace run402::sandbox
