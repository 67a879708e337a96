// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

namespace run402 {

/// One entry of a .env file. `value` is secret: wipe it after use, never log it.
struct DotenvEntry
{
    enum class Fault { None, NoEquals, BadName, OpenQuote, Repeated, TooLong };
    QString name;
    QByteArray value; ///< UTF-8; empty when there is a fault
    int line = 0;     ///< from 1
    Fault fault = Fault::None;
};

/// Everything in `text` (UTF-8, with or without a byte order mark), in order: NAME=value lines with an optional
/// `export`, comments, values bare or in ', " or `; quoted ones may span lines, and " knows \n \r \t \" \\.
/// A name the service refuses (contract.md §3.12) is BadName, not dropped; of a name given twice the former one is
/// Repeated. Values over `longestValue` bytes are TooLong. Stops after `mostEntries`. Thread: any.
QList<DotenvEntry> parseDotenv(const QByteArray& text, int mostEntries = 1000, qsizetype longestValue = 64 * 1024);

/// ^[A-Z_][A-Z0-9_]{0,62}$
bool isSecretName(QStringView name);

/// Names read as process.env.NAME or process.env["NAME"] in JavaScript, with the line of the first use (from 1).
/// Comments are not told apart.
QList<std::pair<QString, int>> environmentNames(const QString& javascript);

} // namespace run402
