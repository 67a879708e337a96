// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/sandboxprocess.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

namespace run402 {

namespace {
constexpr int exitWaitMs = 3'000;
constexpr int crashWindowMs = 60'000;
constexpr int crashLimit = 5;
constexpr int folderWaitMs = 300, folderWaits = 100; // half a minute
constexpr qsizetype longestLine = 64 * 1024;
} // namespace

SandboxProcess::SandboxProcess(QString executable, QString dataFolder, QObject* parent)
    : QObject(parent), m_executable(std::move(executable)), m_dataFolder(std::move(dataFolder)), m_process(std::make_unique<QProcess>())
{
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &SandboxProcess::readOutput);
    connect(m_process.get(), &QProcess::finished, this, &SandboxProcess::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(Problem::make(Problem::Kind::Local, QStringLiteral("sandbox.start_failed"), m_process->errorString()));
    });
    m_restart.setSingleShot(true);
    connect(&m_restart, &QTimer::timeout, this, [this] { launch(false); });
}

SandboxProcess::~SandboxProcess()
{
    m_wanted = false;
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_process->terminate();
    m_process->closeWriteChannel(); // tells it the same, should the signal be lost
    if (m_process->waitForFinished(exitWaitMs))
        return;
    // It still stops its database. Killing it would leave that running, and waiting would hold up our own end: it
    // finishes by itself, and what Qt keeps about it goes with it or with us.
    QProcess* closing = m_process.release();
    QObject::connect(closing, &QProcess::finished, closing, &QObject::deleteLater);
}

QString SandboxProcess::findExecutable()
{
    const QString name = QStringLiteral("run402-sandbox");
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

void SandboxProcess::start()
{
    m_wanted = true;
    if (m_process->state() == QProcess::NotRunning && !m_restart.isActive()) {
        m_crashes.clear();
        launch(false);
    }
}

void SandboxProcess::stop()
{
    m_wanted = false;
    m_restart.stop();
    if (m_process->state() == QProcess::NotRunning)
        setState(State::Stopped);
    else
        m_process->terminate();
}

void SandboxProcess::reset()
{
    m_wanted = true;
    m_resetNext = true;
    if (m_process->state() == QProcess::NotRunning)
        launch(true);
    else
        m_process->terminate(); // ended() starts it again
}

void SandboxProcess::launch(bool reset)
{
    if (m_executable.isEmpty() || !QFileInfo(m_executable).isExecutable()) {
        giveUp(Problem::make(Problem::Kind::Local, QStringLiteral("sandbox.missing"),
                             QStringLiteral("The local server program run402-sandbox was not found")));
        return;
    }
    m_restart.stop();
    m_resetNext = false;
    m_output.clear();
    m_problem.reset();
    const quint16 port = m_anyPort ? 0 : rememberedPort();
    QStringList arguments{QStringLiteral("--port"), QString::number(port), QStringLiteral("--data"), m_dataFolder,
                          QStringLiteral("--log"), m_dataFolder + QStringLiteral(".requests.log"),
                          QStringLiteral("--exit-on-stdin-eof")};
    if (reset)
        arguments << QStringLiteral("--reset");
    setState(m_crashes.isEmpty() ? State::Starting : State::Restarting);
    QDir().mkpath(m_dataFolder);
    m_process->start(m_executable, arguments);
}

void SandboxProcess::readOutput()
{
    m_output += m_process->readAllStandardOutput();
    for (qsizetype end = m_output.indexOf('\n'); end >= 0; end = m_output.indexOf('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(m_output.left(end)).object();
        m_output.remove(0, end + 1);
        const QString kind = event[QLatin1String("event")].toString();
        if (kind == QLatin1String("ready")) {
            m_url = QUrl(event[QLatin1String("url")].toString());
            rememberPort(quint16(m_url.port()));
            m_anyPort = false;
            m_waitsForFolder = 0;
            setState(State::Running);
        } else if (kind == QLatin1String("error")) {
            m_problem = Problem::make(Problem::Kind::Local, QStringLiteral("sandbox.") + event[QLatin1String("code")].toString(),
                                      event[QLatin1String("message")].toString());
        }
    }
    if (m_output.size() > longestLine)
        m_output.clear();
}

void SandboxProcess::ended(int exitCode, QProcess::ExitStatus status)
{
    readOutput();
    m_url = QUrl();
    if (!m_wanted) {
        setState(State::Stopped);
        return;
    }
    if (m_resetNext) {
        launch(true);
        return;
    }
    if (m_problem && m_problem->code.endsWith(QLatin1String("port.taken")) && !m_anyPort) {
        m_anyPort = true; // somebody else has the port: any other is better than none
        launch(false);
        return;
    }
    if (m_problem && m_problem->code.endsWith(QLatin1String("data.taken")) && m_waitsForFolder < folderWaits) {
        ++m_waitsForFolder; // the server of a run that was killed still closes its database
        setState(State::Starting);
        m_restart.start(folderWaitMs);
        return;
    }
    if (m_problem) {
        giveUp(*m_problem);
        return;
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_crashes << now;
    m_crashes.removeIf([now](qint64 at) { return now - at > crashWindowMs; });
    if (m_crashes.size() >= crashLimit) {
        giveUp(Problem::make(Problem::Kind::Local, QStringLiteral("sandbox.crashing"),
                             QStringLiteral("The local server stopped %1 times in a minute (%2 %3)")
                                 .arg(m_crashes.size())
                                 .arg(status == QProcess::CrashExit ? QStringLiteral("signal") : QStringLiteral("exit code"))
                                 .arg(exitCode)));
        return;
    }
    setState(State::Restarting);
    m_restart.start(int((m_crashes.size() - 1) * 1000));
}

void SandboxProcess::giveUp(Problem problem)
{
    m_wanted = false;
    m_problem = std::move(problem);
    setState(State::Failed);
}

void SandboxProcess::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

quint16 SandboxProcess::rememberedPort() const
{
    QFile file(m_dataFolder + QStringLiteral(".port"));
    if (!file.open(QIODevice::ReadOnly))
        return 4022;
    bool ok = false;
    const uint port = file.read(16).trimmed().toUInt(&ok);
    return ok && port > 0 && port < 65536 ? quint16(port) : 4022;
}

void SandboxProcess::rememberPort(quint16 port) const
{
    QFile file(m_dataFolder + QStringLiteral(".port"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(QByteArray::number(port));
}

} // namespace run402
