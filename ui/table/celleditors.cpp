// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/celleditors.h"

#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/sql/plainhighlighter.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <limits>

namespace run402 {

namespace {

constexpr int popupWidth = 280, popupRows = 8, rowHeight = 26, textWidth = 460, textHeight = 220;

bool isMono(const TableColumn& column)
{
    return !column.isText() || column.isArray;
}

} // namespace

CellEditor::CellEditor(const TableColumn& column, QWidget* parent) : QFrame(parent), m_column(column)
{
    setAutoFillBackground(true);
    setObjectName(QStringLiteral("table.editor"));
}

QString CellEditor::check()
{
    const QString fault = cellFault(m_column, value());
    showFault(fault);
    return fault;
}

void CellEditor::setInput(QWidget* input)
{
    input->installEventFilter(this);
    setFocusProxy(input);
}

void CellEditor::finish(bool moveDown)
{
    if (check().isEmpty())
        Q_EMIT finished(moveDown);
}

bool CellEditor::takeKey(QKeyEvent* key)
{
    if (key->key() == Qt::Key_Escape) {
        Q_EMIT cancelled();
        return true;
    }
    if (key->key() == Qt::Key_0 && key->modifiers() == Qt::ControlModifier) {
        setValue(CellValue::null());
        check();
        return true;
    }
    return false;
}

bool CellEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && takeKey(static_cast<QKeyEvent*>(event)))
        return true;
    return QFrame::eventFilter(watched, event);
}

void CellEditor::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    paintRing(&p, rect(), 0, t.color("focus.ring"), 2);
}

LineCellEditor::LineCellEditor(const TableColumn& column, QWidget* parent) : CellEditor(column, parent), m_line(new LineEdit)
{
    m_line->setObjectName(QStringLiteral("table.editor.line"));
    m_line->setAccessibleName(tr("Value of %1").arg(column.name));
    m_line->setBare(true);
    m_line->setSmall(true);
    m_line->setMono(isMono(column));
    if (column.isNumber())
        m_line->setAlignment(Qt::AlignRight);
    m_line->setMaxLength(std::numeric_limits<int>::max()); // never cut what is there
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(0);
    layout->addWidget(m_line);
    setInput(m_line);
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_null = false;
        check();
    });
}

void LineCellEditor::setValue(const CellValue& value)
{
    m_null = value.isNull();
    m_line->setText(value.text);
    m_line->setPlaceholderText(m_null ? QStringLiteral("NULL") : QString());
    m_line->selectAll();
}

CellValue LineCellEditor::value() const
{
    if (m_null)
        return CellValue::null();
    return CellValue::of(cellInput(column(), m_line->text()));
}

void LineCellEditor::showFault(const QString& fault)
{
    m_line->setError(fault);
}

bool LineCellEditor::takeKey(QKeyEvent* key)
{
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (enter && key->modifiers() == Qt::ShiftModifier && column().isText() && !column().isArray) {
        Q_EMIT largerWanted(m_line->text().insert(m_line->cursorPosition(), u'\n'));
        return true;
    }
    if (enter || key->key() == Qt::Key_Tab) {
        finish(enter);
        return true;
    }
    return CellEditor::takeKey(key);
}

ChoiceCellEditor::ChoiceCellEditor(const TableColumn& column, QWidget* parent)
    : LineCellEditor(column, parent), m_list(new QListView), m_model(new QStandardItemModel(this))
{
    m_list->setObjectName(QStringLiteral("table.editor.list"));
    m_list->setAccessibleName(tr("Values to choose from"));
    m_list->setModel(m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    followFont(m_list, isMono(column) ? Theme::Font::Mono : Theme::Font::Small);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_list, 1);
    connect(m_list, &QListView::clicked, this, &ChoiceCellEditor::choose);
    connect(line(), &QLineEdit::textEdited, this, [this] {
        m_chosen.reset();
        search();
    });
}

void ChoiceCellEditor::setValue(const CellValue& value)
{
    LineCellEditor::setValue(value);
    m_chosen = value;
    search();
}

CellValue ChoiceCellEditor::value() const
{
    return m_chosen.value_or(LineCellEditor::value());
}

void ChoiceCellEditor::setChoices(const QList<Choice>& choices)
{
    m_all = choices;
    search();
}

void ChoiceCellEditor::setSource(Source source)
{
    m_source = std::move(source);
    search();
}

void ChoiceCellEditor::search()
{
    const QString typed = m_chosen ? QString() : line()->text();
    if (m_source) {
        const int asked = ++m_asked;
        m_source(typed, [this, guard = QPointer<ChoiceCellEditor>(this), asked](const QList<Choice>& choices) {
            if (guard && asked == m_asked)
                show(choices);
        });
        return;
    }
    QList<Choice> fitting;
    for (const Choice& c : std::as_const(m_all)) {
        if (typed.isEmpty() || c.text.contains(typed, Qt::CaseInsensitive) || !c.note.isEmpty())
            fitting << c;
    }
    show(fitting);
}

void ChoiceCellEditor::show(const QList<Choice>& choices)
{
    m_shown = choices;
    m_model->clear();
    for (const Choice& c : choices) {
        auto* item = new QStandardItem(c.note.isEmpty() ? c.text : c.text + QStringLiteral("   ") + c.note);
        item->setSizeHint({0, Theme::of(this).scaled(rowHeight)});
        m_model->appendRow(item);
    }
    if (m_chosen) {
        for (int i = 0; i < m_shown.size(); ++i) {
            if (m_shown.at(i).value == *m_chosen)
                m_list->setCurrentIndex(m_model->index(i, 0));
        }
    }
}

void ChoiceCellEditor::choose(const QModelIndex& index)
{
    if (index.row() < 0 || index.row() >= m_shown.size())
        return;
    const CellValue value = m_shown.at(index.row()).value;
    LineCellEditor::setValue(value);
    m_chosen = value;
    finish(false);
}

QSize ChoiceCellEditor::sizeFor(const QSize& cell) const
{
    const int rows = m_source ? popupRows : int(std::clamp<qsizetype>(m_all.size(), 1, popupRows));
    return {std::max(cell.width(), m_source ? popupWidth + 80 : std::min(popupWidth, 200)), cell.height() + rows * rowHeight + 8};
}

void ChoiceCellEditor::offer(const CellValue& value)
{
    LineCellEditor::setValue(value);
    m_chosen = value;
    m_list->setCurrentIndex({});
    check();
}

bool ChoiceCellEditor::takeKey(QKeyEvent* key)
{
    const bool step = (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) && !(key->modifiers() & Qt::AltModifier);
    if (!step)
        return LineCellEditor::takeKey(key);
    const int row = m_list->currentIndex().row();
    const int to = std::clamp(row + (key->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, int(m_shown.size()) - 1));
    m_list->setCurrentIndex(m_model->index(to, 0));
    if (to < m_shown.size()) {
        LineCellEditor::setValue(m_shown.at(to).value);
        m_chosen = m_shown.at(to).value;
    }
    return true;
}

TextCellEditor::TextCellEditor(const TableColumn& column, QWidget* parent)
    : CellEditor(column, parent), m_text(new QPlainTextEdit), m_note(new Label({}, Theme::Font::CaptionPlain, "text.muted"))
{
    m_text->setObjectName(QStringLiteral("table.editor.text"));
    m_text->setAccessibleName(tr("Value of %1").arg(column.name));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setProperty("bare", true);
    m_text->setTabChangesFocus(false);
    followFont(m_text, isMono(column) ? Theme::Font::Mono : Theme::Font::Small);
    m_note->setContentsMargins(8, 2, 8, 4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_note);
    setInput(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_null = m_null && m_text->document()->isEmpty();
        check();
    });
}

void TextCellEditor::setValue(const CellValue& value)
{
    m_was = value;
    m_text->setPlainText(value.text);
    m_wasTyped = typed();
    m_null = value.isNull();
    m_text->setPlaceholderText(m_null ? QStringLiteral("NULL") : QString());
    m_text->selectAll();
    check();
}

void TextCellEditor::continueWith(const QString& text)
{
    m_text->setPlainText(text);
    m_text->moveCursor(QTextCursor::End);
}

/// toPlainText() would make plain blanks of the ones that do not break.
QString TextCellEditor::typed() const
{
    QString text = m_text->document()->toRawText();
    text.replace(QChar(QChar::ParagraphSeparator), m_was.text.contains(QLatin1String("\r\n")) ? QStringLiteral("\r\n") : QStringLiteral("\n"));
    return text;
}

CellValue TextCellEditor::value() const
{
    if (m_null)
        return CellValue::null();
    const QString text = typed();
    return text == m_wasTyped && m_was.isText() ? m_was : CellValue::of(text);
}

void TextCellEditor::showFault(const QString& fault)
{
    m_note->setToken(fault.isEmpty() ? "text.muted" : "danger.text");
    m_note->setText(fault.isEmpty() ? tr("Ctrl+Enter keeps it, Esc leaves it as it was") : fault);
}

QSize TextCellEditor::sizeFor(const QSize& cell) const
{
    return {std::max(cell.width(), textWidth), std::max(cell.height(), textHeight)};
}

bool TextCellEditor::takeKey(QKeyEvent* key)
{
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!enter || !(key->modifiers() & Qt::ControlModifier))
        return CellEditor::takeKey(key);
    finish(true);
    return true;
}

} // namespace run402
