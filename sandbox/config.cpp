// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/config.h"

#include "sandbox/datadir.h"
#include "sandbox/json.h"
#include "sandbox/text.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

std::optional<int> number(const std::string& text, int highest)
{
    int value = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 0 || value > highest) {
        return std::nullopt;
    }
    return value;
}

fs::path defaultData()
{
    if (const char* home = std::getenv("XDG_DATA_HOME"); home != nullptr && *home != 0) {
        return fs::path(home) / "run402-sandbox";
    }
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/tmp") / ".local/share/run402-sandbox";
}

/// Sets an option that takes a value; what is wrong with it, or nothing.
std::string setOption(Options& options, const std::string& name, const std::string& value)
{
    if (name == "--port") {
        const auto port = number(value, 65535);
        options.port = port.value_or(0);
        return port ? "" : "--port takes a number from 0 to 65535";
    }
    if (name == "--parent-pid") {
        const auto pid = number(value, 1 << 30);
        options.parentPid = pid.value_or(0);
        return pid ? "" : "--parent-pid takes a process id";
    }
    if (name == "--data") {
        options.data = value;
        return "";
    }
    if (name == "--log") {
        options.log = value;
        return "";
    }
    return "unknown option " + name;
}

} // namespace

Options parseOptions(int argc, char** argv)
{
    Options options;
    options.data = defaultData();
    const std::map<std::string, bool*> switches = {{"--reset", &options.reset},
                                                   {"--control", &options.control},
                                                   {"--gateway-urls", &options.gatewayUrls},
                                                   {"--exit-on-stdin-eof", &options.exitOnStdinEof},
                                                   {"--help", &options.help},
                                                   {"-h", &options.help},
                                                   {"--version", &options.version}};
    for (int i = 1; i < argc && options.error.empty(); ++i) {
        std::string name = argv[i];
        if (const auto known = switches.find(name); known != switches.end()) {
            *known->second = true;
            continue;
        }
        if (name == "--starters" || name == "--no-starters") {
            options.starters = name == "--starters";
            continue;
        }
        if (name == "--mpp" || name == "--no-mpp") {
            options.machinePayments = name == "--mpp";
            continue;
        }
        std::optional<std::string> value;
        if (const std::size_t eq = name.find('='); eq != std::string::npos) {
            value = name.substr(eq + 1);
            name = name.substr(0, eq);
        } else if (i + 1 < argc) {
            value = argv[++i];
        }
        options.error = setOption(options, name, value.value_or(""));
        if (options.error.empty() && !value) {
            options.error = name + " needs a value";
        }
    }
    options.gatewayUrls = options.gatewayUrls || options.control;
    options.starters = options.starters.value_or(!options.control);
    options.machinePayments = options.machinePayments.value_or(!options.control);
    if (options.error.empty() && options.data.empty()) {
        options.error = "--data needs a folder";
    }
    if (!options.error.empty()) {
        return options;
    }
    options.data = fs::absolute(options.data).lexically_normal();
    if (!options.data.has_filename()) { // a trailing slash
        options.data = options.data.parent_path();
    }
    return options;
}

const char* usageText()
{
    return "run402-sandbox: a local Run402 server with its own private PostgreSQL.\n"
           "\n"
           "  --port N             port on 127.0.0.1, 0 = any free one (default 4022)\n"
           "  --data DIR           where everything is kept (default ~/.local/share/run402-sandbox)\n"
           "  --reset              start empty: deletes what is in the data folder first\n"
           "  --log FILE|-         one JSON line per request, - for standard error\n"
           "  --gateway-urls       give out site addresses as the real service spells them\n"
           "                       (https://NAME.run402.com) instead of http://NAME.localhost:PORT\n"
           "  --no-starters        leave the marketplace empty; --starters fills it under --control too\n"
           "  --no-mpp             no machine payments on Tempo; --mpp offers them under --control too\n"
           "  --control            test steering at POST /sandbox/v1/control, fixed secrets;\n"
           "                       implies --gateway-urls, --no-starters, --no-mpp\n"
           "  --parent-pid PID     stop when that process ends\n"
           "  --exit-on-stdin-eof  stop when standard input is closed\n"
           "  --version, --help\n"
           "\n"
           "When ready it prints one JSON line: "
           "{\"event\":\"ready\",\"port\":…,\"url\":…,\"data\":…,\"pid\":…}\n";
}

Secrets loadSecrets(const fs::path& data, bool fixed)
{
    if (fixed) {
        return {"contract-test-secret-0123456789abcdef", "contract-admin-key", "whsec_contract"};
    }
    const fs::path file = data / "secrets.json";
    std::ifstream in(file);
    if (in) {
        std::ostringstream text;
        text << in.rdbuf();
        const auto stored = parseJson(text.str());
        if (stored) {
            Secrets secrets{textMember(*stored, "jwt_secret").value_or(""),
                            textMember(*stored, "admin_key").value_or(""),
                            textMember(*stored, "webhook_secret").value_or("")};
            if (secrets.jwt.size() >= 32 && !secrets.adminKey.empty() && !secrets.webhook.empty()) {
                return secrets;
            }
        }
        throw damaged(data, "secrets.json cannot be read");
    }
    const Secrets secrets{randomHex(32), randomHex(24), "whsec_" + randomHex(24)};
    const Json stored{
        {"jwt_secret", secrets.jwt}, {"admin_key", secrets.adminKey}, {"webhook_secret", secrets.webhook}};
    const std::string text = stored.dump(1) + '\n';
    const fs::path draft = data / "secrets.json.new";
    const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written =
        fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    if (!written || rename(draft.c_str(), file.c_str()) != 0) {
        throw std::runtime_error("cannot write " + file.string());
    }
    return secrets;
}

} // namespace run402::sandbox
