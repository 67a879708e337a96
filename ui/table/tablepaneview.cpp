// SPDX-License-Identifier: GPL-3.0-or-later
// The half of TablePane that builds its widgets.
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/skeletonrows.h"
#include "ui/common/statestack.h"
#include "ui/shell/doctoolbar.h"
#include "ui/table/changebar.h"
#include "ui/table/filterbar.h"
#include "ui/table/queryline.h"
#include "ui/table/tablecolumns.h"
#include "ui/table/tablegrid.h"
#include "ui/table/tablepages.h"
#include "ui/table/tablepane.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QMetaMethod>
#include <QStackedWidget>

namespace run402 {

TablePane::TablePane(Services& services, const QString& table, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_session(services, table, this)
{
    setObjectName(QStringLiteral("table"));
    m_stack = new QStackedWidget;
    m_structure = new TableStructureView;
    m_indexes = new TableIndexesView(m_session);
    m_api = new TableApiView;
    m_stack->addWidget(buildData());
    m_stack->addWidget(m_structure);
    m_stack->addWidget(m_indexes);
    m_stack->addWidget(m_api);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    setFocusProxy(m_grid);
    buildToolbar();
    buildKeys();
    connectSession();
    connect(m_structure, &TableStructureView::alterRequested, this, [this] { Q_EMIT alterRequested(m_session.table()); });
    refreshOffers();
    refreshQuery();
    refreshWriting();
    refreshAccess();
    refreshReading();
    startIfDue();
}

QWidget* TablePane::buildData()
{
    auto* page = new QWidget;
    page->setProperty("surface", true);
    m_filters = new FilterBar;
    m_line = new QueryLine(m_session.table());
    m_grid = new TableGrid(m_session);
    m_layout = new TableColumns(m_services, m_session, *m_grid, this);
    m_changes = new ChangeBar(m_session);
    m_readOnly = new Banner(Tone::Info, QStringLiteral("lock"), {});
    m_readOnly->setObjectName(QStringLiteral("table.readOnly"));
    m_trouble = new Banner(Tone::Danger, QStringLiteral("circle-x"), {});
    m_trouble->setObjectName(QStringLiteral("table.trouble"));
    m_trouble->hide();
    auto* empty = new EmptyState(QStringLiteral("table-2"), tr("No rows in %1 yet").arg(m_session.table()), tr("Rows that your app or you add show up here."));
    Button* add = empty->addButton(tr("New row"), QStringLiteral("plus"), true);
    add->setObjectName(QStringLiteral("table.empty.new"));
    connect(add, &QAbstractButton::clicked, m_grid, &TableGrid::newRow);
    m_states = new StateStack(m_grid, empty);

    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filters);
    column->addWidget(m_line);
    column->addWidget(m_readOnly);
    column->addWidget(m_trouble);
    column->addWidget(m_states, 1);
    column->addWidget(m_changes);
    column->addWidget(buildStatus());

    connect(m_filters, &FilterBar::filtersChanged, this, [this](const QList<TableFilter>& filters) {
        TableQuery query = m_session.query();
        query.filters = filters;
        setQuery(query);
    });
    connect(m_filters->findField(), &SearchField::searchChanged, this, [this](const QString& text) { m_grid->findNext(text); });
    connect(m_filters->findField(), &QLineEdit::returnPressed, this, [this] { find(m_filters->findField()->text()); });
    connect(m_line, &QueryLine::queryChanged, this, &TablePane::setQuery);
    connect(m_line, &QueryLine::explorerRequested, this, &TablePane::explorerRequested);
    connect(m_grid, &TableGrid::filterWanted, this, &TablePane::filterBy);
    connect(m_grid, &TableGrid::filterBegun, m_filters, &FilterBar::begin);
    connect(m_grid, &TableGrid::hideWanted, this, [this](int column) { m_layout->setHidden(column, true); });
    connect(m_grid, &TableGrid::sortWanted, this, [this](int column, Qt::SortOrder order) {
        TableQuery query = m_session.query();
        query.sortColumn = column < 0 ? QString() : m_session.shape().columns.at(column).name;
        query.descending = column >= 0 && order == Qt::DescendingOrder;
        setQuery(query);
    });
    connect(m_grid, &TableGrid::referenceWanted, this, &TablePane::referenceRequested);
    connect(m_grid, &TableGrid::noticed, this, &TablePane::noticed);
    connect(m_grid->horizontalHeader(), &QHeaderView::sectionClicked, this, &TablePane::sortBy);
    connect(m_changes, &ChangeBar::saveRequested, this, [this] { save([](bool) {}); });
    connect(m_changes, &ChangeBar::faultRequested, this, [this] {
        if (const QModelIndex at = m_session.model().firstFault(); at.isValid()) {
            m_grid->setCurrentIndex(at);
            m_grid->setFocus();
        }
    });
    connect(m_trouble, &Banner::actionTriggered, this, [this] {
        if (m_session.saving() == TableSession::Saving::Lost) {
            m_session.checkOutcome();
            return;
        }
        m_trouble->hide();
        if (m_session.problem())
            m_session.reload();
        else
            m_session.dismissSaveProblem();
    });
    connect(m_states, &StateStack::cancelRequested, this, [this] { m_session.cancelReading(); });
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action.startsWith(QLatin1String("tier.")))
            Q_EMIT paneRequested(QStringLiteral("wallet"));
        else
            m_session.reload();
    });
    return page;
}

QWidget* TablePane::buildStatus()
{
    auto* status = new QWidget;
    status->setProperty("bar", true);
    status->setFixedHeight(Theme::of(this).scaled(32));
    auto* row = new QHBoxLayout(status);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(14);
    m_count = new Label({}, Theme::Font::Small);
    m_count->setTextFormat(Qt::RichText);
    m_count->setObjectName(QStringLiteral("table.count"));
    m_time = new Label({}, Theme::Font::Small, "text.muted");
    m_range = new Label({}, Theme::Font::Small, "text.muted");
    m_range->setObjectName(QStringLiteral("table.range"));
    m_back = new IconButton(QStringLiteral("chevron-left"), tr("The page before"));
    m_back->setObjectName(QStringLiteral("table.back"));
    m_back->setShortcutHint(QStringLiteral("Alt+PgUp"));
    m_next = new IconButton(QStringLiteral("chevron-right"), tr("The next page"));
    m_next->setObjectName(QStringLiteral("table.next"));
    m_next->setShortcutHint(QStringLiteral("Alt+PgDown"));
    for (IconButton* button : {m_back, m_next})
        button->setSmall(true);
    row->addWidget(m_count);
    row->addWidget(m_time);
    row->addStretch();
    row->addWidget(m_range);
    row->addWidget(m_back);
    row->addWidget(m_next);
    connect(m_back, &QAbstractButton::clicked, this, [this] { m_session.turnPage(true); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { m_session.turnPage(false); });
    return status;
}

void TablePane::buildToolbar()
{
    m_toolbar = new DocToolBar(this);
    m_pages = new SegmentedControl;
    m_pages->setObjectName(QStringLiteral("table.pages"));
    m_pages->setAccessibleName(tr("What of the table is shown"));
    for (const QString& name : {tr("Data"), tr("Structure"), tr("Indexes"), tr("API")})
        m_pages->addSegment(name);
    m_pages->setCurrent(DataPage);
    connect(m_pages, &SegmentedControl::currentChanged, this, &TablePane::showPage);
    m_access = new Chip({}, Tone::Sandbox);
    m_access->setObjectName(QStringLiteral("table.access"));
    m_columns = new Button(tr("Columns"), QStringLiteral("columns-3"), Button::Variant::Ghost);
    m_columns->setObjectName(QStringLiteral("table.columns"));
    m_import = new Button(tr("Import"), QStringLiteral("download"), Button::Variant::Ghost);
    m_import->setObjectName(QStringLiteral("table.import"));
    m_export = new Button(tr("Export"), QStringLiteral("upload"), Button::Variant::Ghost);
    m_export->setObjectName(QStringLiteral("table.export"));
    m_export->setToolTip(tr("All rows the filters let through, as a result of the console"));
    m_row = new Button(tr("Row"), QStringLiteral("plus"), Button::Variant::Secondary);
    m_row->setObjectName(QStringLiteral("table.new"));
    m_row->setAccessibleName(tr("New row"));
    m_row->setKeyHint(QStringLiteral("Ctrl I"));
    m_toolbar->add(m_pages);
    m_toolbar->add(m_access);
    m_toolbar->addStretch();
    for (Button* button : {m_columns, m_import, m_export, m_row})
        m_toolbar->add(button);
    connect(m_columns, &QAbstractButton::clicked, this, &TablePane::fillColumnsMenu);
    connect(m_import, &QAbstractButton::clicked, this, [this] { Q_EMIT importRequested(m_session.table()); });
    connect(m_export, &QAbstractButton::clicked, this, [this] {
        QString sql = sqlQueryText(m_session.table(), m_session.query());
        sql.truncate(sql.lastIndexOf(QLatin1String(" limit ")));
        Q_EMIT exportRequested(sql);
    });
    connect(m_row, &QAbstractButton::clicked, this, [this] {
        showPage(DataPage);
        m_grid->newRow();
    });
}

void TablePane::fillColumnsMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("table.columns.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int c = 0; c < m_session.shape().columns.size(); ++c) {
        QAction* action = menu->addAction(m_session.shape().columns.at(c).name);
        action->setCheckable(true);
        action->setChecked(!m_grid->isColumnHidden(c));
        connect(action, &QAction::toggled, this, [this, c](bool shown) { m_layout->setHidden(c, !shown); });
    }
    menu->addSeparator();
    QAction* all = menu->addAction(tr("Show all columns"));
    all->setObjectName(QStringLiteral("table.columns.all"));
    all->setEnabled(m_layout->isAnyHidden());
    connect(all, &QAction::triggered, this, [this] { m_layout->showAll(); });
    QAction* reset = menu->addAction(tr("As they were made"));
    reset->setObjectName(QStringLiteral("table.columns.reset"));
    reset->setToolTip(tr("The order of the table, as wide as the values"));
    connect(reset, &QAction::triggered, this, [this] { m_layout->reset(); });
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 2)));
}

void TablePane::buildKeys()
{
    const auto key = [this](const QKeySequence& keys, auto&& act) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    key(QKeySequence::Save, [this] { save([](bool) {}); });
    key(QKeySequence::Undo, [this] { m_session.undoStack().undo(); });
    key(QKeySequence(QStringLiteral("Ctrl+Shift+Z")), [this] { m_session.undoStack().redo(); });
    key(QKeySequence(QStringLiteral("Ctrl+I")), [this] { m_grid->newRow(); });
    key(QKeySequence::Find, [this] { m_filters->findField()->setFocus(); });
    key(QKeySequence(QStringLiteral("Ctrl+Shift+F")), [this] { m_filters->openMenu(); });
    key(QKeySequence(QStringLiteral("F5")), [this] { m_session.reload(); });
    key(QKeySequence(QStringLiteral("Alt+PgUp")), [this] { m_session.turnPage(true); });
    key(QKeySequence(QStringLiteral("Alt+PgDown")), [this] { m_session.turnPage(false); });
}

QWidget* TablePane::toolbar()
{
    return m_toolbar;
}

QWidget* TablePane::actionStrip()
{
    return m_changes->strip();
}

void TablePane::showPage(int page)
{
    m_pages->setCurrent(page);
    m_stack->setCurrentIndex(page);
    if (page == IndexesPage)
        m_indexes->read();
    Q_EMIT stateChanged();
}

void TablePane::connectNotify(const QMetaMethod& signal)
{
    QWidget::connectNotify(signal);
    if (m_import)
        refreshOffers();
}

void TablePane::refreshOffers()
{
    m_import->setVisible(isSignalConnected(QMetaMethod::fromSignal(&TablePane::importRequested)));
    m_structure->setAlterOffered(isSignalConnected(QMetaMethod::fromSignal(&TablePane::alterRequested)));
}

void TablePane::refreshAccess()
{
    const QList<TableAccess> tables = m_workspace.access().value.value_or(QList<TableAccess>());
    const auto mine = std::find_if(tables.cbegin(), tables.cend(), [this](const TableAccess& t) { return t.table == m_session.table(); });
    m_access->setVisible(mine != tables.cend());
    if (mine == tables.cend())
        return;
    const bool open = !mine->rowSecurity;
    const QString name = mine->templateName();
    m_access->setTone(open ? Tone::Warning : Tone::Sandbox);
    m_access->setIconName(open ? QStringLiteral("shield-alert") : QStringLiteral("shield-check"));
    m_access->setText(open ? tr("No access rules") : name.isEmpty() || name == QLatin1String("custom") ? tr("Custom access rules") : name);
}

} // namespace run402
