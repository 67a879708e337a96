// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqleditor.h"

#include "models/sql/highlight.h"
#include "models/sql/jshighlight.h"
#include "ui/common/theme.h"
#ifdef RUN402_HAS_QSCINTILLA
#include "ui/sql/scintillaeditor.h"
#else
#include "ui/sql/plaineditor.h"
#endif

#include <QPainter>

namespace run402 {

SqlEditor* SqlEditor::create(QWidget* parent, Language language)
{
#ifdef RUN402_HAS_QSCINTILLA
    return new ScintillaEditor(parent, language);
#else
    return new PlainEditor(parent, language);
#endif
}

bool SqlEditor::canShow(QStringView text)
{
    constexpr qsizetype longest = 500'000;
    for (qsizetype at = 0; text.size() - at > longest;) {
        const qsizetype next = text.lastIndexOf(u'\n', at + longest);
        if (next < at)
            return false;
        at = next + 1;
    }
    return true;
}

std::unique_ptr<CodeRules> rulesOf(SqlEditor::Language language)
{
    if (language == SqlEditor::Language::JavaScript)
        return std::make_unique<JsHighlighter>();
    return std::make_unique<SqlHighlighter>();
}

MarkLook markLook(SqlEditor::MarkState state)
{
    switch (state) {
    case SqlEditor::MarkState::Ready: return {"circle-dot", "text.muted"};
    case SqlEditor::MarkState::Running: return {"loader-circle", "info.text"};
    case SqlEditor::MarkState::Done: return {"check", "accent.text"};
    case SqlEditor::MarkState::Failed: return {"circle-x", "danger.text"};
    case SqlEditor::MarkState::Stopped: return {"circle-stop", "warning.text"};
    case SqlEditor::MarkState::Wrong: return {"circle-alert", "danger.text"};
    }
    return {"circle-dot", "text.muted"};
}

EditorNotes::EditorNotes(SqlEditor* editor, QWidget* viewport)
    : QWidget(viewport), m_editor(editor), m_viewport(viewport)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    connect(editor, &SqlEditor::viewChanged, this, [this] {
        place();
        update();
    });
    connect(editor, &SqlEditor::textEdited, this, qOverload<>(&QWidget::update));
}

void EditorNotes::setMarks(const QList<SqlEditor::Mark>& marks)
{
    m_marks = marks;
    place();
    update();
}

void EditorNotes::setCurrentLines(int first, int last)
{
    m_first = first;
    m_last = last;
    update();
}

void EditorNotes::place()
{
    constexpr int width = 130;
    setGeometry(m_viewport->width() - width, 0, width, m_viewport->height());
    raise();
}

void EditorNotes::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.setFont(theme.font(Theme::Font::MonoSmall));
    for (const SqlEditor::Mark& mark : m_marks) {
        const QRect line = mark.note.isEmpty() ? QRect() : m_editor->lineRect(mark.line);
        if (line.isNull())
            continue;
        const int y = mapFrom(m_editor, line.topLeft()).y();
        const QRect box(0, y, width() - 14, line.height());
        const int text = painter.fontMetrics().horizontalAdvance(mark.note);
        painter.fillRect(QRect(box.right() - text - 8, y, text + 22, line.height()),
                         theme.color(mark.line >= m_first && mark.line <= m_last ? "bg.alt" : "bg.surface"));
        painter.setPen(theme.color(mark.state == SqlEditor::MarkState::Failed ? "danger.text" : "text.muted"));
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, mark.note);
    }
}

} // namespace run402
