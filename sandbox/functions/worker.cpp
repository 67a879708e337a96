// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/worker.h"

#include "sandbox/text.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxAnswer = 16u * 1024 * 1024;
constexpr std::size_t kMaxLines = 1000;
constexpr std::size_t kMaxLine = 8192;
constexpr int kMemoryCheckMs = 50;
constexpr std::int64_t kMiB = 1024 * 1024;
constexpr std::int64_t kNodeMb = 64; ///< what Node.js itself takes
constexpr rlim_t kHardMb = 2048;     ///< what it may reserve beyond, before the check sees it used

struct Pipe
{
    int read = -1;
    int write = -1;
    Pipe()
    {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe for a function process");
        }
        read = ends[0];
        write = ends[1];
    }
};

/// The fields of a file in /proc, split at spaces; empty when the process is gone.
std::vector<std::string> procFields(pid_t pid, const char* file)
{
    std::ifstream in("/proc/" + std::to_string(pid) + '/' + file);
    std::string text;
    std::getline(in, text);
    // the name of the program stands in parentheses and may hold spaces
    const std::size_t name = text.rfind(')');
    return split(name == std::string::npos ? text : text.substr(name + 1), ' ');
}

} // namespace

void appendLines(std::vector<LogLine>& logs, std::int64_t at, const std::string& text)
{
    for (const std::string& line : split(text, '\n')) {
        std::string message = trim(line);
        if (message.empty() || logs.size() > kMaxLines) {
            continue;
        }
        if (logs.size() == kMaxLines) {
            message = "… more lines of this call were dropped";
        }
        logs.push_back({at, message.substr(0, kMaxLine)});
    }
}

FunctionWorker::FunctionWorker(const Spec& spec)
{
    // everything the child needs is prepared before fork: it may not allocate
    std::vector<std::string> environment;
    for (const auto& [key, value] : spec.environment) {
        environment.push_back(key + '=' + value);
    }
    // Node itself does not start with less than about 20 MB of heap
    const std::string heap = "--max-old-space-size=" + std::to_string(std::max(spec.memoryMb, 32));
    std::vector<const char*> argv{spec.node.c_str(),      heap.c_str(),        "--no-warnings",
                                  spec.bootstrap.c_str(), spec.module.c_str(), nullptr};
    std::vector<const char*> envp;
    for (const std::string& entry : environment) {
        envp.push_back(entry.c_str());
    }
    envp.push_back(nullptr);
    Pipe requests;
    Pipe answers;
    Pipe stray;
    m_maxBytes = (spec.memoryMb + kNodeMb) * kMiB;
    const rlim_t hard = (static_cast<rlim_t>(spec.memoryMb) + kHardMb) * kMiB;
    const rlimit memory{hard, hard};
    const pid_t parent = getpid();
    m_pid = fork();
    if (m_pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        signal(SIGPIPE, SIG_DFL);
        setpgid(0, 0); // so that what it starts ends with it
        setrlimit(RLIMIT_DATA, &memory);
        // first out of the way of 0…4, then to their places
        const int in = fcntl(requests.read, F_DUPFD, 10);
        const int out = fcntl(answers.write, F_DUPFD, 10);
        const int text = fcntl(stray.write, F_DUPFD, 10);
        const int null = open("/dev/null", O_RDONLY);
        dup2(null, 0);
        dup2(text, 1);
        dup2(text, 2);
        dup2(in, 3);
        dup2(out, 4);
        syscall(SYS_close_range, 5u, ~0u, 0u);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent || chdir(spec.folder.c_str()) != 0) {
            _exit(126);
        }
        execve(spec.node.c_str(), const_cast<char**>(argv.data()), const_cast<char**>(envp.data()));
        _exit(127);
    }
    close(requests.read);
    close(answers.write);
    close(stray.write);
    m_requests = requests.write;
    m_answers = answers.read;
    m_stray = stray.read;
    fcntl(m_stray, F_SETFL, O_NONBLOCK);
    fcntl(m_requests, F_SETFL, O_NONBLOCK); // it may never read what it is sent
    if (m_pid > 0) {
        setpgid(m_pid, m_pid); // whoever of the two comes first
    }
}

FunctionWorker::~FunctionWorker()
{
    close(m_requests);
    close(m_answers);
    close(m_stray);
    if (m_pid > 0) {
        kill(-m_pid, SIGKILL);
        kill(m_pid, SIGKILL);
        int status = 0;
        while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
}

void FunctionWorker::end()
{
    if (m_pid > 0) {
        kill(m_pid, SIGKILL);
    }
}

/// Messages are framed as "<length>\n<bytes>".
bool FunctionWorker::readMessage(std::string& message)
{
    const std::size_t end = m_buffer.find('\n');
    std::size_t size = 0;
    if (end == std::string::npos ||
        std::from_chars(m_buffer.data(), m_buffer.data() + end, size).ec != std::errc() ||
        m_buffer.size() < end + 1 + size) {
        return false;
    }
    message = m_buffer.substr(end + 1, size);
    m_buffer.erase(0, end + 1 + size);
    return true;
}

void FunctionWorker::takeStray(std::vector<LogLine>& logs)
{
    char chunk[8192];
    std::string text;
    for (ssize_t got = 0; text.size() < 65536 && (got = read(m_stray, chunk, sizeof chunk)) > 0;) {
        text.append(chunk, static_cast<std::size_t>(got));
    }
    appendLines(logs, nowMs(), text);
}

bool FunctionWorker::overMemory() const
{
    // Until it runs Node, the new process still shows the memory of this server.
    std::error_code error;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error && std::filesystem::read_symlink("/proc/" + std::to_string(m_pid) + "/exe", error) == own) {
        return false;
    }
    const std::vector<std::string> fields = procFields(m_pid, "statm");
    return fields.size() > 1 && std::atoll(fields[1].c_str()) * sysconf(_SC_PAGESIZE) > m_maxBytes;
}

std::int64_t FunctionWorker::cpuMs() const
{
    const std::vector<std::string> fields = procFields(m_pid, "stat"); // from "state" on, after an empty one
    return fields.size() > 14 ? (std::atoll(fields[12].c_str()) + std::atoll(fields[13].c_str())) * 1000 /
                                    sysconf(_SC_CLK_TCK)
                              : -1;
}

/// Log lines go to `logs`; true once the answer has come.
bool FunctionWorker::takeMessages(Json& response, std::vector<LogLine>& logs)
{
    std::string message;
    while (readMessage(message)) {
        auto json = parseJson(message);
        if (!json) {
            continue;
        }
        if (const auto line = textMember(*json, "log")) {
            appendLines(logs, json->value("at", std::int64_t{0}) + clockOffsetMs(), *line);
        } else {
            response = std::move(*json);
            return true;
        }
    }
    return false;
}

/// Writes and reads what is possible within the time; false when the process
/// is gone or answers without end.
bool FunctionWorker::exchange(std::string_view& unsent, int waitMs, std::vector<LogLine>& logs)
{
    pollfd waiters[3] = {
        {m_answers, POLLIN, 0}, {m_stray, POLLIN, 0}, {unsent.empty() ? -1 : m_requests, POLLOUT, 0}};
    if (poll(waiters, 3, waitMs) <= 0) {
        return true;
    }
    if ((waiters[2].revents & POLLOUT) != 0) {
        const ssize_t sent = write(m_requests, unsent.data(), unsent.size());
        unsent.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    }
    if ((waiters[1].revents & POLLIN) != 0) {
        takeStray(logs);
    } else if ((waiters[1].revents & POLLHUP) != 0 && (waiters[0].revents & POLLIN) == 0) {
        poll(waiters, 1, waitMs); // it closed its output: that descriptor would wake us without end
    }
    if ((waiters[0].revents & (POLLIN | POLLHUP)) != 0) {
        char chunk[65536];
        const ssize_t got = read(m_answers, chunk, sizeof chunk);
        if (got <= 0) {
            return false;
        }
        m_buffer.append(chunk, static_cast<std::size_t>(got));
    }
    if (m_buffer.size() > kMaxAnswer) {
        appendLines(logs, nowMs(), "The answer is larger than 12 MB");
        return false;
    }
    return true;
}

FunctionWorker::Outcome FunctionWorker::call(const Json& request, int timeoutMs, Json& response,
                                             std::vector<LogLine>& logs)
{
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::milliseconds(timeoutMs);
    auto checkAt = Clock::now();
    const std::string body = dump(request);
    const std::string text = std::to_string(body.size()) + '\n' + body;
    std::string_view unsent = text;
    for (;;) {
        if (takeMessages(response, logs)) {
            takeStray(logs);
            return Outcome::Answered;
        }
        const auto now = Clock::now();
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - now).count();
        Outcome end = left <= 0 ? Outcome::TimedOut : Outcome::Answered;
        if (now >= checkAt) {
            end = overMemory() ? Outcome::OutOfMemory : end;
            checkAt = now + std::chrono::milliseconds(kMemoryCheckMs);
        }
        if (end == Outcome::Answered &&
            !exchange(unsent, static_cast<int>(std::min<std::int64_t>(left, kMemoryCheckMs)), logs)) {
            end = Outcome::Died;
        }
        if (end != Outcome::Answered) {
            takeStray(logs);
            return end;
        }
    }
}

} // namespace run402::sandbox
