// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/plaineditor.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/sql/plainhighlighter.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

namespace {
constexpr int nearbyHalf = 32'000;
} // namespace


/// The text with its margins: bar 2, status 24, numbers 38.
class PlainText : public QPlainTextEdit
{
public:
    explicit PlainText(QWidget* parent) : QPlainTextEdit(parent), m_margin(new MarginStrip(this))
    {
        setFrameShape(QFrame::NoFrame);
        setLineWrapMode(NoWrap);
        connect(this, &QPlainTextEdit::updateRequest, this, [this] { m_margin->update(); });
        connect(this, &QPlainTextEdit::blockCountChanged, m_margin, qOverload<>(&QWidget::update));
    }

    static int statusWidth() { return Theme::of().scaled(26); }
    static int marginWidth() { return Theme::of().scaled(64); }
    void placeMargin()
    {
        setViewportMargins(marginWidth(), 0, 0, 0);
        m_margin->setGeometry(0, 0, marginWidth(), viewport()->height());
        m_margin->update();
    }
    QRect blockRect(int line) const
    {
        const QTextBlock block = document()->findBlockByNumber(line);
        return block.isValid() && block.isVisible()
            ? blockBoundingGeometry(block).translated(contentOffset()).toRect() : QRect();
    }

    QList<SqlEditor::Mark> marks;
    QHash<int, SqlEditor::ChangeKind> changes;
    int first = -1, last = -1;

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QPlainTextEdit::resizeEvent(event);
        placeMargin();
    }

private:
    class MarginStrip : public QWidget
    {
    public:
        explicit MarginStrip(PlainText* text) : QWidget(text), m_text(text) {}

    protected:
        void paintEvent(QPaintEvent*) override
        {
            QPainter painter(this);
            const Theme& theme = Theme::of(this);
            painter.fillRect(rect(), theme.color("bg.surface"));
            painter.setFont(theme.font(Theme::Font::MonoSmall));
            for (QTextBlock block = m_text->firstVisibleBlock(); block.isValid(); block = block.next()) {
                const int line = block.blockNumber();
                const QRect box = m_text->blockRect(line);
                if (box.top() > height())
                    break;
                if (line >= m_text->first && line <= m_text->last) {
                    painter.fillRect(0, box.top(), width(), box.height(), theme.color("bg.alt"));
                    painter.fillRect(0, box.top(), 2, box.height(), theme.color("accent.solid"));
                }
                if (const auto change = m_text->changes.constFind(line); change != m_text->changes.cend())
                    painter.fillRect(0, box.top(), 4, box.height(),
                                     theme.color(*change == SqlEditor::ChangeKind::Added ? "accent.solid" : "warning.text"));
                painter.setPen(theme.color("text.muted"));
                painter.drawText(QRect(0, box.top(), width() - 14, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                                 QString::number(line + 1));
                for (const SqlEditor::Mark& mark : std::as_const(m_text->marks)) {
                    if (mark.line == line)
                        Icons::paint(&painter, QRectF(0, box.top(), statusWidth(), box.height()),
                                     QLatin1StringView(markLook(mark.state).icon), theme.color(markLook(mark.state).token), 13, 2.25);
                }
            }
        }

    private:
        PlainText* m_text;
    };
    MarginStrip* m_margin;
};

PlainEditor::PlainEditor(QWidget* parent, Language language) : SqlEditor(parent), m_edit(new PlainText(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->addWidget(m_edit);
    m_edit->setObjectName(QStringLiteral("sql.editor"));
    m_edit->setAccessibleName(language == Language::Sql ? tr("SQL text") : tr("Code"));
    setFocusProxy(m_edit);
    m_highlighter = new PlainHighlighter(m_edit->document(), rulesOf(language));
    m_notes = new EditorNotes(this, m_edit->viewport());
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_loading)
            Q_EMIT textEdited();
    });
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &SqlEditor::cursorMoved);
    connect(m_edit, &QPlainTextEdit::selectionChanged, this, &SqlEditor::cursorMoved);
    connect(m_edit, &QPlainTextEdit::updateRequest, this, [this](const QRect&, int dy) {
        Q_EMIT viewChanged();
        if (dy != 0)
            Q_EMIT scrolled();
    });
    connect(&Theme::of(this), &Theme::changed, this, &PlainEditor::applyTheme);
    applyTheme();
}

SqlEditor* PlainEditor::twin(QWidget* parent)
{
    auto* other = new PlainEditor(parent, Language::Sql);
    other->m_edit->setObjectName(QStringLiteral("sql.editor.second"));
    other->m_loading = true; // taking the document over is no typing
    other->m_edit->setDocument(m_edit->document());
    other->m_loading = false;
    other->m_highlighter = m_highlighter; // of the document; its own went with its empty one
    other->applyTheme();
    return other;
}

void PlainEditor::applyTheme()
{
    const Theme& theme = Theme::of(this);
    m_edit->setFont(theme.font(Theme::Font::Editor));
    QPalette colors = m_edit->palette();
    colors.setColor(QPalette::Base, theme.color("bg.surface"));
    colors.setColor(QPalette::Text, theme.color("text.primary"));
    colors.setColor(QPalette::Highlight, theme.color("syntax.selection"));
    m_edit->setPalette(colors);
    m_highlighter->rehighlight();
    m_edit->placeMargin();
    refreshSelections();
}

QString PlainEditor::text() const { return m_edit->toPlainText(); }

qsizetype PlainEditor::length() const { return m_edit->document()->characterCount() - 1; }
bool PlainEditor::hasSelection() const { return m_edit->textCursor().hasSelection(); }

SqlEditor::Nearby PlainEditor::nearby() const
{
    QTextBlock first = m_edit->textCursor().block();
    for (int back = 0; first.previous().isValid() && back < nearbyHalf; first = first.previous())
        back += first.previous().length();
    Nearby near;
    near.cursor = m_edit->textCursor().position() - first.position();
    for (QTextBlock block = first; block.isValid() && near.text.size() < near.cursor + nearbyHalf; block = block.next())
        near.text += block.text() + u'\n';
    return near;
}

void PlainEditor::setText(const QString& text)
{
    QString clean = text;
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n').replace(QChar(u'\0'), u' ');
    m_loading = true;
    m_edit->setPlainText(clean);
    m_loading = false;
}

qsizetype PlainEditor::cursor() const { return m_edit->textCursor().position(); }

void PlainEditor::setCursorAt(qsizetype offset)
{
    select(offset, 0);
}

qsizetype PlainEditor::selectionStart() const { return m_edit->textCursor().selectionStart(); }
qsizetype PlainEditor::selectionEnd() const { return m_edit->textCursor().selectionEnd(); }

void PlainEditor::select(qsizetype start, qsizetype length)
{
    const int size = std::max(0, m_edit->document()->characterCount() - 1);
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(std::clamp(int(start), 0, size));
    cursor.setPosition(std::clamp(int(start + length), 0, size), QTextCursor::KeepAnchor);
    m_edit->setTextCursor(cursor);
}

void PlainEditor::replace(qsizetype start, qsizetype length, const QString& with)
{
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(int(start));
    cursor.setPosition(int(start + length), QTextCursor::KeepAnchor);
    cursor.insertText(with);
    m_edit->setTextCursor(cursor);
}

void PlainEditor::setMarks(const QList<Mark>& marks)
{
    m_edit->marks = marks;
    m_edit->placeMargin();
    m_notes->setMarks(marks);
}

void PlainEditor::setCurrentLines(int first, int last)
{
    m_first = first;
    m_last = last;
    m_notes->setCurrentLines(first, last);
    refreshSelections();
}

void PlainEditor::setUnderlines(const QList<Underline>& underlines)
{
    m_underlines = underlines;
    refreshSelections();
}

void PlainEditor::setFinds(const QList<FindHit>& finds)
{
    m_finds = finds;
    refreshSelections();
}

void PlainEditor::refreshSelections()
{
    const Theme& theme = Theme::of(this);
    m_edit->first = m_first;
    m_edit->last = m_last;
    QList<QTextEdit::ExtraSelection> selections;
    for (int line = m_first; line >= 0 && line <= std::min(m_last, m_first + 2000); ++line) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_edit->document()->findBlockByNumber(line));
        selection.format.setBackground(theme.color("bg.alt"));
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections << selection;
    }
    const int size = std::max(0, m_edit->document()->characterCount() - 1);
    for (const Underline& u : std::as_const(m_underlines)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_edit->document());
        selection.cursor.setPosition(std::clamp(int(u.start), 0, size));
        selection.cursor.setPosition(std::clamp(int(u.start + u.length), 0, size), QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
        selection.format.setUnderlineColor(theme.color(u.kind == LineKind::Error ? "danger.text" : "warning.text"));
        selection.format.setToolTip(u.reason);
        selections << selection;
    }
    for (const FindHit& hit : std::as_const(m_finds)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_edit->document());
        selection.cursor.setPosition(std::clamp(int(hit.start), 0, size));
        selection.cursor.setPosition(std::clamp(int(hit.start + hit.length), 0, size), QTextCursor::KeepAnchor);
        selection.format.setBackground(theme.color("warning.tint"));
        selections << selection;
    }
    m_edit->setExtraSelections(selections);
    m_edit->placeMargin();
}

void PlainEditor::setChanges(const QHash<int, ChangeKind>& changes)
{
    m_edit->changes = changes;
    m_edit->placeMargin();
}

void PlainEditor::setReadOnly(bool readOnly) { m_edit->setReadOnly(readOnly); }
bool PlainEditor::isReadOnly() const { return m_edit->isReadOnly(); }
QWidget* PlainEditor::input() const { return m_edit; }
void PlainEditor::undo() { m_edit->undo(); }
void PlainEditor::redo() { m_edit->redo(); }

QRect PlainEditor::cursorRect() const
{
    const QRect rect = m_edit->cursorRect();
    return QRect(m_edit->viewport()->mapTo(this, rect.topLeft()), rect.size());
}

QRect PlainEditor::lineRect(int line) const
{
    QRect rect = m_edit->blockRect(line);
    if (rect.isNull() || !rect.intersects(m_edit->viewport()->rect().adjusted(-100000, 0, 100000, 0)))
        return {};
    rect.setWidth(m_edit->viewport()->width());
    return rect.translated(m_edit->viewport()->mapTo(this, QPoint()));
}

} // namespace run402
