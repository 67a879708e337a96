// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/tablerules.h"

#include "models/sqlliteral.h"
#include "services/services.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QStandardItemModel>

namespace run402 {

using namespace Qt::StringLiterals;

TableRules::TableRules(Services& services, QWidget* parent) : QWidget(parent), m_services(services)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(new Label(tr("Rules"), Theme::Font::Label, "text.secondary"));
    m_choice = new QComboBox;
    m_choice->setObjectName(u"schema.rules"_s);
    m_choice->setAccessibleName(tr("Who may read and write the table"));
    m_choice->addItem(tr("Only your server"), u"server"_s);
    m_choice->addItem(tr("People own their rows"), u"user_owns_rows"_s);
    m_choice->addItem(tr("Anyone reads, signed-in people write"), u"public_read"_s);
    m_choice->addItem(tr("No rules"), u"none"_s);
    row->addWidget(m_choice);
    m_icon = new IconLabel(u"shield-check"_s, 14, "success.text");
    row->addWidget(m_icon);
    m_note = new ElidedLabel({}, Theme::Font::Small, "text.secondary");
    m_note->setObjectName(u"schema.rules.note"_s);
    row->addWidget(m_note, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this] {
        tell();
        Q_EMIT changed();
    });
    tell();
}

void TableRules::setDesign(const TableDesign& design)
{
    m_table = design.name;
    m_owner.clear();
    for (const ColumnDesign& c : design.columns) {
        const bool wanted = c.name == "user_id"_L1 || c.name == "owner_id"_L1;
        if (c.type.trimmed().compare("uuid"_L1, Qt::CaseInsensitive) == 0 && !c.primaryKey && (m_owner.isEmpty() || wanted))
            m_owner = c.name;
    }
    if (auto* items = qobject_cast<QStandardItemModel*>(m_choice->model()))
        items->item(1)->setEnabled(!m_owner.isEmpty());
    if (m_owner.isEmpty() && m_choice->currentIndex() == 1)
        m_choice->setCurrentIndex(0);
    tell();
}

QString TableRules::sql() const
{
    const QString choice = m_choice->currentData().toString();
    if (choice == "none"_L1 || m_table.isEmpty())
        return {};
    if (choice == "server"_L1 || !m_services.hasSession())
        return u"ALTER TABLE %1 ENABLE ROW LEVEL SECURITY;"_s.arg(sqlName(m_table));
    return m_services.accessRules().templateSql(choice, {{m_table, m_owner}});
}

void TableRules::tell()
{
    const QString choice = m_choice->currentData().toString();
    const bool open = choice == "none"_L1;
    m_icon->setIconName(open ? u"triangle-alert"_s : u"shield-check"_s);
    m_icon->setToken(open ? "warning.text" : "success.text");
    m_note->setToken(open ? "warning.text" : "text.secondary");
    m_note->setText(open                           ? tr("Anyone reads, and any signed-in person can change or delete every row.")
                    : choice == "server"_L1        ? tr("Nobody reads or writes it with the public key until you add rules.")
                    : choice == "user_owns_rows"_L1 ? tr("Each person sees and changes the rows whose %1 is theirs.").arg(m_owner)
                                                   : tr("Every signed-in person may change every row."));
}

} // namespace run402
