// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/paymentsdelegate.h"

#include "models/item/paymentlistmodel.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

const char* amountToken(const QString& tone)
{
    if (tone == "in"_L1)
        return "success.text";
    if (tone == "stopped"_L1)
        return "danger.text";
    if (tone == "unknown"_L1)
        return "warning.text";
    return tone == "pending"_L1 ? "text.muted" : "text.primary";
}

} // namespace

QSize PaymentsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {60, Theme::of(option.widget).scaled(31)};
}

void PaymentsDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(option.rect, t.color("bg.selected"));
    p->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color("grid.line"));
    const int column = index.column();
    QRectF box = QRectF(option.rect).adjusted(8, 0, -9, 0); // as the heads over them
    const QString text = index.data().toString();
    const QString tone = index.data(PaymentListModel::ToneRole).toString();
    const char* ink = "text.primary";
    Theme::Font font = Theme::Font::Small;
    Qt::Alignment align = Qt::AlignLeft;
    switch (column) {
    case PaymentListModel::When:
        ink = "text.muted";
        font = Theme::Font::MonoSmall;
        break;
    case PaymentListModel::What:
        Icons::paint(p, QRectF(box.left(), box.top(), 14, box.height()), index.data(PaymentListModel::IconRole).toString(),
                     t.color(tone == "stopped"_L1 || tone == "unknown"_L1 ? amountToken(tone) : "text.muted"), 14);
        box.setLeft(box.left() + 22);
        break;
    case PaymentListModel::RailName: {
        const QString money = u"env."_s + index.data(PaymentListModel::MoneyRole).toString() + u".solid"_s;
        paintBox(p, QRectF(box.left(), box.center().y() - 3, 7, 7), 3.5, t.color(money));
        box.setLeft(box.left() + 13);
        break;
    }
    case PaymentListModel::AmountText:
        ink = amountToken(tone);
        font = Theme::Font::Mono;
        align = Qt::AlignRight;
        break;
    case PaymentListModel::Balance:
        ink = "text.muted";
        font = Theme::Font::Mono;
        align = Qt::AlignRight;
        break;
    default:
        ink = "text.secondary";
        font = Theme::Font::MonoSmall;
    }
    p->setFont(t.font(font));
    paintText(p, box, text, t.color(ink), align);
    p->restore();
}

} // namespace run402
