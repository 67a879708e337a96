// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

namespace run402 {

/// One stored file as the list knows it. Sizes in bytes, times UTC.
struct StoredFile
{
    QString path;        ///< in the bucket, '/' separated
    qint64 size = 0;
    QDateTime modifiedAt;
    QString contentType; ///< empty = not known
};

/// One folder of a bucket: folders first, then files by name. Columns Name, Type, Size, Uploaded.
/// Owner: parent. Thread: GUI. Sorting and folding of a listing (at most 1,000 files by contract) happens here.
class ObjectListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Type, Size, Uploaded, ColumnCount };
    enum Roles {
        IsFolderRole = Qt::UserRole + 0x20, ///< bool
        PathRole,                        ///< path in the bucket; a folder's without '/' at the end
        SizeRole,                        ///< qint64
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setFiles(const QList<StoredFile>& files);
    const QList<StoredFile>& files() const { return m_files; }
    void setFolder(const QString& folder); ///< "" or "2026/05"
    QString folder() const { return m_folder; }
    void setFilter(const QString& text);   ///< names that contain it
    int shownFiles() const;
    qint64 shownBytes() const;
    const StoredFile* file(const QModelIndex& index) const; ///< nullptr for a folder

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row { QString name; int file = -1; qint64 size = 0; QDateTime at; };
    void fold();

    QList<StoredFile> m_files;
    QList<Row> m_rows;
    QString m_folder, m_filter;
};

/// By the name's end, for uploads; "application/octet-stream" when nothing fits.
QString contentTypeOf(const QString& name);
/// Empty = may be a stored file's path or bucket; else the rule it breaks (1,024 bytes, no empty, "." or ".." parts, no
/// control characters).
QString objectNameProblem(const QString& path);

} // namespace run402
