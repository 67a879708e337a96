// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace run402 {

/// Code to begin a function with, for the runtime of contract.md §3.11. Thread: GUI (translations).
struct FunctionTemplate
{
    QString id;
    QString icon;
    QString title;
    QString text;
    QString name; ///< proposed function name
    QString code;
    QString body; ///< a JSON body to try it with; may be empty
};

QList<FunctionTemplate> functionTemplates();

/// Why the service would refuse a name; empty = it is fine.
QString functionNameProblem(const QString& name);

/// Packages a function can import without installing anything.
QStringList bundledPackages();

} // namespace run402
