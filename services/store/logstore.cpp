// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/logstore.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr int mostPerProject = 1'000'000;

using Key = std::pair<qint64, QString>;

Result<QHash<Key, int>> knownSince(QSqlDatabase& db, const QString& project, const QString& function, qint64 from)
{
    auto query = exec(db, u"SELECT at,text FROM log_lines WHERE project=? AND function=? AND gap=0 AND at>=?"_s, {project, function, from});
    if (!query.ok())
        return query.error();
    QHash<Key, int> known;
    while (query->next())
        ++known[{query->value(0).toLongLong(), query->value(1).toString()}];
    return known;
}

Result<Done> run(QSqlDatabase& db, const QString& sql, const QVariantList& values)
{
    auto done = exec(db, sql, values);
    if (!done.ok())
        return done.error();
    return Done{};
}

Result<Done> insert(QSqlDatabase& db, const QString& project, const QString& function, qint64 at, LogLevel level, bool gap,
                    const QString& text)
{
    auto added = exec(db, u"INSERT INTO log_lines(project,function,at,level,gap,text) VALUES(?,?,?,?,?,?)"_s,
                      {project, function, at, int(level), int(gap), text});
    if (!added.ok())
        return added.error();
    return run(db, u"INSERT INTO log_text(rowid,text) VALUES(?,?)"_s, {added->lastInsertId(), text});
}

/// Takes lines and their index entries away together. Within a transaction.
Result<Done> removeWhere(QSqlDatabase& db, const QString& where, const QVariantList& values)
{
    auto unindexed = run(db, u"INSERT INTO log_text(log_text,rowid,text) SELECT 'delete',id,text FROM log_lines WHERE "_s + where, values);
    return unindexed.ok() ? run(db, u"DELETE FROM log_lines WHERE "_s + where, values) : unindexed;
}

Result<bool> hasAny(QSqlDatabase& db, const QString& project, const QString& function)
{
    auto query = exec(db, u"SELECT 1 FROM log_lines WHERE project=? AND function=? AND gap=0 LIMIT 1"_s, {project, function});
    if (!query.ok())
        return query.error();
    return query->next();
}

Result<Done> prune(QSqlDatabase& db, const QString& project, qint64 cutoff)
{
    if (auto done = removeWhere(db, u"project=? AND at<?"_s, {project, cutoff}); !done.ok())
        return done;
    return removeWhere(db, u"project=? AND id<=(SELECT id FROM log_lines WHERE project=? ORDER BY id DESC LIMIT 1 OFFSET ?)"_s,
                       {project, project, mostPerProject});
}

Result<int> mergeInto(QSqlDatabase& db, const QString& project, const QString& function, const QList<Functions::LogLine>& window, int tail)
{
    auto known = knownSince(db, project, function, toMs(window.first().at));
    if (!known.ok())
        return known.error();
    QList<Functions::LogLine> fresh;
    for (const Functions::LogLine& line : window) {
        int& left = (*known)[{toMs(line.at), line.text}];
        if (left > 0)
            --left;
        else
            fresh.append(line);
    }
    if (fresh.isEmpty())
        return 0;
    if (fresh.size() == window.size()) {
        const auto before = hasAny(db, project, function);
        if (!before.ok())
            return before.error();
        if (*before) {
            const QString why = window.size() >= tail ? u"overflow"_s : u"restarted"_s;
            if (auto gap = insert(db, project, function, toMs(window.first().at), LogLevel::Warning, true, why); !gap.ok())
                return gap.error();
        }
    }
    for (const Functions::LogLine& line : std::as_const(fresh)) {
        if (auto done = insert(db, project, function, toMs(line.at), logLevelOf(line.text), false, line.text); !done.ok())
            return done.error();
    }
    return int(fresh.size());
}

/// WHERE of a query; the values go to `values`.
QString conditions(const LogQuery& q, QVariantList& values)
{
    QString where = u" WHERE project=? AND at>=?"_s;
    values << q.projectId << q.fromMs;
    const auto add = [&](const QString& sql, const QVariant& value) {
        where += sql;
        values << value;
    };
    if (q.toMs > 0)
        add(u" AND at<?"_s, q.toMs);
    if (!q.function.isEmpty())
        add(u" AND function=?"_s, q.function);
    if (q.level)
        add(u" AND gap=0 AND level=?"_s, int(*q.level));
    if (q.afterId > 0)
        add(u" AND id>?"_s, q.afterId);
    constexpr int trigram = 3;
    if (q.text.size() >= trigram)
        add(u" AND gap=0 AND id IN (SELECT rowid FROM log_text WHERE log_text MATCH ?)"_s,
            u'"' + QString(q.text).replace(u'"', "\"\""_L1) + u'"');
    else if (!q.text.isEmpty())
        add(u" AND gap=0 AND text LIKE ? ESCAPE '\\'"_s, likePattern(q.text));
    return where;
}

} // namespace

Call<int>* LogStore::merge(const QString& projectId, const QString& function, const QList<Functions::LogLine>& window, int tail)
{
    const qint64 cutoff = QDateTime::currentMSecsSinceEpoch() - keptDays * dayMs;
    return m_store.run<int>([=, version = m_version](QSqlDatabase& db) -> Result<int> {
        auto merged = inTransaction<int>(db, [&]() -> Result<int> {
            QList<Functions::LogLine> recent;
            for (const Functions::LogLine& line : window) {
                if (toMs(line.at) >= cutoff) // older ones would come back after every pruning
                    recent.append(line);
            }
            if (recent.isEmpty())
                return 0;
            auto merged = mergeInto(db, projectId, function, recent, recent.size() == window.size() ? tail : tail + 1);
            if (!merged.ok() || *merged == 0)
                return merged;
            if (auto done = prune(db, projectId, cutoff); !done.ok())
                return done.error();
            return merged;
        });
        if (merged.ok())
            *version += *merged;
        return merged;
    });
}

Call<Done>* LogStore::noteCut(const QString& projectId, const QString& function, const QDateTime& first, const QDateTime& last)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto old = removeWhere(db, u"project=? AND function=? AND gap=1 AND text='head' AND at>=? AND at<=?"_s,
                                   {projectId, function, toMs(first), toMs(last)});
            return old.ok() ? insert(db, projectId, function, toMs(last), LogLevel::Warning, true, u"head"_s) : old;
        });
    });
}

Call<LogPage>* LogStore::read(const LogQuery& query)
{
    return m_store.run<LogPage>([query](QSqlDatabase& db) -> Result<LogPage> {
        QVariantList values;
        const QString where = conditions(query, values);
        values << query.limit + 1;
        auto rows = exec(db, u"SELECT id,at,level,gap,function,text FROM log_lines"_s + where + u" ORDER BY at DESC, id DESC LIMIT ?"_s, values);
        if (!rows.ok())
            return rows.error();
        LogPage page;
        while (rows->next()) {
            if (page.rows.size() == query.limit) {
                page.cut = true;
                break;
            }
            page.rows.append({rows->value(0).toLongLong(), rows->value(1).toLongLong(), LogLevel(rows->value(2).toInt()),
                              rows->value(3).toBool(), rows->value(4).toString(), rows->value(5).toString(), 1});
        }
        std::reverse(page.rows.begin(), page.rows.end());
        return page;
    });
}

Call<QList<LogBucket>>* LogStore::histogram(const LogQuery& query, int buckets)
{
    return m_store.run<QList<LogBucket>>([query, buckets](QSqlDatabase& db) -> Result<QList<LogBucket>> {
        const qint64 span = std::max<qint64>(1, query.toMs - query.fromMs);
        QList<LogBucket> list;
        for (int i = 0; i < buckets; ++i)
            list.append({query.fromMs + span * i / buckets, query.fromMs + span * (i + 1) / buckets, 0, 0, 0});
        QVariantList values{query.fromMs, buckets, span};
        const QString where = conditions(query, values);
        auto rows = exec(db, u"SELECT (at-?)*?/? AS bucket, level, count(*) FROM log_lines"_s + where + u" AND gap=0 GROUP BY bucket, level"_s, values);
        if (!rows.ok())
            return rows.error();
        while (rows->next()) {
            const int at = rows->value(0).toInt();
            if (at < 0 || at >= buckets)
                continue;
            LogBucket& bucket = list[at];
            const int count = rows->value(2).toInt();
            switch (LogLevel(rows->value(1).toInt())) {
            case LogLevel::Info: bucket.info += count; break;
            case LogLevel::Warning: bucket.warnings += count; break;
            case LogLevel::Error: bucket.errors += count; break;
            }
        }
        return list;
    });
}

Call<Done>* LogStore::clear(const QString& projectId, const QString& function)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&] {
            return removeWhere(db, u"project=? AND (?='' OR function=?)"_s, {projectId, function, function});
        });
    });
}

} // namespace run402
