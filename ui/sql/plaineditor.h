// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/sqleditor.h"

namespace run402 {

class PlainText;
class PlainHighlighter;

/// SqlEditor over QPlainTextEdit, for builds without QScintilla.
class PlainEditor : public SqlEditor
{
    Q_OBJECT
public:
    PlainEditor(QWidget* parent, Language language);

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
    bool addNextOccurrence() override { return false; } ///< QPlainTextEdit has one cursor
    int cursorCount() const override { return 1; }
    void setFolds(const QList<SqlFold>&) override {}       ///< and no folding
    void toggleFold() override {}
    bool isLineShown(int) const override { return true; }

private:
    void applyTheme();
    void refreshSelections();

    PlainText* m_edit;
    PlainHighlighter* m_highlighter;
    EditorNotes* m_notes;
    QList<Underline> m_underlines;
    QList<FindHit> m_finds;
    int m_first = -1, m_last = -1;
    bool m_loading = false;
};

} // namespace run402
