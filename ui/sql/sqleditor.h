// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/folds.h"
#include "models/text/textfind.h"

#include <QList>
#include <QString>
#include <QHash>
#include <QWidget>

#include <memory>

namespace run402 {

class CodeRules;

/// The text field for code, SQL at first: QScintilla where it was built in, QPlainTextEdit otherwise, with the same colours,
/// margins and marks. All offsets are UTF-16 units of text(); line breaks are always "\n".
/// Owner: parent. Thread: GUI.
class SqlEditor : public QWidget
{
    Q_OBJECT
public:
    enum class MarkState { Ready, Running, Done, Failed, Stopped, Wrong };
    struct Mark
    {
        int line = 0;
        MarkState state = MarkState::Ready;
        QString note; ///< at the right end of the line: "12 ms"
        QString hint = {}; ///< tooltip of the sign
    };
    /// A line that differs from another version, shown as a bar at the left.
    enum class ChangeKind { Added, Changed };
    enum class LineKind { Refused, Error };
    struct Underline
    {
        qsizetype start = 0, length = 0;
        LineKind kind = LineKind::Refused;
        QString reason; ///< tooltip
    };

    enum class Language { Sql, JavaScript };

    using QWidget::QWidget;
    static SqlEditor* create(QWidget* parent, Language language = Language::Sql);
    /// No line is longer than an editor can lay out (500,000 units). Thread: any.
    static bool canShow(QStringView text);

    /// The whole text; a copy of all of it after every change. What is done for each key uses length(),
    /// hasSelection() and nearby() instead.
    virtual QString text() const = 0;
    virtual qsizetype length() const = 0; ///< of the text, in units of the editor; 0 = empty
    virtual bool hasSelection() const = 0;
    /// The whole lines around the cursor, about 64 KB at the most.
    struct Nearby
    {
        QString text;
        qsizetype cursor = 0; ///< in `text`
    };
    virtual Nearby nearby() const = 0;
    /// Replaces everything, forgets undo, no textEdited().
    virtual void setText(const QString& text) = 0;
    virtual qsizetype cursor() const = 0;
    virtual void setCursorAt(qsizetype offset) = 0;
    virtual qsizetype selectionStart() const = 0;
    virtual qsizetype selectionEnd() const = 0;
    virtual void select(qsizetype start, qsizetype length) = 0;
    /// One undo step; the cursor goes behind the new text.
    virtual void replace(qsizetype start, qsizetype length, const QString& with) = 0;

    virtual void setMarks(const QList<Mark>& marks) = 0;
    /// Lines of the current statement, both included; -1 = none.
    virtual void setCurrentLines(int first, int last) = 0;
    virtual void setUnderlines(const QList<Underline>& underlines) = 0;
    virtual QList<Underline> underlines() const = 0;
    /// Places a search found, in text order.
    virtual void setFinds(const QList<FindHit>& finds) = 0;
    /// Lines (from 0) that differ from the other version.
    virtual void setChanges(const QHash<int, ChangeKind>& changes) = 0;
    virtual void setReadOnly(bool readOnly) = 0;
    virtual bool isReadOnly() const = 0;
    /// Cursor in this widget's coordinates, one line high.
    virtual QRect cursorRect() const = 0;
    /// The line as it is on screen, over the whole width; null when scrolled away.
    virtual QRect lineRect(int line) const = 0;
    /// The widget that gets keys; for event filters.
    virtual QWidget* input() const = 0;
    virtual void undo() = 0;
    virtual void redo() = 0;

    /// A second view on the same text, with its own cursor and place; undo is shared. Owner: `parent`. The first view must
    /// outlive it.
    virtual SqlEditor* twin(QWidget* parent) = 0;
    /// Adds the next place of what is selected, or of the word at the cursor, as a cursor of its own. False = there is none.
    virtual bool addNextOccurrence() = 0;
    virtual int cursorCount() const = 0;
    /// Lines that can be hidden below `first`. What was folded stays folded where its first line still begins one.
    virtual void setFolds(const QList<SqlFold>& folds) = 0;
    /// Folds the innermost at the cursor, or unfolds it.
    virtual void toggleFold() = 0;
    virtual bool isLineShown(int line) const = 0;

Q_SIGNALS:
    void textEdited();   ///< by hand, paste, undo or replace()
    void cursorMoved();
    void viewChanged();  ///< repainted, scrolled or resized
    void scrolled();
    void lineRefused();  ///< a paste or drop was not taken: !canShow()
    void longLineMet();  ///< a line is too long to be coloured and stays plain; said again with every paint of it
};

/// Draws the notes at the right end of lines over an editor's viewport. Lets the mouse through.
class EditorNotes : public QWidget
{
    Q_OBJECT
public:
    EditorNotes(SqlEditor* editor, QWidget* viewport);
    void setMarks(const QList<SqlEditor::Mark>& marks);
    void setCurrentLines(int first, int last);
    void place();

private:
    void paintEvent(QPaintEvent* event) override;

    SqlEditor* m_editor;
    QWidget* m_viewport;
    QList<SqlEditor::Mark> m_marks;
    int m_first = -1, m_last = -1;
};

/// Icon and colour token of a mark, for both editors.
struct MarkLook { const char* icon; const char* token; };
MarkLook markLook(SqlEditor::MarkState state);
/// The colouring of a language, for both editors.
std::unique_ptr<CodeRules> rulesOf(SqlEditor::Language language);

} // namespace run402
