// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/jsontreemodel.h"

#include <QJsonDocument>
#include <QJsonValue>

namespace run402 {

namespace {

constexpr qsizetype shownLetters = 400;

/// Reads JSON once from left to right. The containers that are open lie on a stack of ours.
class Parser
{
public:
    explicit Parser(const QByteArray& json) : m_json(json), m_tree(std::make_shared<JsonTree>()) {}

    std::shared_ptr<const JsonTree> run()
    {
        skip();
        if (!value({}))
            return {};
        while (!m_open.empty() && !m_tree->cut) {
            if (!member())
                return {};
        }
        skip();
        return m_tree->cut || m_at == m_json.size() ? m_tree : nullptr;
    }

private:
    char peek() const { return m_at < m_json.size() ? m_json.at(m_at) : '\0'; }
    void skip()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
            ++m_at;
    }

    /// One member or element of the innermost container, or its end.
    bool member()
    {
        JsonTree::Node& box = m_tree->nodes[size_t(m_open.back())];
        const bool object = box.kind == JsonTree::Kind::Object;
        skip();
        if (peek() == (object ? '}' : ']') && (box.children.empty() || !m_comma)) {
            ++m_at;
            m_open.pop_back();
            m_comma = false;
            return true;
        }
        if (!box.children.empty() && !m_comma) {
            if (peek() != ',')
                return false;
            ++m_at;
            m_comma = true;
            return true;
        }
        m_comma = false;
        QString key;
        if (object) {
            if (!string(key))
                return false;
            skip();
            if (peek() != ':')
                return false;
            ++m_at;
            skip();
        }
        return value(key);
    }

    bool value(const QString& key)
    {
        const int parent = m_open.empty() ? -1 : m_open.back();
        const int at = int(m_tree->nodes.size());
        if (at >= JsonTree::mostNodes) {
            m_tree->cut = true;
            return true;
        }
        JsonTree::Node node;
        node.parent = parent;
        node.key = key;
        const char c = peek();
        const bool box = c == '{' || c == '[';
        if (box) {
            ++m_at;
            node.kind = c == '{' ? JsonTree::Kind::Object : JsonTree::Kind::Array;
        } else if (c == '"') {
            node.kind = JsonTree::Kind::String;
            if (!string(node.text))
                return false;
        } else if (!bare(node)) {
            return false;
        }
        if (parent >= 0) {
            auto& siblings = m_tree->nodes[size_t(parent)].children;
            node.row = int(siblings.size());
            siblings.push_back(at);
        }
        m_tree->nodes.push_back(std::move(node));
        if (box) {
            m_open.push_back(at);
            m_comma = false;
        }
        return int(m_open.size()) <= JsonTree::deepest;
    }

    bool string(QString& out)
    {
        if (peek() != '"')
            return false;
        const qsizetype from = m_at++;
        bool escaped = false;
        for (; m_at < m_json.size() && m_json.at(m_at) != '"'; ++m_at) {
            if (m_json.at(m_at) == '\\') {
                escaped = true;
                ++m_at;
            }
        }
        if (m_at >= m_json.size())
            return false;
        ++m_at;
        const QByteArray raw = m_json.mid(from, m_at - from);
        if (!escaped) {
            out = QString::fromUtf8(raw.mid(1, raw.size() - 2));
            return true;
        }
        QJsonParseError error;
        const QJsonDocument one = QJsonDocument::fromJson('[' + raw + ']', &error);
        out = one[0].toString();
        return error.error == QJsonParseError::NoError;
    }

    bool bare(JsonTree::Node& node)
    {
        const qsizetype from = m_at;
        const auto part = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E'; };
        while (m_at < m_json.size() && part(m_json.at(m_at)))
            ++m_at;
        const QByteArray word = m_json.mid(from, m_at - from);
        node.text = QString::fromLatin1(word);
        if (word == "true" || word == "false" || word == "null")
            return true;
        node.kind = JsonTree::Kind::Number;
        bool number = false;
        word.toDouble(&number);
        return number && (word.at(0) == '-' || (word.at(0) >= '0' && word.at(0) <= '9'));
    }

    const QByteArray& m_json;
    std::shared_ptr<JsonTree> m_tree;
    std::vector<int> m_open;
    qsizetype m_at = 0;
    bool m_comma = false;
};

} // namespace

std::shared_ptr<const JsonTree> JsonTree::parse(const QByteArray& json)
{
    return Parser(json).run();
}

void JsonTreeModel::setTree(const std::shared_ptr<const JsonTree>& tree)
{
    beginResetModel();
    m_tree = tree;
    endResetModel();
}

const JsonTree::Node& JsonTreeModel::node(const QModelIndex& index) const
{
    return m_tree->nodes[index.isValid() ? size_t(index.internalId()) : 0];
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(node(parent).children[size_t(row)]));
}

QModelIndex JsonTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const int up = node(index).parent;
    return up <= 0 ? QModelIndex() : createIndex(m_tree->nodes[size_t(up)].row, 0, quintptr(up));
}

int JsonTreeModel::rowCount(const QModelIndex& parent) const
{
    return !m_tree || m_tree->nodes.empty() || parent.column() > 0 ? 0 : int(node(parent).children.size());
}

int JsonTreeModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QString JsonTreeModel::valueText(const JsonTree::Node& n) const
{
    switch (n.kind) {
    case JsonTree::Kind::Object: return tr("{ %n member(s) }", nullptr, int(n.children.size()));
    case JsonTree::Kind::Array: return tr("[ %n element(s) ]", nullptr, int(n.children.size()));
    case JsonTree::Kind::String: return QLatin1Char('"') + n.text.left(shownLetters).simplified() + (n.text.size() > shownLetters ? QString(QChar(0x2026)) : QString()) + QLatin1Char('"');
    default: return n.text;
    }
}

QString JsonTreeModel::path(const QModelIndex& index) const
{
    QString out;
    for (int at = int(index.internalId()); at > 0; at = m_tree->nodes[size_t(at)].parent) {
        const JsonTree::Node& n = m_tree->nodes[size_t(at)];
        const bool listed = m_tree->nodes[size_t(n.parent)].kind == JsonTree::Kind::Array;
        out.prepend(listed ? QStringLiteral("[%1]").arg(n.row) : QLatin1Char('.') + n.key);
    }
    return out.startsWith(QLatin1Char('.')) ? out.mid(1) : out;
}

QVariant JsonTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_tree)
        return {};
    const JsonTree::Node& n = node(index);
    const bool box = n.kind == JsonTree::Kind::Object || n.kind == JsonTree::Kind::Array;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Value)
            return valueText(n);
        return m_tree->nodes[size_t(n.parent)].kind == JsonTree::Kind::Array ? QString::number(n.row) : n.key;
    case Qt::AccessibleTextRole:
        return path(index) + QStringLiteral(": ") + valueText(n);
    case StyleRole:
        if (index.column() == Key)
            return int(JsonStyle::Key);
        return int(box ? JsonStyle::Plain : n.kind == JsonTree::Kind::String ? JsonStyle::String : n.kind == JsonTree::Kind::Number ? JsonStyle::Number : JsonStyle::Word);
    case PathRole:
        return path(index);
    case TextRole:
        return box ? valueText(n) : n.text;
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Key") : tr("Value");
}

} // namespace run402
