// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/projectsdelegate.h"

#include "models/item/projectlistmodel.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

Theme::Font fontOf(int column)
{
    switch (column) {
    case ProjectListModel::Name:
        return Theme::Font::BodyMedium;
    case ProjectListModel::Id:
    case ProjectListModel::ApiCalls:
    case ProjectListModel::Storage:
        return Theme::Font::MonoSmall;
    default:
        return Theme::Font::Small;
    }
}

} // namespace

QSize ProjectsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {60, Theme::of(option.widget).scaled(34)};
}

void ProjectsDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const int column = index.column();
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(option.rect, t.color("bg.selected"));
    p->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color("grid.line"));
    QRectF box = QRectF(option.rect).adjusted(column == 0 ? 14 : 8, 0, -8, 0);
    if (column == ProjectListModel::Name) {
        const bool current = index.data(ProjectListModel::CurrentRole).toBool();
        Icons::paint(p, QRectF(box.left(), box.top(), 16, box.height()), current ? u"circle-check"_s : u"box"_s,
                     t.color(current ? "accent.text" : "text.muted"), 16);
        box.setLeft(box.left() + 24);
        if (index.data(ProjectListModel::AgentsRole).toBool()) {
            Icons::paint(p, QRectF(box.right() - 16, box.top(), 16, box.height()), u"bot"_s, t.color("text.secondary"), 16);
            box.setRight(box.right() - 20);
        }
    }
    const bool isProblem = index.data(ProjectListModel::ProblemRole).toBool();
    const bool isQuiet = column != ProjectListModel::Name;
    p->setFont(t.font(fontOf(column)));
    paintText(p, box, index.data().toString(), t.color(isProblem ? "warning.text" : isQuiet ? "text.secondary" : "text.primary"),
              Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()) & Qt::AlignHorizontal_Mask);
    p->restore();
}

} // namespace run402
