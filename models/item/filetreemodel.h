// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>

#include <memory>

namespace run402 {

/// What a row of the tree stands for.
struct FileTreeEntry
{
    enum class Category { Site, Function, Migration, Manifest };
    QString path;                          ///< in the tree, '/' separated: "site/img/a.png"
    QString key;                           ///< path in the site, or a function's name
    Category category = Category::Site;
    std::optional<FileChange::Kind> kind;  ///< nullopt = not known
    qint64 size = 0;                       ///< bytes; the old ones when removed
    qint64 oldSize = -1;                   ///< -1 = unknown
};

/// The files of a release as a tree with what changed: columns Name, Change, Size, Mark.
///
/// Folders come first, then names without regard to case. A folder's size is the sum of what stays in it.
/// Roles give plain values, the view chooses words and colours. Owner: parent. Thread: GUI.
class FileTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Change, Size, Mark, ColumnCount };
    enum Roles {
        KindRole = Qt::UserRole + 1, ///< int(FileChange::Kind); -1 = not known, or a folder
        IsFolderRole,                ///< bool
        SizeRole,                    ///< qint64 bytes
        DeltaRole,                   ///< qint64 bytes; invalid = unknown
        PathRole,                    ///< path in the tree
        KeyRole,                     ///< see FileTreeEntry::key
        CategoryRole,                ///< int(FileTreeEntry::Category); -1 = folder
        HasChangesRole               ///< bool, folder: anything in it is not the same
    };
    struct Counts { int added = 0, changed = 0, removed = 0, same = 0; };

    explicit FileTreeModel(QObject* parent = nullptr);
    ~FileTreeModel() override;

    /// Replaces everything. A path that needs a file to be a folder too is put beside it.
    void setEntries(const QList<FileTreeEntry>& entries);
    Counts counts() const { return m_counts; }
    int fileCount() const { return m_files; }   ///< without removed ones
    qint64 totalSize() const { return m_bytes; } ///< bytes, without removed ones
    QModelIndex indexOf(const QString& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    Node* nodeOf(const QModelIndex& index) const;
    Node* folder(const QString& path);
    static void finish(Node& node);
    void count(const FileTreeEntry& entry);

    std::unique_ptr<Node> m_root;
    QHash<QString, Node*> m_byPath;
    Counts m_counts;
    int m_files = 0;
    qint64 m_bytes = 0;
};

/// Leaves out files that are the same, and folders with nothing else in them.
class ChangedFilesFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ChangedFilesFilter(QObject* parent = nullptr);
    void setHideSame(bool hide);
    bool hidesSame() const { return m_hide; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    bool m_hide = false;
};

} // namespace run402
