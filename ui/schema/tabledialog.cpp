// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/tabledialog.h"

#include "models/sql/blockedwords.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/copybutton.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/writeblock.h"
#include "ui/schema/columnrow.h"
#include "ui/schema/designwords.h"
#include "ui/schema/keyrows.h"
#include "ui/schema/tablerules.h"
#include "ui/sql/plainhighlighter.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;
using Part = DesignSpot::Part;

TableDialog::TableDialog(Services& services, const QString& table, QWidget* anchor)
    : DialogFrame(anchor, 960), m_services(services), m_workspace(services.workspace()), m_table(table), m_project(m_workspace.currentProjectId())
{
    setObjectName(u"schema.dialog"_s);
    setAccessibleName(isNew() ? tr("New table") : tr("Alter table %1").arg(table));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(18, 16, 18, 12);
    column->setSpacing(10);
    column->addWidget(buildHead());
    column->addWidget(buildPages(), 1);
    if (isNew()) {
        m_rules = new TableRules(services);
        connect(m_rules, &TableRules::changed, this, &TableDialog::refresh);
        column->addWidget(m_rules);
    }
    column->addWidget(buildPreview());
    m_banner = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_banner->setObjectName(u"schema.error"_s);
    m_banner->setBoxed(true);
    m_banner->hide();
    column->addWidget(m_banner);
    body()->addLayout(column);
    buildFoot();
    if (isNew()) {
        TableDesign fresh;
        ColumnDesign id;
        id.name = u"id"_s;
        id.type = u"bigint"_s;
        id.identity = ColumnDesign::Filled::ByDefault;
        id.primaryKey = true;
        ColumnDesign made;
        made.name = u"created_at"_s;
        made.type = u"timestamptz"_s;
        made.defaultValue = u"now()"_s;
        made.notNull = true;
        fresh.columns = {id, made};
        fill(fresh);
        setFirstFocus(m_name);
    } else {
        readFacts();
    }
    connect(&m_workspace, &Workspace::connectionChanged, this, &TableDialog::refresh);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &QDialog::reject); // it belongs to the project it was opened in
}

QWidget* TableDialog::buildHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new Label(isNew() ? tr("New table") : tr("Alter table"), Theme::Font::Title));
    m_name = new LineEdit(tr("table_name"));
    m_name->setObjectName(u"schema.name"_s);
    m_name->setAccessibleName(tr("Name of the table"));
    m_name->setMono(true);
    m_name->setText(m_table);
    m_name->setFixedWidth(240);
    connect(m_name, &QLineEdit::textChanged, this, &TableDialog::refresh);
    row->addWidget(m_name);
    row->addStretch();
    m_pages = new SegmentedControl;
    m_pages->setObjectName(u"schema.page"_s);
    m_pages->setSmall(true);
    row->addWidget(m_pages);
    return head;
}

QWidget* TableDialog::buildPages()
{
    m_stack = new QStackedWidget;
    m_stack->setFixedHeight(270);
    m_columnList = addPage(tr("Columns"), tr("Add column"), "schema.addColumn", [this] { addColumn({})->begin(); });
    m_columnList->insertWidget(0, ColumnRow::makeHead());
    m_keyList = addPage(tr("Keys and checks"), tr("Add key or check"), "schema.addKey", [this] { addKey(KeyDesign(KeyDesign::Kind::ForeignKey)); });
    m_indexList = addPage(tr("Indexes"), tr("Add index"), "schema.addIndex", [this] { addIndex({}); });
    connect(m_pages, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    m_pages->setCurrent(0);
    return m_stack;
}

QVBoxLayout* TableDialog::addPage(const QString& title, const QString& addText, const char* addName, std::function<void()> add)
{
    auto* list = new QWidget;
    list->setProperty("surface", true);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, 8, 0);
    rows->setSpacing(6);
    auto* button = new Button(addText, u"plus"_s, Button::Variant::Ghost);
    button->setObjectName(QString::fromLatin1(addName));
    button->setSize(Button::Size::Small);
    rows->addWidget(button, 0, Qt::AlignLeft);
    rows->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    m_stack->addWidget(scroll);
    m_pages->addSegment(title);
    connect(button, &Button::clicked, this, [this, scroll, add = std::move(add)] {
        add();
        refresh();
        connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, scroll, [scroll](int, int end) { scroll->verticalScrollBar()->setValue(end); }, Qt::SingleShotConnection);
    });
    return rows;
}

QWidget* TableDialog::buildPreview()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->addWidget(new Label(tr("What will be sent, as one transaction"), Theme::Font::Label, "text.secondary"));
    row->addStretch();
    auto* copy = new Button(tr("Copy"), u"copy"_s, Button::Variant::Ghost);
    copy->setObjectName(u"schema.copy"_s);
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return sql(); });
    auto* console = new Button(tr("Open in console"), Button::Variant::Ghost);
    console->setObjectName(u"schema.console"_s);
    console->setSize(Button::Size::Small);
    connect(console, &Button::clicked, this, [this] {
        Q_EMIT sqlRequested(sql());
        reject();
    });
    row->addWidget(copy);
    row->addWidget(console);
    column->addLayout(row);
    m_sql = new QPlainTextEdit;
    m_sql->setObjectName(u"schema.sql"_s);
    m_sql->setAccessibleName(tr("SQL that will be sent"));
    m_sql->setReadOnly(true);
    m_sql->setFixedHeight(130);
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    followFont(m_sql, Theme::Font::Mono);
    new PlainHighlighter(m_sql->document());
    column->addWidget(m_sql);
    return box;
}

void TableDialog::buildFoot()
{
    if (!isNew()) {
        m_drop = new Button(tr("Drop table…"), u"trash-2"_s, Button::Variant::Danger);
        m_drop->setObjectName(u"schema.drop"_s);
        connect(m_drop, &Button::clicked, this, &TableDialog::askDrop);
        foot()->addWidget(m_drop);
    }
    foot()->addStretch();
    auto* cancel = new Button(tr("Cancel"));
    cancel->setObjectName(u"schema.cancel"_s);
    m_apply = new Button({}, Button::Variant::Primary);
    m_apply->setObjectName(u"schema.apply"_s);
    foot()->addWidget(cancel);
    foot()->addWidget(m_apply);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_apply, &Button::clicked, this, &TableDialog::apply);
}

void TableDialog::showPage(Page page)
{
    m_pages->setCurrent(int(page));
    m_stack->setCurrentIndex(int(page));
}

/// The schema report has short-hand types and no indexes; a form that shows those would change them by itself.
void TableDialog::readFacts()
{
    m_stack->setEnabled(false);
    refresh();
    if (!m_services.hasSession())
        return;
    m_services.database().run(m_project, tableFactsSql(m_table))->onDone(this, [this](const Result<SqlOutcome>& answer) { factsCame(answer); });
}

void TableDialog::factsCame(const Result<SqlOutcome>& answer)
{
    const Result<TableFacts> facts = answer.ok() ? tableFactsFromJson(answer->rowsJson) : Result<TableFacts>(answer.error());
    const Table* table = m_workspace.schema().value ? m_workspace.schema().value->table(m_table) : nullptr;
    if (!facts.ok() || !table || facts->columns.isEmpty()) {
        tell(tr("The table could not be read."), facts.ok() ? tr("It is not there any more.") : facts.error().message);
        return;
    }
    m_stack->setEnabled(true);
    fill(designOf(*table, *facts));
}

void TableDialog::fill(const TableDesign& design)
{
    m_before = design;
    for (const ColumnDesign& c : design.columns)
        addColumn(c);
    for (const KeyDesign& k : design.keys)
        addKey(k);
    for (const IndexDesign& i : design.indexes)
        addIndex(i);
    m_ready = true;
    refresh();
}

ColumnRow* TableDialog::addColumn(const ColumnDesign& column)
{
    ColumnDesign start = column;
    if (start.name.isEmpty() && start.type.isEmpty())
        start.type = u"text"_s;
    auto* row = new ColumnRow(m_numbers++, start, m_workspace.schema().value ? m_workspace.schema().value->tables : QList<Table>());
    m_columns << row;
    m_columnList->insertWidget(m_columnList->count() - 2, row);
    connect(row, &ColumnRow::changed, this, &TableDialog::refresh);
    connect(row, &ColumnRow::removed, this, [this, row] {
        m_columns.removeOne(row);
        row->deleteLater();
        refresh();
    });
    return row;
}

void TableDialog::addKey(const KeyDesign& key)
{
    auto* row = new KeyRow(m_numbers++, key, m_workspace.schema().value ? m_workspace.schema().value->tables : QList<Table>());
    m_keys << row;
    m_keyList->insertWidget(m_keyList->count() - 2, row);
    connect(row, &DesignRow::changed, this, &TableDialog::refresh);
    connect(row, &DesignRow::removed, this, [this, row] {
        m_keys.removeOne(row);
        row->deleteLater();
        refresh();
    });
}

void TableDialog::addIndex(const IndexDesign& index)
{
    auto* row = new IndexRow(m_numbers++, index);
    m_indexes << row;
    m_indexList->insertWidget(m_indexList->count() - 2, row);
    connect(row, &DesignRow::changed, this, &TableDialog::refresh);
    connect(row, &DesignRow::removed, this, [this, row] {
        m_indexes.removeOne(row);
        row->deleteLater();
        refresh();
    });
}

TableDesign TableDialog::design() const
{
    TableDesign d;
    d.original = m_table;
    d.name = m_name->text().trimmed();
    for (const ColumnRow* row : m_columns)
        d.columns << row->column();
    for (const KeyRow* row : m_keys)
        d.keys << row->key();
    for (const IndexRow* row : m_indexes)
        d.indexes << row->index();
    return d;
}

QString TableDialog::sql() const
{
    TableDesign d = design();
    if (m_rules)
        d.rules = m_rules->sql();
    return isNew() ? createTableSql(d) : m_ready ? alterTableSql(m_before, d) : QString();
}

void TableDialog::refresh()
{
    const TableDesign d = design();
    if (m_rules) {
        const QSignalBlocker quiet(m_rules);
        m_rules->setDesign(d);
    }
    const QString text = sql();
    const QList<DesignFault> faults = designFaults(d);
    m_sql->setPlainText(!m_ready ? tr("-- Reading the table…") : text.isEmpty() ? tr("-- Nothing is changed.") : text);
    m_apply->setText(isNew() ? tr("Create table, free") : tr("Apply, free"));
    clearMarks();
    m_banner->hide();
    if (m_tried)
        showFaults(faults);
    const QString block = writeBlock(m_workspace, Capability::Sql);
    const QList<BlockedWord> words = findBlockedWords(text);
    if (!block.isEmpty())
        tell(tr("Nothing can be sent now."), block);
    else if (!words.isEmpty())
        tell(tr("The service refuses this text:"), tr("\"%1\" stands in it, even if only inside a value. Write it another way.").arg(text.mid(words.first().start, words.first().length).simplified()));
    m_apply->setEnabled(m_ready && !text.isEmpty() && block.isEmpty() && words.isEmpty() && !m_apply->isBusy());
    m_apply->setToolTip(block);
}

void TableDialog::tell(const QString& strong, const QString& text)
{
    m_banner->setText(text, strong);
    m_banner->show();
}

void TableDialog::clearMarks()
{
    m_name->setError({});
    for (ColumnRow* row : std::as_const(m_columns))
        row->clearFaults();
    for (KeyRow* row : std::as_const(m_keys)) {
        if (!row->key().dropped)
            row->setFault({});
    }
    for (IndexRow* row : std::as_const(m_indexes)) {
        if (!row->index().dropped)
            row->setFault({});
    }
}

void TableDialog::markSpot(const DesignSpot& spot, const QString& words)
{
    if (spot.part == Part::TableName)
        m_name->setError(words);
    else if (spot.part == Part::Key && spot.row >= 0)
        m_keys.at(spot.row)->setFault(words);
    else if (spot.part == Part::Index && spot.row >= 0)
        m_indexes.at(spot.row)->setFault(words);
    else if (spot.row >= 0)
        m_columns.at(spot.row)->setFault(spot.part, words);
}

void TableDialog::showFaults(const QList<DesignFault>& faults)
{
    for (auto it = faults.crbegin(); it != faults.crend(); ++it) // of several about one row the first stays
        markSpot(it->spot, designFaultWords(*it));
    if (!faults.isEmpty())
        tell(tr("Not yet:"), designFaultWords(faults.first()));
}

void TableDialog::apply()
{
    const TableDesign d = design();
    const QList<DesignFault> faults = designFaults(d);
    m_tried = true;
    if (!faults.isEmpty()) {
        refresh();
        const Part part = faults.first().spot.part;
        showPage(part == Part::Key ? Page::Keys : part == Part::Index ? Page::Indexes : Page::Columns);
        return;
    }
    const QStringList lost = droppedColumns(d);
    if (lost.isEmpty())
        return send(sql());
    ConfirmDialog::Options ask;
    ask.title = tr("Drop %n column(s) of %1?", nullptr, int(lost.size())).arg(m_table);
    ask.text = tr("%1 and every value in it will be gone. This cannot be undone. Type the table's name to go on.").arg(lost.join(u", "_s));
    ask.accept = tr("Drop and apply, free");
    ask.dangerous = true;
    ask.typeName = m_table;
    ConfirmDialog::ask(this, ask, this, [this] { send(sql()); });
}

void TableDialog::send(const QString& sql)
{
    if (!m_services.hasSession())
        return;
    m_apply->setBusy(true);
    m_apply->setEnabled(false);
    m_services.database().run(m_project, sql)->onDone(this, [this](const Result<SqlOutcome>& answer) { answered(answer); });
}

void TableDialog::answered(const Result<SqlOutcome>& answer)
{
    m_apply->setBusy(false);
    if (answer.ok()) {
        m_workspace.refreshSchema();
        Q_EMIT applied(m_name->text().trimmed());
        accept();
        return;
    }
    refresh();
    const Problem& problem = answer.error();
    if (problem.code != "sql.error"_L1) {
        const ProblemWords words = problemWords(problem);
        const bool unknown = problem.mutation == Problem::Mutation::Unknown;
        tell(words.title + u'.', unknown ? tr("It may have been done. Reload the schema to see.") : tr("Nothing was changed."));
        return;
    }
    const DesignSpot spot = designSpotOf(problem.message, design());
    markSpot(spot, problem.message);
    showPage(spot.part == Part::Key ? Page::Keys : spot.part == Part::Index ? Page::Indexes : spot.part == Part::Unknown ? Page(m_pages->current()) : Page::Columns);
    tell(tr("Nothing was changed."), problem.message);
}

void TableDialog::askDrop()
{
    askDropTable(m_services, m_table, this, [this](const Result<Done>& done) {
        if (done.ok()) {
            Q_EMIT dropped(m_table);
            reject();
        } else {
            tell(tr("The table is still there."), done.error().message);
        }
    });
}

void askDropTable(Services& services, const QString& table, QWidget* anchor, std::function<void(const Result<Done>&)> done)
{
    QStringList pointing;
    if (const auto& schema = services.workspace().schema().value)
        pointing = tablesReferringTo(*schema, table);
    const auto rows = services.workspace().rowCounts().constFind(table);
    ConfirmDialog::Options ask;
    ask.title = TableDialog::tr("Drop the table %1?").arg(table);
    QStringList text;
    if (rows != services.workspace().rowCounts().cend())
        text << TableDialog::tr("%n row(s) will be gone.", nullptr, int(*rows));
    if (!pointing.isEmpty())
        text << TableDialog::tr("%1 refer to it; those references will be gone too.").arg(pointing.join(u", "_s));
    text << TableDialog::tr("This cannot be undone. Type the table's name to go on.");
    ask.text = text.join(u' ');
    ask.accept = TableDialog::tr("Drop table, free");
    ask.dangerous = true;
    ask.typeName = table;
    const QString project = services.workspace().currentProjectId();
    ConfirmDialog::ask(anchor, ask, anchor, [&services, table, project, anchor, done = std::move(done), cascade = !pointing.isEmpty()] {
        if (!services.hasSession())
            return;
        services.database().run(project, dropTableSql(table, cascade))->onDone(anchor, [&services, done](const Result<SqlOutcome>& answer) {
            if (answer.ok())
                services.workspace().refreshSchema();
            done(answer.ok() ? Result<Done>(Done{}) : Result<Done>(answer.error()));
        });
    });
}

} // namespace run402
