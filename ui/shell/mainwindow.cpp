// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/common/moneymask.h"
#include "ui/common/banner.h"
#include "ui/common/theme.h"
#include "ui/common/toast.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/document.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/inspector.h"
#include "ui/shell/projecttree.h"
#include "ui/shell/statusstrip.h"
#include "ui/shell/topbar.h"
#include "ui/shell/welcomeview.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

MainWindow::MainWindow(const PaneRegistry& panes, QWidget* parent)
    : QMainWindow(parent)
    , m_panes(panes)
    , m_top(new TopBar(this))
    , m_tree(new ProjectTree)
    , m_documents(new DocumentArea)
    , m_condition(new Banner(Tone::Warning, {}, {}))
    , m_inspector(new Inspector)
    , m_bottom(new BottomDock)
    , m_status(new StatusStrip)
    , m_toasts(nullptr)
    , m_welcome(new WelcomeView)
    , m_stack(new QStackedWidget(this))
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_centre(new QSplitter(Qt::Vertical))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(1024, 680);
    setWindowTitle(tr("Run402 Desktop"));
    buildColumns();
    wire();
    addKeys();
    m_toasts = new ToastStack(this);
    m_toasts->keepAbove([this]() -> QWidget* {
        auto* document = dynamic_cast<Document*>(m_documents->current());
        return document ? document->actionStrip() : nullptr;
    });
    // Queued: the strip has its place only after the layout was done.
    for (const auto signal : {&DocumentArea::currentChanged, &DocumentArea::documentChanged})
        connect(m_documents, signal, m_toasts, &ToastStack::settle, Qt::QueuedConnection);
    findRegions();
    layOut();
}

MainWindow::~MainWindow() = default;

void MainWindow::findRegions()
{
    QList<QWidget*> regions{m_top, m_tree};
    const auto groups = m_documents->groups();
    for (const DocumentGroup* group : groups)
        regions << group->tabBar() << group->content();
    m_regions.set(regions << m_inspector << m_bottom << m_status);
}

void MainWindow::buildColumns()
{
    auto* documents = new QWidget;
    auto* stack = new QVBoxLayout(documents);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    m_condition->setObjectName(QStringLiteral("condition"));
    m_condition->hide();
    stack->addWidget(m_condition);
    stack->addWidget(m_documents, 1);
    m_centre->addWidget(documents);
    m_centre->addWidget(m_bottom);
    m_centre->setStretchFactor(0, 1);
    m_columns->addWidget(m_tree);
    m_columns->addWidget(m_centre);
    m_columns->addWidget(m_inspector);
    m_columns->setStretchFactor(1, 1);
    for (QSplitter* splitter : {m_columns, m_centre}) {
        splitter->setHandleWidth(1); // Qt widens the grip of a 1 px handle to 5
        splitter->setChildrenCollapsible(false);
    }
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_columns, 1);
    column->addWidget(m_status);
    m_stack->addWidget(work);
    m_stack->addWidget(m_welcome);
    setCentralWidget(m_stack);
    m_inspector->hide();
    m_columns->installEventFilter(this);
}

void MainWindow::wire()
{
    connect(m_tree, &ProjectTree::targetOpened, this,
            [this](const QString& target, bool lasting) { openTarget(target, !lasting); });
    connect(m_documents, &DocumentArea::currentChanged, this, &MainWindow::showDocument);
    connect(m_documents, &DocumentArea::documentChanged, this, [this](const QString& id) {
        if (id == m_documents->currentId())
            updateInspector();
    });
    connect(m_documents, &DocumentArea::opened, this, [this](const QString& id) {
        const QJsonObject kept = m_kept.take(id);
        if (auto* document = dynamic_cast<Document*>(m_documents->find(id)); document && !kept.isEmpty())
            document->restoreState(kept.value(QLatin1String("state")).toObject());
    });
    connect(m_documents, &DocumentArea::closed, this, [this](const QString& id) {
        m_kept.remove(id);
        updateInspector();
    });
    connect(m_documents, &DocumentArea::layoutChanged, this, &MainWindow::findRegions);
    connect(m_documents, &DocumentArea::newAsked, this, &MainWindow::newTabAsked);
    connect(m_inspector, &Inspector::closeAsked, this, [this] { setInspectorOpen(false); });
    connect(m_top, &TopBar::commandAsked, this, [this] { openPalette(); });
    connect(m_bottom, &BottomDock::openChanged, this, [this](bool open) {
        const int dock = open ? m_dockHeight : m_bottom->maximumHeight();
        m_centre->setSizes({std::max(120, m_centre->height() - dock), dock});
    });
    connect(m_centre, &QSplitter::splitterMoved, this, [this] {
        if (m_bottom->isOpen())
            m_dockHeight = m_bottom->height();
    });
    connect(m_columns, &QSplitter::splitterMoved, this, [this] {
        if (!m_tree->iconsOnly())
            m_treeWidth = m_tree->width();
        if (m_inspector->parentWidget() == m_columns && m_inspector->isVisible())
            m_inspectorWidth = m_inspector->width();
    });
    connect(&Theme::of(this), &Theme::changed, this, &MainWindow::layOut);
}

void MainWindow::addKeys()
{
    const auto key = [this](const QString& keys, auto act) {
        auto* shortcut = new QShortcut(QKeySequence(keys), this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QStringLiteral("Ctrl+K"), [this] { openPalette(); });
    key(QStringLiteral("Ctrl+P"), [this] { openPalette(); });
    key(QStringLiteral("F1"), [this] { Q_EMIT helpAsked(); });
    key(QStringLiteral("Ctrl+T"), [this] { Q_EMIT newTabAsked(); });
    key(QStringLiteral("Ctrl+W"), [this] { m_documents->askClose(m_documents->currentId()); });
    key(QStringLiteral("Ctrl+Tab"), [this] { m_documents->step(1); });
    key(QStringLiteral("Ctrl+Shift+Tab"), [this] { m_documents->step(-1); });
    key(QStringLiteral("Ctrl+J"), [this] { m_bottom->setOpen(!m_bottom->isOpen()); });
    key(QStringLiteral("Ctrl+B"), [this] { setTreeOpen(!m_treeOpen); });
    key(QStringLiteral("Ctrl+Alt+I"), [this] { setInspectorOpen(!m_inspectorWanted); });
    key(QStringLiteral("Ctrl+\\"), [this] { splitView(DocumentArea::Edge::Right); });
    key(QStringLiteral("Ctrl+Shift+\\"), [this] { splitView(DocumentArea::Edge::Bottom); });
    key(QStringLiteral("Ctrl+|"), [this] { splitView(DocumentArea::Edge::Bottom); }); // the same keys where Shift makes a bar
    key(QStringLiteral("Ctrl+Shift+M"), [] { MoneyMask::of().setHidden(!MoneyMask::of().isHidden()); });
    key(QStringLiteral("F6"), [this] { m_regions.cycle(1); });
    key(QStringLiteral("Shift+F6"), [this] { m_regions.cycle(-1); });
    const auto walk = [this](QString (NavigationHistory::*step)()) {
        // Places whose tab is closed are opened again.
        const QString id = (m_history.*step)();
        if (id.isEmpty())
            return;
        m_walking = true;
        if (!m_documents->activate(id))
            openTarget(id, true);
        m_walking = false;
    };
    key(QStringLiteral("Alt+Left"), [walk] { walk(&NavigationHistory::back); });
    key(QStringLiteral("Alt+Right"), [walk] { walk(&NavigationHistory::forward); });
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    // A dialog holds the window's shortcuts back; help works all the same.
    if (event->key() == Qt::Key_F1 && event->modifiers() == Qt::NoModifier)
        Q_EMIT helpAsked();
    else
        QMainWindow::keyPressEvent(event);
}

QString MainWindow::nextFreeId(const QString& id) const
{
    QString free = id;
    for (int n = 2; m_documents->contains(free); ++n)
        free = QStringLiteral("%1~%2").arg(id).arg(n);
    return free;
}

void MainWindow::splitView(DocumentArea::Edge edge)
{
    m_documents->split(m_documents->currentId(), edge);
}

QWidget* MainWindow::openPane(const PaneSpec& spec)
{
    const PaneInfo* info = m_panes.find(spec.pane);
    if (!info || !info->make) {
        Q_EMIT unknownPaneAsked(spec.pane);
        return nullptr;
    }
    if (info->area == DockArea::Bottom) {
        if (!m_bottom->page(info->id))
            m_bottom->addPage(info->id, PaneRegistry::titleOf(*info), info->icon, info->make(m_bottom, spec.object));
        m_bottom->showPage(info->id);
        return m_bottom->page(info->id);
    }
    const QString id = info->unlimited && !spec.preview ? nextFreeId(spec.id()) : spec.id();
    if (m_documents->contains(id)) {
        m_documents->activate(id);
        if (!spec.preview)
            m_documents->pin(id);
        return m_documents->find(id);
    }
    const QString title = !spec.title.isEmpty() ? spec.title
        : !spec.object.isEmpty()                ? spec.object
                                                : PaneRegistry::titleOf(*info);
    return addDocument(info->make(m_documents, spec.object), info->icon, title, id, spec.preview);
}

QWidget* MainWindow::openTarget(const QString& target, bool preview)
{
    if (m_documents->contains(target)) {
        m_documents->activate(target);
        if (!preview)
            m_documents->pin(target);
        return m_documents->current();
    }
    PaneSpec spec = PaneSpec::fromTarget(target);
    spec.preview = preview;
    return openPane(spec);
}

QWidget* MainWindow::addDocument(QWidget* widget, const QString& icon, const QString& title, const QString& id,
                                 bool preview)
{
    return m_documents->add(widget, icon, title, id, preview);
}

void MainWindow::showDocument(const QString& id)
{
    if (!m_walking)
        m_history.visit(id);
    m_tree->setCurrentTarget(id);
    updateInspector();
}

void MainWindow::updateInspector()
{
    auto* document = dynamic_cast<Document*>(m_documents->current());
    QWidget* widget = document ? document->inspectorWidget() : nullptr;
    m_inspector->setContent(widget, document ? document->inspectorTitle() : QString());
    m_inspector->setNote(document ? document->inspectorNote() : QString());
    layOut();
}

void MainWindow::openPalette(const QString& query)
{
    if (const auto* open = findChild<CommandPalette*>(); open && open->isVisible())
        return;
    auto* palette = new CommandPalette(this, m_sources, m_project);
    palette->open();
    palette->setQuery(query);
}

void MainWindow::setProjectName(const QString& name)
{
    m_project = name;
    m_top->setProject(name);
    setWindowTitle(name.isEmpty() ? tr("Run402 Desktop") : tr("%1 - Run402 Desktop").arg(name));
}

void MainWindow::showWelcome(bool on)
{
    m_stack->setCurrentIndex(on ? 1 : 0);
    if (on)
        m_welcome->setFocus();
}

void MainWindow::setInspectorOpen(bool open)
{
    m_inspectorWanted = open;
    layOut();
}

void MainWindow::setTreeOpen(bool open)
{
    m_treeOpen = open;
    layOut();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    layOut();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // The inspector may lie over the columns and has to follow their size, which
    // is known only once the window's own layout has run.
    if (watched == m_columns && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &MainWindow::layOut, Qt::QueuedConnection);
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_documents->hasUnsaved()) {
        event->accept();
        return;
    }
    event->ignore();
    Q_EMIT closeAsked();
    m_documents->askCloseAll();
}

} // namespace run402
