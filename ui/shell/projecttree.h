// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QPersistentModelIndex>
#include <QTreeView>
#include <QWidget>

class QSortFilterProxyModel;

namespace run402 {

/// Roles of the project tree's model; plain values, so that a model in models/
/// answers them without ui/. Top-level rows are items or sections ("Data"),
/// a section's children are its items, an item's children are objects (tables),
/// an object's children are its parts (columns, keys, policies).
namespace TreeRole {
enum : int {
    Section = Qt::UserRole + 0x500, ///< bool: a heading
    Icon,                           ///< a Lucide name; objects have none
    Count,                          ///< short text at the right: "128"
    Warning,                        ///< short text in an amber badge: "1"
    Target,                         ///< what opens: "sql", "table:recipes"
    Pinned,                         ///< bool, top level: at the bottom
};
}

/// Rows of 26 (sections 32); the collapsed form paints icons alone.
class TreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setIconsOnly(bool on) { m_iconsOnly = on; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
    /// Where the fold arrow of a row with children is.
    static QRect foldRect(const QRect& row);

private:
    bool m_iconsOnly = false;
};

class TreeList : public QTreeView
{
    Q_OBJECT
public:
    explicit TreeList(QWidget* parent);

Q_SIGNALS:
    void opened(const QModelIndex& index, bool lasting);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}
};

/// The left panel: the tree, and the pinned rows under a line at the bottom.
/// Owner: parent; the model belongs to the caller. Thread: GUI.
class ProjectTree : public QWidget
{
    Q_OBJECT
public:
    explicit ProjectTree(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model);
    /// Marks the row that opens `target`, if there is one.
    void setCurrentTarget(const QString& target);
    /// 48 wide with icons alone.
    void setIconsOnly(bool on);
    bool iconsOnly() const { return m_iconsOnly; }
    QStringList expandedTargets() const;
    void setExpandedTargets(const QStringList& targets);
    /// Shows what is below these rows and goes to the first.
    void unfold(const QStringList& targets);
    TreeList* tree() const { return m_tree; }

Q_SIGNALS:
    /// A click (a preview) or, lasting, a double click or Enter.
    void targetOpened(const QString& target, bool lasting);
    void menuAsked(const QString& target, const QPoint& globalPos);

private:
    void expandSections();
    void unfoldNew(const QModelIndex& parent);
    void fitPinned();
    void paintEvent(QPaintEvent* event) override;
    QModelIndex findTarget(const QAbstractItemModel* model, const QString& target, const QModelIndex& parent = {}) const;

    TreeList* m_tree;
    TreeList* m_pinned;
    QSortFilterProxyModel* m_upper;
    QSortFilterProxyModel* m_lower;
    QString m_target;
    QList<QPersistentModelIndex> m_folded; ///< by the person; other rows unfold when they get objects
    QStringList m_expanded; ///< kept while icons alone are shown
    bool m_iconsOnly = false;
};

} // namespace run402
