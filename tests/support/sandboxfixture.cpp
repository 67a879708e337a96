// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxfixture.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>

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
}

} // namespace run402::test
