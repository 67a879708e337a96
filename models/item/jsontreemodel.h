// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/jsontext.h"

#include <QAbstractItemModel>
#include <QByteArray>

#include <memory>
#include <vector>

namespace run402 {

/// A JSON text as a tree (RFC 8259). Scalars keep their text: every digit stays. Value; immutable once parsed.
struct JsonTree
{
    enum class Kind { Object, Array, String, Number, Word };
    struct Node
    {
        int parent = -1;
        int row = 0;
        Kind kind = Kind::Word;
        QString key;            ///< of a member; empty in a list and for the root
        QString text;           ///< of a scalar, as written; a string without its quotes and escapes
        std::vector<int> children;
    };
    static constexpr int mostNodes = 200'000;
    static constexpr int deepest = 200;

    std::vector<Node> nodes; ///< the first is the root
    bool cut = false;        ///< there were more than `mostNodes`; the rest is not here

    /// Null when the text is no JSON, or nested deeper than `deepest`. Any thread; no recursion, linear time.
    static std::shared_ptr<const JsonTree> parse(const QByteArray& json);
};

/// Columns key and value of a JsonTree. Owner: parent. Thread: GUI.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Key, Value, ColumnCount };
    enum Role {
        StyleRole = Qt::UserRole + 0x700, ///< int, JsonStyle
        PathRole,                         ///< "[3].profiles.name"
        TextRole,                         ///< the whole value, containers too
    };
    using QAbstractItemModel::QAbstractItemModel;

    void setTree(const std::shared_ptr<const JsonTree>& tree);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const JsonTree::Node& node(const QModelIndex& index) const;
    QString valueText(const JsonTree::Node& node) const;
    QString path(const QModelIndex& index) const;

    std::shared_ptr<const JsonTree> m_tree;
};

} // namespace run402
