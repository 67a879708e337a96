// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/api/interfaces.h"
#include "services/api/interfaceset.h"

#include <QUrl>

#include <memory>

namespace run402 {

class Services;

/// One connection: an API base in one environment, with the generation-1 adapters behind the twelve interfaces.
/// Thrown away as a whole when the environment or the host changes; running calls die with it, a payment that has
/// left is finished by its flow first.
/// Owner: Services. Thread: GUI.
class Session : public InterfaceSet
{
public:
    /// In Environment::Sandbox the throwaway wallet signs and keys rest in the sandbox folder. `ownServer`: our own
    /// local server, which is not probed and plays the chains too.
    Session(Services& services, const QUrl& base, Environment environment, bool ownServer);
    ~Session();

    const QUrl& base() const { return m_base; }

    /// Blocks every write and signature: the host is not one we know how to talk to.
    void setReadOnly(bool on);

private:
    QUrl m_base;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace run402
