// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/plantree.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace run402 {

namespace {

using L1 = QLatin1StringView;
constexpr int mostNodes = 20'000, deepest = 500;
/// Expected and real rows this far apart are pointed out.
constexpr double misjudged = 10;

Result<std::shared_ptr<const PlanTree>> malformed(const QString& why)
{
    return fail(Problem::Kind::Protocol, QStringLiteral("plan.malformed"), why);
}

QString titleOf(const QJsonObject& o)
{
    QString title = o.value(L1("Node Type")).toString();
    const QString strategy = o.value(L1("Strategy")).toString(), join = o.value(L1("Join Type")).toString(), command = o.value(L1("Command")).toString();
    if (title == u"Aggregate")
        title = strategy == u"Hashed" ? QStringLiteral("HashAggregate") : strategy == u"Sorted" ? QStringLiteral("GroupAggregate")
            : strategy == u"Mixed" ? QStringLiteral("MixedAggregate") : title;
    if (title == u"ModifyTable" && !o.value(L1("Operation")).toString().isEmpty())
        title = o.value(L1("Operation")).toString();
    if (title == u"SetOp" && !command.isEmpty())
        title += u' ' + command;
    if (!join.isEmpty() && join != u"Inner")
        title = title.endsWith(u" Join") ? title.chopped(5) + u' ' + join + QStringLiteral(" Join") : title + u' ' + join + QStringLiteral(" Join");
    if (!join.isEmpty() && join == u"Inner" && title == u"Hash")
        title += QStringLiteral(" Join");
    if (o.value(L1("Partial Mode")).toString() == u"Partial" || o.value(L1("Partial Mode")).toString() == u"Finalize")
        title = o.value(L1("Partial Mode")).toString() + u' ' + title;
    if (o.value(L1("Parallel Aware")).toBool())
        title = QStringLiteral("Parallel ") + title;
    if (o.value(L1("Scan Direction")).toString() == u"Backward")
        title += QStringLiteral(" Backward");
    if (const QString index = o.value(L1("Index Name")).toString(); !index.isEmpty())
        title += (title.startsWith(u"Bitmap Index") ? QStringLiteral(" on ") : QStringLiteral(" using ")) + index;
    for (const L1 key : {L1("Relation Name"), L1("CTE Name"), L1("Function Name")}) {
        const QString name = o.value(key).toString(), alias = o.value(L1("Alias")).toString();
        if (name.isEmpty())
            continue;
        title += QStringLiteral(" on ") + name;
        if (!alias.isEmpty() && alias != name)
            title += u' ' + alias;
        break;
    }
    return title;
}

QString valueText(const QJsonValue& value)
{
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue& v : value.toArray())
            parts << valueText(v);
        return parts.join(QStringLiteral(", "));
    }
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 15);
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toString();
}

/// What is worth saying beside the columns, in the order PostgreSQL's text has it.
QStringList factsOf(const QJsonObject& o)
{
    static const L1 keys[] = {L1("Subplan Name"), L1("Parent Relationship"), L1("Index Cond"), L1("Recheck Cond"), L1("Rows Removed by Index Recheck"),
                              L1("Hash Cond"), L1("Merge Cond"), L1("Join Filter"), L1("Rows Removed by Join Filter"), L1("Filter"),
                              L1("Rows Removed by Filter"), L1("Sort Key"), L1("Sort Method"), L1("Sort Space Used"), L1("Sort Space Type"), L1("Group Key"),
                              L1("Hash Buckets"), L1("Hash Batches"), L1("Peak Memory Usage"), L1("Heap Fetches"), L1("Exact Heap Blocks"), L1("Lossy Heap Blocks"),
                              L1("Workers Planned"), L1("Workers Launched"), L1("Conflict Resolution"), L1("Tuples Inserted")};
    QStringList facts;
    for (const L1 key : keys) {
        const QJsonValue value = o.value(key);
        if (value.isUndefined() || (key == L1("Parent Relationship") && !QStringList{QStringLiteral("SubPlan"), QStringLiteral("InitPlan")}.contains(value.toString())))
            continue;
        if (value.isDouble() && value.toDouble() == 0 && key != L1("Heap Fetches"))
            continue;
        facts << QString(key) + QStringLiteral(": ") + valueText(value);
    }
    QStringList buffers;
    struct Buffer { L1 key, name; };
    for (const Buffer& b : {Buffer{L1("Shared Hit Blocks"), L1("shared hit")}, Buffer{L1("Shared Read Blocks"), L1("read")},
                            Buffer{L1("Shared Dirtied Blocks"), L1("dirtied")}, Buffer{L1("Shared Written Blocks"), L1("written")},
                            Buffer{L1("Temp Read Blocks"), L1("temp read")}, Buffer{L1("Temp Written Blocks"), L1("temp written")}}) {
        if (o.value(b.key).toDouble() > 0)
            buffers << QString(b.name) + u'=' + valueText(o.value(b.key));
    }
    if (!buffers.isEmpty())
        facts << QStringLiteral("Buffers: ") + buffers.join(u' ');
    return facts;
}

class Reader
{
public:
    explicit Reader(PlanTree& tree) : m_tree(tree) {}
    bool fits() const { return m_fits; }

    std::unique_ptr<PlanNode> read(const QJsonObject& o, PlanNode* parent, int row, int depth)
    {
        auto node = std::make_unique<PlanNode>();
        if (++m_tree.nodes > mostNodes || depth > deepest)
            m_fits = false;
        node->parent = parent;
        node->row = row;
        node->title = titleOf(o);
        node->startupCost = o.value(L1("Startup Cost")).toDouble();
        node->totalCost = o.value(L1("Total Cost")).toDouble();
        node->rows = o.value(L1("Plan Rows")).toDouble();
        node->width = o.value(L1("Plan Width")).toInt();
        if (o.contains(L1("Actual Loops"))) {
            m_tree.measured = true;
            node->loops = o.value(L1("Actual Loops")).toDouble();
            node->actualRows = o.value(L1("Actual Rows")).toDouble() * node->loops;
            if (o.contains(L1("Actual Total Time")))
                node->ms = o.value(L1("Actual Total Time")).toDouble() * node->loops;
        }
        node->facts = factsOf(o);
        double costBelow = 0, msBelow = 0;
        if (m_fits) {
            for (const QJsonValue& child : o.value(L1("Plans")).toArray()) {
                node->children.push_back(read(child.toObject(), node.get(), int(node->children.size()), depth + 1));
                costBelow += node->children.back()->totalCost;
                msBelow += node->children.back()->ms.value_or(0);
            }
        }
        node->ownCost = std::max(0.0, node->totalCost - costBelow);
        if (node->ms)
            node->ownMs = std::max(0.0, *node->ms - msBelow);
        return node;
    }

    /// Shares of the whole: own parts may add up to more or less than the top's total (LIMIT stops early, workers overlap).
    void heat()
    {
        double sum = 0;
        each(*m_tree.root, [&](PlanNode& n) { sum += part(n); });
        each(*m_tree.root, [&](PlanNode& n) { n.heat = sum > 0 ? part(n) / sum : 0; });
    }

private:
    double part(const PlanNode& n) const { return m_tree.measured && m_tree.root->ms ? n.ownMs.value_or(0) : n.ownCost; }
    template <typename F>
    void each(PlanNode& node, F f)
    {
        f(node);
        for (const auto& child : node.children)
            each(*child, f);
    }

    PlanTree& m_tree;
    bool m_fits = true;
};

void writeText(const PlanNode& node, int depth, QString& out)
{
    const auto fixed = [](double v, int digits = 2) { return QString::number(v, 'f', digits); };
    out += depth == 0 ? QString() : QString((depth - 1) * 6 + 2, u' ') + QStringLiteral("->  ");
    out += node.title + QStringLiteral("  (cost=%1..%2 rows=%3 width=%4)").arg(fixed(node.startupCost), fixed(node.totalCost), fixed(node.rows, 0)).arg(node.width);
    if (node.actualRows && node.loops > 0) {
        out += QStringLiteral(" (actual ") + (node.ms ? QStringLiteral("time=%1 ").arg(fixed(*node.ms / node.loops, 3)) : QString())
            + QStringLiteral("rows=%1 loops=%2)").arg(fixed(*node.actualRows / node.loops, 0), fixed(node.loops, 0));
    } else if (node.actualRows) {
        out += QStringLiteral(" (never executed)");
    }
    out += u'\n';
    for (const QString& fact : node.facts)
        out += QString(depth * 6 + 2, u' ') + fact + u'\n';
    for (const auto& child : node.children)
        writeText(*child, depth + 1, out);
}

QString number(double value, int digits = 0)
{
    return QLocale().toString(value, 'f', digits);
}

bool isMisjudged(const PlanNode& n)
{
    if (!n.actualRows || n.loops <= 0)
        return false;
    const double real = std::max(1.0, *n.actualRows / n.loops), expected = std::max(1.0, n.rows);
    return real / expected >= misjudged || expected / real >= misjudged;
}

} // namespace

Result<std::shared_ptr<const PlanTree>> parsePlan(const QByteArray& rowsJson)
{
    QJsonParseError error;
    const QJsonArray rows = QJsonDocument::fromJson(rowsJson, &error).array();
    if (error.error != QJsonParseError::NoError)
        return malformed(error.errorString());
    const QJsonObject first = rows.isEmpty() ? QJsonObject() : rows.at(0).toObject();
    QJsonValue value = first.isEmpty() ? QJsonValue() : first.begin().value();
    if (value.isString())
        value = QJsonDocument::fromJson(value.toString().toUtf8()).array();
    const QJsonObject whole = value.toArray().isEmpty() ? QJsonObject() : value.toArray().at(0).toObject();
    if (!whole.value(L1("Plan")).isObject())
        return malformed(QStringLiteral("The answer has no plan"));
    auto tree = std::make_shared<PlanTree>();
    Reader reader(*tree);
    tree->root = reader.read(whole.value(L1("Plan")).toObject(), nullptr, 0, 0);
    if (!reader.fits())
        return malformed(QStringLiteral("The plan has more than %1 steps").arg(mostNodes));
    reader.heat();
    writeText(*tree->root, 0, tree->text);
    const auto time = [&](L1 key, const QString& words, std::optional<double>& ms) {
        if (!whole.contains(key))
            return;
        ms = whole.value(key).toDouble();
        tree->text += words + QString::number(*ms, 'f', 3) + QStringLiteral(" ms\n");
    };
    time(L1("Planning Time"), QStringLiteral("Planning Time: "), tree->planningMs);
    time(L1("Execution Time"), QStringLiteral("Execution Time: "), tree->executionMs);
    tree->json = QString::fromUtf8(QJsonDocument(value.toArray()).toJson());
    return std::shared_ptr<const PlanTree>(std::move(tree));
}

void PlanModel::setPlan(std::shared_ptr<const PlanTree> plan)
{
    beginResetModel();
    m_plan = std::move(plan);
    endResetModel();
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const PlanNode* node = parent.isValid() ? static_cast<const PlanNode*>(parent.internalPointer())->children[size_t(row)].get() : m_plan->root.get();
    return createIndex(row, column, const_cast<PlanNode*>(node));
}

QModelIndex PlanModel::parent(const QModelIndex& index) const
{
    const PlanNode* up = index.isValid() ? static_cast<const PlanNode*>(index.internalPointer())->parent : nullptr;
    return up ? createIndex(up->row, 0, const_cast<PlanNode*>(up)) : QModelIndex();
}

int PlanModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return m_plan && m_plan->root ? 1 : 0;
    return parent.column() > 0 ? 0 : int(static_cast<const PlanNode*>(parent.internalPointer())->children.size());
}

QVariant PlanModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PlanNode& n = *static_cast<const PlanNode*>(index.internalPointer());
    switch (role) {
    case HeatRole: return n.heat;
    case FactsRole: return n.facts;
    case MisjudgedRole: return isMisjudged(n);
    case Qt::ToolTipRole: return n.facts.join(u'\n');
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Step: return n.title;
    case Share: return tr("%1 %").arg(number(n.heat * 100));
    case Time: return n.ownMs ? tr("%1 ms").arg(number(*n.ownMs, *n.ownMs < 10 ? 2 : 0)) : QString();
    case Rows:
        return n.actualRows ? tr("%1 of %2").arg(number(*n.actualRows), number(n.rows * std::max(1.0, n.loops))) : number(n.rows);
    case Cost: return number(n.totalCost, 2);
    default: return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((section == Step ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const bool measured = m_plan && m_plan->measured;
    switch (section) {
    case Step: return tr("Step");
    case Share: return measured ? tr("Share of time") : tr("Share of cost");
    case Time: return tr("Own time");
    case Rows: return measured ? tr("Rows, of expected") : tr("Rows expected");
    case Cost: return tr("Cost");
    default: return {};
    }
}

} // namespace run402
