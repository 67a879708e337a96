// SPDX-License-Identifier: GPL-3.0-or-later
// The look of LogsPane and what its menus do.
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/dialogframe.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/logs/lineactions.h"
#include "ui/logs/loghistogram.h"
#include "ui/logs/logspane.h"
#include "ui/logs/logtable.h"
#include "ui/shell/doctoolbar.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSaveFile>
#include <QShortcut>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr qint64 hourMs = 3'600'000;
constexpr int soonMs = 60;
} // namespace

LogsPane::LogsPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_tail(services)
{
    setObjectName(u"logs"_s);
    setProperty("surface", true);
    auto* empty = new EmptyState(u"scroll-text"_s, tr("Nothing has been logged"),
                                 tr("What a function prints with console.log, and its errors, are listed here a moment later. Deploy a function and call it."));
    QWidget* bar = buildBar();
    m_states = new StateStack(buildContent(), empty);
    m_trouble = new Banner(Tone::Warning, u"triangle-alert"_s, {});
    m_trouble->setObjectName(u"logs.trouble"_s);
    m_trouble->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_trouble);
    m_cut = new Banner(Tone::Warning, u"triangle-alert"_s, {});
    m_cut->setObjectName(u"logs.cut"_s);
    m_cut->hide();
    column->addWidget(m_cut);
    column->addWidget(m_states, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    connect(&m_soon, &QTimer::timeout, this, [this] { reload(); });
    connect(&m_tail, &LogTail::merged, this, [this](int added) {
        // The functions pane reads lines, too: what it stored is not new to the tail.
        if (added > 0 || !m_loaded || m_seen != m_services.logs().version())
            reload(true);
    });
    connect(&m_tail, &LogTail::problemChanged, this, &LogsPane::refreshLive);
    connect(&m_tail, &LogTail::cutChanged, this, &LogsPane::refreshCut);
    connect(&m_workspace, &Workspace::codeChanged, this, &LogsPane::refreshFunctions);
    connect(&m_workspace, &Workspace::connectionChanged, this, [this] {
        refreshLive();
        refreshState();
    });
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        m_model.setRows({});
        m_loaded = false;
        m_jumpTo = m_selectedFrom = m_selectedTo = 0;
        m_histogram->clearSelection();
        refreshFunctions();
        m_soon.start();
    });
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action == "retry"_L1) {
            m_workspace.refreshCode();
            reload();
        } else {
            Q_EMIT actionRequested(action);
        }
    });
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] { m_search->setFocus(); });
    refreshFunctions();
    refreshLive();
    reload();
}

QWidget* LogsPane::buildBar()
{
    auto* bar = new DocToolBar;
    m_function = new QComboBox;
    m_function->setObjectName(u"logs.function"_s);
    m_function->setAccessibleName(tr("Function"));
    m_function->addItem(tr("All functions"), QString());
    m_function->setMinimumWidth(Theme::of(this).scaled(160));
    m_search = new SearchField(tr("Find in the log"));
    m_search->setObjectName(u"logs.search"_s);
    m_search->setMono(true);
    m_regex = new IconButton(u"regex"_s, tr("Regular expression"));
    m_regex->setObjectName(u"logs.regex"_s);
    m_regex->setCheckable(true);
    m_levels = new SegmentedControl;
    m_levels->setObjectName(u"logs.levels"_s);
    m_levels->setAccessibleName(tr("Level"));
    for (const QString& name : {tr("All"), tr("Info"), tr("Warn"), tr("Error")})
        m_levels->addSegment(name);
    m_levels->setSegmentDot(2, "chart.3");
    m_levels->setSegmentDot(3, "danger.solid");
    m_levels->setCurrent(0);
    m_range = new QComboBox;
    m_range->setObjectName(u"logs.range"_s);
    m_range->setAccessibleName(tr("Time"));
    m_range->addItem(tr("Last hour"), hourMs);
    m_range->addItem(tr("Last 24 hours"), 24 * hourMs);
    m_range->addItem(tr("Last 7 days"), LogStore::keptDays * 24 * hourMs);
    m_liveButton = new Button({}, u"pause"_s, Button::Variant::Secondary);
    m_liveButton->setObjectName(u"logs.live"_s);
    bar->add(m_function);
    bar->row()->addWidget(m_search, 1);
    bar->add(m_regex);
    bar->add(m_levels);
    bar->add(m_range);
    bar->add(m_liveButton);
    connect(m_function, &QComboBox::currentIndexChanged, this, [this] {
        m_jumpTo = 0;
        refreshFunctions();
        m_tail.pollNow();
        reload();
    });
    connect(m_search, &SearchField::searchChanged, this, [this] { reload(); });
    connect(m_regex, &IconButton::toggled, this, [this](bool on) {
        m_regex->setToken(on ? "accent.text" : "text.secondary");
        reload();
    });
    connect(m_levels, &SegmentedControl::currentChanged, this, [this] { reload(); });
    connect(m_range, &QComboBox::currentIndexChanged, this, [this] {
        m_histogram->clearSelection();
        m_selectedFrom = m_selectedTo = m_jumpTo = 0;
        reload();
    });
    connect(m_liveButton, &Button::clicked, this, [this] {
        m_live = !m_live;
        refreshLive();
    });
    return bar;
}

QWidget* LogsPane::buildContent()
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_histogram = new LogHistogram;
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(0, 0, 0, 0);
    strip->setSpacing(0);
    strip->addWidget(m_histogram, 1);
    column->addLayout(strip);
    m_table = new LogTable(m_model);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_news = new Button({}, u"arrow-down"_s, Button::Variant::Primary, m_table);
    m_news->setObjectName(u"logs.news"_s);
    m_news->setSize(Button::Size::Small);
    m_news->hide();
    column->addWidget(m_table, 1);
    column->addWidget(buildFoot());
    connect(m_histogram, &LogHistogram::rangeSelected, this, [this](qint64 from, qint64 to) {
        m_selectedFrom = from;
        m_selectedTo = to;
        m_selection->setText(tr("%1 selected").arg(m_histogram->selectionText()));
        reload();
    });
    connect(m_histogram, &LogHistogram::selectionCleared, this, [this] {
        m_selectedFrom = m_selectedTo = 0;
        m_selection->clear();
        reload();
    });
    connect(m_table, &LogTable::followingChanged, this, &LogsPane::refreshNews);
    connect(m_table->actions(), &LineActions::codeRequested, this, &LogsPane::functionRequested);
    connect(m_table->actions(), &LineActions::sendAgainRequested, this, &LogsPane::sendAgainRequested);
    connect(m_table, &QWidget::customContextMenuRequested, this, &LogsPane::showMenu);
    connect(m_news, &Button::clicked, m_table, &LogTable::followEnd);
    return content;
}

QWidget* LogsPane::buildFoot()
{
    auto* foot = new QWidget;
    foot->setProperty("bar", true);
    foot->setFixedHeight(Theme::of(this).scaled(34));
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(10);
    m_found = new Label({}, Theme::Font::SmallStrong);
    m_found->setObjectName(u"logs.found"_s);
    m_note = new ElidedLabel({}, Theme::Font::Small, "text.muted");
    m_note->setObjectName(u"logs.note"_s);
    m_selection = new Label({}, Theme::Font::Caption, "accent.text");
    m_group = new Button(tr("Group equal errors"), Button::Variant::Ghost);
    m_group->setObjectName(u"logs.group"_s);
    m_group->setCheckable(true);
    m_group->setSize(Button::Size::Small);
    m_wrap = new Button(tr("Wrap lines"), Button::Variant::Ghost);
    m_wrap->setObjectName(u"logs.wrap"_s);
    m_wrap->setCheckable(true);
    m_wrap->setSize(Button::Size::Small);
    m_lines = new QComboBox;
    m_lines->setObjectName(u"logs.tail"_s);
    m_lines->setAccessibleName(tr("Lines asked for each time"));
    for (const int n : {50, 100, 200})
        m_lines->addItem(tr("Tail %1").arg(n), n);
    m_lines->setCurrentIndex(2);
    m_times = new IconButton(u"table-2"_s, tr("Lines over time, as a table"));
    m_times->setObjectName(u"logs.times"_s);
    m_times->setSmall(true);
    auto* save = new Button(tr("Export"), u"download"_s, Button::Variant::Secondary);
    save->setObjectName(u"logs.export"_s);
    save->setSize(Button::Size::Small);
    row->addWidget(m_found);
    row->addWidget(m_note, 1);
    row->addWidget(m_selection);
    row->addWidget(m_group);
    row->addWidget(m_wrap);
    row->addWidget(m_lines);
    row->addWidget(m_times);
    row->addWidget(save);
    connect(m_group, &Button::toggled, this, [this](bool on) {
        m_group->setVariant(on ? Button::Variant::Secondary : Button::Variant::Ghost);
        reload();
    });
    connect(m_wrap, &Button::toggled, this, [this](bool on) {
        m_wrap->setVariant(on ? Button::Variant::Secondary : Button::Variant::Ghost);
        m_table->setWrapping(on);
    });
    connect(m_lines, &QComboBox::currentIndexChanged, this, [this] {
        m_tail.setTail(m_lines->currentData().toInt());
        m_tail.pollNow();
    });
    connect(m_times, &IconButton::clicked, this, &LogsPane::showTimes);
    connect(save, &Button::clicked, this, &LogsPane::exportLines);
    return foot;
}

/// The numbers of the histogram for those who cannot see it.
void LogsPane::showTimes()
{
    auto* dialog = new DialogFrame(this, 520);
    dialog->setObjectName(u"logs.times.dialog"_s);
    dialog->setAccessibleName(tr("Lines over time"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(16, 14, 16, 10);
    column->setSpacing(8);
    column->addWidget(new Label(tr("Lines over time"), Theme::Font::Title));
    auto* table = new GridView;
    table->setAccessibleName(tr("Lines over time"));
    auto* model = new QStandardItemModel(0, 4, table);
    model->setHorizontalHeaderLabels({tr("From"), tr("Info"), tr("Warn"), tr("Error")});
    for (const LogBucket& b : m_histogram->buckets()) {
        if (b.all() == 0)
            continue;
        QList<QStandardItem*> items;
        items << new QStandardItem(QDateTime::fromMSecsSinceEpoch(b.fromMs).toString(u"d MMM HH:mm:ss"_s));
        for (const int n : {b.info, b.warnings, b.errors})
            items << new QStandardItem(QString::number(n));
        model->appendRow(items);
    }
    table->setModel(model);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setMinimumHeight(320);
    column->addWidget(table);
    dialog->body()->addLayout(column);
    auto* close = new Button(tr("Close"));
    dialog->foot()->addStretch();
    dialog->foot()->addWidget(close);
    connect(close, &Button::clicked, dialog, &QDialog::reject);
    dialog->setFirstFocus(close);
    dialog->open();
}

void LogsPane::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_table->selectionModel()->hasSelection() ? tr("Copy chosen lines") : tr("Copy all lines"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_table->chosenText()); });
    if (index.isValid() && !m_model.row(index.row()).gap) {
        const LogRow row = m_model.row(index.row());
        menu->addAction(tr("Copy message"), this, [row] { QGuiApplication::clipboard()->setText(row.text); });
        if (index.siblingAtColumn(0).data(LogModel::JsonRole).toBool())
            menu->addAction(m_table->isUnfolded(index.row()) ? tr("Fold") : tr("Unfold JSON"), this, [this, r = index.row()] { m_table->toggle(r); });
        menu->addAction(tr("Only %1").arg(row.function), this, [this, row] { showFunction(row.function); });
        const int line = LineActions::codeLine(row);
        menu->addAction(line > 0 ? tr("Go to line %1").arg(line) : tr("Open the code"), this, [this, row, line] { Q_EMIT functionRequested(row.function, line); });
        menu->addAction(tr("Send the request again"), this, [this, row] { Q_EMIT sendAgainRequested(row.function, row.atMs); });
    }
    menu->addSeparator();
    QAction* clear = menu->addAction(tr("Clear the history on this computer…"), this, [this] {
        ConfirmDialog::Options options;
        options.title = currentFunction().isEmpty() ? tr("Clear the log history of this project?") : tr("Clear the log history of %1?").arg(currentFunction());
        options.text = tr("Only what this computer keeps goes. Run402 still has its last lines, and they come back with the next reading.");
        options.accept = tr("Clear history");
        options.dangerous = true;
        ConfirmDialog::ask(this, options, this, [this] {
            m_services.logs().clear(m_workspace.currentProjectId(), currentFunction())->onDone(this, [this](const Result<Done>&) { reload(); });
        });
    });
    clear->setProperty("danger", true);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void LogsPane::exportLines()
{
    auto* dialog = new QFileDialog(window(), tr("Save the log"), u"run402-log.txt"_s, tr("Text (*.txt *.log)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        onWorker(this, [path, rows = m_model.rows()]() -> QString {
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly))
                return file.errorString();
            for (const LogRow& row : rows)
                file.write(logLineText(row).toUtf8() + '\n');
            return file.commit() ? QString() : file.errorString();
        }, [this, path](const QString& found) {
            m_note->setText(found.isEmpty() ? tr("Saved to %1").arg(path) : tr("The file could not be written: %1").arg(found));
        });
    });
    dialog->open();
}

} // namespace run402
