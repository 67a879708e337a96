// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/auth/persondelegate.h"

#include "ui/common/chip.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QPainter>

namespace run402 {

namespace {

QString initials(const QString& name)
{
    QString out;
    for (const QString& word : name.section(QLatin1Char('@'), 0, 0).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (out.size() < 2 && word.at(0).isLetterOrNumber())
            out += word.at(0).toUpper();
    }
    return out.isEmpty() ? QStringLiteral("?") : out;
}

void paintAvatar(QPainter* p, const QRectF& box, const QString& name, const QString& id)
{
    static const char* inks[] = {"chart.1", "chart.2", "chart.3", "chart.4"};
    const Theme& theme = Theme::of();
    QColor ground = theme.color(inks[qHash(id, 7) % std::size(inks)]);
    ground.setAlphaF(theme.isDark() ? 0.28F : 0.16F);
    p->setRenderHint(QPainter::Antialiasing);
    paintBox(p, box, box.width() / 2, ground);
    p->setFont(theme.font(Theme::Font::CaptionPlain));
    p->setPen(theme.color("text.primary"));
    p->drawText(box, Qt::AlignCenter, initials(name));
}

} // namespace

QString PersonDelegate::shortId(const QString& id)
{
    return id.size() > 12 ? id.left(4) + QChar(0x2026) + id.right(4) : id;
}

void PersonDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const QRectF cell = option.rect;
    p->save();
    if (option.state & QStyle::State_Selected)
        p->fillRect(cell, theme.color("bg.selected"));
    p->fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), theme.color("grid.line"));
    const QRectF text = cell.adjusted(8, 0, -9, 0);
    const QString shown = index.data().toString();
    switch (index.column()) {
    case Person: {
        paintAvatar(p, QRectF(cell.left() + 14, cell.center().y() - 12, 24, 24), shown, index.data(IdRole).toString());
        p->setFont(theme.font(Theme::Font::BodyMedium));
        const double room = text.width() - 44, width = std::min(room, double(p->fontMetrics().horizontalAdvance(shown)) + 1);
        paintText(p, QRectF(cell.left() + 48, cell.top(), width, cell.height()), shown, theme.color("text.primary"));
        p->setFont(theme.font(Theme::Font::Body));
        if (room - width > 30)
            paintText(p, QRectF(cell.left() + 54 + width, cell.top(), room - width - 10, cell.height()), index.data(SubRole).toString(), theme.color("text.muted"));
        const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
        if (view && view->hasFocus() && view->currentIndex().row() == index.row())
            p->fillRect(QRectF(cell.left(), cell.top(), 2, cell.height()), theme.color("focus.ring"));
        break;
    }
    case SignIn: {
        double x = text.left();
        const QStringList chips = index.data(ChipsRole).toStringList();
        for (const QString& chip : chips)
            x += Chip::paint(p, QRectF(x, cell.top(), text.right() - x, cell.height()), chip, Tone::Neutral, false) + 6;
        break;
    }
    case Session:
        if (!shown.isEmpty())
            Chip::paint(p, text, shown, static_cast<Tone>(index.data(ToneRole).toInt()), false);
        break;
    default:
        p->setFont(theme.font(Theme::Font::Mono));
        paintText(p, text.adjusted(0, 0, -6, 0), shown, theme.color("text.primary"), Qt::AlignRight);
    }
    p->restore();
}

} // namespace run402
