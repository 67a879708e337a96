// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/appvariable.h"
#include "models/result.h"

#include <QStringList>

namespace run402 {

/// One of the applications that come with this program (resources/starters/README.md).
struct Starter
{
    struct Function { QString name; QString file; int timeoutSeconds = 0; int memoryMb = 0; };
    struct Rule { QString table; QString ownerColumn; };

    QString slug; ///< folder below the starters
    QString title, summary, description;
    QStringList tags;
    QString icon;      ///< a Lucide name
    QString accent;    ///< "#RRGGBB"
    QString subdomain; ///< suggested
    QStringList tables;
    QString rulesTemplate; ///< empty = rules are written in the SQL files
    QList<Rule> rules;
    QList<Function> functions;
    QStringList shared; ///< files it takes from the folder all starters share, by path; part of it like its own
    QList<AppVariable> variables;

    bool hasBootstrap() const;
};

/// Reads starter.json. Fails: starter.invalid (details: slug, pointer). Pure; any thread.
Result<Starter> readStarter(const QString& slug, const QByteArray& json);

} // namespace run402
