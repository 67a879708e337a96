// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/foreignkey.h"

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// One name at `at`, which moves behind it; quoted names may hold anything.
QString readName(const QString& text, qsizetype& at)
{
    QString name;
    if (at < text.size() && text[at] == u'"') {
        for (++at; at < text.size(); ++at) {
            if (text[at] != u'"') {
                name += text[at];
            } else if (at + 1 < text.size() && text[at + 1] == u'"') {
                name += text[at++];
            } else {
                ++at;
                break;
            }
        }
        return name;
    }
    while (at < text.size() && !u" ,()."_s.contains(text[at]))
        name += text[at++];
    return name;
}

/// The names of "(a, "b c")" at `at`, which moves behind the bracket.
QStringList readNames(const QString& text, qsizetype& at)
{
    QStringList names;
    at = text.indexOf(u'(', at);
    if (at < 0) {
        at = text.size();
        return names;
    }
    ++at;
    while (at < text.size() && text[at] != u')') {
        const qsizetype before = at;
        if (text[at] == u' ' || text[at] == u',')
            ++at;
        else
            names << readName(text, at);
        if (at == before)
            ++at; // a bracket or dot where no name can be
    }
    ++at;
    return names;
}

} // namespace

QStringList keyColumns(const QString& definition)
{
    qsizetype at = 0;
    return readNames(definition, at);
}

std::optional<ForeignKey> foreignKeyOf(const Constraint& constraint)
{
    if (constraint.type != "FOREIGN KEY"_L1)
        return std::nullopt;
    const QString& text = constraint.definition;
    ForeignKey key;
    key.name = constraint.name;
    qsizetype at = 0;
    key.columns = readNames(text, at);
    at = text.indexOf("REFERENCES "_L1, at);
    if (at < 0)
        return std::nullopt;
    at += 11;
    key.table = readName(text, at);
    while (at < text.size() && text[at] == u'.') {
        ++at;
        key.table = readName(text, at);
    }
    key.referencedColumns = readNames(text, at);
    const qsizetype action = text.indexOf("ON DELETE "_L1, at);
    for (const auto rule : {"CASCADE"_L1, "SET NULL"_L1, "SET DEFAULT"_L1, "RESTRICT"_L1}) {
        if (action >= 0 && QStringView(text).mid(action + 10).startsWith(rule))
            key.onDelete = rule;
    }
    if (key.columns.isEmpty() || key.table.isEmpty())
        return std::nullopt;
    return key;
}

QList<ForeignKey> foreignKeysOf(const Table& table)
{
    QList<ForeignKey> keys;
    for (const Constraint& c : table.constraints) {
        if (const auto key = foreignKeyOf(c))
            keys << *key;
    }
    return keys;
}

} // namespace run402
