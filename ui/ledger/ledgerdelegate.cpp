// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/ledgerdelegate.h"

#include "models/item/ledgermodel.h"
#include "ui/common/chip.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

Tone chipTone(const QString& tone)
{
    if (tone == "stopped"_L1)
        return Tone::Danger;
    if (tone == "unknown"_L1)
        return Tone::Warning;
    return tone == "pending"_L1 ? Tone::Info : tone == "opening"_L1 ? Tone::Neutral : Tone::Success;
}

struct Look { const char* ink = "text.primary"; Theme::Font font = Theme::Font::Small; Qt::Alignment align = Qt::AlignLeft; };

Look lookOf(int column, const QString& tone)
{
    const bool quiet = tone == "stopped"_L1 || tone == "opening"_L1;
    switch (column) {
    case LedgerModel::When: return {"text.muted", Theme::Font::MonoSmall, Qt::AlignLeft};
    case LedgerModel::Out: return {quiet ? "text.muted" : tone == "unknown"_L1 ? "warning.text" : "text.primary", Theme::Font::Mono, Qt::AlignRight};
    case LedgerModel::In: return {quiet ? "text.muted" : tone == "unknown"_L1 ? "warning.text" : "success.text", Theme::Font::Mono, Qt::AlignRight};
    case LedgerModel::Balance: return {"text.muted", Theme::Font::Mono, Qt::AlignRight};
    case LedgerModel::Transaction: return {"text.secondary", Theme::Font::MonoSmall, Qt::AlignLeft};
    case LedgerModel::Project: return {"text.secondary", Theme::Font::Small, Qt::AlignLeft};
    default: return {};
    }
}

} // namespace

QSize LedgerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {60, Theme::of(option.widget).scaled(31)};
}

void LedgerDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(option.rect, t.color("bg.selected"));
    p->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color("grid.line"));
    const QString tone = index.data(LedgerModel::ToneRole).toString();
    const QString text = index.data().toString();
    QRectF box = QRectF(option.rect).adjusted(8, 0, -9, 0);
    const int column = index.column();
    const Look look = lookOf(column, tone);
    p->setFont(t.font(look.font));
    if (column == LedgerModel::Status || (column == LedgerModel::Label && !text.isEmpty())) {
        p->setClipRect(option.rect);
        Chip::paint(p, box, text, column == LedgerModel::Label ? Tone::Neutral : chipTone(tone), false);
        p->restore();
        return;
    }
    if (column == LedgerModel::What) {
        const bool loud = tone == "stopped"_L1 || tone == "unknown"_L1;
        Icons::paint(p, QRectF(box.left(), box.top(), 14, box.height()), index.data(LedgerModel::IconRole).toString(),
                     t.color(!loud ? "text.muted" : tone == "stopped"_L1 ? "danger.text" : "warning.text"), 14);
        box.setLeft(box.left() + 22);
    } else if (column == LedgerModel::RailName) {
        const QString money = u"env."_s + index.data(LedgerModel::MoneyRole).toString() + u".solid"_s;
        paintBox(p, QRectF(box.left(), box.center().y() - 3, 7, 7), 3.5, t.color(money));
        box.setLeft(box.left() + 13);
    }
    paintText(p, box, text, t.color(look.ink), look.align);
    p->restore();
}

} // namespace run402
