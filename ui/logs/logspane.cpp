// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logspane.h"

#include "services/net/transport.h"
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/logs/loghistogram.h"
#include "ui/logs/logtable.h"

#include <QComboBox>
#include <QLocale>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr int bucketCount = 60;
constexpr qint64 jumpSlackMs = 1000;
} // namespace

LogsPane::~LogsPane()
{
    if (m_stop)
        *m_stop = true;
}

qint64 LogsPane::nowMs() const
{
    return QDateTime::currentMSecsSinceEpoch() + m_services.transport().clockOffsetMs(m_workspace.gateway().base.host());
}

QString LogsPane::currentFunction() const
{
    return m_function->currentData().toString();
}

void LogsPane::activated()
{
    m_workspace.refreshCode();
    m_search->setFocus();
}

QJsonObject LogsPane::saveState() const
{
    return {{u"function"_s, currentFunction()}, {u"search"_s, m_search->text()}, {u"regex"_s, m_regex->isChecked()}, {u"level"_s, m_levels->current()},
            {u"range"_s, m_range->currentIndex()}, {u"live"_s, m_live}, {u"group"_s, m_group->isChecked()}, {u"wrap"_s, m_wrap->isChecked()}, {u"tail"_s, m_lines->currentIndex()}};
}

void LogsPane::restoreState(const QJsonObject& state)
{
    m_wanted = state.value("function"_L1).toString();
    m_search->setText(state.value("search"_L1).toString());
    m_regex->setChecked(state.value("regex"_L1).toBool());
    m_levels->setCurrent(qBound(0, state.value("level"_L1).toInt(), m_levels->count() - 1));
    m_range->setCurrentIndex(qBound(0, state.value("range"_L1).toInt(), m_range->count() - 1));
    m_group->setChecked(state.value("group"_L1).toBool());
    m_wrap->setChecked(state.value("wrap"_L1).toBool());
    m_lines->setCurrentIndex(qBound(0, state.value("tail"_L1).toInt(m_lines->count() - 1), m_lines->count() - 1));
    m_live = state.value("live"_L1).toBool(true);
    refreshFunctions();
    refreshLive();
    reload();
}

void LogsPane::showFunction(const QString& name, qint64 sinceMs)
{
    m_wanted = name;
    m_jumpTo = sinceMs;
    {
        const QSignalBlocker quiet(m_search);
        m_search->clear();
        m_levels->setCurrent(0);
    }
    m_histogram->clearSelection();
    m_selectedFrom = m_selectedTo = 0;
    refreshFunctions();
    if (name.isEmpty())
        m_function->setCurrentIndex(0);
    m_tail.pollNow();
    reload();
}

void LogsPane::refreshFunctions()
{
    QStringList names;
    for (const Functions::Function& f : m_workspace.functions().value.value_or(QList<Functions::Function>()))
        names << f.name;
    const QString chosen = !m_wanted.isEmpty() && names.contains(m_wanted) ? m_wanted : currentFunction();
    if (names.contains(m_wanted))
        m_wanted.clear();
    QStringList shown;
    for (int i = 1; i < m_function->count(); ++i)
        shown << m_function->itemData(i).toString();
    {
        const QSignalBlocker quiet(m_function);
        if (shown != names) {
            m_function->clear();
            m_function->addItem(tr("All functions"), QString());
            for (const QString& name : std::as_const(names))
                m_function->addItem(name, name);
        }
        m_function->setCurrentIndex(std::max(0, m_function->findData(chosen)));
    }
    m_tail.setFunctions(currentFunction().isEmpty() ? names : QStringList{currentFunction()});
    m_table->setColumnHidden(LogModel::Function, !currentFunction().isEmpty());
    refreshCut();
    refreshState();
}

void LogsPane::refreshState()
{
    const auto& functions = m_workspace.functions();
    const bool none = functions.value && functions.value->isEmpty() && m_loaded && m_model.rowCount() == 0 && m_search->text().isEmpty();
    if (m_workspace.currentProjectId().isEmpty() || none)
        m_states->showEmpty();
    else if (!functions.value && functions.problem && m_model.rowCount() == 0)
        m_states->showProblem(*functions.problem);
    else if (m_loaded)
        m_states->showContent();
    else
        m_states->showLoading(tr("Reading logs"));
}

void LogsPane::refreshLive()
{
    const bool on = m_live && isVisible();
    m_tail.setRunning(on);
    m_liveButton->setText(!m_live ? tr("Paused") : m_tail.problem() ? tr("Trying again") : tr("Live, every 2 s"));
    m_liveButton->setIconName(m_live ? u"pause"_s : u"play"_s);
    m_liveButton->setAccessibleName(m_live ? tr("Stop reading new lines") : tr("Read new lines again"));
    if (m_tail.problem()) {
        const ProblemWords words = problemWords(*m_tail.problem());
        m_trouble->setText(words.why.isEmpty() ? m_tail.problem()->message : words.why, tr("New lines cannot be read. %1").arg(words.title));
    }
    m_trouble->setVisible(m_tail.problem().has_value());
}

/// A service that gives only the beginning of a log is said to, as long as that function is looked at.
void LogsPane::refreshCut()
{
    QStringList parts;
    const auto& cut = m_tail.cutFunctions();
    for (auto it = cut.cbegin(); it != cut.cend(); ++it) {
        if (currentFunction().isEmpty() || currentFunction() == it.key())
            parts << tr("%1 up to %2").arg(it.key(), it->toLocalTime().toString(u"d MMM HH:mm:ss"_s));
    }
    parts.sort();
    const QString more = m_tail.tail() < LogTail::mostLines ? tr("Tail 200 reaches further.") : tr("Newer ones cannot be read from here.");
    m_cut->setText(tr("This service answers with the first %1 lines: %2. %3").arg(m_tail.tail()).arg(parts.join(u", "_s), more), tr("Newer lines are missing."));
    m_cut->setVisible(!parts.isEmpty());
}

void LogsPane::refreshNews()
{
    const bool behind = !m_table->isFollowing() && m_model.rowCount() > 0;
    m_news->setText(m_table->unseen() > 0 ? tr("%n new line(s)", nullptr, m_table->unseen()) : tr("To the newest"));
    m_news->setVisible(behind);
    m_news->adjustSize();
    m_news->move((m_table->width() - m_news->width()) / 2, m_table->height() - m_news->height() - 12);
    m_news->raise();
}

LogQuery LogsPane::query() const
{
    LogQuery q;
    q.projectId = m_workspace.currentProjectId();
    q.function = currentFunction();
    const qint64 now = nowMs();
    q.fromMs = now - m_range->currentData().toLongLong();
    if (m_jumpTo > 0)
        q.fromMs = std::min(q.fromMs, m_jumpTo - jumpSlackMs);
    if (m_selectedTo > 0) {
        q.fromMs = m_selectedFrom;
        q.toMs = m_selectedTo;
    }
    if (!m_regex->isChecked())
        q.text = m_search->text();
    const int level = m_levels->current();
    if (level > 0)
        q.level = LogLevel(level - 1);
    return q;
}

void LogsPane::reload(bool onlyNew)
{
    m_soon.stop();
    const bool appends = onlyNew && m_loaded && m_model.rowCount() > 0 && !m_regex->isChecked() && !m_group->isChecked() && m_selectedTo == 0;
    LogQuery q = query();
    if (appends)
        q.afterId = m_model.lastId();
    const int generation = ++m_generation;
    m_seen = m_services.logs().version();
    if (m_stop)
        *m_stop = true;
    m_services.logs().read(q)->onDone(this, [this, generation, appends](const Result<LogPage>& page) {
        if (generation != m_generation)
            return;
        if (page.ok()) {
            filter(*page, generation, appends);
        } else {
            m_loaded = true;
            m_states->showProblem(page.error());
        }
    });
    reloadHistogram();
}

void LogsPane::filter(const LogPage& page, int generation, bool onlyNew)
{
    LogFilter how;
    how.pattern = m_regex->isChecked() ? m_search->text() : QString();
    how.groupErrors = m_group->isChecked();
    m_stop = std::make_shared<std::atomic_bool>(false);
    onWorker(this, [rows = page.rows, how, stop = m_stop] { return filterLog(rows, how, stop); },
             [this, generation, onlyNew, cut = page.cut](const LogFiltered& found) {
        if (generation == m_generation)
            filtered(found, cut, onlyNew);
    });
}

void LogsPane::filtered(const LogFiltered& result, bool cut, bool onlyNew)
{
    m_search->setError(result.patternError.isEmpty() ? QString() : tr("No regular expression: %1").arg(result.patternError));
    if (onlyNew && !m_model.append(result.rows)) {
        reload(); // a line of an earlier moment came late
        return;
    }
    if (!onlyNew)
        m_model.setRows(result.rows);
    m_loaded = true;
    const QString pattern = m_search->text();
    m_table->setSearch(pattern.isEmpty() || !result.patternError.isEmpty() ? QRegularExpression()
                       : m_regex->isChecked() ? boundedExpression(pattern) : boundedExpression(QRegularExpression::escape(pattern)));
    const int rows = m_model.rowCount();
    const QString found = pattern.isEmpty() && m_levels->current() == 0 ? tr("%1 line(s)", nullptr, rows) : tr("%1 line(s) match", nullptr, rows);
    m_found->setText(found.arg(QLocale(QLocale::English).toString(rows)));
    m_note->setText(result.outOfTime      ? tr("The expression takes too long; only the newest lines were looked at.")
                    : result.tooHard > 0  ? tr("%n line(s) were too hard for the expression and are left out.", nullptr, result.tooHard)
                    : cut                 ? tr("These are the newest 100,000; a shorter time shows the others.")
                                          : tr("Run402 gives the last 200 lines of each function. This app keeps 7 days on this computer."));
    refreshState();
    refreshNews();
    if (m_jumpTo > 0) {
        const int row = m_model.rowAt(m_jumpTo - jumpSlackMs / 2);
        if (row >= 0) {
            m_jumpTo = 0;
            m_table->setCurrentIndex(m_model.index(row, 0));
            m_table->scrollTo(m_model.index(row, 0), QAbstractItemView::PositionAtTop);
            m_table->setFocus();
        }
    }
}

void LogsPane::reloadHistogram()
{
    LogQuery q = query();
    q.level.reset();
    q.toMs = nowMs() + 1;
    q.fromMs = q.toMs - m_range->currentData().toLongLong();
    q.afterId = 0;
    m_services.logs().histogram(q, bucketCount)->onDone(this, [this, project = q.projectId](const Result<QList<LogBucket>>& buckets) {
        if (!buckets.ok() || project != m_workspace.currentProjectId())
            return;
        // While a range is chosen the bars stay, or what is chosen would slide away.
        if (m_selectedTo == 0)
            m_histogram->setBuckets(*buckets);
        int counts[3] = {0, 0, 0};
        for (const LogBucket& b : *buckets) {
            counts[0] += b.info;
            counts[1] += b.warnings;
            counts[2] += b.errors;
        }
        const QLocale locale(QLocale::English);
        const int all = counts[0] + counts[1] + counts[2];
        m_levels->setSegmentToolTip(0, tr("%1 line(s)", nullptr, all).arg(locale.toString(all)));
        const QString names[] = {tr("Info"), tr("Warn"), tr("Error")};
        for (int i = 0; i < 3; ++i)
            m_levels->setSegmentText(i + 1, counts[i] > 0 ? names[i] + u' ' + locale.toString(counts[i]) : names[i]);
    });
}

void LogsPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshLive();
    m_soon.start();
}

void LogsPane::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    refreshLive();
}

void LogsPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refreshNews();
}

} // namespace run402
