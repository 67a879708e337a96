// SPDX-License-Identifier: GPL-3.0-or-later
// The console's completions.
#include "ui/sql/sqlview.h"

#include "ui/sql/completionpopup.h"
#include "ui/sql/sqleditor.h"

#include <QKeyEvent>

namespace run402 {

void SqlView::complete(bool always)
{
    if (m_editor->isReadOnly())
        return;
    const SqlEditor::Nearby near = m_editor->nearby();
    const SqlCompletions found = completeSql(near.text, near.cursor, m_schema, always);
    m_completing = near.cursor - found.start;
    const QRect cursor = m_editor->cursorRect();
    m_completion->open(found, QRect(m_editor->mapTo(this, cursor.topLeft()), cursor.size()));
}

void SqlView::insertCompletion(const SqlCompletion& item)
{
    const qsizetype end = m_editor->cursor(), length = std::clamp<qsizetype>(m_completing, 0, end);
    if (item.kind == SqlCompletion::Kind::Snippet)
        insertSnippet(end - length, length, item.insert);
    else
        m_editor->replace(end - length, length, item.insert);
    m_editor->input()->setFocus();
}

/// Puts the snippet in, indented as the line is, and goes to its first place.
void SqlView::insertSnippet(qsizetype start, qsizetype length, const QString& snippet)
{
    const QString text = m_editor->text();
    const qsizetype line = start == 0 ? 0 : text.lastIndexOf(u'\n', start - 1) + 1;
    qsizetype code = line;
    while (code < start && text[code] == u' ')
        ++code;
    const QString indented = QString(snippet).replace(u'\n', u'\n' + QString(code - line, u' '));
    QString plain;
    QList<Place> places;
    for (qsizetype i = 0; i < indented.size(); ++i) {
        const qsizetype close = indented[i] == u'\u2039' ? indented.indexOf(u'\u203a', i) : -1;
        if (close > 0) {
            const QString word = indented.mid(i + 1, close - i - 1);
            places << Place{plain.size(), word};
            plain += word;
            i = close;
        } else {
            plain += indented[i];
        }
    }
    places << Place{plain.size(), {}};
    const qsizetype behind = text.size() - start - length;
    // Counted from the end of the text: what is typed into one place moves none behind it.
    for (Place& place : places)
        place.fromEnd = plain.size() - place.fromEnd + behind;
    m_editor->replace(start, length, plain);
    m_places = places;
    nextPlace();
}

bool SqlView::nextPlace()
{
    if (m_places.isEmpty())
        return false;
    const Place place = m_places.takeFirst();
    const QString text = m_editor->text();
    const qsizetype at = text.size() - place.fromEnd;
    if (at < 0 || QStringView(text).mid(at, place.word.size()) != place.word) {
        m_places.clear(); // the text behind was changed
        return false;
    }
    m_editor->select(at, place.word.size());
    return true;
}

bool SqlView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        for (SqlEditor* editor : {m_first, m_second}) {
            if (editor && editor->input() == watched)
                activate(editor);
        }
    }
    if (watched != m_editor->input())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::ShortcutOverride) {
            const bool ours = m_completion->isVisible() && key->key() == Qt::Key_Escape;
            if (ours)
                event->accept();
            return ours;
        }
        if (m_completion->handleKey(key))
            return true;
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && nextPlace())
            return true;
        if (key->key() == Qt::Key_Escape)
            m_places.clear();
        const QString typed = key->text();
        const bool word = !typed.isEmpty() && (typed[0].isLetterOrNumber() || typed[0] == u'_' || typed[0] == u'.');
        const bool shrink = key->key() == Qt::Key_Backspace && m_completion->isVisible();
        if ((word && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) || shrink)
            QTimer::singleShot(0, this, [this] { complete(false); }); // the editor takes the key first
        else if (!typed.isEmpty())
            m_completion->hide();
    } else if (event->type() == QEvent::FocusOut || event->type() == QEvent::MouseButtonPress) {
        m_completion->hide();
    }
    return false;
}

} // namespace run402
