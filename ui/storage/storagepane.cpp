// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storagepane.h"

#include "models/domain/datasize.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/common/writeblock.h"
#include "ui/storage/objectdelegates.h"
#include "ui/storage/objectinspector.h"

#include <QHBoxLayout>
#include <QListView>
#include <QListWidget>
#include <QStackedWidget>

namespace run402 {

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
    for (QWidget* way : std::initializer_list<QWidget*>{m_upload, m_uploadAs, m_more})
        way->setEnabled(why.isEmpty());
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
    dialog->addField(name);
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
    new QListWidgetItem(bucket, m_buckets);
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
    m_pictures.setPlace(m_projectId, bucket);
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
    showListing(files);
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
        showListing(files);
    });
}

/// What was chosen stays chosen, and the bucket tells its size from now on.
void StoragePane::showListing(const QList<StoredFile>& files)
{
    QStringList chosen;
    for (const StoredFile& f : selectedFiles())
        chosen << f.path;
    m_model.setFiles(files);
    files.isEmpty() ? m_states->showEmpty() : m_states->showContent();
    if (chosen.size() == 1) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            const StoredFile* f = m_model.file(m_model.index(row, 0));
            if (f && f->path == chosen.first())
                m_grid->selectRow(row);
        }
    }
    qint64 bytes = 0;
    for (const StoredFile& f : files)
        bytes += f.size;
    if (QListWidgetItem* item = m_buckets->findItems(m_bucket, Qt::MatchExactly).value(0)) {
        item->setData(BucketDelegate::FilesRole, int(files.size()));
        item->setData(BucketDelegate::BytesRole, bytes);
    }
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
    m_count->setText(tr("%n file(s)", nullptr, m_model.shownFiles()) + QStringLiteral(", ") + tr("%n folder(s)", nullptr, folders));
    m_bytes->setText(tr("%1 here").arg(byteText(m_model.shownBytes())));
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
    return {{QStringLiteral("bucket"), m_bucket}, {QStringLiteral("folder"), m_model.folder()}, {QStringLiteral("view"), m_view->current()}};
}

void StoragePane::restoreState(const QJsonObject& state)
{
    m_view->setCurrent(state.value(QLatin1String("view")).toInt() == 1 ? 1 : 0);
    m_views->setCurrentIndex(m_view->current());
    const QString bucket = state.value(QLatin1String("bucket")).toString();
    if (bucket.isEmpty())
        return;
    openBucket(bucket);
    m_model.setFolder(state.value(QLatin1String("folder")).toString());
    showPath();
}

} // namespace run402
