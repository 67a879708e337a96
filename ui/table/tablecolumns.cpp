// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tablecolumns.h"

#include "models/json/jsontexts.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/table/tablegrid.h"
#include "ui/table/tablesession.h"

namespace run402 {

namespace {
constexpr int soonMs = 400, narrowest = 40, widest = 4000;

QString keyOf(const TableSession& session)
{
    return QStringLiteral("columns:") + session.table();
}
} // namespace

TableColumns::TableColumns(Services& services, TableSession& session, TableGrid& grid, QObject* parent)
    : QObject(parent), m_services(services), m_session(session), m_grid(grid)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    connect(&m_soon, &QTimer::timeout, this, &TableColumns::write);
    connect(&session, &TableSession::shapeChanged, this, [this] {
        m_applying = true;
        m_read ? apply() : read();
    });
    connect(&session, &TableSession::pageChanged, this, &TableColumns::apply); // the grid has measured its columns by then
    QHeaderView* head = grid.horizontalHeader();
    connect(head, &QHeaderView::sectionMoved, this, &TableColumns::touch);
    connect(head, &QHeaderView::sectionResized, this, &TableColumns::touch);
}

TableColumns::~TableColumns()
{
    if (m_soon.isActive())
        write();
}

void TableColumns::read()
{
    const Workspace& workspace = m_services.workspace();
    m_scope = SessionStore::scope(workspace.world(), workspace.currentProjectId());
    m_services.sessions().load(m_scope)->onDone(this, [this](const Result<QHash<QString, SessionStore::Value>>& kept) {
        m_read = true;
        if (kept.ok())
            m_kept = kept->value(keyOf(m_session)).json.toObject();
        apply();
    });
}

void TableColumns::apply()
{
    if (!m_applying || !m_read || !m_session.hasPage())
        return;
    const TableShape& shape = m_session.shape();
    QHeaderView* head = m_grid.horizontalHeader();
    const QStringList order = jsonTexts(m_kept.value(QLatin1String("order"))), hidden = jsonTexts(m_kept.value(QLatin1String("hidden")));
    const QJsonObject widths = m_kept.value(QLatin1String("widths")).toObject();
    int place = 0;
    for (const QString& name : order) {
        if (const int column = shape.indexOf(name); column >= 0)
            head->moveSection(head->visualIndex(column), place++);
    }
    for (int c = 0; c < shape.columns.size(); ++c) {
        const QString& name = shape.columns.at(c).name;
        if (const int width = widths.value(name).toInt(); width >= narrowest && width <= widest)
            head->resizeSection(c, width);
        head->setSectionHidden(c, hidden.contains(name) && hidden.size() < shape.columns.size());
    }
    m_applying = false;
    Q_EMIT changed();
}

QJsonObject TableColumns::layoutNow() const
{
    const TableShape& shape = m_session.shape();
    const QHeaderView* head = m_grid.horizontalHeader();
    QJsonArray order, hidden;
    QJsonObject widths = m_kept.value(QLatin1String("widths")).toObject();
    for (int v = 0; v < head->count(); ++v) {
        const int c = head->logicalIndex(v);
        const QString& name = shape.columns.at(c).name;
        order << name;
        if (head->isSectionHidden(c))
            hidden << name;
        else if (v + 1 < head->count()) // the last one takes what is left, which says nothing
            widths.insert(name, head->sectionSize(c));
    }
    return {{QStringLiteral("order"), order}, {QStringLiteral("hidden"), hidden}, {QStringLiteral("widths"), widths}};
}

void TableColumns::touch()
{
    if (!m_applying && m_grid.horizontalHeader()->count() == m_session.shape().columns.size())
        m_soon.start();
}

void TableColumns::write()
{
    m_soon.stop();
    if (m_applying)
        return; // another shape came: what is on screen is not the person's
    m_kept = layoutNow();
    m_services.sessions().save(m_scope, keyOf(m_session), m_kept);
}

void TableColumns::setHidden(int column, bool hidden)
{
    m_grid.setColumnHidden(column, hidden);
    touch();
    Q_EMIT changed();
}

bool TableColumns::isAnyHidden() const { return m_grid.horizontalHeader()->hiddenSectionCount() > 0; }

void TableColumns::showAll()
{
    for (int c = 0; c < m_grid.horizontalHeader()->count(); ++c)
        m_grid.setColumnHidden(c, false);
    touch();
    Q_EMIT changed();
}

void TableColumns::reset()
{
    QHeaderView* head = m_grid.horizontalHeader();
    for (int c = 0; c < head->count(); ++c)
        head->moveSection(head->visualIndex(c), c);
    m_kept = {};
    showAll();
    m_grid.fitColumns(true);
}

} // namespace run402
