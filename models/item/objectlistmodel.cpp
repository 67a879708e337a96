// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/objectlistmodel.h"

#include "models/domain/datasize.h"
#include "models/item/resultmodel.h"

#include <QCollator>
#include <QCoreApplication>
#include <QLocale>
#include <QMimeDatabase>

namespace run402 {

QString contentTypeOf(const QString& name)
{
    return QMimeDatabase().mimeTypeForFile(name, QMimeDatabase::MatchExtension).name();
}

QString objectNameProblem(const QString& path)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("ObjectName", text); };
    if (path.isEmpty())
        return words(QT_TRANSLATE_NOOP("ObjectName", "The name is empty."));
    if (path.toUtf8().size() > 1024)
        return words(QT_TRANSLATE_NOOP("ObjectName", "The name is longer than 1,024 bytes."));
    for (const QString& part : path.split(QLatin1Char('/'))) {
        if (part.isEmpty())
            return words(QT_TRANSLATE_NOOP("ObjectName", "The name has an empty part between slashes."));
        if (part == QLatin1String(".") || part == QLatin1String(".."))
            return words(QT_TRANSLATE_NOOP("ObjectName", "The name has a part that is only dots."));
    }
    for (const QChar c : path) {
        if (c.category() == QChar::Other_Control || c.unicode() == 0x202e || c == QLatin1Char('\\'))
            return words(QT_TRANSLATE_NOOP("ObjectName", "The name has a backslash or an invisible character."));
    }
    return path.isValidUtf16() ? QString() : words(QT_TRANSLATE_NOOP("ObjectName", "The name is not valid text."));
}

void ObjectListModel::setFiles(const QList<StoredFile>& files)
{
    beginResetModel();
    m_files = files;
    fold();
    endResetModel();
}

void ObjectListModel::setFolder(const QString& folder)
{
    beginResetModel();
    m_folder = folder;
    fold();
    endResetModel();
}

void ObjectListModel::setFilter(const QString& text)
{
    beginResetModel();
    m_filter = text;
    fold();
    endResetModel();
}

void ObjectListModel::fold()
{
    m_rows.clear();
    const QString prefix = m_folder.isEmpty() ? QString() : m_folder + QLatin1Char('/');
    QHash<QString, int> folders;
    for (int i = 0; i < m_files.size(); ++i) {
        const StoredFile& f = m_files.at(i);
        if (!f.path.startsWith(prefix))
            continue;
        const QString rest = f.path.mid(prefix.size());
        const QString name = rest.section(QLatin1Char('/'), 0, 0);
        if (!m_filter.isEmpty() && !rest.contains(m_filter, Qt::CaseInsensitive))
            continue;
        if (name.size() == rest.size()) {
            m_rows << Row{name, i, f.size, f.modifiedAt};
        } else if (const auto known = folders.constFind(name); known != folders.cend()) {
            m_rows[*known].size += f.size;
            m_rows[*known].at = std::max(m_rows[*known].at, f.modifiedAt);
        } else {
            folders.insert(name, int(m_rows.size()));
            m_rows << Row{name, -1, f.size, f.modifiedAt};
        }
    }
    QCollator order{QLocale(QLocale::English)}; // the C locale cannot count
    order.setNumericMode(true);
    order.setCaseSensitivity(Qt::CaseInsensitive);
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](const Row& a, const Row& b) {
        return (a.file < 0) != (b.file < 0) ? a.file < 0 : order.compare(a.name, b.name) < 0;
    });
}

int ObjectListModel::shownFiles() const
{
    return int(std::count_if(m_rows.cbegin(), m_rows.cend(), [](const Row& r) { return r.file >= 0; }));
}

qint64 ObjectListModel::shownBytes() const
{
    qint64 sum = 0;
    for (const Row& r : m_rows)
        sum += r.size;
    return sum;
}

const StoredFile* ObjectListModel::file(const QModelIndex& index) const
{
    if (!index.isValid() || m_rows.at(index.row()).file < 0)
        return nullptr;
    return &m_files.at(m_rows.at(index.row()).file);
}

int ObjectListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }
int ObjectListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ObjectListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows.at(index.row());
    const bool folder = row.file < 0;
    switch (role) {
    case IsFolderRole:
        return folder;
    case PathRole:
        return folder ? (m_folder.isEmpty() ? row.name : m_folder + QLatin1Char('/') + row.name) : m_files.at(row.file).path;
    case SizeRole:
        return row.size;
    case CellKindRole:
        return int(index.column() == Size ? CellKind::Number : CellKind::Text);
    case Qt::TextAlignmentRole:
        return index.column() == Size ? int(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case Name:
        return row.name;
    case Type:
        if (folder)
            return tr("Folder");
        return m_files.at(row.file).contentType.isEmpty() ? contentTypeOf(row.name) : m_files.at(row.file).contentType;
    case Size:
        return byteText(row.size);
    default:
        return row.at.isValid() ? QLocale(QLocale::English).toString(row.at.toLocalTime(), QStringLiteral("d MMM yyyy, HH:mm")) : QString();
    }
}

QVariant ObjectListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section == Size ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Name"), tr("Type"), tr("Size"), tr("Uploaded")};
    return names[section];
}

} // namespace run402
