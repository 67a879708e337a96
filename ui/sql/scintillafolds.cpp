// SPDX-License-Identifier: GPL-3.0-or-later
// Second views, several cursors and folding of the QScintilla editor.
#undef QT_NO_KEYWORDS

#include "ui/sql/scintillaeditor.h"

#include "ui/sql/codeaccess.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <Qsci/qsciscintilla.h>

#include <QMouseEvent>

#include <algorithm>

namespace run402 {

namespace {

constexpr int foldMargin = 3;
using Sci = QsciScintilla;

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

} // namespace

SqlEditor* ScintillaEditor::twin(QWidget* parent)
{
    auto* other = new ScintillaEditor(parent, m_language);
    other->m_sci->setObjectName(QStringLiteral("sql.editor.second"));
    other->m_sci->setAccessibleName(tr("SQL text, second view"));
    other->m_loading = true; // taking the document over is no typing
    other->m_sci->setDocument(m_sci->document());
    indexOffsets(other->m_sci);
    other->m_loading = false;
    other->m_stale = true;
    other->applyTheme();
    return other;
}

int ScintillaEditor::cursorCount() const
{
    return int(m_sci->SendScintilla(Sci::SCI_GETSELECTIONS));
}

/// Alt+click adds a cursor, or takes one away; with Alt held, dragging selects a column. Scintilla itself would begin a column
/// with the click, and drop the cursors there are.
bool ScintillaEditor::altMouse(const QMouseEvent& event)
{
    const bool pressed = event.type() == QEvent::MouseButtonPress;
    if (pressed)
        m_altFrom = -1;
    if ((pressed && event.button() != Qt::LeftButton) || event.modifiers() != Qt::AltModifier)
        return false;
    int margins = 0;
    for (int i = 0; i < m_sci->margins(); ++i)
        margins += m_sci->marginWidth(i);
    if (pressed && event.pos().x() < margins)
        return false;
    const long at = m_sci->SendScintilla(Sci::SCI_POSITIONFROMPOINT, static_cast<unsigned long>(event.pos().x()), long(event.pos().y()));
    if (!pressed) {
        if (m_altFrom < 0 || at == m_altFrom)
            return m_altFrom >= 0;
        m_sci->SendScintilla(Sci::SCI_SETRECTANGULARSELECTIONANCHOR, m_altFrom);
        m_sci->SendScintilla(Sci::SCI_SETRECTANGULARSELECTIONCARET, at);
        return true;
    }
    m_altFrom = at;
    m_sci->setFocus();
    for (int i = 0; i < cursorCount(); ++i) {
        if (m_sci->SendScintilla(Sci::SCI_GETSELECTIONNCARET, i) != at)
            continue;
        if (cursorCount() > 1)
            m_sci->SendScintilla(Sci::SCI_DROPSELECTIONN, i);
        return true;
    }
    m_sci->SendScintilla(Sci::SCI_ADDSELECTION, static_cast<unsigned long>(at), at);
    return true;
}

bool ScintillaEditor::addNextOccurrence()
{
    const QByteArray text = m_sci->text().toUtf8();
    const int main = int(m_sci->SendScintilla(Sci::SCI_GETMAINSELECTION));
    long from = m_sci->SendScintilla(Sci::SCI_GETSELECTIONNSTART, main), to = m_sci->SendScintilla(Sci::SCI_GETSELECTIONNEND, main);
    if (from == to) { // first the word itself
        while (from > 0 && isWordByte(text.at(qsizetype(from - 1))))
            --from;
        while (to < text.size() && isWordByte(text.at(qsizetype(to))))
            ++to;
        if (from == to)
            return false;
        m_sci->SendScintilla(Sci::SCI_SETSELECTION, static_cast<unsigned long>(to), from);
        return true;
    }
    const QByteArray word = text.mid(from, to - from);
    const auto taken = [&](long at) {
        for (int i = 0; i < cursorCount(); ++i) {
            if (m_sci->SendScintilla(Sci::SCI_GETSELECTIONNSTART, i) == at)
                return true;
        }
        return false;
    };
    qsizetype at = text.indexOf(word, to);
    if (at < 0)
        at = text.indexOf(word); // around
    if (at < 0 || taken(long(at)))
        return false;
    m_sci->SendScintilla(Sci::SCI_ADDSELECTION, static_cast<unsigned long>(at + word.size()), long(at));
    m_sci->SendScintilla(Sci::SCI_SCROLLCARET);
    return true;
}

void ScintillaEditor::defineFoldMarkers()
{
    const Theme& theme = Theme::of(this);
    const QColor ink = theme.color("text.muted");
    const auto picture = [&](int marker, const char* icon) { m_sci->markerDefine(Icons::pixmap(QLatin1StringView(icon), ink, 12, 1.0, 2), marker); };
    picture(Sci::SC_MARKNUM_FOLDEROPEN, "chevron-down");
    picture(Sci::SC_MARKNUM_FOLDER, "chevron-right");
    picture(Sci::SC_MARKNUM_FOLDEREND, "chevron-right");
    picture(Sci::SC_MARKNUM_FOLDEROPENMID, "chevron-down");
    for (const int marker : {int(Sci::SC_MARKNUM_FOLDERSUB), int(Sci::SC_MARKNUM_FOLDERTAIL), int(Sci::SC_MARKNUM_FOLDERMIDTAIL)})
        m_sci->SendScintilla(Sci::SCI_MARKERDEFINE, marker, long(Sci::SC_MARK_EMPTY));
    m_sci->setFoldMarginColors(theme.color("bg.surface"), theme.color("bg.surface"));
    // A line below what is folded tells that something is hidden there.
    m_sci->SendScintilla(Sci::SCI_SETFOLDFLAGS, int(Sci::SC_FOLDFLAG_LINEAFTER_CONTRACTED));
}

void ScintillaEditor::setFolds(const QList<SqlFold>& folds)
{
    const long lines = m_sci->SendScintilla(Sci::SCI_GETLINECOUNT);
    QList<int> levels(lines, 0), heads(lines, 0);
    for (const SqlFold& fold : folds) {
        if (fold.first < 0 || fold.last >= lines || fold.last <= fold.first)
            continue;
        heads[fold.first] = 1;
        for (int line = fold.first + 1; line <= fold.last; ++line)
            levels[line] = std::max(levels[line], fold.depth + 1);
    }
    for (long line = 0; line < lines; ++line) {
        const int level = int(Sci::SC_FOLDLEVELBASE) + levels[line] + (heads[line] ? int(Sci::SC_FOLDLEVELHEADERFLAG) : 0);
        if (m_sci->SendScintilla(Sci::SCI_GETFOLDLEVEL, line) != level)
            m_sci->SendScintilla(Sci::SCI_SETFOLDLEVEL, static_cast<unsigned long>(line), long(level));
    }
    m_sci->setMarginWidth(foldMargin, folds.isEmpty() ? 0 : Theme::of(this).scaled(14));
}

void ScintillaEditor::toggleFold()
{
    long line = m_sci->SendScintilla(Sci::SCI_LINEFROMPOSITION, m_sci->SendScintilla(Sci::SCI_GETCURRENTPOS));
    if (!(m_sci->SendScintilla(Sci::SCI_GETFOLDLEVEL, line) & Sci::SC_FOLDLEVELHEADERFLAG))
        line = m_sci->SendScintilla(Sci::SCI_GETFOLDPARENT, line);
    if (line < 0)
        return;
    m_sci->SendScintilla(Sci::SCI_TOGGLEFOLD, line);
    m_sci->SendScintilla(Sci::SCI_GOTOPOS, m_sci->SendScintilla(Sci::SCI_GETLINEENDPOSITION, line));
    Q_EMIT viewChanged();
}

bool ScintillaEditor::isLineShown(int line) const
{
    return m_sci->SendScintilla(Sci::SCI_GETLINEVISIBLE, line) != 0;
}

} // namespace run402
