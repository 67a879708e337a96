// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "services/market/publishpreflight.h"

#include <QCoreApplication>
#include <QString>

namespace run402 {

class Workspace;

/// Words and small decisions of the marketplace. Thread: GUI (translations).
struct TierCheck
{
    bool ok = false;      ///< making the project is allowed and free
    QString title, text;  ///< why it is free, or why it is not possible
    QString tierNeeded;   ///< smallest tier that would do; empty = none would help
    qint64 priceMicros = -1; ///< of `tierNeeded`; -1 = not known
};

class MarketText
{
    Q_DECLARE_TR_FUNCTIONS(run402::MarketText)
public:
    /// May this wallet make a project of `functions` functions that needs at least `minTier`? -1 and empty = not told.
    static TierCheck tier(const Workspace& workspace, const QString& minTier, int functions);
    static QString tierName(const QString& tier);        ///< "Prototype"
    static QString visibility(const QString& visibility); ///< "Public"
    /// A sentence why it stands in the way and what to do, without the names.
    static QString obstacle(PublishObstacle::Kind kind);
    static QString obstacleName(PublishObstacle::Kind kind);
    /// An address of a person's text, made of letters the service takes.
    static QString subdomainOf(const QString& name);
};

} // namespace run402
