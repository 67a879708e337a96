// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/documentarea.h"
#include "ui/shell/navigationhistory.h"
#include "ui/shell/panes.h"
#include "ui/shell/regions.h"

#include <QJsonObject>
#include <QMainWindow>

class QSplitter;
class QStackedWidget;

namespace run402 {

class Banner;
class BottomDock;
class Button;
class Inspector;
class PaletteSource;
class ProjectTree;
class StatusStrip;
class ToastStack;
class TopBar;
class WelcomeView;

/// The window: bars, tree, documents, inspector, dock. It knows panes only by
/// the registry it is given and holds no business logic.
///
/// The three columns are splitters inside the window rather than QDockWidgets:
/// the panels neither float nor move, and a splitter paints 1 px while it is
/// taken by 5. Below 1200 the inspector overlays the documents, below 1100 the
/// tree shows icons alone. Owner: app/. Thread: GUI.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `panes` is borrowed and must outlive the window.
    explicit MainWindow(const PaneRegistry& panes, QWidget* parent = nullptr);
    ~MainWindow() override;

    TopBar* topBar() const { return m_top; }
    ProjectTree* tree() const { return m_tree; }
    DocumentArea* documents() const { return m_documents; }
    Inspector* inspector() const { return m_inspector; }
    BottomDock* bottomDock() const { return m_bottom; }
    StatusStrip* statusStrip() const { return m_status; }
    ToastStack* toasts() const { return m_toasts; }
    /// Over the documents, for what concerns all of them: no connection, an ended lease. Hidden at first.
    Banner* conditionStrip() const { return m_condition; }
    WelcomeView* welcome() const { return m_welcome; }

    /// Makes or raises what `spec` names; null when no such pane is registered.
    /// A pane of the bottom area is shown there.
    QWidget* openPane(const PaneSpec& spec);
    /// A pane's target as in the tree: "sql", "table:recipes".
    QWidget* openTarget(const QString& target, bool preview);
    /// Any widget as a document; see DocumentArea::add.
    QWidget* addDocument(QWidget* widget, const QString& icon, const QString& title, const QString& id,
                         bool preview = false);

    /// Borrowed; asked each time the palette opens.
    void addPaletteSource(PaletteSource* source) { m_sources.append(source); }
    void openPalette(const QString& query = {});
    void setProjectName(const QString& name);
    /// Welcome instead of the columns.
    void showWelcome(bool on);

    /// The document in front goes into a split of its own, or a new one opens there.
    void splitView(DocumentArea::Edge edge);
    void setInspectorOpen(bool open);
    bool inspectorOpen() const { return m_inspectorWanted; }
    void setTreeOpen(bool open);

    /// Tabs, sizes and folds of this project; storing it is the caller's affair.
    QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    /// F1, also inside a dialog.
    void helpAsked();
    /// Ctrl+T, or the + after the tabs.
    void newTabAsked();
    /// A pane was asked for that is not registered.
    void unknownPaneAsked(const QString& pane);
    /// The window may close only when this is accepted; see closeEvent.
    void closeAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildColumns();
    void wire();
    void addKeys();
    void updateInspector();
    void layOut();
    void showDocument(const QString& id);
    QString nextFreeId(const QString& id) const;
    void restoreTab(const QJsonObject& tab);
    void findRegions();

    const PaneRegistry& m_panes;
    TopBar* m_top;
    ProjectTree* m_tree;
    DocumentArea* m_documents;
    Banner* m_condition;
    Inspector* m_inspector;
    BottomDock* m_bottom;
    StatusStrip* m_status;
    ToastStack* m_toasts;
    WelcomeView* m_welcome;
    QStackedWidget* m_stack;
    QSplitter* m_columns;
    QSplitter* m_centre;
    QVector<PaletteSource*> m_sources;
    NavigationHistory m_history;
    Regions m_regions;
    QString m_project;
    QHash<QString, QJsonObject> m_kept; ///< restored tabs nobody has looked at yet, as saved
    int m_treeWidth = 243;
    int m_inspectorWidth = 331;
    int m_dockHeight = 226;
    bool m_treeOpen = true;
    bool m_inspectorWanted = true;
    bool m_walking = false; ///< inside the history
};

} // namespace run402
