// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlpane.h"

#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/store/savedqueries.h"
#include "services/store/sqlhistory.h"
#include "services/workspace.h"
#include "ui/common/problemtext.h"
#include "ui/sql/sqllibrary.h"
#include "ui/sql/sqlrest.h"
#include "ui/sql/sqlview.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace run402 {

SqlPane::SqlPane(Services& services, Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(workspace), m_view(new SqlView(this))
{
    setObjectName(QStringLiteral("sql.pane"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);

    m_view->setSend([this](const QString& sql) {
        return m_services.database().run(m_workspace.currentProjectId(), sql);
    });
    m_view->runner()->setExact(true);
    m_view->setSendRest([this](const SqlIdentity& as, const RestForm& form) {
        return sendOverRest(m_services, m_workspace.currentProjectId(), as, form, this);
    });
    connect(&m_services.testUsers(), &TestUsers::changed, this, &SqlPane::refreshPeople);
    connect(m_view, &SqlView::signInRequested, this, &SqlPane::signInRequested);
    refreshPeople();
    connect(m_view, &SqlView::stateChanged, this, &SqlPane::stateChanged);
    connect(m_view, &SqlView::titleChanged, this, [this] { notifyChanged(); });
    connect(m_view, &SqlView::stepRun, this, &SqlPane::remember);
    connect(m_view, &SqlView::schemaMayHaveChanged, &m_workspace, &Workspace::refreshSchema);
    connect(m_view, &SqlView::noticed, this, &SqlPane::noticed);
    connect(m_view, &SqlView::openTableRequested, this, &SqlPane::openTableRequested);
    connect(m_view, &SqlView::closeInspectorRequested, this, [this] {
        m_inspectorClosed = true;
        notifyChanged();
    });
    connect(m_view->results(), &ResultView::currentStepChanged, this, [this] { notifyChanged(); });
    connect(m_view->results()->grid(), &QAbstractItemView::doubleClicked, this, [this] {
        m_inspectorClosed = false;
        notifyChanged();
    });
    wireLibrary();
    m_view->setValueMemory({
        [this](const QString& sql, std::function<void(const QJsonObject&)> known) {
            m_services.savedQueries().values(m_workspace.currentProjectId(), sql)->onDone(this, [known](const Result<QJsonObject>& values) {
                known(values.valueOr({})); // without a memory the fields are empty
            });
        },
        [this](const QString& sql, const QJsonObject& values) {
            m_services.savedQueries().keepValues(m_workspace.currentProjectId(), sql, values);
        }});
    connect(&m_workspace, &Workspace::connectionChanged, this, &SqlPane::refreshProject);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &SqlPane::refreshProject);
    connect(&m_workspace, &Workspace::schemaChanged, this, &SqlPane::refreshSchema);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &SqlPane::readSaved);
    refreshProject();
    refreshSchema();
    readSaved();
}

SqlPane::~SqlPane() = default;

void SqlPane::refreshProject()
{
    const QString project = m_workspace.currentProjectId();
    QString reason;
    if (!m_workspace.isConnected())
        reason = tr("There is no connection; the text is kept.");
    else if (project.isEmpty())
        reason = tr("Choose or make a project first.");
    else if (m_workspace.gateway().readOnly)
        reason = tr("This service is read only here, so SQL cannot be run.");
    m_view->setBlockedReason(reason);
    m_view->setRequestPath(project.isEmpty() ? QString() : QStringLiteral("/projects/v1/admin/%1/sql").arg(project));
}

void SqlPane::refreshPeople()
{
    QList<SqlView::Person> people;
    for (const TestUsers::User& user : m_services.testUsers().users())
        people << SqlView::Person{user.id, user.title(), user.isSignedIn()};
    m_view->setPeople(people);
}

void SqlPane::refreshSchema()
{
    m_view->setSchema(m_workspace.schema().value.value_or(Schema()), m_workspace.rowCounts());
}

void SqlPane::remember(const SqlStep& step)
{
    SqlHistoryEntry entry;
    entry.projectId = m_workspace.currentProjectId();
    entry.sql = step.original;
    entry.at = step.startedAt;
    entry.elapsedMs = step.elapsedMs;
    entry.rowCount = step.rowCount;
    entry.problemCode = step.problem ? step.problem->code : QString();
    entry.environment = environmentId(m_workspace.environment());
    if (const auto project = m_workspace.currentProject())
        entry.projectName = project->name;
    m_services.sqlHistory().append(entry)->onDone(this, [this](const Result<qint64>& kept) {
        if (kept.ok())
            readHistory();
        else
            Q_EMIT noticed(tr("The history could not be written: %1").arg(kept.error().message), true);
    });
}

// ---- saved queries and history

void SqlPane::wireLibrary()
{
    SqlLibrary* library = m_view->library();
    SavedQueries& saved = m_services.savedQueries();
    const auto told = [this](const Result<Done>& outcome) {
        if (!outcome.ok())
            tell(outcome.error());
    };
    connect(&saved, &SavedQueries::changed, this, &SqlPane::readSaved);
    connect(library, &SqlLibrary::historyWanted, this, &SqlPane::readHistory);
    connect(library, &SqlLibrary::saveRequested, this, [this] { saveAsQuery({}); });
    connect(m_view, &SqlView::querySaveRequested, this, &SqlPane::saveAsQuery);
    connect(library, &SqlLibrary::savedOpened, this, [this](const SavedQuery& query) {
        if (!m_view->isBlank()) {
            Q_EMIT openSqlRequested(query.sql, query.id, query.name);
            return;
        }
        m_view->setText(query.sql);
        m_view->setQuery({query.id, query.name}, query.sql);
        m_view->setFocus();
    });
    connect(library, &SqlLibrary::sqlOpened, this, [this](const QString& sql) {
        if (!m_view->isBlank()) {
            Q_EMIT openSqlRequested(sql, 0, {});
            return;
        }
        m_view->setText(sql);
        m_view->setFocus();
    });
    connect(library, &SqlLibrary::renamed, this, [this, told](qint64 id, const QString& name) {
        m_services.savedQueries().rename(id, name)->onDone(this, told);
    });
    connect(library, &SqlLibrary::removed, this, [this, told](qint64 id) {
        m_services.savedQueries().remove(id)->onDone(this, told);
    });
    connect(library, &SqlLibrary::historyRemoved, this, [this, told](qint64 id) {
        m_services.sqlHistory().remove(id)->onDone(this, [this, told](const Result<Done>& outcome) {
            told(outcome);
            readHistory();
        });
    });
}

void SqlPane::tell(const Problem& problem)
{
    Q_EMIT noticed(problemWords(problem).title, true);
}

void SqlPane::readSaved()
{
    const QString project = m_workspace.currentProjectId();
    m_services.savedQueries().list(project)->onDone(this, [this, project](const Result<QList<SavedQuery>>& queries) {
        if (project != m_workspace.currentProjectId())
            return;
        if (!queries.ok()) {
            tell(queries.error());
            return;
        }
        m_view->library()->setSaved(queries.value());
        // Renamed or deleted elsewhere: the tab follows, its text stays.
        const SqlView::NamedQuery mine = m_view->query();
        if (!mine.id)
            return;
        for (const SavedQuery& q : queries.value()) {
            if (q.id == mine.id) {
                m_view->setQuery({q.id, q.name}, q.sql);
                return;
            }
        }
        m_view->setQuery({}, {});
    });
}

void SqlPane::readHistory()
{
    constexpr int shown = 500;
    SqlLibrary* library = m_view->library();
    if (library->isHidden() || library->page() != SqlLibrary::Page::History)
        return;
    const QString wish = library->searchText();
    const bool everywhere = library->everywhere();
    m_services.sqlHistory().search(everywhere ? QString() : m_workspace.currentProjectId(), wish, shown)
        ->onDone(library, [this, library, wish, everywhere](const Result<QList<SqlHistoryEntry>>& entries) {
            if (wish != library->searchText() || everywhere != library->everywhere())
                return; // asked again meanwhile
            if (entries.ok())
                library->setHistory(entries.value());
            else
                Q_EMIT noticed(tr("The history could not be read: %1").arg(entries.error().message), true);
        });
}

/// Writes the tab's own query, or asks for a name.
void SqlPane::saveAsQuery(std::function<void(bool saved)> done)
{
    const QString text = m_view->text(), project = m_workspace.currentProjectId();
    const auto finish = [done = std::move(done)](bool saved) {
        if (done)
            done(saved);
    };
    if (project.isEmpty() || text.trimmed().isEmpty()) {
        Q_EMIT noticed(project.isEmpty() ? tr("Choose or make a project first.") : tr("There is nothing to save yet."), true);
        finish(false);
        return;
    }
    if (const SqlView::NamedQuery mine = m_view->query(); mine.id) {
        m_services.savedQueries().write(mine.id, text)->onDone(this, [this, mine, text, finish](const Result<Done>& kept) {
            if (kept.ok()) {
                m_view->setQuery(mine, text);
                Q_EMIT noticed(tr("Saved %1").arg(mine.name), false);
            } else {
                tell(kept.error());
            }
            finish(kept.ok());
        });
        return;
    }
    m_view->library()->askName(tr("Save this query"), {}, 0, [this, project, text, finish](const QString& name) {
        m_services.savedQueries().add(project, name, text)->onDone(this, [this, text, finish](const Result<SavedQuery>& kept) {
            if (kept.ok()) {
                m_view->setQuery({kept->id, kept->name}, text);
                Q_EMIT noticed(tr("Saved %1").arg(kept->name), false);
            } else {
                tell(kept.error());
            }
            finish(kept.ok());
        });
    });
}

QString SqlPane::title() const
{
    if (m_view->query().id)
        return m_view->query().name;
    return m_view->fileName().isEmpty() ? QString() : QFileInfo(m_view->fileName()).fileName();
}

/// A file that differs, or text that has no file yet.
bool SqlPane::isModified() const
{
    return m_view->isModified() && (!m_view->fileName().isEmpty() || m_view->query().id || !m_view->isBlank());
}

void SqlPane::save(std::function<void(bool saved)> done)
{
    m_view->save(std::move(done));
}

QWidget* SqlPane::inspectorWidget()
{
    const SqlStep* step = m_view->results()->currentStep();
    const bool rows = step && step->rows && step->rows->rowCount() > 0;
    return rows && !m_inspectorClosed ? m_view->inspector() : nullptr;
}

QJsonObject SqlPane::saveState() const { return m_view->saveState(); }
void SqlPane::restoreState(const QJsonObject& state) { m_view->restoreState(state); }
void SqlPane::activated() { m_view->setFocus(); }

} // namespace run402
