// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataimport/rejectlist.h"

#include "ui/common/grid.h"
#include "ui/common/label.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

RejectList::RejectList(QWidget* parent) : QWidget(parent), m_title(new Label({}, Theme::Font::Label, "text.secondary")), m_model(new QStandardItemModel(this)), m_grid(new GridView(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_title);
    m_grid->setObjectName(QStringLiteral("import.rejects"));
    m_grid->setAccessibleName(tr("Rejected rows"));
    m_grid->setModel(m_model);
    m_grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_grid->verticalHeader()->hide();
    column->addWidget(m_grid, 1);
    auto* action = new QAction(tr("Copy"), m_grid);
    action->setShortcut(QKeySequence::Copy);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, &RejectList::copy);
    m_grid->addAction(action);
    m_grid->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void RejectList::setRejects(const QList<ImportBatch::Reject>& rejects, qint64 all)
{
    const QLocale locale(QLocale::English);
    m_title->setText(all > rejects.size() ? tr("The first %1 of %2 rejected rows").arg(locale.toString(rejects.size()), locale.toString(all)) : tr("Rejected rows"));
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Line"), tr("Reason"), tr("Row")});
    for (const ImportBatch::Reject& r : rejects) {
        auto* line = new QStandardItem(QString::number(r.line));
        line->setData(int(CellKind::Number), CellKindRole);
        line->setData(int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
        auto* why = new QStandardItem(rejectWords(r));
        why->setToolTip(why->text());
        auto* row = new QStandardItem(QString::fromUtf8(r.csv));
        row->setData(int(CellKind::Mono), CellKindRole);
        m_model->appendRow({line, why, row});
    }
    constexpr int mostRows = 12;
    m_grid->setFixedHeight(m_grid->horizontalHeader()->height() + m_grid->verticalHeader()->defaultSectionSize() * std::min(mostRows, m_model->rowCount()) + 14);
    m_grid->setColumnWidth(0, 72);
    m_grid->setColumnWidth(1, 380);
    m_grid->horizontalHeader()->setStretchLastSection(true);
}

/// Line, reason and row with tabs between, as a spreadsheet takes them.
void RejectList::copy()
{
    QList<int> rows;
    for (const QModelIndex& index : m_grid->selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const int row : std::as_const(rows)) {
        QStringList cells;
        for (int c = 0; c < m_model->columnCount(); ++c)
            cells << m_model->item(row, c)->text().replace(u'\t', u' ').replace(u'\n', u' ');
        lines << cells.join(u'\t');
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace run402
