// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/functionlist.h"

#include "models/item/functionlistmodel.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace run402 {

namespace {

void paintTimes(QPainter* p, const QRectF& box, const QList<double>& times, const QColor& ink)
{
    const double most = *std::max_element(times.cbegin(), times.cend());
    if (most <= 0)
        return;
    QPolygonF line;
    for (int i = 0; i < times.size(); ++i)
        line << QPointF(box.left() + box.width() * i / (times.size() - 1), box.bottom() - (box.height() - 2) * times.at(i) / most);
    QPolygonF area = line;
    area << box.bottomRight() << box.bottomLeft();
    QColor soft = ink;
    soft.setAlphaF(0.16F);
    p->setRenderHint(QPainter::Antialiasing);
    p->setPen(Qt::NoPen);
    p->setBrush(soft);
    p->drawPolygon(area);
    p->setPen(QPen(ink, 1.4));
    p->setBrush(Qt::NoBrush);
    p->drawPolyline(line);
}

} // namespace

void FunctionDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const QRect r = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    p->save();
    if (selected || option.state & QStyle::State_MouseOver)
        p->fillRect(r, theme.color(selected ? "bg.selected" : "bg.hover"));
    if (selected)
        p->fillRect(r.left(), r.top(), 2, r.height(), theme.color("accent.solid"));
    p->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color("grid.line"));

    const auto state = FunctionItem::State(index.data(FunctionListModel::StateRole).toInt());
    const bool failed = index.data(FunctionListModel::FailedRole).toBool();
    const char* token = failed                                    ? "danger.text"
                        : state == FunctionItem::State::New       ? "text.disabled"
                        : state == FunctionItem::State::Elsewhere ? "warning.text"
                                                                  : "success.text";
    const double middle = r.top() + theme.scaled(19);
    paintBox(p, QRectF(r.left() + 12, middle - 3.5, 7, 7), 3.5, theme.color(token));
    const auto times = index.data(FunctionListModel::TimesRole).value<QList<double>>();
    const bool chart = times.size() > 1;
    p->setFont(theme.font(Theme::Font::BodyMedium));
    const QString name = index.data().toString();
    const int room = r.width() - 25 - (chart ? 60 : 12) - 14;
    const int width = std::min(room, p->fontMetrics().horizontalAdvance(name) + 1);
    paintText(p, QRectF(r.left() + 25, middle - 10, width, 20), name, theme.color("text.primary"));
    if (index.data(FunctionListModel::DirtyRole).toBool())
        paintBox(p, QRectF(r.left() + 25 + width + 7, middle - 3, 6, 6), 3, theme.color("text.secondary"));
    p->setFont(theme.font(Theme::Font::CaptionPlain));
    paintText(p, QRectF(r.left() + 25, middle + 9, r.width() - 37, 18), index.data(FunctionListModel::DetailRole).toString(),
              theme.color("text.muted"));
    if (chart)
        paintTimes(p, QRectF(r.right() - 56, middle - 8, 44, 16), times, theme.color(failed ? "danger.text" : "accent.solid"));
    p->restore();
}

QSize FunctionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {180, Theme::of(option.widget).scaled(54)};
}

} // namespace run402
