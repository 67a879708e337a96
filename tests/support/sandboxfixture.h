// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patience.h"
#include "tests/support/serverfolder.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QUrl>

namespace run402::test {

/// A fresh local server on a free port, with test steering unless told otherwise, gone at the end of the scope.
/// The executable: environment RUN402_SANDBOX, else the one built beside the tests.
class SandboxFixture
{
public:
    explicit SandboxFixture(const QStringList& options = {QStringLiteral("--control")});
    ~SandboxFixture();

    /// Empty when it could not start; see error().
    bool isRunning() const { return m_url.isValid() && m_process.state() == QProcess::Running; }
    QUrl url() const { return m_url; }
    QString error() const { return m_error; }
    QString folder() const { return m_folder.path(); }
    /// As if it had crashed.
    void kill();

    static QString executable();

private:
    ServerFolder m_folder;
    QProcess m_process;
    QUrl m_url;
    QString m_error;
};

} // namespace run402::test
