// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/objectlistmodel.h"
#include "services/api/interfaces.h"
#include "ui/shell/document.h"
#include "ui/storage/renamejob.h"
#include "ui/storage/thumbnails.h"
#include "ui/storage/transferqueue.h"

#include <QWidget>

class QAbstractItemView;
class QHBoxLayout;
class QListView;
class QListWidget;
class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class DropBox;
class ElidedLabel;
class GridView;
class IconButton;
class Label;
class Meter;
class ObjectInspector;
class SearchField;
class SegmentedControl;
class Services;
class StateStack;
class Workspace;

/// Stored files of the project (design/ui.md §3, screen 15). The service names no buckets, so the list of buckets is
/// what was opened or used from this computer. Where the service does not list files either, the list is the local
/// index of what this computer uploaded, and says so. Owner: document area. Thread: GUI.
class StoragePane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit StoragePane(Services& services, QWidget* parent = nullptr);

    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void activated() override;

    /// Files and folders of this computer into the open folder.
    /// `contentType` is theirs; empty = by each name.
    void upload(const QStringList& places, const QString& contentType = {});
    void openBucket(const QString& bucket);

Q_SIGNALS:
    void actionRequested(const QString& action);

private:
    QWidget* buildBuckets();
    QWidget* buildFiles();
    QWidget* buildViews();
    QWidget* buildDrop();
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void projectChanged();
    void refreshAccess();
    void refreshWritable();
    void refreshUsage();
    void list();
    void listed(const Result<QList<Objects::Object>>& outcome);
    void showIndex(const std::optional<Problem>& problem);
    void showPath();
    void enter(const QModelIndex& index);
    void selectionChanged();
    void askBucket();
    void addBucket(const QString& bucket);
    void chooseUpload(const QString& contentType = {});
    void askContentType();
    void downloadSelected();
    void replaceSelected();
    void removeSelected();
    void removePaths(const QStringList& paths);
    void contextMenu(QAbstractItemView* view, const QPoint& at);
    void chooseFolder();
    void askCutUpload(int count, int over, const std::function<void()>& go);
    void askRename();
    void rename(const StoredFile& file, const QString& to);
    void renamed(const RenameJob::Names& names, RenameJob::Step step, const std::optional<Problem>& problem, const Objects::Object& copied);
    void showMoving(bool on);
    void showProgress(const QString& what, qint64 done, qint64 total);
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void showListing(const QList<StoredFile>& files);
    void transferred(const TransferQueue::Job& job, const Result<Objects::Object>& outcome);
    QString world() const;
    QString indexScope(const QString& bucket = {}) const;
    QList<StoredFile> selectedFiles() const;

    Services& m_services;
    Workspace& m_workspace;
    ObjectListModel m_model;
    TransferQueue m_queue;
    Thumbnails m_pictures;
    QPointer<RenameJob> m_renaming;
    QListWidget* m_buckets;
    Label* m_used;
    Meter* m_meter;
    QHBoxLayout* m_path;
    SearchField* m_search;
    Button* m_upload;
    IconButton* m_uploadAs;
    Button* m_more;
    Banner* m_notice;
    Banner* m_failure;
    StateStack* m_states;
    SegmentedControl* m_view;
    QStackedWidget* m_views;
    GridView* m_grid;
    QListView* m_tiles;
    Label* m_dropTitle;
    ElidedLabel* m_moving;
    Meter* m_progress;
    Button* m_cancel;
    DropBox* m_drop;
    Label* m_share;
    Label* m_bytes;
    Label* m_count;
    Label* m_chosen;
    ObjectInspector* m_inspector;
    QString m_projectId, m_bucket;
    int m_generation = 0;
};

} // namespace run402
