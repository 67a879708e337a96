// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/filterchip.h"

#include "models/table/cellcheck.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

namespace run402 {

using Op = TableFilter::Op;

namespace {

constexpr int chipHeight = 26, before = 9, gap = 7, closeRoom = 24, longestValue = 220;

QString listText(const QStringList& values)
{
    QStringList items;
    for (QString v : values) {
        const bool quotes = v.isEmpty() || v.contains(u',') || v.contains(u'"') || v != v.trimmed();
        items << (quotes ? u'"' + v.replace(u'"', QStringLiteral("\"\"")) + u'"' : v);
    }
    return items.join(QStringLiteral(", "));
}

QStringList listOf(const QString& text)
{
    QStringList values;
    QString item;
    bool quoted = false, was = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool end = i == text.size();
        const QChar c = end ? QChar(u',') : text.at(i);
        if (!end && c == u'"' && quoted && i + 1 < text.size() && text.at(i + 1) == u'"') {
            item += text.at(++i);
        } else if (!end && c == u'"' && (quoted || item.trimmed().isEmpty())) {
            quoted = !quoted;
            was = true;
            item = quoted ? QString() : item;
        } else if (c == u',' && (!quoted || end)) {
            if (was || !item.trimmed().isEmpty())
                values << (was ? item : item.trimmed());
            item.clear();
            quoted = was = false;
        } else if (!was || quoted) {
            item += c;
        }
    }
    return values;
}

} // namespace

QString filterOpWords(Op op)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("run402::FilterChip", text); };
    switch (op) {
    case Op::Eq: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "is"));
    case Op::Neq: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "is not"));
    case Op::Gt: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "more than"));
    case Op::Gte: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "at least"));
    case Op::Lt: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "less than"));
    case Op::Lte: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "at most"));
    case Op::Like: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "like"));
    case Op::ILike: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "like, any case"));
    case Op::In: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "one of"));
    case Op::IsTrue:
    case Op::IsFalse:
    case Op::IsNull: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "is"));
    case Op::NotNull: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "is not"));
    case Op::Contains: return say(QT_TRANSLATE_NOOP("run402::FilterChip", "contains"));
    }
    return {};
}

QList<Op> filterOpsFor(const TableColumn& column)
{
    QList<Op> ops;
    if (column.isBoolean())
        ops << Op::IsTrue << Op::IsFalse;
    else if (column.isComparable())
        ops << Op::Eq << Op::Neq << Op::Gt << Op::Gte << Op::Lt << Op::Lte << Op::In;
    if (column.isText() && !column.isArray)
        ops << Op::Like << Op::ILike;
    if (column.isArray || column.shortType == QLatin1String("jsonb"))
        ops << Op::Contains;
    return ops << Op::IsNull << Op::NotNull;
}

FilterChip::FilterChip(const TableColumn& column, const TableFilter& filter, QWidget* parent)
    : QWidget(parent), m_column(column), m_filter(filter), m_edit(new LineEdit({}, this)), m_close(new IconButton(QStringLiteral("x"), tr("Remove this filter"), this))
{
    setObjectName(QStringLiteral("table.filter.") + column.name);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(Theme::of(this).scaled(chipHeight));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_edit->setObjectName(QStringLiteral("table.filter.value.") + column.name);
    m_edit->setAccessibleName(tr("Value %1 is compared with").arg(column.name));
    m_edit->setBare(true);
    m_edit->setSmall(true);
    m_edit->setMono(true);
    m_edit->hide();
    m_edit->installEventFilter(this);
    m_close->setObjectName(QStringLiteral("table.filter.remove.") + column.name);
    m_close->setSmall(true);
    m_close->setIconSizePx(12);
    m_close->setToken("text.muted");
    connect(m_close, &QAbstractButton::clicked, this, &FilterChip::removed);
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        updateGeometry();
        layOut();
    });
    connect(m_edit, &QLineEdit::editingFinished, this, &FilterChip::commit);
    setAccessibleName(column.name + u' ' + filterOpWords(filter.op) + u' ' + valueText());
}

QString FilterChip::valueText() const
{
    switch (m_filter.op) {
    case Op::IsTrue: return QStringLiteral("true");
    case Op::IsFalse: return QStringLiteral("false");
    case Op::IsNull:
    case Op::NotNull: return QStringLiteral("NULL");
    case Op::In: return listText(m_filter.values);
    default: return m_filter.values.value(0);
    }
}

int FilterChip::columnWidth() const { return QFontMetrics(Theme::of(this).font(Theme::Font::Label)).horizontalAdvance(m_column.name); }
int FilterChip::opWidth() const { return QFontMetrics(Theme::of(this).font(Theme::Font::Small)).horizontalAdvance(filterOpWords(m_filter.op)); }

int FilterChip::valueWidth() const
{
    const QString text = m_edit->isHidden() ? valueText() : m_edit->text();
    const int width = QFontMetrics(Theme::of(this).font(Theme::Font::Mono)).horizontalAdvance(text.left(200));
    return std::clamp(width + (m_edit->isHidden() ? 0 : 10), m_edit->isHidden() ? 0 : 40, longestValue);
}

QSize FilterChip::sizeHint() const
{
    return {before + columnWidth() + gap + opWidth() + gap + valueWidth() + (m_edit->isHidden() ? closeRoom : 10), Theme::of(this).scaled(chipHeight)};
}

void FilterChip::layOut()
{
    m_close->setVisible(m_edit->isHidden());
    m_close->setGeometry(width() - 24, (height() - 24) / 2, 24, 24);
    m_edit->setGeometry(before + columnWidth() + gap + opWidth() + gap - 4, 1, valueWidth() + 8, height() - 2);
    update();
}

void FilterChip::resizeEvent(QResizeEvent*)
{
    layOut();
}

void FilterChip::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const bool editing = !m_edit->isHidden();
    paintBox(&p, rect(), 6, t.color("bg.surface"), editing ? QColor() : t.color("border.strong"));
    if (editing || t.focusVisible(this))
        paintRing(&p, rect(), 6, t.color("focus.ring"), 2);
    QRectF r = QRectF(rect()).adjusted(before, 0, 0, 0);
    p.setFont(t.font(Theme::Font::Label));
    paintText(&p, r, m_column.name, t.color("text.primary"));
    r.adjust(columnWidth() + gap, 0, 0, 0);
    p.setFont(t.font(Theme::Font::Small));
    paintText(&p, r, filterOpWords(m_filter.op), t.color("text.muted"));
    r.adjust(opWidth() + gap, 0, 0, 0);
    if (!editing) {
        r.setWidth(valueWidth() + 1);
        p.setFont(t.font(Theme::Font::Mono));
        paintText(&p, r, valueText(), t.color("cell.number"));
    }
}

void FilterChip::beginEdit(bool fresh)
{
    m_fresh = fresh;
    if (filterArity(m_filter.op) == 0) {
        showOps();
        return;
    }
    m_edit->setText(valueText());
    m_edit->show();
    updateGeometry();
    layOut();
    m_edit->setFocus();
    m_edit->selectAll();
}

void FilterChip::commit()
{
    if (m_edit->isHidden())
        return;
    const QString text = m_edit->text();
    const QStringList values = m_filter.op == Op::In ? listOf(text) : QStringList{m_column.isText() ? text : cellInput(m_column, text)};
    m_edit->hide();
    layOut();
    updateGeometry();
    // A list of nothing, and nothing where nothing is no value: a chip that was begun and left.
    if (m_filter.op == Op::In ? values.isEmpty() : text.isEmpty() && !m_column.isText() && !m_column.type.isEmpty()) {
        Q_EMIT removed();
        return;
    }
    m_fresh = false;
    m_filter.values = values;
    setAccessibleName(m_column.name + u' ' + filterOpWords(m_filter.op) + u' ' + valueText());
    Q_EMIT changed();
}

void FilterChip::showOps()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("table.filter.ops"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QList<Op> ops = filterOpsFor(m_column);
    for (const Op op : ops) {
        TableFilter sample{m_column.name, op, {}};
        const QString fixed = op == Op::IsTrue ? QStringLiteral(" true") : op == Op::IsFalse ? QStringLiteral(" false")
            : op == Op::IsNull || op == Op::NotNull ? QStringLiteral(" NULL") : QString();
        QAction* action = menu->addAction(filterOpWords(op) + fixed);
        action->setCheckable(true);
        action->setChecked(op == m_filter.op);
        connect(action, &QAction::triggered, this, [this, op] {
            const int arity = filterArity(op);
            if (arity == 0)
                m_filter.values.clear();
            else if (m_filter.values.isEmpty())
                m_filter.values = {QString()};
            else if (arity == 1)
                m_filter.values = {m_filter.values.first()};
            m_filter.op = op;
            updateGeometry();
            layOut();
            if (arity == 0)
                Q_EMIT changed();
            else
                beginEdit();
        });
    }
    menu->popup(mapToGlobal(QPoint(before + columnWidth(), height())));
}

void FilterChip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int x = int(event->position().x()), op = before + columnWidth() + gap / 2;
    if (x >= op && x < op + gap + opWidth())
        showOps();
    else
        beginEdit();
}

void FilterChip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2)
        beginEdit();
    else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        Q_EMIT removed();
    else if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Down)
        showOps();
    else
        QWidget::keyPressEvent(event);
}

void FilterChip::focusInEvent(QFocusEvent*) { update(); }
void FilterChip::focusOutEvent(QFocusEvent*) { update(); }

bool FilterChip::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_edit->hide();
        updateGeometry();
        layOut();
        if (m_fresh)
            Q_EMIT removed();
        else
            setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace run402
