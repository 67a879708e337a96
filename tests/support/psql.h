// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/sandboxfixture.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

#include <memory>

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

    ~Psql()
    {
        if (!m_program)
            return;
        m_program->write("\\q\n");
        if (!m_program->waitForFinished(2'000))
            m_program->kill(), m_program->waitForFinished(2'000);
    }

    /// The rows as text without heads, NULL as <null>, times in UTC. `schema`: of the project, which is its database's name too.
    /// One program answers all questions about one schema: starting it takes longer than most answers.
    QString ask(const QString& schema, const QString& sql)
    {
        if (m_schema != schema || !m_program || m_program->state() != QProcess::Running)
            begin(schema);
        // A question is one transaction and has one end, whatever is in it; its errors come where its rows would.
        const QByteArray end = "-- answered " + QByteArray::number(++m_asked) + " --";
        m_program->write("begin;\n" + sql.toUtf8() + "\n;\ncommit;\n\\echo '" + end + "'\n");
        QByteArray said;
        QElapsedTimer clock;
        clock.start();
        while (!said.endsWith(end + '\n') && clock.elapsed() < 20'000) {
            if (!m_program->waitForReadyRead(1'000) && m_program->state() != QProcess::Running)
                break;
            said += m_program->readAll();
        }
        said.chop(said.endsWith(end + '\n') ? end.size() + 1 : 0);
        QString out = QString::fromUtf8(said);
        if (out.endsWith(u'\n'))
            out.chop(1);
        return out.startsWith(u"ERROR:") ? QStringLiteral("psql: ") + out : out;
    }

private:
    void begin(const QString& schema)
    {
        m_schema = schema;
        m_program = std::make_unique<QProcess>();
        m_program->setProcessChannelMode(QProcess::MergedChannels);
        m_program->start(QStringLiteral("psql"),
                         {QStringLiteral("-h"), m_socket, QStringLiteral("-p"), m_port, QStringLiteral("-U"), QStringLiteral("postgres"), QStringLiteral("-d"), schema,
                          QStringLiteral("-XAtq"), QStringLiteral("-P"), QStringLiteral("null=<null>")});
        m_program->write("set search_path to " + schema.toUtf8() + ";\nset timezone to 'UTC';\n");
    }

    QString m_socket, m_port, m_schema;
    std::unique_ptr<QProcess> m_program;
    int m_asked = 0;
};

} // namespace run402::test
