// SPDX-License-Identifier: GPL-3.0-or-later
// Where the panels of MainWindow stand, and the state that is kept of them.
#include "ui/shell/mainwindow.h"

#include "models/json/jsontexts.h"
#include "ui/common/theme.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/document.h"
#include "ui/shell/inspector.h"
#include "ui/shell/projecttree.h"

#include <QJsonArray>
#include <QSplitter>

#include <algorithm>

namespace run402 {

namespace {
constexpr int kOverlayBelow = 1200;
constexpr int kIconsBelow = 1100;
constexpr int kIconsWidth = 48;
constexpr int kStateVersion = 1;
constexpr int kLongestTitle = 200;
} // namespace

void MainWindow::layOut()
{
    const Theme& t = Theme::of(this);
    const bool icons = width() < kIconsBelow;
    if (icons != m_tree->iconsOnly())
        m_tree->setIconsOnly(icons);
    m_tree->setVisible(m_treeOpen);
    const int treeMin = t.size("width.sidebar.min");
    const int treeMax = t.size("width.sidebar.max");
    m_tree->setMinimumWidth(icons ? kIconsWidth : treeMin);
    m_tree->setMaximumWidth(icons ? kIconsWidth : treeMax);
    m_treeWidth = std::clamp(m_treeWidth, treeMin, treeMax);

    const int inspectorMin = t.size("width.inspector.min");
    const int inspectorMax = t.size("width.inspector.max");
    m_inspectorWidth = std::clamp(m_inspectorWidth, inspectorMin, inspectorMax);
    const bool show = m_inspectorWanted && m_inspector->content();
    const bool overlay = width() < kOverlayBelow;
    // A document may need more than the person chose, while it is in front.
    const int wanted = show ? std::clamp(m_inspector->content()->minimumWidth(), m_inspectorWidth, inspectorMax) : m_inspectorWidth;
    if (overlay) {
        if (m_inspector->parentWidget() != m_columns->parentWidget())
            m_inspector->setParent(m_columns->parentWidget());
        m_inspector->setMinimumWidth(0);
        m_inspector->setMaximumWidth(QWIDGETSIZE_MAX);
        const QRect area = m_columns->geometry();
        m_inspector->setGeometry(area.right() + 1 - wanted, area.top(), wanted, area.height());
        m_inspector->raise();
    } else {
        if (m_inspector->parentWidget() != m_columns)
            m_columns->addWidget(m_inspector);
        m_inspector->setMinimumWidth(inspectorMin);
        m_inspector->setMaximumWidth(inspectorMax);
    }
    m_inspector->setVisible(show);
    const int tree = !m_treeOpen ? 0 : icons ? kIconsWidth : m_treeWidth;
    const int right = show && !overlay ? wanted : 0;
    QList<int> sizes{tree, std::max(200, m_columns->width() - tree - right)};
    if (!overlay)
        sizes.append(right);
    m_columns->setSizes(sizes);
}

QJsonObject MainWindow::saveState() const
{
    QJsonArray tabs;
    const QStringList ids = m_documents->ids();
    for (const QString& id : ids) {
        QJsonObject tab = m_kept.value(id);
        tab.insert(QStringLiteral("id"), id);
        tab.insert(QStringLiteral("preview"), m_documents->isPreview(id));
        if (const auto* document = dynamic_cast<Document*>(m_documents->find(id))) {
            tab.insert(QStringLiteral("state"), document->saveState());
            tab.insert(QStringLiteral("title"), document->title());
        }
        tabs.append(tab);
    }
    return {
        {QStringLiteral("version"), kStateVersion},
        {QStringLiteral("tabs"), tabs},
        {QStringLiteral("active"), m_documents->currentId()},
        {QStringLiteral("splits"), m_documents->saveLayout()},
        {QStringLiteral("treeWidth"), m_treeWidth},
        {QStringLiteral("treeOpen"), m_treeOpen},
        {QStringLiteral("expanded"), QJsonArray::fromStringList(m_tree->expandedTargets())},
        {QStringLiteral("inspectorWidth"), m_inspectorWidth},
        {QStringLiteral("inspectorOpen"), m_inspectorWanted},
        {QStringLiteral("dockHeight"), m_dockHeight},
        {QStringLiteral("dockOpen"), m_bottom->isOpen()},
        {QStringLiteral("dockPage"), m_bottom->currentPage()},
    };
}

void MainWindow::restoreTab(const QJsonObject& tab)
{
    const QString id = tab.value(QLatin1String("id")).toString();
    // "sql~2" is the second SQL tab and keeps its number: the splits name their tabs by it.
    const PaneSpec spec = PaneSpec::fromTarget(id.section(QLatin1Char('~'), 0, 0));
    const PaneInfo* info = m_panes.find(spec.pane);
    if (!info || !info->make || info->area == DockArea::Bottom || m_documents->contains(id))
        return;
    QString title = tab.value(QLatin1String("title")).toString().left(kLongestTitle);
    if (title.isEmpty())
        title = spec.object.isEmpty() ? PaneRegistry::titleOf(*info) : spec.object;
    m_kept.insert(id, tab);
    // Making ten panes at once would hold the window up for a second.
    const auto make = [this, spec] { return m_panes.find(spec.pane)->make(m_documents, spec.object); };
    m_documents->addLater(make, info->icon, title, id, tab.value(QLatin1String("preview")).toBool());
}

void MainWindow::restoreState(const QJsonObject& state)
{
    if (state.value(QLatin1String("version")).toInt() != kStateVersion)
        return; // of a newer app, or none: the defaults stand
    m_documents->clear();
    m_history.clear();
    const QJsonArray tabs = state.value(QLatin1String("tabs")).toArray();
    for (const QJsonValue& value : tabs)
        restoreTab(value.toObject());
    m_documents->restoreLayout(state.value(QLatin1String("splits")).toObject(), state.value(QLatin1String("active")).toString());
    m_treeWidth = state.value(QLatin1String("treeWidth")).toInt(m_treeWidth);
    m_treeOpen = state.value(QLatin1String("treeOpen")).toBool(true);
    m_tree->setExpandedTargets(jsonTexts(state.value(QLatin1String("expanded"))));
    m_inspectorWidth = state.value(QLatin1String("inspectorWidth")).toInt(m_inspectorWidth);
    m_inspectorWanted = state.value(QLatin1String("inspectorOpen")).toBool(true);
    m_dockHeight = std::clamp(state.value(QLatin1String("dockHeight")).toInt(m_dockHeight), 120, 2000);
    if (state.value(QLatin1String("dockOpen")).toBool())
        m_bottom->showPage(state.value(QLatin1String("dockPage")).toString());
    else
        m_bottom->setOpen(false);
    layOut();
}

} // namespace run402
