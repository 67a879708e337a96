// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tablepages.h"

#include "models/rest/restquery.h"
#include "models/sqlliteral.h"
#include "models/table/columndefault.h"
#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/grid.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/table/tablesession.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QStandardItemModel>

namespace run402 {

namespace {

QStandardItem* cell(const QString& text, CellKind kind = CellKind::Text)
{
    auto* item = new QStandardItem(text);
    item->setData(int(kind), CellKindRole);
    item->setEditable(false);
    return item;
}

QWidget* headRow(const QString& title, const QString& text, QWidget* action, QWidget* parent)
{
    auto* head = new QWidget(parent);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(10);
    row->addWidget(new Label(title, Theme::Font::Subtitle));
    row->addWidget(new Label(text, Theme::Font::Small, "text.muted"));
    row->addStretch();
    if (action)
        row->addWidget(action);
    return head;
}

GridView* makeGrid(const char* name, const QString& accessible, QStandardItemModel* model)
{
    auto* grid = new GridView;
    grid->setObjectName(QLatin1String(name));
    grid->setAccessibleName(accessible);
    grid->setModel(model);
    grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    return grid;
}

void fit(GridView* grid, const QList<int>& widths)
{
    for (int c = 0; c < widths.size(); ++c)
        grid->setColumnWidth(c, widths.at(c));
    grid->horizontalHeader()->setStretchLastSection(true);
}

} // namespace

TableStructureView::TableStructureView(QWidget* parent)
    : QWidget(parent), m_alter(new Button(tr("Change the table"), QStringLiteral("pencil"), Button::Variant::Secondary)),
      m_model(new QStandardItemModel(this)), m_grid(makeGrid("table.structure", tr("Columns of the table"), m_model))
{
    setProperty("surface", true);
    m_alter->setObjectName(QStringLiteral("table.alter"));
    m_alter->setSize(Button::Size::Small);
    connect(m_alter, &QAbstractButton::clicked, this, &TableStructureView::alterRequested);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(headRow(tr("Columns"), tr("as the database has them"), m_alter, this));
    column->addWidget(m_grid, 1);
}

/// A constant as the value it is, an expression as the SQL it is; the type of either stands in its own column.
QStandardItem* TableStructureView::defaultCell(const TableColumn& column) const
{
    using Kind = ColumnDefault::Kind;
    const ColumnDefault filled = readDefault(column.defaultText);
    if (column.generated || column.identity)
        return cell(column.generated ? tr("computed") : column.alwaysIdentity ? tr("numbered, always") : tr("numbered"));
    if (filled.kind == Kind::Literal && filled.text.isEmpty())
        return cell(tr("empty text"));
    QStandardItem* item = cell(filled.text, filled.kind == Kind::Null ? CellKind::Null : filled.kind == Kind::Expression ? CellKind::Mono : CellKind::Text);
    if (filled.kind == Kind::Expression)
        item->setToolTip(tr("Worked out by the database for each new row"));
    else if (filled.kind != Kind::None)
        item->setToolTip(column.defaultText);
    return item;
}

void TableStructureView::setAlterOffered(bool on)
{
    m_alter->setVisible(on);
}

void TableStructureView::setShape(const TableShape& shape)
{
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Name"), tr("Type"), tr("NULL"), tr("Default"), tr("Key"), tr("Refers to")});
    for (const TableColumn& c : shape.columns) {
        m_model->appendRow({cell(c.name), cell(c.type, CellKind::Mono), cell(c.notNull ? tr("not allowed") : tr("allowed")), defaultCell(c),
                            cell(c.keyPart < 0 ? QString() : shape.key.size() == 1 ? tr("primary key") : tr("primary key, part %1").arg(c.keyPart + 1)),
                            cell(c.refTable.isEmpty() ? QString() : c.refTable + u'.' + c.refColumn, CellKind::Mono)});
    }
    fit(m_grid, {180, 210, 110, 260, 130, 160});
}

TableIndexesView::TableIndexesView(TableSession& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new QStandardItemModel(this)), m_grid(makeGrid("table.indexes", tr("Indexes and rules of the table"), m_model))
{
    setProperty("surface", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(headRow(tr("Indexes and constraints"), tr("what makes reading fast, and what must hold"), nullptr, this));
    column->addWidget(m_grid, 1);
}

void TableIndexesView::read()
{
    const QString relation = QStringLiteral("(select oid from pg_class where relname = %1 and relnamespace = current_schema()::regnamespace)").arg(sqlText(m_session.table()));
    m_session.ask(QStringLiteral("select c.relname as n, case when i.indisprimary then 'primary key' when i.indisunique then 'unique index' else 'index' end as k, "
                                 "pg_get_indexdef(i.indexrelid) as d from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = %1 union all "
                                 "select conname, case contype when 'f' then 'foreign key' when 'c' then 'check' when 'x' then 'exclusion' else 'constraint' end, "
                                 "pg_get_constraintdef(oid) from pg_constraint where conrelid = %1 and contype not in ('p', 'u') order by 2 desc, 1").arg(relation),
                  [this](const Result<SqlOutcome>& answer) {
                      m_model->clear();
                      m_model->setHorizontalHeaderLabels({tr("Name"), tr("Kind"), tr("Definition")});
                      const QJsonArray rows = answer.ok() ? QJsonDocument::fromJson(answer->rowsJson).array() : QJsonArray();
                      for (const QJsonValue& row : rows) {
                          const QJsonObject o = row.toObject();
                          m_model->appendRow({cell(o.value(QLatin1String("n")).toString()), cell(o.value(QLatin1String("k")).toString()),
                                              cell(o.value(QLatin1String("d")).toString(), CellKind::Mono)});
                      }
                      fit(m_grid, {240, 130, 600});
                  });
}

TableApiView::TableApiView(QWidget* parent) : QWidget(parent), m_language(new SegmentedControl), m_code(new QPlainTextEdit)
{
    setProperty("surface", true);
    m_language->setSmall(true);
    m_language->setAccessibleName(tr("Language"));
    for (const char* name : {"curl", "fetch", "supabase-js"})
        m_language->addSegment(QLatin1String(name));
    m_language->setCurrent(0);
    m_code->setObjectName(QStringLiteral("table.api"));
    m_code->setAccessibleName(tr("Code that reads these rows"));
    m_code->setReadOnly(true);
    m_code->setProperty("bare", true);
    m_code->setFrameShape(QFrame::NoFrame);
    m_code->document()->setDocumentMargin(16);
    followFont(m_code, Theme::Font::Editor);
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_language);
    auto* copy = new Button(tr("Copy"), QStringLiteral("copy"), Button::Variant::Ghost);
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return m_code->toPlainText(); });
    row->addWidget(copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(headRow(tr("These rows for a program"), tr("as anonymous; the access rules decide what comes"), tools, this));
    column->addWidget(m_code, 1);
    connect(m_language, &SegmentedControl::currentChanged, this, &TableApiView::refresh);
}

void TableApiView::setRequest(const QString& base, const QString& restPath)
{
    m_base = base;
    m_path = restPath;
    refresh();
}

void TableApiView::refresh()
{
    RestSnippetSource source;
    source.base = m_base;
    const QString path = m_path.mid(int(qstrlen("/rest/v1/")));
    source.resource = path.section(u'?', 0, 0);
    source.query = path.section(u'?', 1);
    const int language = m_language->current();
    m_code->setPlainText(m_path.isEmpty() ? tr("REST has no words for one of these filters") : language == 0 ? restCurl(source) : language == 1 ? restFetch(source) : restSupabase(source));
}

} // namespace run402
