// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultgrid.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace run402 {

namespace {

struct CellLook { Theme::Font font; const char* token; };

CellLook lookOf(CellKind kind)
{
    switch (kind) {
    case CellKind::Number: return {Theme::Font::Mono, "cell.number"};
    case CellKind::Boolean: return {Theme::Font::Mono, "text.secondary"};
    case CellKind::Date: return {Theme::Font::Mono, "cell.date"};
    case CellKind::Json:
    case CellKind::Bytes: return {Theme::Font::Mono, "cell.json"};
    case CellKind::Null:
    case CellKind::Text: break;
    }
    return {Theme::Font::Small, "text.primary"};
}

} // namespace

void ResultDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->fillRect(option.rect, theme.color(selected ? "bg.selected" : "bg.surface"));
    const CellKind kind = CellKind(index.data(CellKindRole).toInt());
    const CellLook look = lookOf(kind);
    QFont font = theme.font(look.font);
    QString text = index.data().toString();
    painter->setPen(theme.color(look.token));
    if (kind == CellKind::Null) {
        font = theme.fontOf(false, 11);
        font.setItalic(true);
        text = QStringLiteral("NULL");
        painter->setPen(theme.color("text.null"));
    }
    painter->setFont(font);
    // One line: a break is shown, not obeyed.
    text.replace(u'\n', QChar(0x21B5)).remove(u'\r');
    const QRect box = option.rect.adjusted(8, 0, -9, -1);
    const QString shown = painter->fontMetrics().elidedText(text, Qt::ElideRight, box.width());
    painter->drawText(box, Qt::AlignVCenter | (kind == CellKind::Number ? Qt::AlignRight : Qt::AlignLeft), shown);
    painter->setPen(theme.color("grid.line"));
    painter->drawLine(option.rect.topRight(), option.rect.bottomRight());
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (view && view->currentIndex() == index) {
        painter->setPen(QPen(theme.color("focus.ring"), 2));
        painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    }
    painter->restore();
}

ResultHeader::ResultHeader(Qt::Orientation orientation, QWidget* parent) : QHeaderView(orientation, parent)
{
    setHighlightSections(false);
    setSectionsClickable(true);
    setSectionsMovable(orientation == Qt::Horizontal);
}

QSize ResultHeader::sizeHint() const
{
    const Theme& theme = Theme::of(this);
    return orientation() == Qt::Horizontal ? QSize(QHeaderView::sizeHint().width(), theme.scaled(32))
                                           : QSize(theme.scaled(44), QHeaderView::sizeHint().height());
}

void ResultHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& theme = Theme::of(this);
    painter->save();
    painter->fillRect(rect, theme.color("bg.window"));
    if (orientation() == Qt::Vertical) {
        const auto* view = qobject_cast<const QTableView*>(parentWidget());
        if (view && view->selectionModel() && view->selectionModel()->isRowSelected(section))
            painter->fillRect(rect, theme.color("bg.selected"));
        painter->setFont(theme.font(Theme::Font::MonoSmall));
        painter->setPen(theme.color("text.muted"));
        painter->drawText(rect.adjusted(4, 0, -9, -1), Qt::AlignRight | Qt::AlignVCenter, QString::number(section + 1));
        painter->setPen(theme.color("grid.line"));
        painter->drawLine(rect.topRight(), rect.bottomRight());
        painter->drawLine(rect.bottomLeft(), rect.bottomRight());
        painter->restore();
        return;
    }
    const auto header = [&](int role) { return model()->headerData(section, orientation(), role); };
    QRect box = rect.adjusted(8, 0, -8, -1);
    if (header(ColumnKeyRole).toBool()) {
        Icons::paint(painter, QRectF(box.left(), box.top(), 12, box.height()), QStringLiteral("key-round"), theme.color("text.muted"), 12);
        box.setLeft(box.left() + 17);
    }
    painter->setFont(theme.font(Theme::Font::SmallStrong));
    painter->setPen(theme.color("text.primary"));
    const QString name = painter->fontMetrics().elidedText(header(Qt::DisplayRole).toString(), Qt::ElideRight, box.width());
    painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, name);
    box.setLeft(box.left() + painter->fontMetrics().horizontalAdvance(name) + 8);
    painter->setFont(theme.font(Theme::Font::MonoSmall));
    painter->setPen(theme.color("text.muted"));
    if (box.width() > 12) {
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(shortTypeName(header(ColumnTypeRole).toString()), Qt::ElideRight, box.width()));
    }
    painter->setPen(theme.color("grid.line"));
    painter->drawLine(rect.topRight(), rect.bottomRight());
    painter->setPen(theme.color("border.default"));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->restore();
}

ResultGrid::ResultGrid(QWidget* parent) : QTableView(parent)
{
    setObjectName(QStringLiteral("sql.grid"));
    setAccessibleName(tr("Result rows"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new ResultDelegate(this));
    setHorizontalHeader(new ResultHeader(Qt::Horizontal, this));
    setVerticalHeader(new ResultHeader(Qt::Vertical, this));
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setTabKeyNavigation(false);
    applyTheme();
    connect(&Theme::of(this), &Theme::changed, this, &ResultGrid::applyTheme);
}

void ResultGrid::applyTheme()
{
    const Theme& theme = Theme::of(this);
    verticalHeader()->setDefaultSectionSize(theme.scaled(28));
    verticalHeader()->setMinimumSectionSize(theme.scaled(28));
    QPalette colors = palette();
    colors.setColor(QPalette::Base, theme.color("bg.surface"));
    setPalette(colors);
    viewport()->update();
}

void ResultGrid::setResultModel(ResultModel* model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &ResultGrid::sizeColumns);
    connect(model, &QAbstractItemModel::headerDataChanged, this, [this] { horizontalHeader()->viewport()->update(); });
    sizeColumns();
}

void ResultGrid::sizeColumns()
{
    const ResultSet* set = m_model ? m_model->result() : nullptr;
    if (!set)
        return;
    const Theme& theme = Theme::of(this);
    const int letter = QFontMetrics(theme.font(Theme::Font::Mono)).averageCharWidth();
    const QFontMetrics head(theme.font(Theme::Font::SmallStrong)), type(theme.font(Theme::Font::MonoSmall));
    for (int c = 0; c < set->columns().size(); ++c) {
        const int name = head.horizontalAdvance(set->columns().at(c)) + 34
            + type.horizontalAdvance(shortTypeName(m_model->columnType(c)));
        setColumnWidth(c, std::clamp(std::max(name, set->sampleWidth(c) * letter + 20), 64, 320));
    }
    // The vertical head has to fit the last number.
    const int digits = QString::number(set->rowCount()).size() > 4 ? int(QString::number(set->rowCount()).size()) * letter + 16 : 44;
    verticalHeader()->setFixedWidth(theme.scaled(digits));
}

int ResultGrid::selectedRows() const
{
    int rows = 0;
    for (const QItemSelectionRange& range : selectionModel() ? selectionModel()->selection() : QItemSelection())
        rows += range.height();
    return rows;
}

ResultTextOptions ResultGrid::selectionOptions() const
{
    ResultTextOptions options;
    if (!selectionModel())
        return options;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        options.rows.push_back({range.top(), range.bottom()});
    std::sort(options.rows.begin(), options.rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual)
        options.columns << horizontalHeader()->logicalIndex(visual);
    return options;
}

void ResultGrid::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested(ResultFormat::Tsv);
        return;
    }
    QTableView::keyPressEvent(event);
}

void ResultGrid::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this, [this] { Q_EMIT copyRequested(ResultFormat::Tsv); });
    addCopyActions(menu->addMenu(tr("Copy as")), this, [this](ResultFormat format) { Q_EMIT copyRequested(format); });
    menu->addSeparator();
    connect(menu->addAction(tr("Select all rows")), &QAction::triggered, this, &QTableView::selectAll);
    menu->popup(event->globalPos());
}

void ResultGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    Q_EMIT currentRowChanged(current.row());
}

void ResultGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    verticalHeader()->viewport()->update();
    Q_EMIT selectionSized();
}

void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen)
{
    const std::pair<QString, ResultFormat> entries[] = {
        {ResultGrid::tr("TSV, for spreadsheets"), ResultFormat::Tsv}, {ResultGrid::tr("CSV"), ResultFormat::Csv},
        {ResultGrid::tr("JSON"), ResultFormat::Json}, {ResultGrid::tr("Markdown table"), ResultFormat::Markdown},
        {ResultGrid::tr("SQL INSERT"), ResultFormat::SqlInsert}, {ResultGrid::tr("IN (…) list of the current column"), ResultFormat::SqlIn}};
    for (const auto& [text, format] : entries) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QStringLiteral("sql.copy.%1").arg(int(format)));
        QObject::connect(action, &QAction::triggered, context, [chosen, format = format] { chosen(format); });
    }
}

} // namespace run402
