// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/shelldemo.h"

#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/gallery/states.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/doctoolbar.h"
#include "ui/shell/document.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"
#include "ui/shell/statusstrip.h"
#include "ui/shell/topbar.h"
#include "ui/shell/welcomeview.h"

#include <QGridLayout>
#include <QStandardItemModel>
#include <QTimer>
#include <QVBoxLayout>

namespace run402 {

namespace {

struct TreeLine
{
    int depth;
    const char* text;
    const char* icon;
    const char* target;
    const char* count;
    const char* warning;
};

QWidget* overview(QWidget* parent)
{
    auto* page = new QWidget(parent);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 16, 20, 0);
    column->setSpacing(14);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new Label(QStringLiteral("tals-recipes"), Theme::Font::Display));
    auto* live = new Chip(QStringLiteral("Live"), Tone::Success);
    live->setDot(true);
    head->addWidget(live);
    head->addWidget(new LinkLabel(QStringLiteral("tals-recipes.run402.com")));
    head->addStretch(1);
    head->addWidget(new Button(QStringLiteral("Open preview"), QStringLiteral("app-window"), Button::Variant::Secondary));
    head->addWidget(new Button(QStringLiteral("Deploy"), QStringLiteral("rocket"), Button::Variant::Primary));
    column->addLayout(head);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    struct T { const char* icon; const char* name; const char* value; const char* of; double share; const char* note; };
    const T data[] = {{"activity", "API calls", "41,208", "of 500,000", .082, "2,914 today, about 7,300 a day before this"},
                      {"hard-drive", "Storage", "38.4 MB", "of 250 MB", .154, "Files 35.9 MB, database 2.5 MB"},
                      {"square-function", "Functions", "3", "of 5", .6, "10 s and 128 MB each on this tier"},
                      {"key-round", "Secrets", "4", "of 10", .4, "All read by at least one function"}};
    for (const T& d : data) {
        auto* tile = new StatTile(QLatin1String(d.icon), QLatin1String(d.name));
        tile->setValue(QLatin1String(d.value), QLatin1String(d.of));
        tile->setShare(d.share);
        tile->setNote(QLatin1String(d.note));
        tiles->addWidget(tile);
    }
    column->addLayout(tiles);
    auto* card = new Card(QStringLiteral("Recent activity"));
    card->head()->addWidget(new LinkLabel(QStringLiteral("See all")));
    for (const char* line : {"Deployed the site", "Ran 3 statements", "Access rules set on comments"}) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(14, 8, 14, 8);
        row->addWidget(new Label(QLatin1String(line)));
        row->addStretch(1);
        row->addWidget(new Label(QStringLiteral("14:02"), Theme::Font::MonoSmall, "text.muted"));
        card->body()->addLayout(row);
    }
    column->addWidget(card);
    column->addStretch(1);
    return page;
}

/// A table with a toolbar and an inspector, to show both.
class TableDemo final : public QWidget, public Document
{
public:
    explicit TableDemo(QWidget* parent)
        : QWidget(parent)
        , m_bar(new DocToolBar(this))
        , m_side(new QWidget(this))
    {
        m_side->hide();
        auto* run = new Button(QStringLiteral("Run"), QStringLiteral("play"), Button::Variant::Primary);
        run->setKeyHint(QStringLiteral("Ctrl ↵"));
        m_bar->add(run);
        m_bar->add(new Button(QStringLiteral("Run all")));
        auto* mode = new SegmentedControl;
        mode->addSegment(QStringLiteral("One transaction"));
        mode->addSegment(QStringLiteral("Step by step"));
        mode->setCurrent(1);
        m_bar->add(mode);
        m_bar->addStretch();
        m_bar->add(new IconButton(QStringLiteral("history"), QStringLiteral("History")));
        m_bar->add(new IconButton(QStringLiteral("save"), QStringLiteral("Save")));
        auto* view = new GridView(this);
        view->setModel(sampleRows(view, 40));
        view->setColumnWidth(1, 260);
        view->setCurrentIndex(view->model()->index(2, 1));
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(view);
        auto* side = new QVBoxLayout(m_side);
        side->setContentsMargins(14, 10, 14, 10);
        side->addWidget(new SearchField(QStringLiteral("Filter fields")));
        side->addWidget(new Label(QStringLiteral("Chocolate babka")));
        side->addStretch(1);
    }
    bool isModified() const override { return true; }
    QWidget* toolbar() override { return m_bar; }
    QWidget* inspectorWidget() override { return m_side; }
    QString inspectorTitle() const override { return QStringLiteral("Row 3"); }

private:
    DocToolBar* m_bar;
    QWidget* m_side;
};

class DemoSource final : public PaletteSource
{
public:
    QVector<PaletteItem> items() override
    {
        const auto item = [](const char* group, const char* icon, const char* title, const char* detail, char prefix) {
            PaletteItem i;
            i.id = i.title = QLatin1String(title);
            i.group = QLatin1String(group);
            i.icon = QLatin1String(icon);
            i.detail = QLatin1String(detail);
            i.prefix = prefix ? QLatin1Char(prefix) : QChar();
            i.weight = prefix == '#' ? 40 : prefix == '>' ? 10 : 0;
            i.trigger = [](bool) {};
            return i;
        };
        return {item("Tables", "table-2", "Open table comments", "386 rows", '#'),
                item("Commands", "git-compare", "Compare folder with live site", "Deploy", '>'),
                item("Commands", "shield-check", "Set access rules of comments", "public_read_write now", '>'),
                item("Commands", "code-xml", "Copy starter code, complete", "", '>'),
                item("Commands", "eye", "View comments as Maya Cohen", "", '>'),
                item("Columns and functions", "columns-3", "comments.recipe_id", "int8, to recipes.id", 0),
                item("Columns and functions", "square-function", "weekly-digest", "line 14: new comments this week", 0),
                item("Recent SQL", "terminal", "update comments set hidden = true where id = 4", "today, 3 rows", 0)};
    }
};

const PaneRegistry& demoPanes()
{
    static const PaneRegistry panes = [] {
        PaneRegistry r;
        r.add({QStringLiteral("overview"), QT_TRANSLATE_NOOP("Panes", "Overview"), QStringLiteral("layout-dashboard"),
               DockArea::Center, [](QWidget* p, const QString&) { return overview(p); }});
        r.add({QStringLiteral("table"), QT_TRANSLATE_NOOP("Panes", "Table"), QStringLiteral("table-2"), DockArea::Center,
               [](QWidget* p, const QString&) -> QWidget* { return new TableDemo(p); }});
        r.add({QStringLiteral("sql"), QT_TRANSLATE_NOOP("Panes", "SQL 1"), QStringLiteral("terminal"), DockArea::Center,
               [](QWidget* p, const QString&) -> QWidget* { return new QWidget(p); }, true});
        return r;
    }();
    return panes;
}

void fillBars(MainWindow* w)
{
    w->setProjectName(QStringLiteral("tals-recipes"));
    w->topBar()->setEnvironment(Environment::Testnet);
    w->topBar()->setBalance(QStringLiteral("Testnet"), QStringLiteral("0.90 USDC"));
    auto* s = w->statusStrip();
    s->setEnvironment(Environment::Testnet);
    s->setProjectId(QStringLiteral("prj_1778230812_118"));
    s->setLink(LinkState::Ok, QStringLiteral("API 84 ms"));
    s->setTier(QStringLiteral("Prototype, 5 d 4 h left"));
    s->setWarnings(QStringLiteral("1 access warning"));
    auto* d = w->bottomDock();
    d->addPage(QStringLiteral("activity"), QStringLiteral("Activity"), QStringLiteral("activity"), new QWidget);
    d->addPage(QStringLiteral("requests"), QStringLiteral("Requests"), QStringLiteral("arrow-left-right"), new QWidget);
    d->addPage(QStringLiteral("problems"), QStringLiteral("Problems"), QStringLiteral("triangle-alert"), new QWidget);
    d->setCount(QStringLiteral("activity"), 12);
    d->setCount(QStringLiteral("requests"), 48);
}

} // namespace

QAbstractItemModel* sampleTree(QObject* parent)
{
    static const TreeLine lines[] = {
        {0, "Overview", "layout-dashboard", "overview", "", ""},
        {0, "Data", nullptr, "", "", ""},
        {1, "SQL console", "terminal", "sql", "", ""},
        {1, "Tables", "table-2", "tables", "5", ""},
        {2, "recipes", "", "table:recipes", "128", ""},
        {2, "ingredients", "", "table:ingredients", "1,042", ""},
        {2, "comments", "", "table:comments", "386", ""},
        {2, "favorites", "", "table:favorites", "611", ""},
        {2, "profiles", "", "table:profiles", "74", ""},
        {1, "Access rules", "shield-check", "rules", "", "1"},
        {1, "REST explorer", "braces", "rest", "", ""},
        {1, "Auth users", "users", "users", "74", ""},
        {1, "Storage", "archive", "storage", "38 MB", ""},
        {0, "Code", nullptr, "", "", ""},
        {1, "Functions", "square-function", "functions", "3", ""},
        {1, "Logs", "scroll-text", "logs", "", ""},
        {1, "Secrets", "key-round", "secrets", "4", ""},
        {0, "Ship", nullptr, "", "", ""},
        {1, "Deploy", "rocket", "deploy", "", ""},
        {1, "Preview", "app-window", "preview", "", ""},
        {-1, "Marketplace", "store", "market", "", ""},
        {-1, "Wallet and tier", "wallet", "wallet", "", ""},
        {-1, "Settings", "settings", "settings", "", ""},
    };
    auto* model = new QStandardItemModel(parent);
    QStandardItem* last[3] = {};
    for (const TreeLine& line : lines) {
        auto* item = new QStandardItem(QLatin1String(line.text));
        item->setData(!line.icon, TreeRole::Section);
        item->setData(QLatin1String(line.icon), TreeRole::Icon);
        item->setData(QLatin1String(line.target), TreeRole::Target);
        item->setData(QLatin1String(line.count), TreeRole::Count);
        item->setData(QLatin1String(line.warning), TreeRole::Warning);
        item->setData(line.depth < 0, TreeRole::Pinned);
        if (line.depth <= 0)
            model->appendRow(item);
        else
            last[line.depth - 1]->appendRow(item);
        if (line.depth >= 0)
            last[line.depth] = item;
    }
    return model;
}

QWidget* makeShell(ShellScene scene)
{
    auto* w = new MainWindow(demoPanes());
    if (scene == ShellScene::Welcome) {
        w->welcome()->setCliFound(3, true, QStringLiteral("~/.config/run402"));
        w->showWelcome(true);
        return w;
    }
    fillBars(w);
    w->tree()->setModel(sampleTree(w));
    w->tree()->setExpandedTargets({QStringLiteral("tables")});
    w->openTarget(QStringLiteral("overview"), false);
    w->openTarget(QStringLiteral("table:recipes"), false);
    w->openTarget(QStringLiteral("sql"), true);
    if (scene == ShellScene::Inspector || scene == ShellScene::Narrow) {
        w->openTarget(QStringLiteral("table:recipes"), false);
        w->bottomDock()->showPage(QStringLiteral("requests"));
    } else {
        w->openTarget(QStringLiteral("overview"), false);
    }
    if (scene == ShellScene::Palette) {
        static DemoSource source;
        w->addPaletteSource(&source);
        QTimer::singleShot(50, w, [w] { w->openPalette(QStringLiteral("com")); });
    }
    if (scene == ShellScene::Confirm) {
        QTimer::singleShot(50, w, [w] {
            ConfirmDialog::Options o;
            o.title = QStringLiteral("Delete the table comments?");
            o.text = QStringLiteral("386 rows and 5 rules go with it. This cannot be undone. Type the name to go on.");
            o.accept = QStringLiteral("Delete table");
            o.dangerous = true;
            o.typeName = QStringLiteral("comments");
            o.extra = QStringLiteral("Export first");
            o.extraIcon = QStringLiteral("download");
            ConfirmDialog::ask(w, o, w, [] {})->nameField()->setText(QStringLiteral("comme"));
        });
    }
    return w;
}

} // namespace run402
