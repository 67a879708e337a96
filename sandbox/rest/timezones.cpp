// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/timezones.h"

#include "sandbox/rest/schemacache.h"
#include "sandbox/rest/session.h"

namespace run402::sandbox::rest {

bool Timezones::contains(const std::string &name, const std::string &schema)
{
    const std::lock_guard lock(m_mutex);
    if (m_names.empty()) {
        const Lease lease(m_connections, schema);
        m_names = fetchTimezones(lease.get());
    }
    return m_names.count(name) > 0;
}

} // namespace run402::sandbox::rest
