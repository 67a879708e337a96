// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sql.h"

#include <QSqlError>

namespace run402 {
namespace {

Problem problemOf(const QSqlError& error)
{
    const QString text = error.databaseText();
    // RAISE(ABORT, 'payment.…') of our own triggers.
    const bool ours = text.startsWith(QLatin1String("payment."));
    return Problem::make(Problem::Kind::Local, ours ? text.section(u' ', 0, 0) : QStringLiteral("store.failed"),
                         error.text());
}

} // namespace

Result<QSqlQuery> exec(QSqlDatabase& db, const QString& sql, const QVariantList& values)
{
    QSqlQuery query(db);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return problemOf(query.lastError());
    for (const QVariant& value : values) {
        // A null QString would be bound as SQL NULL; here it means empty text.
        const bool nullText = value.userType() == QMetaType::QString && value.toString().isNull();
        query.addBindValue(nullText ? QVariant(QString::fromLatin1("")) : value);
    }
    if (!query.exec())
        return problemOf(query.lastError());
    return query;
}

Result<Done> beginImmediate(QSqlDatabase& db)
{
    auto done = exec(db, QStringLiteral("BEGIN IMMEDIATE"));
    if (!done.ok())
        return done.error();
    return Done{};
}

Result<Done> commit(QSqlDatabase& db)
{
    auto done = exec(db, QStringLiteral("COMMIT"));
    if (!done.ok())
        return done.error();
    return Done{};
}

void rollback(QSqlDatabase& db)
{
    // Fails only where SQLite has rolled back by itself.
    (void)exec(db, QStringLiteral("ROLLBACK"));
}

QString likePattern(QString text)
{
    text.replace(u'\\', QLatin1String("\\\\")).replace(u'%', QLatin1String("\\%")).replace(u'_', QLatin1String("\\_"));
    return u'%' + text + u'%';
}

} // namespace run402
