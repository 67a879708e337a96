// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guidecontents.h"

#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QSignalBlocker>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

enum Role { PageRole = Qt::UserRole, ExcerptRole };

constexpr qsizetype oneLine = 32; ///< letters of an excerpt that fit beside each other

bool isSection(const QModelIndex& index)
{
    return index.data(PageRole).toString().isEmpty();
}

} // namespace

QSize GuideContentsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const qsizetype excerpt = index.data(ExcerptRole).toString().size();
    return {120, theme.scaled(isSection(index) ? 34 : excerpt == 0 ? 28 : excerpt <= oneLine ? 46 : 60)};
}

void GuideContentsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QString title = index.data().toString(), excerpt = index.data(ExcerptRole).toString();
    const QRect row = option.rect.adjusted(8, 1, -8, -1);
    if (isSection(index)) {
        painter->setFont(theme.font(Theme::Font::Section));
        painter->setPen(theme.color("text.muted"));
        painter->drawText(row.adjusted(8, 0, -8, -5), Qt::AlignLeft | Qt::AlignBottom, title);
        painter->restore();
        return;
    }
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen || option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(chosen ? "bg.selected" : "bg.hover"));
        painter->drawRoundedRect(row, 5, 5);
    }
    if (chosen && option.state & QStyle::State_HasFocus && theme.focusVisible(option.widget)) {
        painter->setPen(QPen(theme.color("focus.ring"), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 5, 5);
    }
    const QRect text = row.adjusted(8, 0, -8, 0);
    painter->setFont(theme.font(Theme::Font::BodyMedium));
    painter->setPen(theme.color("text.primary"));
    const QFontMetrics metrics(painter->font());
    const QRect head = excerpt.isEmpty() ? text : QRect(text.left(), text.top() + 4, text.width(), metrics.height());
    painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(title, Qt::ElideRight, head.width()));
    if (!excerpt.isEmpty()) {
        painter->setFont(theme.font(Theme::Font::CaptionPlain));
        painter->setPen(theme.color("text.secondary"));
        painter->drawText(text.adjusted(0, metrics.height() + 5, 0, -3), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, excerpt);
    }
    painter->restore();
}

GuideContents::GuideContents(QWidget* parent) : QListWidget(parent)
{
    setObjectName(u"guide.contents"_s);
    setAccessibleName(tr("Contents of the guide"));
    setFrameShape(QFrame::NoFrame);
    setProperty("plain", true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setItemDelegate(new GuideContentsDelegate(this));
    connect(&Theme::of(this), &Theme::changed, this, [this] { doItemsLayout(); });
    connect(this, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item && !item->data(PageRole).toString().isEmpty())
            Q_EMIT pageRequested(item->data(PageRole).toString());
    });
}

void GuideContents::addPage(const QString& page, const QString& title, const QString& excerpt)
{
    auto* item = new QListWidgetItem(title, this);
    item->setData(PageRole, page);
    item->setData(ExcerptRole, excerpt);
    item->setToolTip(excerpt.isEmpty() ? QString() : title);
}

void GuideContents::showAll(const Guidebook& book)
{
    const QSignalBlocker quiet(this);
    clear();
    QString section;
    for (const GuidePage& page : book.pages()) {
        if (page.section != section) {
            section = page.section;
            auto* head = new QListWidgetItem(section, this);
            head->setFlags(Qt::NoItemFlags);
        }
        addPage(page.id, page.title);
    }
}

void GuideContents::showHits(const QList<GuideHit>& hits)
{
    const QSignalBlocker quiet(this);
    clear();
    for (const GuideHit& hit : hits)
        addPage(hit.page, hit.title, hit.excerpt);
    if (hits.isEmpty()) {
        auto* none = new QListWidgetItem(tr("Nothing found"), this);
        none->setFlags(Qt::NoItemFlags);
    }
}

void GuideContents::mark(const QString& page)
{
    const QSignalBlocker quiet(this);
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(PageRole).toString() == page) {
            setCurrentRow(row);
            scrollToItem(item(row));
            return;
        }
    }
    setCurrentItem(nullptr);
}

QString GuideContents::firstPage() const
{
    return count() > 0 ? item(0)->data(PageRole).toString() : QString();
}

} // namespace run402
