// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// One project as a person sees it: the server's list and what this computer
/// remembers, merged. Ids are opaque text.
struct Project
{
    QString id;
    QString name;
    QString tier;           ///< "prototype", … or empty when unknown
    QString status;         ///< "active", …
    qint64 apiCalls = 0;
    qint64 storageBytes = 0;
    QDateTime leaseExpiresAt; ///< UTC; invalid = unknown
    QDateTime createdAt;      ///< UTC
    bool keysKnown = false;   ///< anon and service key are on this computer
    QString siteUrl;          ///< last known address, may be empty
    QString lastDeploymentId;
};

/// What creating or forking a project gives, once. `serviceKey` is secret: it goes
/// from here straight into the secret store.
struct NewProject
{
    QString id;
    QString schema;
    QString anonKey;
    QByteArray serviceKey;
};

/// Sizes in bytes.
struct Usage
{
    QString projectId;
    QString tier;
    QString status;
    qint64 apiCalls = 0;
    qint64 apiCallsLimit = 0;
    qint64 storageBytes = 0;
    qint64 storageLimitBytes = 0;
    QDateTime leaseExpiresAt;
};

struct Column
{
    QString name;
    QString type;         ///< information_schema data_type
    bool nullable = true;
    QString defaultValue; ///< SQL text, empty = none
};

struct Constraint
{
    QString name;
    QString type;       ///< "PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK"
    QString definition; ///< as pg_get_constraintdef prints it
};

struct Policy
{
    QString name;
    QString command; ///< "r", "a", "w", "d" or "*" (catalogue letters)
    std::optional<QString> usingExpression;
    std::optional<QString> checkExpression;
};

struct Table
{
    QString name;
    QList<Column> columns;
    QList<Constraint> constraints;
    bool rlsEnabled = false;
    QList<Policy> policies;

    /// Column names of the primary key, in key order; empty = none.
    QStringList primaryKey() const;
};

struct Schema
{
    QString name; ///< slot, e.g. "p0042"
    QList<Table> tables;

    const Table* table(const QString& name) const;
};

} // namespace run402
