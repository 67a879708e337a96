// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "services/api/interfaces.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace run402 {

class Services;

/// Follows the logs of the current project's functions by asking again and again (the service has no stream) and puts
/// what is new into the LogStore. A round asks each function once, at most four at a time; the next round begins 2 s
/// after the last answer, later after a refusal. Nothing is asked while it does not run.
///
/// Some services answer with the first lines of a log instead of the last (contract.md §3.11). A full window is therefore
/// checked once with a request for one line: when that is the window's first and not its last, everything after the
/// window is out of reach. That is told by cutFunctions() and by a gap in the store, never passed over.
///
/// Owner: the pane. Thread: GUI. Borrows the services.
class LogTail : public QObject
{
    Q_OBJECT
public:
    static constexpr int intervalMs = 2000;
    static constexpr int mostLines = 200; ///< what the service gives at most

    explicit LogTail(Services& services, QObject* parent = nullptr);

    void setFunctions(const QStringList& names);
    void setTail(int lines);
    int tail() const { return m_tail; }
    void setRunning(bool on);
    bool isRunning() const { return m_running; }
    /// Asks now, also when it does not run.
    void pollNow();

    const std::optional<Problem>& problem() const { return m_problem; }
    /// Functions whose newer lines the service does not give, and the time of the last line it gives.
    const QHash<QString, QDateTime>& cutFunctions() const { return m_cut; }

Q_SIGNALS:
    void merged(int newLines); ///< after a round
    void problemChanged();
    void cutChanged();

private:
    void startRound();
    void askNext();
    void mergeWindow(const QString& name, int round, int tail, const QList<Functions::LogLine>& lines);
    void probe(const QString& name, int round, const QList<Functions::LogLine>& window);
    void noteCut(const QString& name, const QList<Functions::LogLine>& window);
    void answered();
    void endRound();

    Services& m_services;
    QTimer m_timer;
    QStringList m_functions;
    QStringList m_queue; ///< still to be asked in this round
    QString m_projectId; ///< of this round
    int m_open = 0;      ///< requests and merges under way
    int m_new = 0;
    int m_tail = mostLines;
    int m_round = 0;     ///< an answer of an earlier round is late
    int m_waitMs = intervalMs;
    bool m_running = false;
    QHash<QString, QDateTime> m_cut;
    QStringList m_probed; ///< functions known to give their last lines
    std::optional<Problem> m_problem, m_roundProblem;
};

} // namespace run402
