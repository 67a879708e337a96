// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/logline.h"
#include "services/api/interfaces.h"

#include <atomic>
#include <memory>

namespace run402 {

class LocalStore;

/// Which stored lines to read. Times in ms since 1970 UTC.
struct LogQuery
{
    QString projectId;
    QString function;           ///< empty = all
    qint64 fromMs = 0;
    qint64 toMs = 0;            ///< 0 = without an end; excluded
    QString text;               ///< found anywhere, without regard to case; empty = all
    std::optional<LogLevel> level; ///< only this one; gaps show with "all"
    qint64 afterId = 0;         ///< only lines stored later
    int limit = 100'000;        ///< the newest of what matches
};

struct LogPage
{
    QList<LogRow> rows;         ///< oldest first
    bool cut = false;           ///< there were more than `limit`
};

/// How many lines of each level fall into one stretch of time.
struct LogBucket
{
    qint64 fromMs = 0, toMs = 0;
    int info = 0, warnings = 0, errors = 0;
    int all() const { return info + warnings + errors; }
};

/// Log lines of the last 7 days, found by text through SQLite's FTS5 (trigrams).
///
/// Lines are told apart by time and text: a window fetched again adds only what it holds more often than the store.
/// When nothing of a window is known though lines of its function are, lines may have been lost in between, and a
/// gap is stored in front of it. Several programs may merge at once.
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*.
class LogStore
{
public:
    static constexpr int keptDays = 7;

    explicit LogStore(LocalStore& store) : m_store(store) {}

    /// `tail` = how many lines were asked for. Resolves with the number of lines that were new.
    Call<int>* merge(const QString& projectId, const QString& function, const QList<Functions::LogLine>& window, int tail);
    /// The service gives no line of this function after `last`; a gap "head" says so there. Gaps like it within the window,
    /// from shorter ones before, go.
    Call<Done>* noteCut(const QString& projectId, const QString& function, const QDateTime& first, const QDateTime& last);
    Call<LogPage>* read(const LogQuery& query);
    /// `buckets` stretches of equal length between the query's times; text and level are heeded.
    Call<QList<LogBucket>>* histogram(const LogQuery& query, int buckets);
    Call<Done>* clear(const QString& projectId, const QString& function);
    /// Grows with every line this program adds, whoever asked for it.
    qint64 version() const { return *m_version; }

private:
    LocalStore& m_store;
    std::shared_ptr<std::atomic<qint64>> m_version = std::make_shared<std::atomic<qint64>>(0); ///< counted on the store's thread
};

} // namespace run402
