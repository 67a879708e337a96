// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/tool.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <stdexcept>

extern char** environ;

namespace run402::sandbox {
namespace {

struct Pipes
{
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    Pipes()
    {
        if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe for a tool");
        }
    }
    ~Pipes()
    {
        for (const int fd : {out[0], out[1], err[0], err[1]}) {
            if (fd >= 0) {
                close(fd);
            }
        }
    }
};

/// Appends what can be read; false at the end.
bool drain(int fd, std::string& text)
{
    char chunk[65536];
    const ssize_t got = read(fd, chunk, sizeof chunk);
    if (got > 0) {
        text.append(chunk, static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

std::vector<char*> pointersTo(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (const std::string& text : texts) {
        pointers.push_back(const_cast<char*>(text.c_str()));
    }
    pointers.push_back(nullptr);
    return pointers;
}

pid_t start(const ToolRun& run, const Pipes& pipes)
{
    std::vector<std::string> words{run.program};
    words.insert(words.end(), run.arguments.begin(), run.arguments.end());
    std::vector<char*> argv = pointersTo(words);
    std::vector<char*> own = pointersTo(run.environment);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes.out[1], 1);
    posix_spawn_file_actions_adddup2(&actions, pipes.err[1], 2);
    if (!run.folder.empty()) {
        posix_spawn_file_actions_addchdir_np(&actions, run.folder.c_str());
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes,
        static_cast<short>(POSIX_SPAWN_SETSIGMASK | (run.timeoutSeconds > 0 ? POSIX_SPAWN_SETPGROUP : 0)));
    pid_t pid = -1;
    const int failure = posix_spawn(&pid, run.program.c_str(), &actions, &attributes, argv.data(),
                                    run.environment.empty() ? environ : own.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) {
        throw std::runtime_error("cannot run " + run.program);
    }
    return pid;
}

/// Reads both pipes to their ends; false when the time is over.
bool collect(const Pipes& pipes, int timeoutSeconds, ToolResult& result)
{
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::seconds(timeoutSeconds);
    pollfd waiters[2] = {{pipes.out[0], POLLIN, 0}, {pipes.err[0], POLLIN, 0}};
    std::string* const sinks[2] = {&result.output, &result.errors};
    for (int open = 2; open > 0;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (timeoutSeconds > 0 && left <= 0) {
            return false;
        }
        if (poll(waiters, 2, timeoutSeconds > 0 ? static_cast<int>(left) : -1) < 0 && errno != EINTR) {
            return true;
        }
        for (int i = 0; i < 2; ++i) {
            if (waiters[i].fd >= 0 && (waiters[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0 &&
                !drain(waiters[i].fd, *sinks[i])) {
                waiters[i].fd = -1;
                --open;
            }
        }
    }
    return true;
}

} // namespace

ToolResult runTool(const ToolRun& run)
{
    Pipes pipes;
    const pid_t pid = start(run, pipes);
    for (int* end : {&pipes.out[1], &pipes.err[1]}) {
        close(*end);
        *end = -1;
    }
    ToolResult result;
    result.timedOut = !collect(pipes, run.timeoutSeconds, result);
    if (result.timedOut) {
        kill(-pid, SIGKILL);
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

std::string runTool(const std::string& program, const std::vector<std::string>& arguments)
{
    ToolResult result = runTool(ToolRun{program, arguments, {}, {}, 0});
    if (result.exitCode != 0) {
        const std::string& errors = result.errors;
        throw std::runtime_error(errors.size() > 400 ? errors.substr(errors.size() - 400) : errors);
    }
    return std::move(result.output);
}

} // namespace run402::sandbox
