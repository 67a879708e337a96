// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace run402 {

/// Text the service refuses to run, wherever it stands: code, comments and literals alike (contract.md §3.5).
struct BlockedWord
{
    enum class Rule {
        CreateExtension, CopyProgram, AlterSystem, SetRoleOrPath, CreateSchema, DropSchema, Grant, Revoke,
        CreateRole, DropRole,
    };
    qsizetype start = 0; ///< UTF-16 units
    qsizetype length = 0;
    Rule rule = Rule::Grant;
    qsizetype end() const { return start + length; }
};

/// Source of the service's regular expression, as its answer quotes it.
QString blockedPattern(BlockedWord::Rule rule);

/// All matches in text order. The rules are the service's JavaScript expressions with the i flag: \s knows
/// Unicode blanks, \b and letters are ASCII, COPY … PROGRAM must stand on one line. Linear; any thread.
QList<BlockedWord> findBlockedWords(const QString& sql);

} // namespace run402
