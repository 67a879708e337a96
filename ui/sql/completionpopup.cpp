// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/completionpopup.h"

#include "ui/common/icons.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace run402 {

namespace {

constexpr int popupWidth = 424;
constexpr int listWidth = 238;
constexpr int rowHeight = 24;
constexpr int mostRows = 9;
enum { TypeRole = Qt::UserRole + 1, IconRole };

QString iconOf(const SqlCompletion& item)
{
    using Kind = SqlCompletion::Kind;
    switch (item.kind) {
    case Kind::Table: return QStringLiteral("table-2");
    case Kind::Function: return QStringLiteral("square-function");
    case Kind::Keyword: return QStringLiteral("terminal");
    case Kind::Join: return QStringLiteral("git-merge");
    case Kind::Snippet: return QStringLiteral("text-cursor-input");
    case Kind::Column: break;
    }
    const QString& t = item.type;
    if (t == u"uuid")
        return QStringLiteral("link");
    if (t.startsWith(u"json"))
        return QStringLiteral("braces");
    if (t.startsWith(u"int") || t.startsWith(u"float") || t == u"numeric")
        return QStringLiteral("hash");
    if (t.startsWith(u"time") || t == u"date")
        return QStringLiteral("clock");
    return t == u"bool" ? QStringLiteral("square-check") : QStringLiteral("type");
}

class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {listWidth, Theme::of().scaled(rowHeight)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.widget);
        const bool current = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (current) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.color("bg.selected"));
            painter->drawRoundedRect(option.rect, 5, 5);
        }
        QRect box = option.rect.adjusted(8, 0, -8, 0);
        Icons::paint(painter, QRectF(box.left(), box.top(), 13, box.height()), index.data(IconRole).toString(), theme.color("text.muted"), 13);
        box.setLeft(box.left() + 21);
        painter->setFont(theme.font(Theme::Font::MonoSmall));
        painter->setPen(theme.color("text.muted"));
        const QString type = index.data(TypeRole).toString();
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, type);
        box.setRight(box.right() - painter->fontMetrics().horizontalAdvance(type) - 8);
        painter->setFont(theme.font(current ? Theme::Font::MonoStrong : Theme::Font::Mono));
        painter->setPen(theme.color("text.primary"));
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, box.width()));
        painter->restore();
    }
};

} // namespace

CompletionPopup::CompletionPopup(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("sql.completion"));
    setAccessibleName(tr("Completions"));
    setFocusPolicy(Qt::NoFocus);
    hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(5, 5, 5, 5);
    row->setSpacing(0);
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("sql.completion.list"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(listWidth);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->viewport()->setAutoFillBackground(false);
    m_model = new QStandardItemModel(this);
    m_list->setModel(m_model);
    row->addWidget(m_list);

    auto* facts = new QVBoxLayout;
    facts->setContentsMargins(17, 6, 8, 6);
    facts->setSpacing(6);
    m_name = new Label({}, Theme::Font::MonoStrong);
    m_facts = new Label({}, Theme::Font::Small, "text.secondary");
    m_referenceHead = new Label(tr("Referenced by"), Theme::Font::Small, "text.muted");
    m_references = new Label({}, Theme::Font::MonoSmall, "text.muted");
    m_name->setWordWrap(true);
    m_facts->setWordWrap(true);
    for (Label* label : {m_name, m_facts, m_referenceHead, m_references})
        facts->addWidget(label);
    facts->addStretch();
    row->addLayout(facts, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::showFacts);
    connect(m_list, &QListView::clicked, this, &CompletionPopup::choose);
}

void CompletionPopup::setFacts(const Schema* schema, const QHash<QString, qint64>* rowCounts)
{
    m_schema = schema;
    m_rowCounts = rowCounts;
}

int CompletionPopup::current() const
{
    return m_list->currentIndex().row();
}

void CompletionPopup::open(const SqlCompletions& completions, const QRect& cursor)
{
    m_completions = completions;
    if (completions.items.isEmpty()) {
        hide();
        return;
    }
    m_model->clear();
    for (const SqlCompletion& item : completions.items) {
        auto* entry = new QStandardItem(item.name);
        const bool key = item.kind == SqlCompletion::Kind::Column && m_schema && m_schema->table(item.table)
            && m_schema->table(item.table)->primaryKey().contains(item.name);
        entry->setData(item.type, TypeRole);
        entry->setData(key ? QStringLiteral("key-round") : iconOf(item), IconRole);
        m_model->appendRow(entry);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    const int rows = std::clamp(int(completions.items.size()), 5, mostRows);
    const QSize size(popupWidth, Theme::of(this).scaled(rowHeight) * rows + 18);
    QPoint at(cursor.left(), cursor.bottom() + 4);
    const QRect room = parentWidget()->rect();
    if (at.y() + size.height() > room.bottom() && cursor.top() - 4 - size.height() >= 0)
        at.setY(cursor.top() - 4 - size.height());
    at.setX(std::clamp(at.x(), 0, std::max(0, room.width() - size.width())));
    setGeometry(QRect(at, size));
    raise();
    show();
}

void CompletionPopup::showFacts()
{
    const int row = current();
    if (row < 0 || row >= m_completions.items.size() || !m_schema)
        return;
    const SqlCompletion& item = m_completions.items[row];
    m_name->setText(item.kind == SqlCompletion::Kind::Column ? item.table + u'.' + item.name : item.name);
    static const QHash<QString, qint64> none;
    QStringList facts = completionFacts(item, *m_schema, m_rowCounts ? *m_rowCounts : none);
    if (item.kind == SqlCompletion::Kind::Function)
        facts << tr("function");
    else if (item.kind == SqlCompletion::Kind::Keyword)
        facts << tr("keyword");
    else if (item.kind == SqlCompletion::Kind::Snippet)
        facts << QString(item.insert).remove(u'\u2039').remove(u'\u203a') << tr("Tab goes from place to place");
    m_facts->setText(facts.join(u'\n'));
    const QStringList references = referencedBy(item, *m_schema);
    m_referenceHead->setVisible(!references.isEmpty());
    m_references->setVisible(!references.isEmpty());
    m_references->setText(references.mid(0, 5).join(u'\n'));
}

void CompletionPopup::choose()
{
    const int row = current();
    if (row < 0 || row >= m_completions.items.size())
        return;
    const SqlCompletion item = m_completions.items[row];
    hide();
    Q_EMIT chosen(item);
}

bool CompletionPopup::handleKey(QKeyEvent* event)
{
    if (!isVisible() || (event->modifiers() & ~Qt::KeypadModifier))
        return false;
    const int row = current(), last = m_model->rowCount() - 1;
    const auto go = [&](int to) {
        m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, last), 0));
        return true;
    };
    switch (event->key()) {
    case Qt::Key_Down: return go(row == last ? 0 : row + 1);
    case Qt::Key_Up: return go(row == 0 ? last : row - 1);
    case Qt::Key_PageDown: return go(row + mostRows);
    case Qt::Key_PageUp: return go(row - mostRows);
    case Qt::Key_Escape: hide(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: choose(); return true;
    default: return false;
    }
}

void CompletionPopup::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::of(this);
    painter.setPen(theme.color("border.strong"));
    painter.setBrush(theme.color("bg.raised"));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const int x = m_list->geometry().right() + 5;
    painter.fillRect(x, 5, 1, height() - 10, theme.color("border.default"));
}

} // namespace run402
