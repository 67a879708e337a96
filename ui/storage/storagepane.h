// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/objectlistmodel.h"
#include "services/api/interfaces.h"
#include "ui/shell/document.h"
#include "ui/storage/transferqueue.h"

#include <QWidget>

class QHBoxLayout;
class QListWidget;

namespace run402 {

class Banner;
class Button;
class ElidedLabel;
class GridView;
class Label;
class Meter;
class ObjectInspector;
class SearchField;
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
    void upload(const QStringList& places);
    void openBucket(const QString& bucket);

Q_SIGNALS:
    void actionRequested(const QString& action);

private:
    QWidget* buildBuckets();
    QWidget* buildFiles();
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
    void chooseUpload();
    void downloadSelected();
    void replaceSelected();
    void removeSelected();
    void removePaths(const QStringList& paths);
    void contextMenu(const QPoint& at);
    void transferred(const TransferQueue::Job& job, const Result<Objects::Object>& outcome);
    QString world() const;
    QString indexScope(const QString& bucket = {}) const;
    QList<StoredFile> selectedFiles() const;

    Services& m_services;
    Workspace& m_workspace;
    ObjectListModel m_model;
    TransferQueue m_queue;
    QListWidget* m_buckets;
    Label* m_used;
    Meter* m_meter;
    QHBoxLayout* m_path;
    SearchField* m_search;
    Button* m_upload;
    Banner* m_notice;
    Banner* m_failure;
    StateStack* m_states;
    GridView* m_grid;
    Label* m_dropTitle;
    ElidedLabel* m_moving;
    Meter* m_progress;
    Button* m_cancel;
    Label* m_count;
    Label* m_chosen;
    ObjectInspector* m_inspector;
    QString m_projectId, m_bucket;
    int m_generation = 0;
};

} // namespace run402
