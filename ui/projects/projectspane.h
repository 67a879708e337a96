// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/problem.h"
#include "ui/shell/document.h"

#include <QUrl>
#include <QWidget>

class QSortFilterProxyModel;

namespace run402 {

class DocToolBar;
class GridView;
class Label;
class ProjectDetails;
class ProjectListModel;
class SearchField;
class Services;
class StateStack;
class ToastStack;
class Workspace;

/// All projects: the wallet's as the service lists them and those whose keys are on this computer, merged. Makes,
/// imports, opens, pins and deletes them. Owner: parent. Thread: GUI.
class ProjectsPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit ProjectsPane(Services& services, QWidget* parent = nullptr);
    ~ProjectsPane() override;

    QWidget* toolbar() override;
    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override { return tr("Project"); }
    void activated() override;

    void select(const QString& projectId);
    void openImport(const QString& projectId = {});
    void askDelete(); ///< of the selected one, by typing its name

Q_SIGNALS:
    void newProjectRequested();
    void siteRequested(const QUrl& address);
    void problemRaised(const run402::Problem& problem);
    void noticed(const QString& text);

private:
    void buildToolBar();
    void buildTable();
    void refresh();
    void showDetails();
    const Project* selected() const;
    void reveal(bool toClipboard);
    void askPin();
    void pin(const QString& projectId);
    void remove(const Project& project);
    void contextMenu(const QPoint& at);

    Services& m_services;
    Workspace& m_workspace;
    DocToolBar* m_bar;
    SearchField* m_search;
    Label* m_count;
    ProjectListModel* m_model;
    QSortFilterProxyModel* m_filter;
    GridView* m_table;
    StateStack* m_stack;
    ProjectDetails* m_details;
    QString m_selected;
};

} // namespace run402
