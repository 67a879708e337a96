// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

/// What the guided tour puts into its project: a table, a page that writes to it, a function, two files.
namespace run402::tourfiles {

QString schemaSql();
QString functionCode();
/// Writes the site into `folder`, which is made; false = it could not be written.
bool writeSite(const QString& folder, const QString& heading, const QString& api, const QString& anonKey);
/// A picture and a list for the storage, in `folder`.
bool writeUploads(const QString& folder);
/// The text by which a row written by the page is told from others.
QString pageGreeting();

} // namespace run402::tourfiles
