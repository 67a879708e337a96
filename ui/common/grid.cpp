// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/grid.h"

#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace run402 {

namespace {

constexpr qsizetype kShownLetters = 400; // a cell is never wider than this needs

QString oneLine(const QVariant& value)
{
    QString text = value.toString().left(kShownLetters);
    for (QChar& c : text)
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QLatin1Char('\t'))
            c = QLatin1Char(' ');
    return text;
}

struct Ink
{
    const char* token;
    Theme::Font font;
    Qt::Alignment align;
};

CellKind kindOf(const QModelIndex& index)
{
    const QVariant kind = index.data(CellKindRole);
    return kind.isValid() ? static_cast<CellKind>(kind.toInt()) : CellKind::Text;
}

Ink inkOf(CellKind kind)
{
    switch (kind) {
    case CellKind::Number: return {"cell.number", Theme::Font::Mono, Qt::AlignRight};
    case CellKind::Json:
    case CellKind::Array: return {"cell.json", Theme::Font::MonoSmall, Qt::AlignLeft};
    case CellKind::Url: return {"info.text", Theme::Font::Small, Qt::AlignLeft};
    case CellKind::Date: return {"cell.date", Theme::Font::Mono, Qt::AlignLeft};
    case CellKind::Mono: return {"text.primary", Theme::Font::Mono, Qt::AlignLeft};
    case CellKind::Boolean: return {"text.secondary", Theme::Font::Mono, Qt::AlignLeft};
    case CellKind::Null: return {"text.null", Theme::Font::CaptionPlain, Qt::AlignLeft};
    case CellKind::Bytes: return {"cell.json", Theme::Font::MonoSmall, Qt::AlignLeft};
    case CellKind::Text: break;
    }
    return {"text.primary", Theme::Font::Small, Qt::AlignLeft};
}

const char* fillOf(GridRowState state, bool edited, bool selected)
{
    if (state == GridRowState::Deleted)
        return "cell.deleted";
    if (edited)
        return "cell.edited";
    if (state == GridRowState::Inserted)
        return "cell.inserted";
    return selected ? "bg.selected" : nullptr;
}

void paintBool(QPainter* p, const Theme& t, QRectF& r, bool on)
{
    const QRectF box(r.left(), r.center().y() - 7, 14, 14);
    paintBox(p, box, 4, t.color(on ? "accent.solid" : "bg.surface"), on ? QColor() : t.color("border.control"));
    if (on)
        Icons::paint(p, box, QStringLiteral("check"), t.color("text.onSolid"), 11, 3);
    r.adjust(20, 0, 0, 0);
}

} // namespace

void GridDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const auto kind = kindOf(index);
    const auto state = static_cast<GridRowState>(index.data(GridMark::RowState).toInt());
    const bool edited = index.data(GridMark::Edited).toBool();
    const bool selected = option.state & QStyle::State_Selected;
    const QRectF cell = option.rect;
    painter->save();
    if (const char* fill = fillOf(state, edited, selected))
        painter->fillRect(cell, t.color(fill));
    painter->fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), t.color("grid.line"));
    painter->fillRect(QRectF(cell.right() - 1, cell.top(), 1, cell.height()), t.color("grid.line"));
    if (edited) {
        QPainterPath corner(cell.topRight());
        corner.lineTo(cell.right() - 6, cell.top());
        corner.lineTo(cell.right(), cell.top() + 6);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->fillPath(corner, t.color("chart.3"));
    }

    Ink ink = inkOf(kind);
    QFont font = t.font(ink.font);
    // Each set() makes a font of its own, whose engine is looked up anew; most cells need none.
    if (kind == CellKind::Null)
        font.setItalic(true);
    if (state == GridRowState::Deleted)
        font.setStrikeOut(true);
    if (kind == CellKind::Url)
        font.setUnderline(true);
    painter->setFont(font);
    QRectF r = cell.adjusted(8, 0, -9, 0);
    if (kind == CellKind::Boolean)
        paintBool(painter, t, r, index.data(Qt::EditRole).toBool());
    if (const QString icon = index.data(GridMark::CellIcon).toString(); !icon.isEmpty()) {
        Icons::paint(painter, QRectF(r.right() - 12, r.top(), 12, r.height()), icon, t.color("text.muted"), 12);
        r.adjust(0, 0, -18, 0);
    }
    const QString placeholder = index.data(GridMark::Placeholder).toString();
    if (!placeholder.isEmpty()) {
        font.setItalic(true);
        painter->setFont(font);
        ink.token = "text.muted";
    }
    const QString text = !placeholder.isEmpty() ? placeholder : kind == CellKind::Null ? QStringLiteral("NULL") : oneLine(index.data(Qt::DisplayRole));
    if (index.data(InexactRole).toBool()) {
        const QString about(QChar(0x2248)); // the value may have had more digits
        paintText(painter, r, about, t.color("text.muted"));
        r.adjust(QFontMetricsF(font).horizontalAdvance(about) + 4, 0, 0, 0);
    }
    paintText(painter, r, text, t.color(state == GridRowState::Deleted ? "danger.text" : ink.token),
              index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight ? Qt::AlignRight : ink.align);

    if (!index.data(GridMark::Fault).toString().isEmpty())
        paintRing(painter, cell.adjusted(0, 0, -1, -1), 0, t.color("danger.line"), 1);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view && view->currentIndex() == index && view->selectionMode() != QAbstractItemView::NoSelection) {
        const bool focus = view->hasFocus();
        painter->setRenderHint(QPainter::Antialiasing, false);
        paintRing(painter, cell.adjusted(0, 0, focus ? 0 : -1, focus ? 0 : -1), 0,
                  t.color(focus ? "focus.ring" : "border.control"), focus ? 2 : 1);
    }
    painter->restore();
}

QSize GridDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const auto kind = kindOf(index);
    const QFontMetrics m(t.font(inkOf(kind).font));
    const int icon = kind == CellKind::Boolean ? 20 : 0;
    return {m.horizontalAdvance(oneLine(index.data(Qt::DisplayRole))) + 20 + icon, t.size("height.gridRow")};
}

QWidget* GridDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    auto* edit = new LineEdit({}, parent);
    const auto kind = kindOf(index);
    edit->setSmall(true);
    edit->setMono(kind != CellKind::Text && kind != CellKind::Null);
    edit->setAccessibleName(tr("Cell value"));
    return edit;
}

void GridDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(0, 0, -1, -1));
}

GridHeader::GridHeader(Qt::Orientation orientation, QWidget* parent)
    : QHeaderView(orientation, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    if (orientation == Qt::Horizontal) {
        setSectionsMovable(true);
        setMinimumSectionSize(40);
        setDefaultSectionSize(150);
    } else {
        setSectionResizeMode(QHeaderView::Fixed);
        setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}

QSize GridHeader::sectionSizeFromContents(int section) const
{
    const Theme& t = Theme::of(this);
    if (orientation() == Qt::Vertical)
        return {std::max(44, QFontMetrics(t.font(Theme::Font::MonoSmall)).horizontalAdvance(QString::number(count())) + 20),
                t.size("height.gridRow")};
    const QString name = model() ? model()->headerData(section, orientation(), Qt::DisplayRole).toString() : QString();
    const QString type = model() ? model()->headerData(section, orientation(), ColumnTypeRole).toString() : QString();
    return {QFontMetrics(t.font(Theme::Font::SmallStrong)).horizontalAdvance(name)
                + QFontMetrics(t.font(Theme::Font::MonoSmall)).horizontalAdvance(type) + 56,
            t.size("height.gridHeader")};
}

void GridHeader::paintNumber(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& t = Theme::of(this);
    // The header asks the first column, as row state belongs to the row.
    const QModelIndex first = model()->index(section, 0);
    const auto state = static_cast<GridRowState>(first.data(GridMark::RowState).toInt());
    const auto* view = qobject_cast<const QTableView*>(parentWidget());
    const bool selected = view && view->selectionModel() && view->selectionModel()->isRowSelected(section);
    const char* fill = state == GridRowState::Inserted ? "cell.inserted"
        : state == GridRowState::Deleted               ? "cell.deleted"
        : selected                                     ? "bg.selected"
                                                       : "bg.window";
    painter->fillRect(rect, t.color(fill));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.color("grid.line"));
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), t.color("grid.line"));
    if (first.data(GridMark::RowEdited).toBool())
        painter->fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), t.color("chart.3"));
    QFont font = t.font(Theme::Font::MonoSmall);
    if (state != GridRowState::Normal)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QString text = state == GridRowState::Inserted ? QStringLiteral("+")
        : state == GridRowState::Deleted                 ? QStringLiteral("−")
                                                         : model()->headerData(section, Qt::Vertical).toString();
    const char* ink = state == GridRowState::Inserted ? "success.text"
        : state == GridRowState::Deleted              ? "danger.text"
                                                      : "text.muted";
    paintText(painter, QRectF(rect).adjusted(4, 0, -9, 0), text, t.color(ink), Qt::AlignRight);
}

void GridHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    painter->save();
    if (orientation() == Qt::Vertical) {
        paintNumber(painter, rect, section);
        painter->restore();
        return;
    }
    const Theme& t = Theme::of(this);
    painter->fillRect(rect, t.color("bg.window"));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.color("border.default"));
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), t.color("grid.line"));
    QRectF r = QRectF(rect).adjusted(8, 0, -9, 0);
    if (isSortIndicatorShown() && sortIndicatorSection() == section) {
        const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
        Icons::paint(painter, QRectF(r.right() - 12, r.top(), 12, r.height()),
                     up ? QStringLiteral("arrow-up") : QStringLiteral("arrow-down"), t.color("accent.text"), 12);
        r.adjust(0, 0, -17, 0);
    }
    QString icon = model()->headerData(section, Qt::Horizontal, GridMark::HeaderIcon).toString();
    if (icon.isEmpty() && model()->headerData(section, Qt::Horizontal, ColumnKeyRole).toBool())
        icon = QStringLiteral("key-round");
    if (!icon.isEmpty()) {
        Icons::paint(painter, QRectF(r.left(), r.top(), 12, r.height()), icon, t.color("text.muted"), 12);
        r.adjust(17, 0, 0, 0);
    }
    const QString name = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    painter->setFont(t.font(Theme::Font::SmallStrong));
    // A column of numbers has its head over them; only where no type stands behind the name.
    if (model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight) {
        paintText(painter, r, name, t.color("text.primary"), Qt::AlignRight);
        painter->restore();
        return;
    }
    paintText(painter, r, name, t.color("text.primary"));
    r.adjust(QFontMetricsF(painter->font()).horizontalAdvance(name) + 7, 0, 0, 0);
    painter->setFont(t.font(Theme::Font::MonoSmall));
    paintText(painter, r, model()->headerData(section, Qt::Horizontal, ColumnTypeRole).toString(),
              t.color("text.muted"));
    painter->restore();
}

GridView::GridView(QWidget* parent)
    : QTableView(parent)
    , m_corner(new Label(QStringLiteral("#"), Theme::Font::MonoSmall, "text.muted", this))
{
    m_corner->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_corner->setIndent(9);
    m_corner->setAttribute(Qt::WA_TransparentForMouseEvents);
    setItemDelegate(new GridDelegate(this));
    setHorizontalHeader(new GridHeader(Qt::Horizontal, this));
    setVerticalHeader(new GridHeader(Qt::Vertical, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    verticalHeader()->installEventFilter(this);
    connect(&Theme::of(this), &Theme::changed, this, &GridView::refresh);
    refresh();
}

void GridView::updateGeometries()
{
    QTableView::updateGeometries();
    const bool both = verticalHeader()->isVisible() && horizontalHeader()->isVisible();
    m_corner->setVisible(both);
    m_corner->setGeometry(0, 0, verticalHeader()->width(), horizontalHeader()->height());
    m_corner->raise();
}

/// More digits in the rows' numbers make their column wider after the view was laid out.
bool GridView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == verticalHeader() && event->type() == QEvent::Resize)
        m_corner->resize(verticalHeader()->width(), m_corner->height());
    return QTableView::eventFilter(watched, event);
}

void GridView::refresh()
{
    const Theme& t = Theme::of(this);
    verticalHeader()->setDefaultSectionSize(t.size("height.gridRow"));
    verticalHeader()->setMinimumSectionSize(t.size("height.gridRow"));
    horizontalHeader()->setFixedHeight(t.size("height.gridHeader"));
    viewport()->update();
}

} // namespace run402
