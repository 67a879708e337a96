// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/message.h"

#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {
const std::string kNone;

bool sameName(std::string_view a, std::string_view b)
{
    const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return low(x) == low(y); });
}

} // namespace

const std::string& Request::header(std::string_view name) const
{
    for (const auto& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return kNone;
}

bool Request::has(std::string_view name) const
{
    for (const auto& entry : headers) {
        if (entry.first == name) {
            return true;
        }
    }
    return false;
}

const std::string& Request::param(const char* name) const
{
    const auto it = params.find(name);
    return it == params.end() ? kNone : it->second;
}

std::string Request::host() const
{
    const std::string& forwarded = header("x-forwarded-host");
    return lower(trim(forwarded.empty() ? header("host") : split(forwarded, ',').front()));
}

std::string Request::hostname() const
{
    const std::string name = host();
    if (!name.empty() && name.front() == '[') {
        return name.substr(0, name.find(']') + 1);
    }
    return name.substr(0, name.find(':'));
}

std::string Request::scheme() const
{
    const std::string& forwarded = header("x-forwarded-proto");
    return forwarded.empty() ? "http" : lower(trim(split(forwarded, ',').front()));
}

std::string Request::origin() const
{
    return scheme() + "://" + host();
}
std::string Request::url() const
{
    return origin() + path;
}

std::string Request::clientIp() const
{
    const std::string& forwarded = header("x-forwarded-for");
    return forwarded.empty() ? remote : trim(split(forwarded, ',').front());
}

Response& Response::set(std::string name, std::string value)
{
    for (auto& entry : headers) {
        if (sameName(entry.first, name)) {
            entry.second = std::move(value);
            return *this;
        }
    }
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

bool Response::has(std::string_view lowerName) const
{
    for (const auto& entry : headers) {
        if (sameName(entry.first, lowerName)) {
            return true;
        }
    }
    return false;
}

Response Response::json(int status, const Json& body)
{
    return text(status, "application/json; charset=utf-8", dump(body));
}

Response Response::text(int status, std::string contentType, std::string body)
{
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", std::move(contentType));
    response.body = std::move(body);
    return response;
}

Response Response::error(int status, std::string_view message)
{
    return json(status, Json{{"error", std::string(message)}});
}

Response Response::empty(int status)
{
    Response response;
    response.status = status;
    return response;
}

Response Response::cannot(const Request& request)
{
    return text(
        404, "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n"
        "</head>\n<body>\n<pre>Cannot " +
            htmlEscape(request.method) + ' ' + htmlEscape(request.path) + "</pre>\n</body>\n</html>\n");
}

void refuse(int status, std::string_view message)
{
    throw Refused{Response::error(status, message)};
}
void refuseWith(int status, const Json& body)
{
    throw Refused{Response::json(status, body)};
}

} // namespace run402::sandbox
