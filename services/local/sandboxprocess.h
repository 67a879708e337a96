// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QObject>
#include <QProcess>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <optional>

namespace run402 {

/// Starts, watches and restarts the local server (executable run402-sandbox).
///
/// The server keeps its port for the life of its data folder, because pages deployed to it hold its address.
/// After a crash it is started again, at once the first time, then with growing pauses; after five crashes in
/// a minute it stays down and says why. It ends itself when this process dies; a server of an earlier run that
/// is still closing is waited for. The destructor tells the server to end and waits 3 s at the most; one that takes
/// longer goes on closing alone.
/// Owner: Services. Thread: GUI. Problems: sandbox.missing, sandbox.start_failed, sandbox.crashing, or the
/// code the server itself reported.
class SandboxProcess : public QObject
{
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Restarting, Failed };

    SandboxProcess(QString executable, QString dataFolder, QObject* parent = nullptr);
    ~SandboxProcess() override;

    void start();
    void stop();
    /// Empties the data folder (the server does it) and starts again.
    void reset();

    State state() const { return m_state; }
    QUrl url() const { return m_url; } ///< valid while Running
    QString dataFolder() const { return m_dataFolder; }
    const std::optional<Problem>& problem() const { return m_problem; }
    qint64 pid() const { return m_process->processId(); }

    /// Looks beside this application first, then on PATH.
    static QString findExecutable();

Q_SIGNALS:
    void stateChanged(run402::SandboxProcess::State state);

private:
    void launch(bool reset);
    void readOutput();
    void ended(int exitCode, QProcess::ExitStatus status);
    void setState(State state);
    void giveUp(Problem problem);
    quint16 rememberedPort() const;
    void rememberPort(quint16 port) const;

    QString m_executable, m_dataFolder;
    std::unique_ptr<QProcess> m_process;
    QTimer m_restart;
    QByteArray m_output;
    QUrl m_url;
    State m_state = State::Stopped;
    bool m_wanted = false, m_anyPort = false, m_resetNext = false;
    int m_waitsForFolder = 0; ///< starts in a row that found the data folder in use
    QList<qint64> m_crashes; ///< ms since epoch
    std::optional<Problem> m_problem;
};

} // namespace run402
