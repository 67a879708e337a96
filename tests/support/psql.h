// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/sandboxfixture.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>

namespace run402::test {

/// The program psql on a sandbox's own cluster: what PostgreSQL itself says is in a table.
class Psql
{
public:
    explicit Psql(const SandboxFixture& sandbox)
    {
        QDirIterator files(sandbox.folder(), {QStringLiteral("postmaster.pid")}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        if (!files.hasNext())
            return;
        QFile pid(files.next());
        if (!pid.open(QIODevice::ReadOnly))
            return;
        const QStringList lines = QString::fromUtf8(pid.readAll()).split(u'\n');
        m_port = lines.value(3).trimmed();
        m_socket = lines.value(4).trimmed();
    }
    bool isFound() const { return !m_socket.isEmpty(); }
    QString socket() const { return m_socket; }
    QString port() const { return m_port; }

    /// The rows as text without heads, NULL as <null>, times in UTC. `schema`: of the project, which is its database's name too.
    QString ask(const QString& schema, const QString& sql) const
    {
        QProcess program;
        program.start(QStringLiteral("psql"),
                      {QStringLiteral("-h"), m_socket, QStringLiteral("-p"), m_port, QStringLiteral("-U"), QStringLiteral("postgres"), QStringLiteral("-d"), schema,
                       QStringLiteral("-XAtq"), QStringLiteral("-P"), QStringLiteral("null=<null>"), QStringLiteral("-c"),
                       QStringLiteral("set search_path to %1; set timezone to 'UTC'; ").arg(schema) + sql});
        program.waitForFinished(20'000);
        const QString error = QString::fromUtf8(program.readAllStandardError());
        QString out = QString::fromUtf8(program.readAllStandardOutput());
        if (out.endsWith(u'\n'))
            out.chop(1);
        return error.isEmpty() ? out : QStringLiteral("psql: ") + error;
    }

private:
    QString m_socket, m_port;
};

} // namespace run402::test
