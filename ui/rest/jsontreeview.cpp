// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/jsontreeview.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>

namespace run402 {

namespace {

constexpr int openedRows = 20; ///< of the first level, at first

class Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        static const char* tokens[] = {"text.muted", "syntax.function", "syntax.string", "syntax.number", "syntax.keyword"};
        const Theme& theme = Theme::of(option.widget);
        p->save();
        if (option.state & QStyle::State_Selected)
            p->fillRect(option.rect, theme.color("bg.selected"));
        p->setFont(theme.font(Theme::Font::Mono));
        paintText(p, QRectF(option.rect).adjusted(4, 0, -6, 0), index.data().toString(), theme.color(tokens[index.data(JsonTreeModel::StyleRole).toInt()]));
        p->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {80, Theme::of(option.widget).scaled(22)};
    }
};

} // namespace

JsonTreeView::JsonTreeView(QWidget* parent) : QTreeView(parent)
{
    setModel(&m_model);
    setItemDelegate(new Delegate(this));
    setFrameShape(QFrame::NoFrame);
    setProperty("plain", true);
    setUniformRowHeights(true);
    setAlternatingRowColors(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setIndentation(Theme::of(this).scaled(18));
    setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setStretchLastSection(true);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setColumnWidth(JsonTreeModel::Key, Theme::of(this).scaled(220));
    connect(this, &QWidget::customContextMenuRequested, this, &JsonTreeView::showMenu);
    auto* copy = new QShortcut(QKeySequence::Copy, this, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        if (currentIndex().isValid())
            QGuiApplication::clipboard()->setText(currentIndex().data(JsonTreeModel::TextRole).toString());
    });
}

void JsonTreeView::setTree(const std::shared_ptr<const JsonTree>& tree)
{
    m_model.setTree(tree);
    for (int row = 0; row < std::min(openedRows, m_model.rowCount()); ++row)
        expand(m_model.index(row, 0));
}

void JsonTreeView::showMenu(const QPoint& at)
{
    const QModelIndex index = indexAt(at);
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy value"), this, [text = index.data(JsonTreeModel::TextRole).toString()] { QGuiApplication::clipboard()->setText(text); });
    menu->addAction(tr("Copy path"), this, [text = index.data(JsonTreeModel::PathRole).toString()] { QGuiApplication::clipboard()->setText(text); });
    menu->addSeparator();
    menu->addAction(tr("Unfold all below"), this, [this, index = QPersistentModelIndex(index)] { expandRecursively(index.sibling(index.row(), 0), 4); });
    menu->popup(viewport()->mapToGlobal(at));
}

} // namespace run402
