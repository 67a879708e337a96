// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QSet>
#include <QStyledItemDelegate>

namespace run402 {

/// Paints log lines: rows of 27, a bar in the colour of the level, what was searched for marked, unfolded JSON in a box.
/// Owner: view. Thread: GUI.
class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Marked in the messages. Only the painted part of a line is searched.
    void setSearch(const QRegularExpression& expression) { m_search = expression; }
    void setUnfolded(const QSet<qint64>* ids) { m_unfolded = ids; } ///< borrowed
    static int rowHeight();
    /// Of a row whose JSON is unfolded.
    static int unfoldedHeight(const QString& text);
    /// Messages over several lines, as wide as the column.
    void setWrapping(bool on) { m_wraps = on; }
    /// Of a folded row; `width` of the message column in pixels.
    int height(const QString& text, int width) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintMessage(QPainter* p, const QRect& line, const QModelIndex& index, bool gap, bool unfolded) const;
    void paintBlock(QPainter* p, const QRect& cell, const QString& text) const;
    void paintWrapped(QPainter* p, const QRectF& box, const QString& text) const;

    QRegularExpression m_search;
    const QSet<qint64>* m_unfolded = nullptr;
    bool m_wraps = false;
};

/// The text shown below an unfolded line.
QString unfoldedText(const QString& line);

} // namespace run402
