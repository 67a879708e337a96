// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/projecttree.h"

#include "ui/common/chip.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QToolTip>
#include <QVBoxLayout>

namespace run402 {

namespace {

/// Keeps the top-level rows that are (or are not) pinned.
class PinFilter final : public QSortFilterProxyModel
{
public:
    PinFilter(bool pinned, QObject* parent)
        : QSortFilterProxyModel(parent)
        , m_pinned(pinned)
    {
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        if (parent.isValid())
            return true;
        return sourceModel()->index(row, 0, parent).data(TreeRole::Pinned).toBool() == m_pinned;
    }

private:
    bool m_pinned;
};

bool isSection(const QModelIndex& index)
{
    return index.data(TreeRole::Section).toBool();
}

bool isObject(const QModelIndex& index)
{
    return index.parent().isValid() && !isSection(index.parent());
}

/// A column, key or policy of an object.
bool isPart(const QModelIndex& index)
{
    return isObject(index) && isObject(index.parent());
}

} // namespace

QRect TreeDelegate::foldRect(const QRect& row)
{
    return QRect(row.right() - 21, row.top(), 20, row.height());
}

void TreeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const QRect row = option.rect;
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->save();
    if (isSection(index)) {
        painter->setFont(t.font(Theme::Font::Section));
        if (m_iconsOnly)
            painter->fillRect(QRect(row.left() + 8, row.center().y(), row.width() - 16, 1), t.color("border.default"));
        else
            paintText(painter, QRectF(row).adjusted(8, 9, -8, -3), text, t.color("text.muted"));
        painter->restore();
        return;
    }
    const bool on = option.state & QStyle::State_Selected;
    if (on || option.state & QStyle::State_MouseOver)
        paintBox(painter, row, 5, t.color(on ? "bg.selected" : "bg.hover"));
    if (on)
        paintBox(painter, QRectF(row.left(), row.top() + 5, 2, row.height() - 10), 1, t.color("accent.solid"));
    const QColor ink = t.color(on ? "text.primary" : "text.secondary");
    const QString icon = index.data(TreeRole::Icon).toString();
    QRectF r = QRectF(row).adjusted(8, 0, -8, 0);
    if (m_iconsOnly) {
        Icons::paint(painter, row, icon, ink, 16);
        if (!index.data(TreeRole::Warning).toString().isEmpty())
            paintBox(painter, QRectF(row.right() - 8, row.top() + 4, 6, 6), 3, t.color("chart.3"));
        painter->restore();
        return;
    }
    if (isPart(index)) {
        Icons::paint(painter, QRectF(r.left() + 22, r.top(), 12, r.height()), icon, t.color("text.muted"), 12);
        r.adjust(40, 0, 0, 0);
    } else {
        if (!icon.isEmpty())
            Icons::paint(painter, QRectF(r.left(), r.top(), 16, r.height()), icon, ink, 16);
        r.adjust(isObject(index) ? 22 : 24, 0, 0, 0);
    }
    if (index.model()->hasChildren(index)) {
        const bool open = option.state & QStyle::State_Open;
        Icons::paint(painter, foldRect(row), open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                     t.color("text.muted"), 12);
        r.adjust(0, 0, -16, 0);
    }
    const QString warning = index.data(TreeRole::Warning).toString();
    const QString count = index.data(TreeRole::Count).toString();
    if (!warning.isEmpty()) {
        r.adjust(0, 0, -Chip::paint(painter, r, warning, Tone::Warning, true) - 6, 0);
    } else if (!count.isEmpty()) {
        painter->setFont(t.font(Theme::Font::MonoSmall));
        paintText(painter, r, count, t.color("text.muted"), Qt::AlignRight);
        r.adjust(0, 0, -QFontMetricsF(painter->font()).horizontalAdvance(count) - 6, 0);
    }
    painter->setFont(t.font(on ? Theme::Font::BodyMedium : Theme::Font::Body));
    paintText(painter, r, text, ink);
    if (option.state & QStyle::State_HasFocus && option.widget && t.focusVisible(option.widget))
        paintRing(painter, QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 6, t.color("focus.ring"));
    painter->restore();
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    if (isSection(index))
        return {40, m_iconsOnly ? 13 : t.scaled(32)};
    return {40, m_iconsOnly ? 32 : t.size("height.treeRow")};
}

bool TreeDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index)
{
    if (m_iconsOnly && event->type() == QEvent::ToolTip && index.isValid() && !isSection(index)) {
        QToolTip::showText(event->globalPos(), index.data(Qt::DisplayRole).toString(), view);
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

TreeList::TreeList(QWidget* parent)
    : QTreeView(parent)
{
    setProperty("plain", true);
    setItemDelegate(new TreeDelegate(this));
    setHeaderHidden(true);
    header()->setMinimumSectionSize(20);
    header()->setStretchLastSection(false); // a hidden header does not shrink again
    setIndentation(0);
    setRootIsDecorated(false);
    setItemsExpandable(true);
    setExpandsOnDoubleClick(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setUniformRowHeights(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setVerticalScrollMode(ScrollPerPixel);
}

void TreeList::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    if (header()->count() > 0)
        setColumnWidth(0, viewport()->width());
}

void TreeList::mouseReleaseEvent(QMouseEvent* event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid() || isSection(index))
        return;
    if (model()->hasChildren(index) && TreeDelegate::foldRect(visualRect(index)).contains(event->position().toPoint()))
        setExpanded(index, !isExpanded(index));
    else
        Q_EMIT opened(index, false);
}

void TreeList::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && !isSection(index) && event->button() == Qt::LeftButton)
        Q_EMIT opened(index, true);
}

void TreeList::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid() && !isSection(currentIndex()))
        Q_EMIT opened(currentIndex(), true);
    else
        QTreeView::keyPressEvent(event);
}

ProjectTree::ProjectTree(QWidget* parent)
    : QWidget(parent)
    , m_tree(new TreeList(this))
    , m_pinned(new TreeList(this))
    , m_upper(new PinFilter(false, this))
    , m_lower(new PinFilter(true, this))
{
    setObjectName(QStringLiteral("projectTree"));
    m_tree->setObjectName(QStringLiteral("tree"));
    m_tree->setAccessibleName(tr("Project"));
    m_pinned->setObjectName(QStringLiteral("treePinned"));
    m_pinned->setAccessibleName(tr("App"));
    m_pinned->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setModel(m_upper);
    m_pinned->setModel(m_lower);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(13);
    column->addWidget(m_tree, 1);
    column->addWidget(m_pinned);
    for (TreeList* list : {m_tree, m_pinned}) {
        connect(list, &TreeList::opened, this, [this](const QModelIndex& index, bool lasting) {
            const QString target = index.data(TreeRole::Target).toString();
            if (target.isEmpty())
                return;
            setCurrentTarget(target);
            Q_EMIT targetOpened(target, lasting);
        });
        connect(list, &QWidget::customContextMenuRequested, this, [this, list](const QPoint& at) {
            const QString target = list->indexAt(at).data(TreeRole::Target).toString();
            if (!target.isEmpty())
                Q_EMIT menuAsked(target, list->viewport()->mapToGlobal(at));
        });
    }
    connect(m_upper, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& parent) {
        if (isObject(parent))
            return; // parts change nothing here, and may be many
        expandSections();
        unfoldNew(parent);
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex& index) {
        if (!m_iconsOnly && m_upper->hasChildren(index))
            m_folded.append(index);
    });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex& index) { m_folded.removeAll(index); });
    connect(m_upper, &QAbstractItemModel::modelReset, this, &ProjectTree::expandSections);
    connect(m_lower, &QAbstractItemModel::rowsInserted, this, &ProjectTree::fitPinned);
    connect(m_lower, &QAbstractItemModel::modelReset, this, &ProjectTree::fitPinned);
    connect(&Theme::of(this), &Theme::changed, this, &ProjectTree::fitPinned);
}

void ProjectTree::setModel(QAbstractItemModel* model)
{
    m_upper->setSourceModel(model);
    m_lower->setSourceModel(model);
    for (TreeList* list : {m_tree, m_pinned})
        list->setColumnWidth(0, list->viewport()->width());
    expandSections();
    fitPinned();
}

void ProjectTree::expandSections()
{
    for (int row = 0; row < m_upper->rowCount(); ++row)
        if (const QModelIndex index = m_upper->index(row, 0); isSection(index))
            m_tree->expand(index);
    setCurrentTarget(m_target);
}

/// Objects are what people look for, so a row shows them unless it was folded.
void ProjectTree::unfoldNew(const QModelIndex& parent)
{
    if (!parent.isValid() || isSection(parent) || m_folded.contains(QPersistentModelIndex(parent)))
        return;
    if (!m_iconsOnly)
        m_tree->expand(parent);
    else if (const QString target = parent.data(TreeRole::Target).toString(); !m_expanded.contains(target))
        m_expanded.append(target);
}

void ProjectTree::fitPinned()
{
    const int rowHeight = m_iconsOnly ? 32 : Theme::of(this).size("height.treeRow");
    m_pinned->setFixedHeight(m_lower->rowCount() * rowHeight);
    m_pinned->setVisible(m_lower->rowCount() > 0);
}

QModelIndex ProjectTree::findTarget(const QAbstractItemModel* model, const QString& target,
                                    const QModelIndex& parent) const
{
    for (int row = 0; row < model->rowCount(parent); ++row) {
        const QModelIndex index = model->index(row, 0, parent);
        if (index.data(TreeRole::Target).toString() == target)
            return index;
    }
    for (int row = 0; row < model->rowCount(parent); ++row) { // deeper only now: a policy leads to the rules, too
        const QModelIndex index = model->index(row, 0, parent);
        if (const QModelIndex inside = findTarget(model, target, index); inside.isValid())
            return inside;
    }
    return {};
}

void ProjectTree::setCurrentTarget(const QString& target)
{
    m_target = target;
    for (TreeList* list : {m_tree, m_pinned}) {
        QModelIndex index = target.isEmpty() ? QModelIndex() : findTarget(list->model(), target);
        if (m_iconsOnly && isObject(index))
            index = index.parent(); // objects are not shown
        if (index.isValid())
            list->setCurrentIndex(index);
        else
            list->selectionModel()->clear();
    }
}

void ProjectTree::setIconsOnly(bool on)
{
    if (on == m_iconsOnly)
        return;
    if (on)
        m_expanded = expandedTargets();
    m_iconsOnly = on;
    layout()->setContentsMargins(on ? 6 : 8, 8, on ? 6 : 8, 8);
    m_tree->setVerticalScrollBarPolicy(on ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    for (TreeList* list : {m_tree, m_pinned}) {
        static_cast<TreeDelegate*>(list->itemDelegate())->setIconsOnly(on);
        list->doItemsLayout();
    }
    if (on) {
        for (int row = 0; row < m_upper->rowCount(); ++row) {
            const QModelIndex section = m_upper->index(row, 0);
            for (int child = 0; child < m_upper->rowCount(section); ++child)
                m_tree->collapse(m_upper->index(child, 0, section));
        }
    }
    if (!on)
        setExpandedTargets(m_expanded);
    setCurrentTarget(m_target);
    fitPinned();
}

QStringList ProjectTree::expandedTargets() const
{
    if (m_iconsOnly)
        return m_expanded;
    QStringList targets;
    for (int row = 0; row < m_upper->rowCount(); ++row) {
        const QModelIndex section = m_upper->index(row, 0);
        for (int child = 0; child < m_upper->rowCount(section); ++child)
            if (const QModelIndex index = m_upper->index(child, 0, section); m_tree->isExpanded(index))
                targets.append(index.data(TreeRole::Target).toString());
    }
    return targets;
}

void ProjectTree::setExpandedTargets(const QStringList& targets)
{
    m_expanded = targets;
    if (m_iconsOnly)
        return;
    for (const QString& target : targets)
        if (const QModelIndex index = findTarget(m_upper, target); index.isValid())
            m_tree->expand(index);
}

void ProjectTree::unfold(const QStringList& targets)
{
    QModelIndex first;
    for (const QString& target : targets) {
        const QModelIndex index = findTarget(m_upper, target);
        if (!first.isValid())
            first = index;
        if (index.isValid() && !m_iconsOnly) {
            m_tree->expand(index.parent());
            m_tree->expand(index);
        }
    }
    if (first.isValid() && !m_iconsOnly) {
        m_tree->setCurrentIndex(first);
        m_tree->scrollTo(first, QAbstractItemView::PositionAtTop);
    }
}

void ProjectTree::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    if (m_pinned->isVisible())
        p.fillRect(12, m_pinned->y() - 7, width() - 25, 1, t.color("border.default"));
}

} // namespace run402
