// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/highlight.h"
#include "ui/sql/sqleditor.h"

class QKeyEvent;
class QMouseEvent;
class QsciScintilla;

namespace run402 {

class ScintillaSqlLexer;

/// SqlEditor over QScintilla. Scintilla counts UTF-8 bytes; offsets are converted by line.
class ScintillaEditor : public SqlEditor
{
    Q_OBJECT
public:
    ScintillaEditor(QWidget* parent, Language language);
    ~ScintillaEditor() override;

    QString text() const override;
    qsizetype length() const override;
    bool hasSelection() const override;
    Nearby nearby() const override;
    void setText(const QString& text) override;
    qsizetype cursor() const override;
    void setCursorAt(qsizetype offset) override;
    qsizetype selectionStart() const override;
    qsizetype selectionEnd() const override;
    void select(qsizetype start, qsizetype length) override;
    void replace(qsizetype start, qsizetype length, const QString& with) override;
    void setMarks(const QList<Mark>& marks) override;
    void setCurrentLines(int first, int last) override;
    void setUnderlines(const QList<Underline>& underlines) override;
    QList<Underline> underlines() const override { return m_underlines; }
    void setFinds(const QList<FindHit>& finds) override;
    void setChanges(const QHash<int, ChangeKind>& changes) override;
    void setReadOnly(bool readOnly) override;
    bool isReadOnly() const override;
    QRect cursorRect() const override;
    QRect lineRect(int line) const override;
    QWidget* input() const override;
    void undo() override;
    void redo() override;
    SqlEditor* twin(QWidget* parent) override;
    bool addNextOccurrence() override;
    int cursorCount() const override;
    void setFolds(const QList<SqlFold>& folds) override;
    void toggleFold() override;
    bool isLineShown(int line) const override;

    static constexpr qsizetype takenAtOnce = 400'000; ///< UTF-16 units; a longer paste comes in by pieces

private:
    static QString cleanText(QString text);
    void setUp(Language language);
    void applyTheme();
    void freshText() const;
    void tellChanges(bool willBeLong = false);
    void takeInPieces(const QString& text);
    void takePiece();
    void endPieces();
    void defineFoldMarkers();
    long bytePosition(qsizetype offset) const;
    qsizetype offsetOf(long position) const;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool altMouse(const QMouseEvent& event);

    QsciScintilla* m_sci;
    ScintillaSqlLexer* m_lexer;
    EditorNotes* m_notes;
    QList<Mark> m_marks;
    QList<Underline> m_underlines;
    int m_first = -1, m_last = -1;
    Language m_language;
    bool m_loading = false;
    bool m_changing = false; ///< text is about to change
    bool m_told = true; ///< word of every insertion is sent
    QString m_pieces;   ///< a long paste on its way in
    QList<QKeyEvent*> m_heldKeys;
    qsizetype m_taken = 0;
    long m_pieceAt = 0;
    long m_altFrom = -1; ///< where the mouse went down with Alt held
    mutable bool m_stale = true; ///< m_text is older than the editor
    mutable QString m_text;
};

} // namespace run402
