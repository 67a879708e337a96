// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/projectspane.h"

#include "models/item/projectlistmodel.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/overview/keyscard.h"
#include "ui/projects/importdialog.h"
#include "ui/projects/projectdetails.h"
#include "ui/projects/projectsdelegate.h"
#include "ui/shell/doctoolbar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

ProjectsPane::ProjectsPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_bar(new DocToolBar(this)),
      m_model(new ProjectListModel(this)), m_filter(new QSortFilterProxyModel(this)), m_details(new ProjectDetails(this))
{
    setObjectName(u"projects"_s);
    setProperty("surface", true);
    buildToolBar();
    buildTable();
    auto* empty = new EmptyState(u"box"_s, tr("No projects yet"),
                                 tr("A project is a database with REST, users, files, functions and a site under one name."));
    Button* make = empty->addButton(tr("New project, free"), u"plus"_s, true);
    make->setObjectName(u"projects.firstNew"_s);
    Button* import = empty->addButton(tr("Import by id and keys"), u"key-round"_s);
    connect(make, &Button::clicked, this, &ProjectsPane::newProjectRequested);
    connect(import, &Button::clicked, this, [this] { openImport(); });
    m_stack = new StateStack(m_table, empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack);
    m_details->hide();
    connect(m_stack, &StateStack::actionTriggered, this, [this] { m_workspace.refreshProjects(); });
    connect(m_details, &ProjectDetails::useRequested, this, [this] { m_workspace.setCurrentProject(m_selected); });
    connect(m_details, &ProjectDetails::agentsRequested, this, [this] {
        m_workspace.useForCli(m_selected);
        Q_EMIT noticed(tr("The CLI's commands mean this project now"));
    });
    connect(m_details, &ProjectDetails::siteRequested, this, &ProjectsPane::siteRequested);
    connect(m_details, &ProjectDetails::importRequested, this, [this] { openImport(m_selected); });
    connect(m_details, &ProjectDetails::pinRequested, this, &ProjectsPane::askPin);
    connect(m_details, &ProjectDetails::deleteRequested, this, &ProjectsPane::askDelete);
    connect(m_details->keys(), &KeysCard::serviceKeyRequested, this, &ProjectsPane::reveal);
    for (auto signal : {&Workspace::projectsChanged, &Workspace::currentProjectChanged, &Workspace::connectionChanged,
                        &Workspace::environmentChanged})
        connect(&m_workspace, signal, this, &ProjectsPane::refresh);
    refresh();
}

ProjectsPane::~ProjectsPane() = default;

void ProjectsPane::buildToolBar()
{
    m_search = new SearchField(tr("Find a project"));
    m_search->setObjectName(u"projects.search"_s);
    m_search->setFixedWidth(240);
    m_count = new Label({}, Theme::Font::Small, "text.muted");
    auto* import = new Button(tr("Import by id and keys"), u"key-round"_s, Button::Variant::Secondary);
    import->setObjectName(u"projects.openImport"_s);
    auto* make = new Button(tr("New project, free"), u"plus"_s, Button::Variant::Primary);
    make->setObjectName(u"projects.new"_s);
    m_bar->add(m_search);
    m_bar->add(m_count);
    m_bar->addStretch();
    m_bar->add(import);
    m_bar->add(make);
    connect(m_search, &SearchField::searchChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(import, &Button::clicked, this, [this] { openImport(); });
    connect(make, &Button::clicked, this, &ProjectsPane::newProjectRequested);
}

void ProjectsPane::buildTable()
{
    m_filter->setSourceModel(m_model);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setFilterKeyColumn(-1);
    m_table = new GridView(this);
    m_table->setObjectName(u"projects.list"_s);
    m_table->setAccessibleName(tr("Projects"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new ProjectsDelegate(m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::of(this).scaled(34));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    const std::pair<int, int> widths[] = {{ProjectListModel::Name, 160}, {ProjectListModel::Id, 172}, {ProjectListModel::State, 84},
                                          {ProjectListModel::Keys, 62}, {ProjectListModel::Lease, 132},
                                          {ProjectListModel::ApiCalls, 84}, {ProjectListModel::Storage, 84}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, Theme::of(this).scaled(width));
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!now.isValid())
            return;
        m_selected = now.data(ProjectListModel::IdRole).toString();
        showDetails();
    });
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        m_workspace.setCurrentProject(index.data(ProjectListModel::IdRole).toString());
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &ProjectsPane::contextMenu);
}

QWidget* ProjectsPane::toolbar() { return m_bar; }

QWidget* ProjectsPane::inspectorWidget() { return selected() ? m_details : nullptr; }

void ProjectsPane::activated() { m_workspace.refreshProjects(); }

void ProjectsPane::refresh()
{
    const auto& projects = m_workspace.projects();
    const QString keep = m_selected.isEmpty() ? m_workspace.currentProjectId() : m_selected;
    m_model->setProjects(projects.value.value_or(QList<Project>()));
    m_model->setCurrent(m_workspace.currentProjectId());
    m_model->setAgentsProject(m_workspace.cliProjectId());
    const int n = m_model->rowCount();
    m_count->setText(n > 0 ? tr("%n project(s)", nullptr, n) : QString());
    if (n > 0)
        m_stack->showContent();
    else if (projects.problem)
        m_stack->showProblem(*projects.problem);
    else if (m_workspace.connectionProblem())
        m_stack->showProblem(*m_workspace.connectionProblem());
    else if (projects.value)
        m_stack->showEmpty();
    else
        m_stack->showLoading(tr("Reading your projects"));
    select(keep);
}

void ProjectsPane::select(const QString& projectId)
{
    const int row = m_model->rowOf(projectId);
    m_selected = row < 0 ? QString() : projectId;
    const QModelIndex shown = m_filter->mapFromSource(m_model->index(row, 0));
    if (shown.isValid())
        m_table->setCurrentIndex(shown);
    showDetails();
}

const Project* ProjectsPane::selected() const { return m_model->at(m_model->rowOf(m_selected)); }

void ProjectsPane::showDetails()
{
    const Project* project = selected();
    if (!project) {
        notifyChanged();
        return;
    }
    ProjectDetails::Facts facts;
    facts.project = *project;
    facts.apiBase = m_workspace.gateway().base;
    facts.isCurrent = project->id == m_workspace.currentProjectId();
    facts.cliLinked = m_workspace.isCliLinked();
    facts.isAgents = project->id == m_workspace.cliProjectId();
    facts.canPin = m_workspace.isConnected() && !m_workspace.gateway().readOnly;
    m_details->setFacts(facts);
    if (m_services.hasSession() && project->keysKnown) {
        m_services.credentials().projectKeys(project->id)->onDone(this, [this, facts](const Result<Credentials::ProjectKeys>& keys) {
            if (!keys.ok() || facts.project.id != m_selected)
                return;
            ProjectDetails::Facts full = facts;
            full.anonKey = keys->anonKey;
            full.project.keysKnown = keys->hasServiceKey;
            m_details->setFacts(full);
        });
    }
    notifyChanged();
}

void ProjectsPane::reveal(bool toClipboard)
{
    if (!m_services.hasSession())
        return;
    m_services.credentials().revealServiceKey(m_selected)->onDone(this, [this, toClipboard](const Result<QByteArray>& key) {
        if (!key.ok()) {
            Q_EMIT problemRaised(key.error());
            return;
        }
        m_details->keys()->giveServiceKey(*key, toClipboard);
        wipeShared(*key);
    });
}

void ProjectsPane::askPin()
{
    ConfirmDialog::Options options;
    options.title = tr("Pin this project?");
    options.text = tr("A pinned project is not archived when its lease ends. On run402.com only the operator's wallet may "
                      "pin; for everybody else the service refuses, and nothing changes.");
    options.accept = tr("Pin project");
    ConfirmDialog::ask(this, options, this, [this, id = m_selected] { pin(id); });
}

void ProjectsPane::pin(const QString& projectId)
{
    if (!m_services.hasSession())
        return;
    m_services.projects().pin(projectId, true)->onDone(this, [this](const Result<Done>& r) {
        if (!r.ok()) {
            Q_EMIT problemRaised(r.error());
            return;
        }
        m_workspace.record(u"project"_s, tr("Pinned the project"));
        Q_EMIT noticed(tr("The project is pinned"));
        m_workspace.refreshProjects();
    });
}

void ProjectsPane::askDelete()
{
    const Project* project = selected();
    if (!project)
        return;
    const bool onlyHere = project->status == "local"_L1;
    const QString name = project->name.isEmpty() ? project->id : project->name;
    ConfirmDialog::Options options;
    options.title = onlyHere ? tr("Remove the keys of %1?").arg(name) : tr("Delete the project %1?").arg(name);
    options.text = onlyHere ? tr("The service's list does not have this project. Its keys leave this computer and cannot be fetched again.")
                            : tr("Its tables, rows and users are destroyed at once. This cannot be undone.");
    options.accept = onlyHere ? tr("Remove keys") : tr("Delete project");
    options.dangerous = true;
    options.typeName = name;
    ConfirmDialog::ask(this, options, this, [this, project = *project] { remove(project); });
}

void ProjectsPane::remove(const Project& project)
{
    if (!m_services.hasSession())
        return;
    const auto forget = [this, project] {
        m_services.credentials().forgetProjectKeys(project.id)->onDone(this, [this, project](const Result<Done>& r) {
            if (!r.ok())
                Q_EMIT problemRaised(r.error());
            m_workspace.record(u"project"_s, tr("Deleted the project %1").arg(project.name.isEmpty() ? project.id : project.name));
            m_workspace.refreshProjects();
        });
    };
    if (project.status == "local"_L1)
        return forget();
    m_services.projects().remove(project.id)->onDone(this, [this, forget](const Result<Done>& r) {
        if (r.ok())
            forget();
        else
            Q_EMIT problemRaised(r.error());
    });
}

void ProjectsPane::openImport(const QString& projectId)
{
    auto* dialog = new ImportDialog(this, m_services, projectId);
    connect(dialog, &ImportDialog::imported, this, [this](const QString& id) {
        m_workspace.record(u"project"_s, tr("Imported the project %1").arg(id));
        m_selected = id;
        m_workspace.refreshProjects();
        Q_EMIT noticed(tr("The project is imported; its keys are kept on this computer"));
    });
    dialog->open();
}

void ProjectsPane::contextMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    select(index.data(ProjectListModel::IdRole).toString());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open this project"), this, [this] { m_workspace.setCurrentProject(m_selected); });
    menu->addAction(tr("Copy id"), this, [this] { QGuiApplication::clipboard()->setText(m_selected); });
    menu->addSeparator();
    menu->addAction(tr("Delete…"), this, &ProjectsPane::askDelete);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace run402
