// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logtable.h"

#include "ui/common/theme.h"
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

LogTable::LogTable(LogModel& model, QWidget* parent) : GridView(parent), m_model(model), m_delegate(new LogDelegate(this))
{
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
        if (m_following)
            followEnd();
    });
}

void LogTable::followEnd()
{
    m_moving = true;
    scrollToBottom();
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
    setRowHeight(row, open ? LogDelegate::unfoldedHeight(line.text) : LogDelegate::rowHeight());
    m_moving = false;
    viewport()->update();
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
    if (unfolds && event->modifiers() == Qt::NoModifier)
        toggle(currentIndex().row());
    else
        GridView::keyPressEvent(event);
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
