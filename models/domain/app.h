// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/appvariable.h"
#include "models/domain/project.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace run402 {

/// A secret's key or an action of the person that an app needs before it works, and why.
struct AppNeed
{
    QString name;
    QString description;
};

/// A published version of an app (contract.md §3.16). Texts are whatever a publisher wrote: show them as plain text.
struct AppVersion
{
    QString id;
    QString projectId;
    int version = 0;
    QString name;
    QString description; ///< at most 20,000 characters are kept
    QString visibility;  ///< "public", "unlisted", "private" or anything else: the service does not check
    bool forkAllowed = false;
    QString minTier;     ///< empty = not told
    QString status;
    int tableCount = -1; ///< counts: -1 = not told
    int functionCount = -1;
    int siteFileCount = -1;
    qint64 siteBytes = -1;
    QList<AppNeed> requiredSecrets;
    QList<AppNeed> requiredActions;
    QStringList tags;    ///< at most 50 are kept
    QString liveUrl;
    QDateTime createdAt; ///< UTC; invalid = not told
    QStringList warnings;
    QString publisher;   ///< wallet or name; empty = not told
    QStringList tables, functions; ///< names; only some services tell
    std::optional<qint64> forks;   ///< only some services tell
    QList<AppVariable> variables;  ///< of the app's bootstrap function; empty = not told
    QJsonArray variablesJson;      ///< the same as sent, when it was an array
};

/// What publishing takes. A change sends only what differs.
struct PublishOptions
{
    QString description;
    QStringList tags;
    QString visibility;
    bool forkAllowed = false;
    QStringList seedTables; ///< tables whose rows go along
    QList<AppNeed> requiredSecrets;
    QList<AppNeed> requiredActions;
    QJsonArray variables; ///< `bootstrap_variables`: newer services keep them, the others ignore them
};

struct AppChanges
{
    std::optional<QString> description;
    std::optional<QStringList> tags;
    std::optional<QString> visibility;
    std::optional<bool> forkAllowed;
    bool isEmpty() const { return !description && !tags && !visibility && !forkAllowed; }
};

/// What forking gave. `project.serviceKey` is secret.
struct ForkedProject
{
    NewProject project;
    QString sourceVersionId;
    QStringList functions; ///< names
    QString siteUrl;       ///< empty = the service copied no site
    QString subdomainUrl;  ///< empty = none was claimed
    QString deploymentId;
    QString readiness;     ///< "ready", "configuration_required", "manual_setup_required"
    QList<AppNeed> missingSecrets;
    QList<AppNeed> requiredActions;
    std::optional<QJsonValue> bootstrapResult;
    QString bootstrapError; ///< empty = none
};

/// First rule of the service a list of tags breaks, in its words; empty = fine.
QString tagsProblem(const QStringList& tags);

} // namespace run402
