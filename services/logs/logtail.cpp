// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/logtail.h"

#include "services/services.h"
#include "services/store/logstore.h"
#include "services/workspace.h"

#include <algorithm>

namespace run402 {

namespace {
constexpr int mostAtOnce = 4;
constexpr int longestWaitMs = 60'000;
} // namespace

LogTail::LogTail(Services& services, QObject* parent) : QObject(parent), m_services(services)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogTail::startRound);
    connect(&services.workspace(), &Workspace::currentProjectChanged, this, [this] {
        ++m_round;
        m_open = 0;
        m_queue.clear();
        m_functions.clear();
        m_cut.clear();
        m_probed.clear();
    });
}

void LogTail::setFunctions(const QStringList& names)
{
    if (names == m_functions)
        return;
    m_functions = names;
    if (m_running)
        pollNow();
}

void LogTail::setTail(int lines)
{
    m_tail = std::clamp(lines, 1, mostLines);
    m_cut.clear(); // another window ends elsewhere
    Q_EMIT cutChanged();
}

void LogTail::setRunning(bool on)
{
    if (on == m_running)
        return;
    m_running = on;
    if (on)
        pollNow();
    else
        m_timer.stop();
}

void LogTail::pollNow()
{
    if (m_open == 0) {
        m_timer.stop();
        startRound();
    }
}

void LogTail::startRound()
{
    const Workspace& workspace = m_services.workspace();
    if (!workspace.isConnected() || !m_services.hasSession() || workspace.currentProjectId().isEmpty()) {
        if (m_running)
            m_timer.start(intervalMs);
        return;
    }
    ++m_round;
    m_projectId = workspace.currentProjectId();
    m_queue = m_functions;
    m_new = 0;
    m_roundProblem.reset();
    if (m_queue.isEmpty()) {
        endRound();
        return;
    }
    while (m_open < mostAtOnce && !m_queue.isEmpty())
        askNext();
}

void LogTail::askNext()
{
    const QString name = m_queue.takeFirst();
    const int round = m_round, tail = m_tail;
    ++m_open;
    m_services.functions().logs(m_projectId, name, tail, true)
        ->onDone(this, [this, name, round, tail](const Result<QList<Functions::LogLine>>& lines) {
            if (round != m_round)
                return;
            if (!lines.ok()) {
                // Deleted meanwhile, or still being made: the list of functions will tell.
                if (lines.error().code != QLatin1String("function.not_found") && lines.error().kind != Problem::Kind::Cancelled)
                    m_roundProblem = lines.error();
                answered();
                return;
            }
            if (lines->isEmpty())
                answered();
            else
                mergeWindow(name, round, tail, *lines);
        });
}

void LogTail::mergeWindow(const QString& name, int round, int tail, const QList<Functions::LogLine>& lines)
{
    m_services.logs().merge(m_projectId, name, lines, tail)->onDone(this, [=, this](const Result<int>& added) {
        if (round != m_round)
            return;
        if (added.ok())
            m_new += *added;
        else
            m_roundProblem = added.error();
        if (lines.size() < tail) // all there is
            m_cut.remove(name);
        if (m_cut.contains(name))
            noteCut(name, lines);
        if (lines.size() >= tail && tail > 1 && !m_cut.contains(name) && !m_probed.contains(name))
            probe(name, round, lines);
        else
            answered();
    });
}

void LogTail::probe(const QString& name, int round, const QList<Functions::LogLine>& window)
{
    m_services.functions().logs(m_projectId, name, 1, true)->onDone(this, [=, this](const Result<QList<Functions::LogLine>>& lines) {
        if (round != m_round)
            return;
        const auto same = [](const Functions::LogLine& a, const Functions::LogLine& b) { return a.at == b.at && a.text == b.text; };
        if (lines.ok() && lines->size() == 1) {
            if (same(lines->first(), window.first()) && !same(window.first(), window.last()))
                noteCut(name, window);
            else
                m_probed << name;
        }
        answered();
    });
}

void LogTail::noteCut(const QString& name, const QList<Functions::LogLine>& window)
{
    if (m_cut.value(name) == window.last().at)
        return;
    m_cut.insert(name, window.last().at);
    ++m_new; // the gap is a row, too
    m_services.logs().noteCut(m_projectId, name, window.first().at, window.last().at);
    Q_EMIT cutChanged();
}

void LogTail::answered()
{
    --m_open;
    if (!m_queue.isEmpty())
        askNext();
    else if (m_open == 0)
        endRound();
}

void LogTail::endRound()
{
    const bool changed = m_problem.has_value() != m_roundProblem.has_value()
                         || (m_problem && m_problem->code != m_roundProblem->code);
    m_problem = m_roundProblem;
    if (m_problem) {
        const int told = m_problem->details.value(QStringLiteral("retryAfter")).toInt() * 1000;
        m_waitMs = std::min(longestWaitMs, std::max(told, m_waitMs * 2));
    } else {
        m_waitMs = intervalMs;
    }
    if (m_running)
        m_timer.start(m_waitMs);
    Q_EMIT merged(m_new);
    if (changed)
        Q_EMIT problemChanged();
}

} // namespace run402
