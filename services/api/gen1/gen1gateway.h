// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/net/apiclient.h"

namespace run402 {

/// Finds out what a host speaks before anything is bought there (generations.md §2).
/// Owner: Session. Thread: GUI.
class Gen1Gateway final : public QObject, public Gateway
{
public:
    /// `sandbox`: the host is our own local server; it is generation 1 and not probed.
    Gen1Gateway(ApiClient& api, bool sandbox, QObject* parent = nullptr);

    Call<GatewayInfo>* detect() override;
    Call<ComponentHealth>* health() override;

    /// One probe's answer; status 0 = none came.
    struct Probe
    {
        QString request;
        int status = 0;
        bool isJson = false;
        QJsonObject body;
        QString problemCode;
    };
    /// The four in the order health, projects, deploy, releases. Pure.
    static GatewayInfo judge(const QUrl& base, const QList<Probe>& probes);

private:
    ApiClient& m_api;
    bool m_sandbox;
};

} // namespace run402
