// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/router.h"

#include "sandbox/text.h"

namespace run402::sandbox {

void Router::add(Route route)
{
    route.segments = split(route.path.substr(1), '/');
    m_routes.push_back(std::move(route));
}

const Route* Router::match(Request& request) const
{
    std::vector<std::string> parts = split(std::string_view(request.path).substr(1), '/');
    std::vector<std::string> literal;
    for (const std::string& part : parts) {
        literal.push_back(lower(part));
    }
    const std::size_t count = parts.size() > 1 && parts.back().empty() ? parts.size() - 1 : parts.size();
    for (const Route& route : m_routes) {
        const bool rest = route.segments.back() == "*";
        if ((route.method != "*" && route.method != request.method &&
             !(request.method == "HEAD" && route.method == "GET")) ||
            (rest ? count < route.segments.size() : count != route.segments.size())) {
            continue;
        }
        std::map<std::string, std::string> params;
        bool fits = true;
        for (std::size_t i = 0; fits && i < route.segments.size(); ++i) {
            const std::string& segment = route.segments[i];
            if (segment == "*") {
                std::string tail = parts[i];
                for (std::size_t k = i + 1; k < parts.size(); ++k) {
                    tail += '/' + parts[k];
                }
                params["*"] = tail; // stays encoded: the handler knows what a slash means
                break;
            }
            if (!segment.empty() && segment.front() == ':') {
                fits = !parts[i].empty();
                params[segment.substr(1)] = percentDecode(parts[i]).value_or(parts[i]);
            } else {
                fits = segment == literal[i];
            }
        }
        if (fits) {
            request.params = std::move(params);
            return &route;
        }
    }
    return nullptr;
}

} // namespace run402::sandbox
