// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/filetreemodel.h"

#include <algorithm>
#include <vector>

namespace run402 {

using Kind = FileChange::Kind;

struct FileTreeModel::Node
{
    QString name;
    QString path;
    Node* parent = nullptr;
    int row = 0;
    bool isFolder = false;
    bool hasChanges = false;
    qint64 size = 0;
    qint64 delta = 0;
    bool deltaKnown = false;
    FileTreeEntry entry;
    std::vector<std::unique_ptr<Node>> children;
};

FileTreeModel::FileTreeModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>())
{
    m_root->isFolder = true;
}

FileTreeModel::~FileTreeModel() = default;

FileTreeModel::Node* FileTreeModel::folder(const QString& path)
{
    if (path.isEmpty())
        return m_root.get();
    // Files and folders have separate names here, so that "a" and "a/b" can stand side by side.
    const QString key = path + u'/';
    if (Node* known = m_byPath.value(key))
        return known;
    const qsizetype slash = path.lastIndexOf(u'/');
    Node* parent = folder(slash < 0 ? QString() : path.left(slash));
    auto node = std::make_unique<Node>();
    node->name = path.mid(slash + 1);
    node->path = path;
    node->parent = parent;
    node->isFolder = true;
    Node* made = node.get();
    parent->children.push_back(std::move(node));
    m_byPath.insert(key, made);
    return made;
}

void FileTreeModel::count(const FileTreeEntry& entry)
{
    if (entry.kind != Kind::Removed) {
        ++m_files;
        m_bytes += entry.size;
    }
    if (!entry.kind)
        return;
    switch (*entry.kind) {
    case Kind::Added: ++m_counts.added; break;
    case Kind::Changed: ++m_counts.changed; break;
    case Kind::Removed: ++m_counts.removed; break;
    case Kind::Same: ++m_counts.same; break;
    }
}

/// Sorts, numbers the rows and adds up, from the leaves to the root.
void FileTreeModel::finish(Node& node)
{
    std::sort(node.children.begin(), node.children.end(), [](const auto& a, const auto& b) {
        if (a->isFolder != b->isFolder)
            return a->isFolder;
        const int order = a->name.compare(b->name, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a->name < b->name;
    });
    int row = 0;
    for (const auto& child : node.children) {
        child->row = row++;
        if (child->isFolder)
            finish(*child);
        const bool removed = !child->isFolder && child->entry.kind == Kind::Removed;
        node.size += removed ? 0 : child->size;
        node.delta += child->delta;
        node.deltaKnown = node.deltaKnown || child->deltaKnown;
        node.hasChanges = node.hasChanges || child->hasChanges;
    }
}

void FileTreeModel::setEntries(const QList<FileTreeEntry>& entries)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_root->isFolder = true;
    m_byPath.clear();
    m_counts = {};
    m_files = 0;
    m_bytes = 0;
    for (const FileTreeEntry& entry : entries) {
        const qsizetype slash = entry.path.lastIndexOf(u'/');
        Node* parent = folder(slash < 0 ? QString() : entry.path.left(slash));
        auto node = std::make_unique<Node>();
        node->name = entry.path.mid(slash + 1);
        node->path = entry.path;
        node->parent = parent;
        node->entry = entry;
        node->size = entry.size;
        node->hasChanges = entry.kind && *entry.kind != Kind::Same;
        node->deltaKnown = entry.kind == Kind::Changed && entry.oldSize >= 0;
        node->delta = node->deltaKnown ? entry.size - entry.oldSize : 0;
        m_byPath.insert(entry.path, node.get());
        parent->children.push_back(std::move(node));
        count(entry);
    }
    finish(*m_root);
    endResetModel();
}

FileTreeModel::Node* FileTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex FileTreeModel::indexOf(const QString& path) const
{
    Node* node = m_byPath.value(path);
    if (!node)
        node = m_byPath.value(path + u'/');
    return node ? createIndex(node->row, 0, node) : QModelIndex();
}

QModelIndex FileTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->children.at(size_t(row)).get());
}

QModelIndex FileTreeModel::parent(const QModelIndex& child) const
{
    Node* above = child.isValid() ? nodeOf(child)->parent : nullptr;
    return above && above != m_root.get() ? createIndex(above->row, 0, above) : QModelIndex();
}

int FileTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int FileTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant FileTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node& node = *nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Name)
            return node.name;
        return index.column() == Size ? QVariant(node.size) : QVariant();
    case KindRole: return node.isFolder || !node.entry.kind ? -1 : int(*node.entry.kind);
    case IsFolderRole: return node.isFolder;
    case SizeRole: return node.size;
    case DeltaRole: return node.deltaKnown ? QVariant(node.delta) : QVariant();
    case PathRole: return node.path;
    case KeyRole: return node.entry.key;
    case CategoryRole: return node.isFolder ? -1 : int(node.entry.category);
    case HasChangesRole: return node.hasChanges;
    default: return {};
    }
}

QVariant FileTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Change: return tr("Change");
    case Size: return tr("Size");
    default: return {};
    }
}

ChangedFilesFilter::ChangedFilesFilter(QObject* parent) : QSortFilterProxyModel(parent) {}

void ChangedFilesFilter::setHideSame(bool hide)
{
    if (m_hide == hide)
        return;
    m_hide = hide;
    invalidateFilter();
}

bool ChangedFilesFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (!m_hide)
        return true;
    const QModelIndex at = sourceModel()->index(row, 0, parent);
    const bool folder = at.data(FileTreeModel::IsFolderRole).toBool();
    // What is not known to be the same stays in view.
    return at.data(FileTreeModel::HasChangesRole).toBool()
           || (!folder && at.data(FileTreeModel::KindRole).toInt() != int(FileChange::Kind::Same));
}

} // namespace run402
