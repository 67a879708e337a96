// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace run402 {

/// Paints a card of models/item/applistmodel.h's roles: picture or tinted icon, name, two lines, tags, who made it.
/// Texts are drawn as they are, never as markup. Owner: view. Thread: GUI.
class CardDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    static constexpr int gap = 12;
    static int cardHeight(); ///< at the text scale, px

private:
    void paintTags(QPainter* painter, QRectF line, const QStringList& tags, const QString& by) const;
};

/// The upper part of a card: the picture, filling it, or the icon on a tint of the accent. Shared with the details.
void paintCardArt(QPainter* painter, const QRectF& rect, const QModelIndex& index, int iconSize);

/// Cards side by side: three, two in a window below 1300, one where even two are too narrow. Only visible cards are
/// painted. Enter and double click activate. Owner: parent. Thread: GUI.
class CardGrid : public QListView
{
    Q_OBJECT
public:
    explicit CardGrid(QWidget* parent = nullptr);

    /// Rows on screen now.
    QModelIndexList visibleCards() const;

Q_SIGNALS:
    /// Other cards are on screen; at most every 100 ms.
    void visibleChanged();
    void currentCardChanged(const QModelIndex& index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void updateGeometries() override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void scrollContentsBy(int dx, int dy) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void placeCards();
    void scheduleVisible();

    bool m_scheduled = false;
};

} // namespace run402
