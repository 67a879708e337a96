// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultgrid.h"

#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>

namespace run402 {

ResultGrid::ResultGrid(QWidget* parent) : GridView(parent)
{
    setObjectName(QStringLiteral("sql.grid"));
    setAccessibleName(tr("Result rows"));
    setSelectionMode(ExtendedSelection);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
}

void ResultGrid::setResultModel(ResultModel* model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_sizedByHand = false;
        sizeColumns();
    });
    connect(model, &QAbstractItemModel::headerDataChanged, this, [this] {
        horizontalHeader()->viewport()->update();
        if (!m_sizedByHand) // the types have arrived and want room beside the names
            sizeColumns();
    });
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] { m_sizedByHand = m_sizedByHand || !m_sizing; });
    sizeColumns();
}

void ResultGrid::sizeColumns()
{
    const ResultSet* set = m_model ? m_model->result() : nullptr;
    if (!set)
        return;
    const QScopedValueRollback sizing(m_sizing, true);
    const Theme& theme = Theme::of(this);
    const int letter = QFontMetrics(theme.font(Theme::Font::Mono)).averageCharWidth();
    const QFontMetrics head(theme.font(Theme::Font::SmallStrong)), type(theme.font(Theme::Font::MonoSmall));
    for (int c = 0; c < set->columns().size(); ++c) {
        const int name = head.horizontalAdvance(set->columns().at(c)) + 34
            + type.horizontalAdvance(shortTypeName(m_model->columnType(c)))
            + (m_model->headerData(c, Qt::Horizontal, ColumnKeyRole).toBool() ? 17 : 0);
        setColumnWidth(c, std::clamp(std::max(name, set->sampleWidth(c) * letter + 20), 64, 320));
    }
    // The vertical head has to fit the last number.
    const int digits = QString::number(set->rowCount()).size() > 4 ? int(QString::number(set->rowCount()).size()) * letter + 16 : 44;
    verticalHeader()->setFixedWidth(theme.scaled(digits));
}

void ResultGrid::goTo(int row, int column)
{
    const QModelIndex index = m_model->index(row, column);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

int ResultGrid::selectedRows() const
{
    int rows = 0;
    for (const QItemSelectionRange& range : selectionModel() ? selectionModel()->selection() : QItemSelection())
        rows += range.height();
    return rows;
}

ResultTextOptions ResultGrid::selectionOptions() const
{
    ResultTextOptions options;
    if (!selectionModel())
        return options;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        options.rows.push_back({range.top(), range.bottom()});
    std::sort(options.rows.begin(), options.rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual)
        options.columns << horizontalHeader()->logicalIndex(visual);
    return options;
}

void ResultGrid::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested(ResultFormat::Tsv);
        return;
    }
    GridView::keyPressEvent(event);
}

void ResultGrid::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this, [this] { Q_EMIT copyRequested(ResultFormat::Tsv); });
    addCopyActions(menu->addMenu(tr("Copy as")), this, [this](ResultFormat format) { Q_EMIT copyRequested(format); });
    menu->addSeparator();
    connect(menu->addAction(tr("Select all rows")), &QAction::triggered, this, &QTableView::selectAll);
    menu->popup(event->globalPos());
}

void ResultGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    GridView::currentChanged(current, previous);
    viewport()->update();
    Q_EMIT currentRowChanged(current.row());
}

void ResultGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    GridView::selectionChanged(selected, deselected);
    verticalHeader()->viewport()->update();
    Q_EMIT selectionSized();
}

void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen)
{
    const std::pair<QString, ResultFormat> entries[] = {
        {ResultGrid::tr("TSV, for spreadsheets"), ResultFormat::Tsv}, {ResultGrid::tr("CSV"), ResultFormat::Csv},
        {ResultGrid::tr("JSON"), ResultFormat::Json}, {ResultGrid::tr("Markdown table"), ResultFormat::Markdown},
        {ResultGrid::tr("SQL INSERT"), ResultFormat::SqlInsert}, {ResultGrid::tr("IN (…) list of the current column"), ResultFormat::SqlIn}};
    for (const auto& [text, format] : entries) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("sql.copy.%1").arg(int(format)));
        QObject::connect(action, &QAction::triggered, context, [chosen, format = format] { chosen(format); });
    }
}

} // namespace run402
