// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/designwords.h"

#include "models/schema/foreignkey.h"

#include <QCoreApplication>

namespace run402 {

QString designFaultWords(const DesignFault& fault)
{
    using Why = DesignFault::Why;
    const auto tr = [](const char* text) { return QCoreApplication::translate("run402::TableDialog", text); };
    switch (fault.why) {
    case Why::NoName: return fault.spot.part == DesignSpot::Part::TableName ? tr("The table needs a name.") : tr("The column needs a name.");
    case Why::NoType: return tr("The column needs a type.");
    case Why::TwiceTheName: return tr("Two columns have this name.");
    case Why::NoColumns: return fault.spot.part == DesignSpot::Part::TableName ? tr("A table needs a column.") : tr("Name the columns it is about.");
    case Why::NoCondition: return tr("Write what must be true of every row.");
    case Why::NoTable: return tr("Choose the table it refers to.");
    case Why::NameTooLong: return tr("Longer than 63 bytes: PostgreSQL would cut it.");
    case Why::IdentityType: return tr("Only whole numbers can be numbered: smallint, integer or bigint.");
    }
    return {};
}

QStringList tablesReferringTo(const Schema& schema, const QString& table)
{
    QStringList names;
    for (const Table& t : schema.tables) {
        for (const ForeignKey& key : foreignKeysOf(t)) {
            if (key.table == table && t.name != table && !names.contains(t.name))
                names << t.name;
        }
    }
    return names;
}

} // namespace run402
