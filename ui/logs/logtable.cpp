// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logtable.h"

#include "ui/common/theme.h"
#include "ui/logs/lineactions.h"
#include "ui/logs/logdelegate.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace run402 {

QString logLineText(const LogRow& row)
{
    const QString at = QDateTime::fromMSecsSinceEpoch(row.atMs, Qt::UTC).toString(Qt::ISODateWithMs);
    if (row.gap)
        return at + "  ----  "_L1 + LogModel::gapText(row.text);
    return at + "  "_L1 + LogModel::levelText(row.level) + "  "_L1 + row.function + "  "_L1 + row.text;
}

LogTable::LogTable(LogModel& model, QWidget* parent) : GridView(parent), m_model(model), m_delegate(new LogDelegate(this)), m_actions(new LineActions(viewport()))
{
    m_actions->hide();
    setObjectName(u"logs.table"_s);
    setAccessibleName(tr("Log lines"));
    m_delegate->setUnfolded(&m_unfolded);
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(LogDelegate::rowHeight());
    verticalHeader()->setDefaultSectionSize(LogDelegate::rowHeight());
    const Theme& theme = Theme::of(this);
    setColumnWidth(LogModel::Time, theme.scaled(122));
    setColumnWidth(LogModel::Level, theme.scaled(58));
    setColumnWidth(LogModel::Function, theme.scaled(120));
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setSectionsClickable(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        verticalHeader()->setMinimumSectionSize(LogDelegate::rowHeight());
        verticalHeader()->setDefaultSectionSize(LogDelegate::rowHeight());
        refreshHeights();
        wrapVisible();
        if (m_following)
            followEnd();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_moving)
            return;
        const bool atEnd = value >= verticalScrollBar()->maximum() - 4;
        if (atEnd != m_following) {
            m_following = atEnd;
            m_unseen = 0;
            Q_EMIT followingChanged();
        }
    });
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_moving = true; });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
        m_moving = false;
        wrapVisible();
        if (m_following) {
            followEnd();
        } else {
            m_unseen += last - first + 1;
            Q_EMIT followingChanged();
        }
    });
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_moving = true; });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        refreshHeights();
        m_moving = false;
        wrapVisible();
        if (m_following)
            followEnd();
        placeActions();
    });
}

void LogTable::followEnd()
{
    m_moving = true;
    scrollToBottom();
    wrapVisible();
    if (m_wraps)
        scrollToBottom(); // the rows that came into view are higher now
    m_moving = false;
    const bool news = !m_following || m_unseen > 0;
    m_following = true;
    m_unseen = 0;
    if (news)
        Q_EMIT followingChanged();
}

void LogTable::setSearch(const QRegularExpression& expression)
{
    m_delegate->setSearch(expression);
    viewport()->update();
}

bool LogTable::isUnfolded(int row) const
{
    return m_unfolded.contains(m_model.row(row).id);
}

void LogTable::toggle(int row)
{
    if (row < 0 || row >= m_model.rowCount() || !m_model.index(row, 0).data(LogModel::JsonRole).toBool())
        return;
    const LogRow& line = m_model.row(row);
    const bool open = !m_unfolded.contains(line.id);
    if (open)
        m_unfolded.insert(line.id);
    else
        m_unfolded.remove(line.id);
    m_moving = true;
    setRowHeight(row, open ? LogDelegate::unfoldedHeight(line.text) : m_delegate->height(line.text, columnWidth(LogModel::Message)));
    m_moving = false;
    placeActions();
    viewport()->update();
}

void LogTable::setWrapping(bool on)
{
    if (on == m_wraps)
        return;
    m_wraps = on;
    m_delegate->setWrapping(on);
    m_moving = true;
    if (!on) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (rowHeight(row) != LogDelegate::rowHeight() && !isUnfolded(row))
                setRowHeight(row, LogDelegate::rowHeight());
        }
    }
    m_moving = false;
    wrapVisible();
    if (m_following)
        followEnd();
    viewport()->update();
}

/// Only what is on screen is laid out, however many lines there are.
void LogTable::wrapVisible()
{
    if (!m_wraps || m_model.rowCount() == 0)
        return;
    const bool moving = std::exchange(m_moving, true);
    const int width = columnWidth(LogModel::Message);
    int y = 0;
    for (int row = std::max(0, rowAt(0)); row < m_model.rowCount() && y < viewport()->height(); ++row) {
        const LogRow& line = m_model.row(row);
        const int height = isUnfolded(row) ? LogDelegate::unfoldedHeight(line.text) : line.gap ? LogDelegate::rowHeight() : m_delegate->height(line.text, width);
        if (rowHeight(row) != height)
            setRowHeight(row, height);
        y += height;
    }
    m_moving = moving;
}

void LogTable::placeActions()
{
    const int row = currentIndex().row();
    const bool on = row >= 0 && row < m_model.rowCount() && isUnfolded(row);
    const QRect cell = on ? visualRect(m_model.index(row, LogModel::Message)) : QRect();
    const bool fits = cell.width() >= 2 * LineActions::panelWidth();
    m_actions->setVisible(on && fits);
    if (!on || !fits)
        return;
    m_actions->setLine(m_model.row(row));
    m_actions->setGeometry(cell.right() - LineActions::panelWidth() - 8, cell.top() + LogDelegate::rowHeight(), LineActions::panelWidth(),
                           cell.height() - LogDelegate::rowHeight());
    m_actions->raise();
}

void LogTable::resizeEvent(QResizeEvent* event)
{
    GridView::resizeEvent(event);
    wrapVisible();
    placeActions();
}

void LogTable::scrollContentsBy(int dx, int dy)
{
    GridView::scrollContentsBy(dx, dy);
    wrapVisible();
    placeActions();
}

void LogTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    GridView::currentChanged(current, previous);
    placeActions();
}

void LogTable::refreshHeights()
{
    if (m_unfolded.isEmpty())
        return;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_unfolded.contains(m_model.row(row).id))
            setRowHeight(row, LogDelegate::unfoldedHeight(m_model.row(row).text));
    }
}

QString LogTable::chosenText() const
{
    QStringList lines;
    const QModelIndexList chosen = selectionModel()->selectedRows();
    if (chosen.isEmpty()) {
        for (const LogRow& row : m_model.rows())
            lines << logLineText(row);
    }
    QList<int> rows;
    for (const QModelIndex& index : chosen)
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    for (const int row : std::as_const(rows))
        lines << logLineText(m_model.row(row));
    return lines.join(u'\n');
}

void LogTable::keyPressEvent(QKeyEvent* event)
{
    const bool unfolds = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (unfolds && event->modifiers() == Qt::NoModifier) {
        toggle(currentIndex().row());
    } else if (event->matches(QKeySequence::MoveToStartOfDocument) && m_model.rowCount() > 0) {
        setCurrentIndex(m_model.index(0, 0)); // also when it is the current one and out of sight
        scrollToTop();
    } else if (event->matches(QKeySequence::MoveToEndOfDocument) && m_model.rowCount() > 0) {
        setCurrentIndex(m_model.index(m_model.rowCount() - 1, 0));
        followEnd();
    } else {
        GridView::keyPressEvent(event);
    }
}

void LogTable::mousePressEvent(QMouseEvent* event)
{
    GridView::mousePressEvent(event);
    constexpr int arrowWidth = 26;
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid() && event->pos().x() < arrowWidth)
        toggle(index.row());
}

} // namespace run402
