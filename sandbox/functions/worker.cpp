// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/worker.h"

#include "sandbox/text.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxAnswer = 16u * 1024 * 1024;

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

void sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = write(fd, bytes.data(), bytes.size());
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return; // the process is gone; reading the answer will tell
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

} // namespace

void appendLines(std::vector<LogLine>& logs, std::int64_t at, const std::string& text)
{
    for (const std::string& line : split(text, '\n')) {
        std::string message = trim(line);
        if (!message.empty()) {
            logs.push_back({at, std::move(message)});
        }
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
    const pid_t parent = getpid();
    m_pid = fork();
    if (m_pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        signal(SIGPIPE, SIG_DFL);
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
}

FunctionWorker::~FunctionWorker()
{
    close(m_requests);
    close(m_answers);
    close(m_stray);
    if (m_pid > 0) {
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

FunctionWorker::Outcome FunctionWorker::call(const Json& request, int timeoutMs, Json& response,
                                             std::vector<LogLine>& logs)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs);
    const std::string text = dump(request);
    sendAll(m_requests, std::to_string(text.size()) + '\n' + text);
    for (;;) {
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
                takeStray(logs);
                return Outcome::Answered;
            }
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())
                .count();
        pollfd waiters[2] = {{m_answers, POLLIN, 0}, {m_stray, POLLIN, 0}};
        if (left <= 0 || poll(waiters, 2, static_cast<int>(left)) == 0) {
            takeStray(logs);
            return Outcome::TimedOut;
        }
        if ((waiters[1].revents & POLLIN) != 0) {
            takeStray(logs);
        }
        if ((waiters[0].revents & (POLLIN | POLLHUP)) != 0) {
            char chunk[65536];
            const ssize_t got = read(m_answers, chunk, sizeof chunk);
            if (got <= 0 || m_buffer.size() > kMaxAnswer) {
                takeStray(logs);
                return Outcome::Died;
            }
            m_buffer.append(chunk, static_cast<std::size_t>(got));
        }
    }
}

} // namespace run402::sandbox
