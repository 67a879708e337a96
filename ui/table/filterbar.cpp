// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/filterbar.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/theme.h"
#include "ui/table/filterchip.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace run402 {

using Op = TableFilter::Op;

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout), m_add(new Button(tr("Filter"), QStringLiteral("plus"), Button::Variant::Ghost)),
      m_find(new SearchField(tr("Find on this page")))
{
    setFixedHeight(Theme::of(this).scaled(42));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("list-filter"), 15, "text.muted"));
    m_row->setSpacing(8);
    row->addLayout(m_row);
    m_add->setObjectName(QStringLiteral("table.filter.add"));
    m_add->setSize(Button::Size::Small);
    connect(m_add, &QAbstractButton::clicked, this, &FilterBar::openMenu);
    row->addWidget(m_add);
    row->addStretch(1);
    m_find->setObjectName(QStringLiteral("table.find"));
    m_find->setAccessibleName(tr("Find on this page"));
    m_find->setSmall(true);
    m_find->setFixedWidth(Theme::of(this).scaled(190));
    row->addWidget(m_find);
}

void FilterBar::openMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("table.filter.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const TableColumn& column : std::as_const(m_shape.columns)) {
        QAction* action = menu->addAction(column.name);
        action->setObjectName(QStringLiteral("table.filter.on.") + column.name);
        connect(action, &QAction::triggered, this, [this, name = column.name] { begin(name); });
    }
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height() + 2)));
}

FilterChip* FilterBar::addChip(const TableFilter& filter)
{
    const int column = m_shape.indexOf(filter.column);
    TableColumn unknown;
    unknown.name = filter.column;
    auto* chip = new FilterChip(column < 0 ? unknown : m_shape.columns.at(column), filter, this);
    connect(chip, &FilterChip::changed, this, &FilterBar::publish);
    connect(chip, &FilterChip::removed, this, [this, chip] {
        m_chips.removeOne(chip);
        m_row->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
        publish();
    });
    m_chips << chip;
    m_row->addWidget(chip);
    return chip;
}

void FilterBar::begin(const QString& column)
{
    const int at = m_shape.indexOf(column);
    if (at < 0)
        return;
    const Op op = filterOpsFor(m_shape.columns.at(at)).first();
    FilterChip* chip = addChip({column, op, filterArity(op) == 0 ? QStringList() : QStringList{QString()}});
    chip->show();
    if (filterArity(op) == 0)
        publish();
    else
        chip->beginEdit(true);
}

void FilterBar::publish()
{
    QList<TableFilter> filters;
    for (const FilterChip* chip : std::as_const(m_chips))
        filters << chip->filter();
    Q_EMIT filtersChanged(filters);
}

void FilterBar::setFilters(const QList<TableFilter>& filters)
{
    QList<TableFilter> shown;
    for (const FilterChip* chip : std::as_const(m_chips))
        shown << chip->filter();
    if (shown == filters)
        return; // the chips are where it came from; one of them may have the keyboard
    for (FilterChip* chip : std::as_const(m_chips)) {
        m_row->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    m_chips.clear();
    for (const TableFilter& f : filters)
        addChip(f);
}

void FilterBar::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
