// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/packages.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/db/tool.h"
#include "sandbox/text.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxDirect = 30;
constexpr std::size_t kMaxPackages = 500;
constexpr std::uintmax_t kMaxBytes = 200u * 1024 * 1024;
constexpr int kInstallSeconds = 120;

/// What every function of the service may import (contract.md §3.11), with the
/// versions it has there.
const std::map<std::string, std::string>& preinstalled()
{
    static const std::map<std::string, std::string> packages = {
        {"stripe", "^20.0.0"},      {"openai", "^4.0.0"},   {"@anthropic-ai/sdk", "^0.30.0"},
        {"resend", "^4.0.0"},       {"zod", "^3.0.0"},      {"uuid", "^10.0.0"},
        {"jsonwebtoken", "^9.0.0"}, {"bcryptjs", "^2.0.0"}, {"cheerio", "^1.0.0"},
        {"csv-parse", "^5.0.0"}};
    return packages;
}

/// name and version of "name", "name@1.2" or "@scope/name@^1".
std::pair<std::string, std::string> parts(const std::string& spec)
{
    const std::size_t at = spec.find('@', 1);
    return at == std::string::npos ? std::pair(spec, std::string("*"))
                                   : std::pair(spec.substr(0, at), spec.substr(at + 1));
}

/// No paths, addresses, repositories or aliases: those would read this
/// computer's files or run programs of other people's choice.
bool isPlain(const std::string& spec)
{
    static const std::regex plain("(@[a-z0-9][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*"
                                  "(@[0-9A-Za-z^~<>=*][0-9A-Za-z.^~<>=|*+ -]*)?");
    return spec.size() <= 214 && std::regex_match(spec, plain) && parts(spec).first != "node_modules";
}

/// Package names of the import and require statements of a module.
std::vector<std::string> importedPackages(const std::string& source)
{
    static const std::regex imports(R"re((?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]{1,200})["'])re");
    std::vector<std::string> names;
    for (auto it = std::sregex_iterator(source.begin(), source.end(), imports); it != std::sregex_iterator();
         ++it) {
        const std::vector<std::string> words = split((*it)[1].str(), '/');
        names.push_back(words.size() > 1 && startsWith(words[0], "@") ? words[0] + '/' + words[1] : words[0]);
    }
    return names;
}

std::string readText(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The address npm asked, as it says it, without any password.
std::string registryIn(const std::string& errors)
{
    static const std::regex address(R"(https?://(?:[^\s/@]*@)?([^\s/,]+))");
    std::smatch match;
    return std::regex_search(errors, match, address) ? match[1].str()
                                                     : std::string("the configured registry");
}

/// "npm error code E404" → "E404".
std::string codeIn(const std::string& errors)
{
    static const std::regex code(R"((?:error|ERR!) code (\w+))");
    std::smatch match;
    return std::regex_search(errors, match, code) ? match[1].str() : std::string();
}

std::string firstLines(const std::string& errors)
{
    std::string text;
    for (const std::string& line : split(errors, '\n')) {
        static const std::regex prefix("^npm (error|ERR!) ?");
        const std::string plain = trim(std::regex_replace(line, prefix, ""));
        if (!plain.empty() && text.size() < 300 && plain.find("complete log") == std::string::npos &&
            !startsWith(plain, "code ") && plain.find("_logs") == std::string::npos) {
            text += (text.empty() ? "" : " ") + plain;
        }
    }
    return text.substr(0, 400);
}

PackageProblem problemOf(const ToolResult& npm)
{
    if (npm.timedOut) {
        return {504, "Installing the dependencies took longer than " + std::to_string(kInstallSeconds) +
                         " seconds"};
    }
    static const std::regex unreachable(
        "ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|"
        "ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENETDOWN");
    const std::string code = codeIn(npm.errors);
    if (std::regex_search(code.empty() ? npm.errors : code, unreachable)) {
        return {503, "Cannot install the dependencies: the package registry " + registryIn(npm.errors) +
                         " is unreachable (" + (code.empty() ? "no connection" : code) +
                         "). Nothing was changed; try again when it can be reached."};
    }
    if (code == "E404" || code == "ETARGET" || code == "ERESOLVE" || code == "EINVALIDPACKAGENAME") {
        return {400, "Cannot install the dependencies: " + firstLines(npm.errors)};
    }
    return {502, "Cannot install the dependencies: npm failed" + (code.empty() ? "" : " with " + code) +
                     ": " + firstLines(npm.errors)};
}

/// Everything must come from a registry and be covered by a checksum.
void checkLock(const Json& lock)
{
    const Json* packages = member(lock, "packages");
    if (packages == nullptr || !packages->is_object()) {
        throw PackageProblem{502, "Cannot install the dependencies: npm wrote no lock file"};
    }
    if (packages->size() > kMaxPackages + 1) {
        throw PackageProblem{400, "The dependencies need " + std::to_string(packages->size() - 1) +
                                      " packages; the limit is " + std::to_string(kMaxPackages)};
    }
    for (const auto& [path, package] : packages->items()) {
        const Json* bundled = member(package, "inBundle");
        if (path.empty() || (bundled != nullptr && *bundled == true)) {
            continue;
        }
        // some set-ups leave out the address of what came from the registry
        const std::string from = textMember(package, "resolved").value_or("https://");
        const bool web = startsWith(from, "https://") || startsWith(from, "http://");
        if (!web || textMember(package, "integrity").value_or("").empty() || package.contains("link")) {
            throw PackageProblem{400, "The dependency '" + path.substr(path.rfind("node_modules/") + 13) +
                                          "' does not come from a package registry and is not installed"};
        }
    }
}

std::uintmax_t sizeOf(const fs::path& folder)
{
    std::uintmax_t bytes = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        bytes += entry.is_regular_file() && !entry.is_symlink() ? entry.file_size() : 0;
    }
    return bytes;
}

/// A folder that is gone at the end unless it was moved away.
struct Draft
{
    fs::path path;
    explicit Draft(fs::path where) : path(std::move(where)) { fs::create_directories(path); }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

} // namespace

FunctionPackages::FunctionPackages(fs::path folder) : m_folder(std::move(folder)) {}

std::vector<std::string> FunctionPackages::wanted(const Json& deps, const std::string& source)
{
    std::map<std::string, std::string> chosen;
    for (const Json& item : deps) {
        const std::string spec = trim(item.get<std::string>());
        if (!isPlain(spec)) {
            throw PackageProblem{
                400, "Invalid dependency '" + spec.substr(0, 100) +
                         "': use a package name with an optional version, such as \"nanoid\" or "
                         "\"nanoid@^5.0.0\". Files, addresses and repositories are not installed."};
        }
        const auto [name, version] = parts(spec);
        if (name != "@run402/functions") { // built in
            chosen[name] =
                version == "*" && preinstalled().count(name) != 0 ? preinstalled().at(name) : version;
        }
    }
    if (chosen.size() > kMaxDirect) {
        throw PackageProblem{400,
                             "A function can have at most " + std::to_string(kMaxDirect) + " dependencies"};
    }
    for (const std::string& name : importedPackages(source)) {
        if (const auto known = preinstalled().find(name); known != preinstalled().end()) {
            chosen.insert(*known);
        }
    }
    std::vector<std::string> specs;
    for (const auto& [name, version] : chosen) {
        specs.push_back(name + '@' + version);
    }
    return specs;
}

void FunctionPackages::runNpm(const Node& node, const fs::path& folder, std::vector<std::string> arguments)
{
    for (const char* option : {"--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier",
                               "--no-bin-links", "--omit=dev", "--fetch-retries=1",
                               "--fetch-retry-mintimeout=500", "--fetch-timeout=20000", "--loglevel=error"}) {
        arguments.push_back(option);
    }
    arguments.push_back("--cache=" + (m_folder / "packages/.npm").string());
    ToolRun run{findNpm(node), std::move(arguments), {}, folder, kInstallSeconds};
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (!startsWith(*entry, "PATH=")) {
            run.environment.push_back(*entry);
        }
    }
    const char* path = std::getenv("PATH"); // npm is a script that asks for "node"
    run.environment.push_back("PATH=" + node.program.substr(0, node.program.rfind('/')) + ':' +
                              (path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"));
    const ToolResult npm = runTool(run);
    if (npm.exitCode != 0) {
        throw problemOf(npm);
    }
}

/// The installed set that npm's lock file for these packages describes.
fs::path FunctionPackages::lockedSet(const std::vector<std::string>& wanted, const Node& node)
{
    const fs::path sets = m_folder / "packages";
    Draft draft(sets / (".new-" + randomHex(8)));
    Json manifest{
        {"name", "function"}, {"version", "0.0.0"}, {"private", true}, {"dependencies", Json::object()}};
    for (const std::string& spec : wanted) {
        const auto [name, version] = parts(spec);
        manifest["dependencies"][name] = version;
    }
    std::ofstream(draft.path / "package.json") << dump(manifest);
    runNpm(node, draft.path, {"install", "--package-lock-only"});
    const std::string lock = readText(draft.path / "package-lock.json");
    checkLock(parseJson(lock).value_or(Json()));
    const fs::path set = sets / sha256Hex(std::to_string(node.major) + '\n' + lock).substr(0, 32);
    if (fs::exists(set)) {
        return set;
    }
    runNpm(node, draft.path, {"ci"});
    fs::create_directories(draft.path / "node_modules"); // npm makes none for nothing
    if (sizeOf(draft.path) > kMaxBytes) {
        throw PackageProblem{400,
                             "The dependencies take more than " + std::to_string(kMaxBytes >> 20) + " MB"};
    }
    fs::rename(draft.path, set);
    return set;
}

void FunctionPackages::install(const std::vector<std::string>& wanted, const fs::path& target)
{
    const std::lock_guard lock(m_mutex);
    if (fs::exists(target / "node_modules")) {
        return;
    }
    const fs::path set = lockedSet(wanted, findNode());
    Draft draft(target.string() + ".new-" + randomHex(8));
    fs::copy(set / "node_modules", draft.path / "node_modules",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    fs::copy_file(set / "package-lock.json", draft.path / "package-lock.json");
    fs::create_directories(target);
    fs::rename(draft.path / "package-lock.json", target / "package-lock.json");
    fs::rename(draft.path / "node_modules", target / "node_modules"); // last: it says that all is there
}

} // namespace run402::sandbox
