// SPDX-License-Identifier: GPL-3.0-or-later
// What the console does to its text: laying out, comments.
#include "ui/sql/sqlview.h"

#include "models/sql/format.h"
#include "models/sql/literal.h"
#include "services/worker.h"
#include "ui/sql/completionpopup.h"
#include "ui/sql/findbar.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqltoolbar.h"

#include <QSplitter>

#include <limits>

namespace run402 {

namespace {

/// Where in `after` the cursor is among the letters that are no blanks, of which `before` has as many.
qsizetype sameLetter(const QString& before, qsizetype cursor, const QString& after)
{
    qsizetype letters = 0;
    for (qsizetype i = 0; i < cursor; ++i)
        letters += !before[i].isSpace();
    for (qsizetype i = 0; i < after.size(); ++i) {
        if (letters == 0)
            return i;
        letters -= !after[i].isSpace();
    }
    return after.size();
}

} // namespace

void SqlView::format()
{
    if (m_editor->isReadOnly())
        return;
    struct Outcome { QString before, after; bool sound; };
    const qsizetype from = m_editor->selectionStart(), length = m_editor->selectionEnd() - from;
    const QString all = m_editor->text();
    const QString part = length > 0 ? all.mid(from, length) : all;
    onWorker(this, [part] {
        const auto laidOut = formatSql(part);
        return Outcome{part, laidOut.value_or(part), laidOut.has_value()};
    }, [this, all, from, length](const Outcome& done) {
        if (!done.sound) {
            Q_EMIT noticed(tr("This text could not be laid out safely, so it stays as it is"), true);
            return;
        }
        if (done.after == done.before || m_editor->text() != all)
            return; // typed meanwhile: what was read is no longer there
        const qsizetype start = length > 0 ? from : 0;
        const qsizetype cursor = m_editor->cursor() - start;
        m_editor->replace(start, done.before.size(), done.after);
        if (length > 0)
            m_editor->select(start, done.after.size());
        else
            m_editor->setCursorAt(sameLetter(done.before, cursor, done.after));
    });
}

void SqlView::watch(SqlEditor* editor)
{
    connect(editor, &SqlEditor::cursorMoved, this, [this, editor] {
        if (editor != m_editor)
            return;
        refreshCurrent();
        m_toolbar->setSelection(m_editor->hasSelection());
        m_saveLater.start();
    });
    connect(editor, &SqlEditor::scrolled, m_completion, &QWidget::hide);
    connect(editor, &SqlEditor::lineRefused, this, [this] {
        Q_EMIT noticed(tr("Not pasted: a line has more than 500,000 characters."), true);
    });
    connect(editor, &SqlEditor::longLineMet, this, [this] {
        if (!std::exchange(m_longLineSaid, true))
            Q_EMIT noticed(tr("A line is too long to be coloured."), false);
    });
    editor->input()->installEventFilter(this);
}

/// What is typed, run and looked for is this view's from here on.
void SqlView::activate(SqlEditor* editor)
{
    if (editor == m_editor)
        return;
    m_completion->hide();
    m_places.clear();
    m_editor = editor;
    m_find->setEditor(editor);
    setFocusProxy(editor);
    refreshCurrent();
    m_toolbar->setSelection(m_editor->hasSelection());
}

void SqlView::split(std::optional<Qt::Orientation> orientation)
{
    if (!orientation) {
        activate(m_first);
        delete std::exchange(m_second, nullptr);
        m_first->input()->setFocus();
        m_saveLater.start();
        return;
    }
    m_views->setOrientation(*orientation);
    if (!m_second) {
        const qsizetype cursor = m_editor->cursor();
        m_second = m_first->twin(m_views);
        m_second->setMinimumHeight(60);
        m_views->addWidget(m_second);
        watch(m_second);
        m_second->setCursorAt(cursor);
        if (m_syntaxFresh)
            m_second->setFolds(m_syntax.folds);
        refreshUnderlines();
    }
    m_views->setSizes({1000, 1000});
    m_second->input()->setFocus();
    activate(m_second);
    refreshMarks();
    m_saveLater.start();
}

void SqlView::quickFix()
{
    if (m_editor->isReadOnly())
        return;
    struct Outcome { BlockedWord word; std::optional<SafeRewrite> rewrite; bool any; };
    const QString text = m_editor->text();
    onWorker(this, [text, cursor = m_editor->cursor()]() -> Outcome {
        const SqlScript script = readSql(text);
        const int index = script.statementAt(cursor);
        const qsizetype from = index < 0 ? 0 : script.statements[index].start; // rather one of this statement than one before
        const BlockedWord* best = nullptr;
        for (const BlockedWord& w : script.blocked) {
            const bool here = cursor >= w.start && cursor <= w.start + w.length;
            if (here || !best || (best->end() <= from && w.start >= from))
                best = &w;
            if (here)
                break;
        }
        return best ? Outcome{*best, safeRewrite(text, *best), true} : Outcome{{}, {}, false};
    }, [this, text](const Outcome& done) {
        if (m_editor->text() != text)
            return;
        if (!done.any) {
            Q_EMIT noticed(tr("There is nothing to put right here."), false);
        } else if (!done.rewrite) {
            m_editor->select(done.word.start, done.word.length);
            Q_EMIT noticed(tr("This is no text but code the service refuses: %1").arg(refusedReason(blockedPattern(done.word.rule))), true);
        } else {
            m_editor->replace(done.rewrite->start, done.rewrite->length, done.rewrite->with);
        }
    });
}

/// Every refused word of the text that can be, one undo step.
void SqlView::rewriteWords(const QString& text, std::function<void()> then)
{
    const auto with = withSafeWords(text);
    if (with) {
        const qsizetype cursor = m_editor->cursor();
        m_editor->replace(0, text.size(), *with);
        m_editor->setCursorAt(std::min(cursor, with->size()));
    }
    if (then)
        then();
}

/// Puts "-- " before every line of the selection, or takes it away where every line has it.
void SqlView::toggleComment()
{
    if (m_editor->isReadOnly())
        return;
    const QString text = m_editor->text();
    const qsizetype from = m_editor->selectionStart(), to = m_editor->selectionEnd();
    const qsizetype begin = from == 0 ? 0 : text.lastIndexOf(u'\n', from - 1) + 1;
    const qsizetype last = to > from && text[to - 1] == u'\n' ? to - 1 : to; // a selection of whole lines ends in the next one
    qsizetype end = text.indexOf(u'\n', last);
    if (end < 0)
        end = text.size();
    QStringList lines = text.mid(begin, end - begin).split(u'\n');
    bool commented = true;
    qsizetype indent = std::numeric_limits<qsizetype>::max();
    for (const QString& line : std::as_const(lines)) {
        const QString bare = line.trimmed();
        if (bare.isEmpty())
            continue;
        commented = commented && bare.startsWith(u"--");
        indent = std::min(indent, line.indexOf(bare[0]));
    }
    for (QString& line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        if (!commented) {
            line.insert(indent, QStringLiteral("-- "));
        } else {
            const qsizetype at = line.indexOf(QStringLiteral("--"));
            line.remove(at, at + 2 < line.size() && line[at + 2] == u' ' ? 3 : 2);
        }
    }
    const QString with = lines.join(u'\n');
    if (with == text.mid(begin, end - begin))
        return;
    m_editor->replace(begin, end - begin, with);
    if (to > from)
        m_editor->select(begin, with.size());
    else
        m_editor->setCursorAt(std::clamp(from + with.size() - (end - begin), begin, begin + with.size()));
}

} // namespace run402
