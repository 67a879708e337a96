// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guide/guidebook.h"

#include <QListWidget>
#include <QStyledItemDelegate>

namespace run402 {

/// Paints a section's name, a page, or a page with the line that was found in it.
class GuideContentsDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The table of contents, or what a search found. Owner: parent. Thread: GUI.
class GuideContents : public QListWidget
{
    Q_OBJECT
public:
    explicit GuideContents(QWidget* parent = nullptr);

    void showAll(const Guidebook& book);
    void showHits(const QList<GuideHit>& hits);
    /// Marks a page without asking for it.
    void mark(const QString& page);
    QString firstPage() const; ///< empty = nothing was found

Q_SIGNALS:
    void pageRequested(const QString& page);

private:
    void addPage(const QString& page, const QString& title, const QString& excerpt = {});
};

} // namespace run402
