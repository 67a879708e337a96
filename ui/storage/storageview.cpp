// SPDX-License-Identifier: GPL-3.0-or-later
// The look of StoragePane.
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/storage/dropbox.h"
#include "ui/storage/objectdelegates.h"
#include "ui/storage/objectinspector.h"
#include "ui/storage/storagepane.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

namespace {

QWidget* rule(bool upright = false)
{
    auto* line = new QFrame;
    line->setProperty("rule", true);
    if (upright)
        line->setFixedWidth(1);
    else
        line->setFixedHeight(1);
    return line;
}

} // namespace

StoragePane::StoragePane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_queue(services), m_pictures(services)
{
    setObjectName(QStringLiteral("storage"));
    setProperty("surface", true);
    setAcceptDrops(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildBuckets());
    row->addWidget(rule(true));
    row->addWidget(buildFiles(), 1);
    m_inspector = new ObjectInspector(services, this);
    m_inspector->hide();
    connect(m_inspector, &ObjectInspector::downloadRequested, this, &StoragePane::downloadSelected);
    connect(m_inspector, &ObjectInspector::replaceRequested, this, &StoragePane::replaceSelected);
    connect(m_inspector, &ObjectInspector::removeRequested, this, &StoragePane::removeSelected);
    connect(&m_queue, &TransferQueue::progressed, this, [this](const TransferQueue::Job& job, qint64 done, qint64 total) {
        showProgress(m_queue.waiting() > 0 ? tr("%1 and %2 more").arg(job.path.section(QLatin1Char('/'), -1)).arg(m_queue.waiting()) : job.path.section(QLatin1Char('/'), -1), done, total);
    });
    connect(&m_queue, &TransferQueue::finished, this, &StoragePane::transferred);
    connect(&m_queue, &TransferQueue::idle, this, [this] {
        showMoving(false);
        list();
        m_workspace.refreshUsage();
    });
    connect(&m_pictures, &Thumbnails::ready, this, [this] {
        m_grid->viewport()->update();
        m_tiles->viewport()->update();
    });
    connect(m_inspector, &ObjectInspector::previewRead, &m_pictures, &Thumbnails::offer);
    connect(m_inspector, &ObjectInspector::renameRequested, this, &StoragePane::askRename);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &StoragePane::projectChanged);
    connect(&m_workspace, &Workspace::connectionChanged, this, &StoragePane::refreshAccess);
    connect(&m_workspace, &Workspace::tierChanged, this, &StoragePane::refreshWritable);
    connect(&m_workspace, &Workspace::usageChanged, this, &StoragePane::refreshUsage);
    for (QAbstractItemView* view : {static_cast<QAbstractItemView*>(m_grid), static_cast<QAbstractItemView*>(m_tiles)}) {
        auto* remove = new QShortcut(QKeySequence::Delete, view, nullptr, nullptr, Qt::WidgetShortcut);
        connect(remove, &QShortcut::activated, this, &StoragePane::removeSelected);
        auto* rename = new QShortcut(QKeySequence(Qt::Key_F2), view, nullptr, nullptr, Qt::WidgetShortcut);
        connect(rename, &QShortcut::activated, this, &StoragePane::askRename);
    }
    projectChanged();
}

QWidget* StoragePane::buildBuckets()
{
    auto* box = new QWidget;
    box->setProperty("sunken", true);
    box->setFixedWidth(196);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 7, 6, 7);
    head->addWidget(new Label(tr("Buckets"), Theme::Font::Subtitle), 1);
    auto* add = new IconButton(QStringLiteral("plus"), tr("Open a bucket"));
    add->setObjectName(QStringLiteral("storage.addBucket"));
    connect(add, &QAbstractButton::clicked, this, &StoragePane::askBucket);
    head->addWidget(add);
    column->addLayout(head);
    column->addWidget(rule());
    m_buckets = new QListWidget;
    m_buckets->setObjectName(QStringLiteral("storage.buckets"));
    m_buckets->setAccessibleName(tr("Buckets"));
    m_buckets->setFrameShape(QFrame::NoFrame);
    m_buckets->setItemDelegate(new BucketDelegate(m_buckets));
    m_buckets->setMouseTracking(true);
    m_buckets->setProperty("plain", true);
    m_buckets->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_buckets, &QListWidget::currentTextChanged, this, [this](const QString& name) {
        if (!name.isEmpty() && name != m_bucket)
            openBucket(name);
    });
    connect(m_buckets, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const QListWidgetItem* item = m_buckets->itemAt(at);
        if (!item)
            return;
        auto* menu = new QMenu(m_buckets);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        connect(menu->addAction(tr("Take off this list")), &QAction::triggered, this, [this, name = item->text()] {
            m_services.sessions().remove(indexScope(), name);
            delete m_buckets->takeItem(m_buckets->row(m_buckets->findItems(name, Qt::MatchExactly).value(0)));
        });
        menu->popup(m_buckets->viewport()->mapToGlobal(at));
    });
    column->addWidget(m_buckets, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(12, 8, 12, 0);
    m_used = new Label({}, Theme::Font::Small, "text.secondary");
    m_meter = new Meter;
    foot->addWidget(m_used);
    foot->addWidget(m_meter);
    column->addLayout(foot);
    return box;
}

QWidget* StoragePane::buildFiles()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 7, 12, 7);
    bar->setSpacing(8);
    m_path = new QHBoxLayout;
    m_path->setSpacing(6);
    bar->addLayout(m_path);
    bar->addStretch();
    m_search = new SearchField(tr("Filter by name"));
    m_search->setObjectName(QStringLiteral("storage.filter"));
    m_search->setAccessibleName(tr("Filter by name"));
    m_search->setFixedWidth(190);
    connect(m_search, &SearchField::searchChanged, &m_model, &ObjectListModel::setFilter);
    m_upload = new Button(tr("Upload"), QStringLiteral("upload"), Button::Variant::Primary);
    m_upload->setObjectName(QStringLiteral("storage.upload"));
    connect(m_upload, &Button::clicked, this, [this] { chooseUpload(); });
    m_uploadAs = new IconButton(QStringLiteral("tag"), tr("Upload with a content type of your own"));
    m_uploadAs->setObjectName(QStringLiteral("storage.uploadAs"));
    connect(m_uploadAs, &QAbstractButton::clicked, this, &StoragePane::askContentType);
    m_view = new SegmentedControl;
    m_view->setObjectName(QStringLiteral("storage.view"));
    m_view->setAccessibleName(tr("How to show the files"));
    m_view->addSegment({}, QStringLiteral("list"));
    m_view->addSegment({}, QStringLiteral("layout-grid"));
    m_view->setSegmentToolTip(0, tr("As a list"));
    m_view->setSegmentToolTip(1, tr("As pictures. Those up to 2 MB are read as they come into view, one API call each."));
    m_view->setCurrent(0);
    connect(m_view, &SegmentedControl::currentChanged, this, [this](int view) { m_views->setCurrentIndex(view); });
    m_more = new Button({}, QStringLiteral("chevron-down"), Button::Variant::Secondary);
    m_more->setObjectName(QStringLiteral("storage.uploadMore"));
    m_more->setAccessibleName(tr("What to upload"));
    auto* kinds = new QMenu(m_more);
    kinds->addAction(tr("Files…"), this, [this] { chooseUpload(); });
    kinds->addAction(tr("A folder…"), this, &StoragePane::chooseFolder);
    connect(m_more, &Button::clicked, kinds, [this, kinds] { kinds->popup(m_more->mapToGlobal(QPoint(0, m_more->height()))); });
    bar->addWidget(m_search);
    bar->addWidget(m_view);
    bar->addWidget(m_uploadAs);
    bar->addWidget(m_upload);
    bar->addWidget(m_more);
    column->addLayout(bar);
    column->addWidget(rule());
    m_notice = new Banner(Tone::Info, QStringLiteral("info"), {});
    m_notice->setObjectName(QStringLiteral("storage.notice"));
    m_failure = new Banner(Tone::Danger, QStringLiteral("circle-x"), {});
    m_failure->setObjectName(QStringLiteral("storage.failure"));
    m_failure->setAction(tr("Hide"));
    connect(m_failure, &Banner::actionTriggered, m_failure, &QWidget::hide);
    m_notice->hide();
    m_failure->hide();
    column->addWidget(m_notice);
    column->addWidget(m_failure);
    m_states = new StateStack(buildViews(), new EmptyState(QStringLiteral("archive"), tr("No files here"),
                                                     tr("Drop files or folders here, or use Upload. A bucket begins with its first file.")));
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action == QLatin1String("retry"))
            list();
        else
            Q_EMIT actionRequested(action);
    });
    column->addWidget(m_states, 1);
    column->addWidget(buildDrop());
    return box;
}

QWidget* StoragePane::buildViews()
{
    m_grid = new GridView;
    m_grid->setObjectName(QStringLiteral("storage.files"));
    m_grid->setAccessibleName(tr("Files"));
    m_grid->setModel(&m_model);
    m_grid->setItemDelegate(new ObjectRowDelegate(m_model, m_pictures, m_grid));
    m_grid->setHorizontalHeader(new GridHeader(Qt::Horizontal, m_grid));
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the last column stretches
    m_grid->verticalHeader()->hide();
    m_grid->verticalHeader()->setDefaultSectionSize(28);
    m_grid->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_grid->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    m_grid->horizontalHeader()->setSectionResizeMode(ObjectListModel::Name, QHeaderView::Stretch);
    m_grid->setColumnWidth(ObjectListModel::Type, Theme::of(this).scaled(140));
    m_grid->setColumnWidth(ObjectListModel::Size, Theme::of(this).scaled(92));
    m_grid->setColumnWidth(ObjectListModel::Uploaded, Theme::of(this).scaled(150));
    connect(m_grid, &QAbstractItemView::activated, this, &StoragePane::enter);
    connect(m_grid, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) { contextMenu(m_grid, at); });
    connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this, &StoragePane::selectionChanged);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &StoragePane::selectionChanged);
    m_tiles = new QListView;
    m_tiles->setObjectName(QStringLiteral("storage.tiles"));
    m_tiles->setAccessibleName(tr("Files as pictures"));
    m_tiles->setModel(&m_model);
    m_tiles->setSelectionModel(m_grid->selectionModel());
    m_tiles->setItemDelegate(new ObjectTileDelegate(m_model, m_pictures, m_tiles));
    m_tiles->setViewMode(QListView::IconMode);
    m_tiles->setMovement(QListView::Static);
    m_tiles->setResizeMode(QListView::Adjust);
    m_tiles->setUniformItemSizes(true);
    m_tiles->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tiles->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tiles->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tiles->setFrameShape(QFrame::NoFrame);
    m_tiles->setProperty("plain", true);
    m_tiles->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tiles, &QAbstractItemView::activated, this, &StoragePane::enter);
    connect(m_tiles, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) { contextMenu(m_tiles, at); });
    m_views = new QStackedWidget;
    m_views->addWidget(m_grid);
    m_views->addWidget(m_tiles);
    return m_views;
}

QWidget* StoragePane::buildDrop()
{
    auto* box = new QWidget;
    auto* outer = new QVBoxLayout(box);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(14, 10, 14, 14);
    m_drop = new DropBox;
    m_drop->setMinimumHeight(Theme::of(this).scaled(76));
    inset->addWidget(m_drop);
    auto* column = new QVBoxLayout(m_drop);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(6);
    auto* title = new QHBoxLayout;
    title->setSpacing(8);
    m_dropTitle = new Label({}, Theme::Font::BodyMedium);
    title->addStretch();
    title->addWidget(new IconLabel(QStringLiteral("upload"), 16, "accent.text"));
    title->addWidget(m_dropTitle);
    title->addStretch();
    column->addStretch();
    column->addLayout(title);
    auto* moving = new QHBoxLayout;
    moving->setSpacing(10);
    m_moving = new ElidedLabel({}, Theme::Font::MonoSmall);
    m_moving->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_progress = new Meter;
    m_progress->setObjectName(QStringLiteral("storage.progress"));
    m_progress->setFixedWidth(180);
    m_share = new Label({}, Theme::Font::MonoSmall, "text.secondary");
    m_cancel = new Button(tr("Cancel"), Button::Variant::Ghost);
    m_cancel->setObjectName(QStringLiteral("storage.cancel"));
    m_cancel->setSize(Button::Size::Small);
    connect(m_cancel, &Button::clicked, this, [this] {
        m_queue.cancelAll();
        if (m_renaming)
            m_renaming->cancel();
    });
    moving->addWidget(m_moving, 3);
    moving->addWidget(m_progress);
    moving->addWidget(m_share);
    moving->addWidget(m_cancel);
    moving->addStretch(2);
    column->addLayout(moving);
    column->addStretch();
    showMoving(false);
    outer->addLayout(inset);
    auto* foot = new QWidget;
    foot->setProperty("bar", true);
    foot->setFixedHeight(Theme::of(this).scaled(34));
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(14, 0, 14, 0);
    line->setSpacing(12);
    m_count = new Label({}, Theme::Font::SmallStrong);
    m_count->setObjectName(QStringLiteral("storage.count"));
    m_bytes = new Label({}, Theme::Font::Small, "text.secondary");
    m_chosen = new Label({}, Theme::Font::Small, "text.secondary");
    line->addWidget(m_count);
    line->addWidget(m_bytes);
    line->addStretch();
    line->addWidget(m_chosen);
    outer->addWidget(rule());
    outer->addWidget(foot);
    return box;
}

void StoragePane::showProgress(const QString& what, qint64 done, qint64 total)
{
    const double share = total > 0 ? double(done) / double(total) : 0;
    m_moving->setText(what);
    m_progress->setValue(share);
    m_share->setText(tr("%1 %").arg(int(share * 100)));
}

void StoragePane::showMoving(bool on)
{
    for (QWidget* w : std::initializer_list<QWidget*>{m_moving, m_progress, m_share, m_cancel})
        w->setVisible(on);
}

} // namespace run402
