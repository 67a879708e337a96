// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storagepane.h"

#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/common/writeblock.h"
#include "ui/storage/objectinspector.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QMenu>
#include <QShortcut>
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
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_queue(services)
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
        m_moving->setText(job.path);
        m_progress->setValue(total > 0 ? double(done) / double(total) : 0);
    });
    connect(&m_queue, &TransferQueue::finished, this, &StoragePane::transferred);
    connect(&m_queue, &TransferQueue::idle, this, [this] {
        for (QWidget* w : std::initializer_list<QWidget*>{m_moving, m_progress, m_cancel})
            w->hide();
        list();
        m_workspace.refreshUsage();
    });
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &StoragePane::projectChanged);
    connect(&m_workspace, &Workspace::connectionChanged, this, &StoragePane::refreshAccess);
    connect(&m_workspace, &Workspace::tierChanged, this, &StoragePane::refreshWritable);
    connect(&m_workspace, &Workspace::usageChanged, this, &StoragePane::refreshUsage);
    auto* remove = new QShortcut(QKeySequence::Delete, m_grid, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &StoragePane::removeSelected);
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
    m_buckets->setIconSize({16, 16});
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
    connect(m_upload, &Button::clicked, this, &StoragePane::chooseUpload);
    bar->addWidget(m_search);
    bar->addWidget(m_upload);
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
    m_grid = new GridView;
    m_grid->setObjectName(QStringLiteral("storage.files"));
    m_grid->setAccessibleName(tr("Files"));
    m_grid->setModel(&m_model);
    m_grid->setItemDelegate(new GridDelegate(m_grid));
    m_grid->setHorizontalHeader(new GridHeader(Qt::Horizontal, m_grid));
    m_grid->horizontalHeader()->setStretchLastSection(true);
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the last column stretches
    m_grid->verticalHeader()->hide();
    m_grid->verticalHeader()->setDefaultSectionSize(28);
    m_grid->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_grid->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    m_grid->setColumnWidth(ObjectListModel::Name, 270);
    m_grid->setColumnWidth(ObjectListModel::Type, 150);
    m_grid->setColumnWidth(ObjectListModel::Size, 100);
    connect(m_grid, &QAbstractItemView::activated, this, &StoragePane::enter);
    connect(m_grid, &QWidget::customContextMenuRequested, this, &StoragePane::contextMenu);
    connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this, &StoragePane::selectionChanged);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &StoragePane::selectionChanged);
    m_states = new StateStack(m_grid, new EmptyState(QStringLiteral("archive"), tr("No files here"),
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

QWidget* StoragePane::buildDrop()
{
    auto* box = new QWidget;
    box->setProperty("bar", true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    m_dropTitle = new Label({}, Theme::Font::BodyMedium);
    column->addWidget(m_dropTitle, 0, Qt::AlignHCenter);
    auto* moving = new QHBoxLayout;
    m_moving = new ElidedLabel({}, Theme::Font::MonoSmall);
    m_progress = new Meter;
    m_progress->setObjectName(QStringLiteral("storage.progress"));
    m_progress->setFixedWidth(180);
    m_cancel = new Button(tr("Cancel"), Button::Variant::Ghost);
    m_cancel->setObjectName(QStringLiteral("storage.cancel"));
    m_cancel->setSize(Button::Size::Small);
    connect(m_cancel, &Button::clicked, &m_queue, &TransferQueue::cancelAll);
    moving->addWidget(m_moving, 1);
    moving->addWidget(m_progress);
    moving->addWidget(m_cancel);
    column->addLayout(moving);
    for (QWidget* w : std::initializer_list<QWidget*>{m_moving, m_progress, m_cancel})
        w->hide();
    auto* foot = new QHBoxLayout;
    m_count = new Label({}, Theme::Font::Small, "text.secondary");
    m_count->setObjectName(QStringLiteral("storage.count"));
    m_chosen = new Label({}, Theme::Font::Small, "text.secondary");
    foot->addWidget(m_count);
    foot->addStretch();
    foot->addWidget(m_chosen);
    column->addLayout(foot);
    return box;
}

QString StoragePane::world() const
{
    return m_workspace.isSandbox() ? QStringLiteral("sandbox") : QStringLiteral("live");
}

QString StoragePane::indexScope(const QString& bucket) const
{
    const QString scope = QStringLiteral("objects/%1/%2").arg(world(), m_projectId);
    return bucket.isEmpty() ? scope : scope + QLatin1Char('/') + bucket;
}

void StoragePane::projectChanged()
{
    m_queue.cancelAll();
    m_projectId = m_workspace.currentProjectId();
    m_bucket.clear();
    ++m_generation;
    m_buckets->clear();
    m_model.setFiles({});
    m_states->showEmpty();
    showPath();
    refreshAccess();
    refreshUsage();
    if (m_projectId.isEmpty())
        return;
    m_services.sessions().load(indexScope())->onDone(this, [this, project = m_projectId](const Result<QHash<QString, SessionStore::Value>>& r) {
        if (!r.ok() || project != m_projectId)
            return;
        QStringList names = r->keys();
        names.sort(Qt::CaseInsensitive);
        for (const QString& name : std::as_const(names)) {
            if (m_buckets->findItems(name, Qt::MatchExactly).isEmpty())
                addBucket(name);
        }
        if (m_bucket.isEmpty() && !names.isEmpty())
            openBucket(names.first());
    });
}

void StoragePane::refreshWritable()
{
    const QString why = writeBlock(m_workspace, Capability::Objects);
    m_upload->setEnabled(why.isEmpty());
    m_upload->setToolTip(why);
    m_inspector->setWritable(why.isEmpty());
}

void StoragePane::refreshAccess()
{
    refreshWritable();
    const bool readable = m_workspace.isConnected() && !m_projectId.isEmpty() && m_workspace.capabilities().has(Capability::Objects);
    if (readable && !m_bucket.isEmpty())
        list();
}

void StoragePane::refreshUsage()
{
    const auto& usage = m_workspace.usage().value;
    m_used->setVisible(usage.has_value());
    m_meter->setVisible(usage && usage->storageLimitBytes > 0);
    if (!usage)
        return;
    m_used->setText(tr("%1 of %2").arg(byteText(usage->storageBytes), byteText(usage->storageLimitBytes)));
    m_meter->setValue(usage->storageLimitBytes > 0 ? double(usage->storageBytes) / double(usage->storageLimitBytes) : 0);
}

void StoragePane::activated()
{
    if (!m_bucket.isEmpty())
        list();
    m_workspace.refreshUsage();
}

void StoragePane::askBucket()
{
    auto* dialog = new ConfirmDialog(this, {tr("Open which bucket?"), tr("The service names no buckets. Type the name one has, or a new one: it begins with its first file."), tr("Open bucket"), {}, false, {}, {}, {}, {}});
    auto* name = new LineEdit(tr("photos"));
    name->setObjectName(QStringLiteral("storage.bucketName"));
    name->setAccessibleName(tr("Bucket"));
    dialog->body()->addWidget(name);
    dialog->acceptButton()->setObjectName(QStringLiteral("storage.openBucket"));
    dialog->setFirstFocus(name);
    connect(name, &QLineEdit::textChanged, dialog, [name, dialog](const QString& text) {
        const QString problem = text.contains(QLatin1Char('/')) ? tr("A bucket's name has no slash.") : objectNameProblem(text);
        name->setError(text.isEmpty() ? QString() : problem);
        dialog->acceptButton()->setEnabled(problem.isEmpty());
    });
    dialog->acceptButton()->setEnabled(false);
    connect(dialog, &QDialog::accepted, this, [this, name] { openBucket(name->text()); });
    dialog->open();
}

void StoragePane::addBucket(const QString& bucket)
{
    auto* item = new QListWidgetItem(Icons::get("archive"), bucket, m_buckets);
    item->setSizeHint({0, 36});
}

void StoragePane::openBucket(const QString& bucket)
{
    if (m_projectId.isEmpty() || !objectNameProblem(bucket).isEmpty())
        return;
    m_bucket = bucket;
    if (m_buckets->findItems(bucket, Qt::MatchExactly).isEmpty()) {
        addBucket(bucket);
        m_services.sessions().save(indexScope(), bucket, true);
    }
    m_buckets->setCurrentItem(m_buckets->findItems(bucket, Qt::MatchExactly).value(0));
    m_model.setFolder({});
    m_model.setFiles({});
    showPath();
    list();
}

void StoragePane::list()
{
    if (m_bucket.isEmpty() || !m_workspace.isConnected())
        return;
    const int generation = ++m_generation;
    if (!m_workspace.capabilities().has(Capability::ObjectList))
        return showIndex(std::nullopt);
    if (m_model.files().isEmpty())
        m_states->showLoading(tr("Reading %1").arg(m_bucket), QStringLiteral("GET /storage/v1/object/list/") + m_bucket);
    m_services.objects().list(m_projectId, m_bucket)->onDone(this, [this, generation](const Result<QList<Objects::Object>>& r) {
        if (generation == m_generation)
            listed(r);
    });
}

void StoragePane::listed(const Result<QList<Objects::Object>>& outcome)
{
    if (!outcome.ok()) {
        if (outcome.error().code == QLatin1String("objects.list_unavailable"))
            return showIndex(outcome.error());
        return m_states->showProblem(outcome.error(), QStringLiteral("GET /storage/v1/object/list/") + m_bucket);
    }
    m_notice->setVisible(outcome->size() >= 1000);
    m_notice->setText(tr("The service lists the first 1,000 files of a bucket."));
    QList<StoredFile> files;
    for (const Objects::Object& o : *outcome)
        files << StoredFile{o.key, o.size, o.modifiedAt, {}};
    m_model.setFiles(files);
    files.isEmpty() ? m_states->showEmpty() : m_states->showContent();
}

void StoragePane::showIndex(const std::optional<Problem>&)
{
    m_notice->setText(tr("This service does not list stored files. These are the ones uploaded from this computer; others may exist."));
    m_notice->show();
    m_services.sessions().load(indexScope(m_bucket))->onDone(this, [this, generation = m_generation](const Result<QHash<QString, SessionStore::Value>>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok())
            return m_states->showProblem(r.error());
        QList<StoredFile> files;
        for (auto it = r->cbegin(); it != r->cend(); ++it) {
            const QJsonObject o = it->json.toObject();
            files << StoredFile{it.key(), o.value(QLatin1String("size")).toInteger(), it->updatedAt, o.value(QLatin1String("type")).toString()};
        }
        m_model.setFiles(files);
        files.isEmpty() ? m_states->showEmpty() : m_states->showContent();
    });
}

void StoragePane::showPath()
{
    while (QLayoutItem* item = m_path->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const QStringList parts = m_model.folder().split(QLatin1Char('/'), Qt::SkipEmptyParts);
    QString below;
    for (int i = -1; i < parts.size(); ++i) {
        const QString text = i < 0 ? m_bucket : parts.at(i);
        if (i >= 0) {
            m_path->addWidget(new Label(QStringLiteral("/"), Theme::Font::Body, "text.muted"));
            below += (below.isEmpty() ? QString() : QStringLiteral("/")) + text;
        }
        if (i == parts.size() - 1) {
            m_path->addWidget(new Label(text, Theme::Font::BodyMedium));
            continue;
        }
        auto* link = new LinkLabel(text);
        connect(link, &LinkLabel::clicked, this, [this, below] {
            m_model.setFolder(below);
            showPath();
        });
        m_path->addWidget(link);
    }
    m_dropTitle->setText(m_bucket.isEmpty() ? tr("Open a bucket to upload into it") : tr("Drop files to upload into %1").arg(m_bucket + (m_model.folder().isEmpty() ? QString() : QLatin1Char('/') + m_model.folder())));
}

void StoragePane::enter(const QModelIndex& index)
{
    if (!index.data(ObjectListModel::IsFolderRole).toBool())
        return;
    m_model.setFolder(index.data(ObjectListModel::PathRole).toString());
    showPath();
}

QList<StoredFile> StoragePane::selectedFiles() const
{
    QList<StoredFile> list;
    const auto rows = m_grid->selectionModel()->selectedRows();
    for (const QModelIndex& index : rows) {
        if (const StoredFile* f = m_model.file(index)) {
            list << *f;
            continue;
        }
        const QString prefix = index.data(ObjectListModel::PathRole).toString() + QLatin1Char('/');
        for (const StoredFile& f : m_model.files()) {
            if (f.path.startsWith(prefix))
                list << f;
        }
    }
    return list;
}

void StoragePane::selectionChanged()
{
    const int folders = m_model.rowCount() - m_model.shownFiles();
    m_count->setText(tr("%n file(s)", nullptr, m_model.shownFiles()) + QStringLiteral(", ") + tr("%n folder(s)", nullptr, folders) + QStringLiteral("   ") + byteText(m_model.shownBytes()));
    const QList<StoredFile> files = selectedFiles();
    qint64 bytes = 0;
    for (const StoredFile& f : files)
        bytes += f.size;
    m_chosen->setText(files.isEmpty() ? QString() : tr("%n file(s) selected", nullptr, int(files.size())) + QStringLiteral(", ") + byteText(bytes));
    if (files.size() == 1 && m_services.hasSession())
        m_inspector->show(m_projectId, m_bucket, files.first());
    notifyChanged();
}

QWidget* StoragePane::inspectorWidget()
{
    return selectedFiles().size() == 1 ? m_inspector : nullptr;
}

QString StoragePane::inspectorTitle() const
{
    const QList<StoredFile> files = selectedFiles();
    return files.isEmpty() ? QString() : files.first().path.section(QLatin1Char('/'), -1);
}

QJsonObject StoragePane::saveState() const
{
    return {{QStringLiteral("bucket"), m_bucket}, {QStringLiteral("folder"), m_model.folder()}};
}

void StoragePane::restoreState(const QJsonObject& state)
{
    const QString bucket = state.value(QLatin1String("bucket")).toString();
    if (bucket.isEmpty())
        return;
    openBucket(bucket);
    m_model.setFolder(state.value(QLatin1String("folder")).toString());
    showPath();
}

} // namespace run402
