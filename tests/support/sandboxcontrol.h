// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QJsonObject>
#include <QUrl>

namespace run402::test {

/// Steers a sandbox started with --control: its clock, its faults (sandbox/README.md). It talks by a transport of its
/// own, so the application under test sees nothing of it. Every method waits for the answer; false = refused.
class SandboxControl
{
public:
    explicit SandboxControl(QUrl base) : m_base(std::move(base)) {}

    bool fault(const QJsonObject& rule);
    bool clearFaults();
    bool advanceClock(const QString& by); ///< "8d"
    bool resetClock();
    /// How often the rules struck so far, all together; -1 = not told.
    int struck();

private:
    Result<HttpReply> send(const QByteArray& method, const QString& path, const QJsonObject& body = {});
    QUrl m_base;
    Transport m_transport;
};

} // namespace run402::test
