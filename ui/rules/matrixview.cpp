// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/matrixview.h"

#include "models/item/accessmatrixmodel.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace run402 {

namespace {

constexpr int lineHeight = 42, nameWidth = 166, headerHeight = 58;
constexpr int cellWidth = 56, cellHeight = 28;

struct Look { const char* tone; const char* icon; };

Look lookOf(AccessLevel level, bool risky)
{
    if (risky)
        return {"warning", "triangle-alert"};
    switch (level) {
    case AccessLevel::All: return {"success", "check"};
    case AccessLevel::Own: return {"info", "user-round"};
    case AccessLevel::Rule: return {"env.sandbox", "braces"};
    case AccessLevel::None: break;
    }
    return {nullptr, nullptr};
}

void paintCell(QPainter* p, const Theme& theme, const QRectF& area, const QModelIndex& index)
{
    const auto level = AccessLevel(index.data(AccessMatrixModel::LevelRole).toInt());
    const Look look = lookOf(level, index.data(AccessMatrixModel::RiskyRole).toBool());
    const QRectF box(area.center().x() - cellWidth / 2.0, area.center().y() - cellHeight / 2.0, cellWidth, cellHeight);
    const QString text = index.data().toString();
    p->setFont(theme.font(Theme::Font::Label));
    if (!look.tone) {
        p->setFont(theme.font(Theme::Font::Small));
        paintText(p, box, text, theme.color("text.muted"), Qt::AlignHCenter);
        return;
    }
    const QString tone = QString::fromLatin1(look.tone);
    paintBox(p, box, 4, theme.color(tone + QStringLiteral(".tint")), theme.color(tone + QStringLiteral(".line")));
    const QColor ink = theme.color(tone + QStringLiteral(".text"));
    const double wide = 12 + 4 + QFontMetricsF(p->font()).horizontalAdvance(text);
    const double left = box.center().x() - wide / 2;
    Icons::paint(p, QRectF(left, box.top(), 12, box.height()), QString::fromLatin1(look.icon), ink, 12);
    paintText(p, QRectF(left + 16, box.top(), wide, box.height()), text, ink);
}

} // namespace

void MatrixDelegate::paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.widget);
    const QRectF r(option.rect);
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    const bool rowCurrent = option.state & QStyle::State_HasFocus;
    p->fillRect(option.rect, theme.color("bg.surface"));
    p->fillRect(QRectF(r.left(), r.bottom() - 1, r.width(), 1), theme.color("grid.line"));
    if (index.column() == 5 || index.column() == AccessMatrixModel::serverColumn)
        p->fillRect(QRectF(r.left(), r.top(), 1, r.height()), theme.color("border.default"));

    if (index.column() == AccessMatrixModel::nameColumn) {
        p->setFont(theme.font(Theme::Font::BodyMedium));
        paintText(p, QRectF(r.left() + 8, r.top() + 4, r.width() - 12, 18), index.data().toString(), theme.color("text.primary"));
        p->setFont(theme.font(Theme::Font::MonoSmall));
        const QString name = index.data(AccessMatrixModel::TemplateRole).toString();
        paintText(p, QRectF(r.left() + 8, r.top() + 22, r.width() - 12, 15), name == QLatin1String("none") ? tr("no rules") : name,
                  theme.color(name == QLatin1String("none") ? "warning.text" : "text.muted"));
    } else if (index.column() == AccessMatrixModel::serverColumn) {
        Icons::paint(p, QRectF(r.left() + 12, r.top(), 14, r.height()), QStringLiteral("lock-open"), theme.color("text.muted"), 14);
        p->setFont(theme.font(Theme::Font::Small));
        paintText(p, r.adjusted(32, 0, 0, 0), index.data().toString(), theme.color("text.secondary"));
    } else {
        paintCell(p, theme, r, index);
        if (index.data(AccessMatrixModel::ChangedRole).toBool())
            paintChangedCorner(p, r.topRight() + QPointF(-4, 4), theme);
        if (rowCurrent)
            paintRing(p, r.adjusted(3, 4, -3, -5), 6, theme.color("focus.ring"));
    }
    p->restore();
}

void paintChangedCorner(QPainter* painter, const QPointF& corner, const Theme& theme)
{
    constexpr qreal side = 7;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color("chart.3"));
    painter->drawPolygon(QPolygonF({corner - QPointF(side, 0), corner, corner + QPointF(0, side)}));
}

QSize MatrixDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {index.column() == AccessMatrixModel::nameColumn ? nameWidth : cellWidth + 9, lineHeight};
}

MatrixHeader::MatrixHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionResizeMode(QHeaderView::Fixed);
    setHighlightSections(false);
    setSectionsClickable(false);
}

QSize MatrixHeader::sizeHint() const
{
    return {100, headerHeight};
}

void MatrixHeader::paintSection(QPainter* p, const QRect& rect, int section) const
{
    const Theme& theme = Theme::of(this);
    p->save();
    p->setRenderHint(QPainter::Antialiasing);
    p->fillRect(rect, theme.color("bg.surface"));
    p->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border.default"));
    if (section == 5 || section == AccessMatrixModel::serverColumn)
        p->fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), theme.color("border.default"));
    const QRectF lower(rect.left(), rect.top() + 32, rect.width(), 24);
    const bool cell = AccessMatrixModel::isCell(section);
    p->setFont(theme.font(section == AccessMatrixModel::serverColumn ? Theme::Font::MonoSmall : Theme::Font::Label));
    paintText(p, cell ? lower : lower.adjusted(section == 0 ? 8 : 12, 0, 0, 0), model()->headerData(section, Qt::Horizontal).toString(),
              theme.color("text.secondary"), cell ? Qt::AlignHCenter : Qt::AlignLeft);

    p->restore();
}

void MatrixHeader::paintEvent(QPaintEvent* event)
{
    QHeaderView::paintEvent(event);
    // Who it is stands over several columns, so it is painted over the finished sections.
    const Theme& theme = Theme::of(this);
    QPainter p(viewport());
    p.setRenderHint(QPainter::Antialiasing);
    const auto paintWho = [&](int section, int inset, const char* icon, const QString& name, const QString& role) {
        const double left = sectionViewportPosition(section) + inset;
        Icons::paint(&p, QRectF(left, 8, 14, 20), QString::fromLatin1(icon), theme.color("text.primary"), 14);
        p.setFont(theme.font(Theme::Font::Subtitle));
        const double width = QFontMetricsF(p.font()).horizontalAdvance(name);
        paintText(&p, QRectF(left + 20, 8, width + 2, 20), name, theme.color("text.primary"));
        p.setFont(theme.font(Theme::Font::MonoSmall));
        paintText(&p, QRectF(left + 28 + width, 8, 120, 20), role, theme.color("text.muted"));
    };
    if (count() < AccessMatrixModel::columns)
        return;
    paintWho(1, 8, "globe", tr("Anonymous"), QStringLiteral("anon"));
    paintWho(5, 8, "user-round-check", tr("Signed in"), QStringLiteral("authenticated"));
    paintWho(AccessMatrixModel::serverColumn, 12, "server", tr("Server"), {});
}

MatrixView::MatrixView(AccessMatrixModel& model, QWidget* parent) : QTableView(parent), m_model(model)
{
    setObjectName(QStringLiteral("rules.matrix"));
    setAccessibleName(tr("Access rules by table, role and action"));
    setHorizontalHeader(new MatrixHeader(this));
    setItemDelegate(new MatrixDelegate(this));
    setModel(&model);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(lineHeight);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        layoutColumns();
        updateGeometry();
    });
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

QSize MatrixView::sizeHint() const
{
    return {600, headerHeight + std::max(1, m_model.rowCount()) * lineHeight + 2};
}

void MatrixView::layoutColumns()
{
    if (model()->columnCount() == 0)
        return;
    const int rest = viewport()->width() - nameWidth - 124;
    setColumnWidth(AccessMatrixModel::nameColumn, nameWidth);
    setColumnWidth(AccessMatrixModel::serverColumn, 124);
    for (int column = 1; column < AccessMatrixModel::serverColumn; ++column)
        setColumnWidth(column, std::max(cellWidth + 6, rest * column / 8 - rest * (column - 1) / 8));
}

void MatrixView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void MatrixView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space)
        m_model.cycle(currentIndex());
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && AccessMatrixModel::isCell(currentIndex().column()))
        Q_EMIT ruleRequested(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event)
{
    // The first click chooses a cell, a click on the chosen one cycles it: nothing changes by accident.
    const QModelIndex cell = indexAt(event->pos());
    const bool again = cell.isValid() && cell == property("lastClicked").toPersistentModelIndex();
    QTableView::mouseReleaseEvent(event);
    if (again && event->button() == Qt::LeftButton)
        m_model.cycle(cell);
    setProperty("lastClicked", QVariant::fromValue(QPersistentModelIndex(cell)));
}

} // namespace run402
