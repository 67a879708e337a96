// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/services.h"

#include <QStringList>

namespace run402 {

/// What the command line and the environment ask for.
struct AppOptions
{
    ServicesOptions services;
    QString tourFolder;   ///< --tour DIR; empty = a person uses the application
    QString theme;        ///< "light", "dark", "system" or empty = as remembered
    QString link;         ///< "run402://…" to open first; empty = none
    bool freshStart = false; ///< tour: empty data folder that vanishes afterwards
    QString error;        ///< usage error, already worded
};

/// Reads `arguments` (without the program's name) and the environment: RUN402_API_BASE, RUN402_RPC_<chain id>,
/// RUN402_CONFIG_DIR. Flags win over the environment. Never exits by itself.
AppOptions readOptions(const QStringList& arguments);

/// Text for --help.
QString usageText();

} // namespace run402
