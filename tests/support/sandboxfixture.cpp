// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxfixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QThread>

namespace run402::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int startMs = 60'000; // initdb on a busy machine

} // namespace

QString SandboxFixture::executable()
{
    const QString given = qEnvironmentVariable("RUN402_SANDBOX");
    if (!given.isEmpty())
        return given;
#ifdef RUN402_SANDBOX_EXECUTABLE
    return QStringLiteral(RUN402_SANDBOX_EXECUTABLE);
#else
    return {};
#endif
}

SandboxFixture::SandboxFixture(const QStringList& options)
{
    if (!QFileInfo(executable()).isExecutable()) {
        m_error = u"There is no run402-sandbox executable"_s;
        return;
    }
    // initdb runs as another user when the tests run as root: the folder must be reachable.
    QFile::setPermissions(m_folder.path(), QFile::permissions(m_folder.path()) | QFile::ReadOther | QFile::ExeOther
                                               | QFile::ReadGroup | QFile::ExeGroup);
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.start(executable(), QStringList{u"--port"_s, u"0"_s, u"--data"_s, m_folder.filePath(u"data"_s),
                                              u"--exit-on-stdin-eof"_s} + options);
    QElapsedTimer waited;
    waited.start();
    QByteArray output;
    while (m_process.state() != QProcess::NotRunning && !output.contains('\n') && waited.elapsed() < startMs) {
        m_process.waitForReadyRead(200);
        output += m_process.readAllStandardOutput();
    }
    const QJsonObject ready = QJsonDocument::fromJson(output.left(output.indexOf('\n'))).object();
    if (ready.value("event"_L1) == "ready"_L1)
        m_url = QUrl(ready.value("url"_L1).toString());
    else
        m_error = QString::fromUtf8(output + m_process.readAllStandardError()).left(2000);
}

void SandboxFixture::kill()
{
    m_process.kill();
    m_process.waitForFinished(10'000);
}

SandboxFixture::~SandboxFixture()
{
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(15'000))
        kill();
    // After a kill the database notices by itself and writes while it ends.
    m_folder.setAutoRemove(false);
    for (int i = 0; i < 100 && !QDir(m_folder.path()).removeRecursively(); ++i)
        QThread::msleep(100);
}

} // namespace run402::test
