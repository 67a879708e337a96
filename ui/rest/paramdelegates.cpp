// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/paramdelegates.h"

#include "models/rest/restquery.h"

#include <QComboBox>
#include <QStyle>

namespace run402 {
namespace {

QStyleOptionViewItem moved(QStyleOptionViewItem option)
{
    constexpr int headPadding = 6; // more than a plain cell's
    option.rect.setLeft(option.rect.left() + headPadding);
    return option;
}

} // namespace

void ParamDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem back = option;
    initStyleOption(&back, index);
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &back, painter, option.widget);
    QStyledItemDelegate::paint(painter, moved(option), index);
}

bool ParamDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    return QStyledItemDelegate::editorEvent(event, model, moved(option), index);
}

QWidget* OperatorDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const
{
    auto* box = new QComboBox(parent);
    box->setAccessibleName(tr("Operator"));
    for (const QString& op : restOperators())
        box->addItem(op, op);
    for (const QString& op : restOperators())
        box->addItem(QStringLiteral("not.") + op, QStringLiteral("not.") + op);
    return box;
}

void OperatorDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* box = static_cast<QComboBox*>(editor);
    box->setCurrentIndex(std::max(0, box->findData(index.data(Qt::EditRole))));
}

void OperatorDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    model->setData(index, static_cast<QComboBox*>(editor)->currentData());
}

} // namespace run402
