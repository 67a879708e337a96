// SPDX-License-Identifier: GPL-3.0-or-later
// Long texts on their way into the QScintilla editor.
#undef QT_NO_KEYWORDS

#include "ui/sql/scintillaeditor.h"

#include <Qsci/qsciscintilla.h>

#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>

namespace run402 {

namespace {
constexpr long longestTold = 1'000'000; // bytes
}

QString ScintillaEditor::cleanText(QString text)
{
    return text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n').replace(QChar(u'\0'), u' ');
}

/// For each change it tells of, QScintilla counts all characters before it. In a long text it tells of none.
void ScintillaEditor::tellChanges(bool willBeLong)
{
    const bool told = !willBeLong && m_pieces.isEmpty() && length() < longestTold;
    if (std::exchange(m_told, told) == told)
        return;
    // Who, undone and redone are bits of every change, and one of them is enough for it to be told.
    const long all = QsciScintilla::SC_MODEVENTMASKALL;
    const long before = QsciScintilla::SC_MOD_BEFOREINSERT | QsciScintilla::SC_MOD_BEFOREDELETE | QsciScintilla::SC_MOD_CHANGEFOLD;
    m_sci->SendScintilla(QsciScintilla::SCI_SETMODEVENTMASK, static_cast<unsigned long>(told ? all : all & before));
}

/// One undo step, like any paste. Until all of it is there the text cannot be changed, and keys wait.
void ScintillaEditor::takeInPieces(const QString& text)
{
    if (m_sci->isReadOnly() || !m_pieces.isEmpty())
        return;
    m_pieces = text;
    m_taken = 0;
    QMetaObject::invokeMethod(this, [this] {
        tellChanges();
        m_loading = true;
        m_sci->SendScintilla(QsciScintilla::SCI_BEGINUNDOACTION);
        m_sci->SendScintilla(QsciScintilla::SCI_REPLACESEL, "");
        m_sci->SendScintilla(QsciScintilla::SCI_ALLOCATE, static_cast<unsigned long>(length() + m_pieces.size() + m_pieces.size() / 8));
        m_pieceAt = m_sci->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
        takePiece();
    }, Qt::QueuedConnection);
}

void ScintillaEditor::takePiece()
{
    if (m_pieces.isEmpty())
        return; // setText() came between
    qsizetype end = std::min(m_pieces.size(), m_taken + takenAtOnce);
    const auto divides = [this](qsizetype at) { return m_pieces[at].isLowSurrogate() || (m_pieces[at] == u'\n' && m_pieces[at - 1] == u'\r'); };
    if (end < m_pieces.size() && divides(end))
        ++end;
    const QByteArray utf8 = cleanText(m_pieces.mid(m_taken, end - m_taken)).toUtf8();
    m_sci->setReadOnly(false);
    m_sci->SendScintilla(QsciScintilla::SCI_SETTARGETRANGE, static_cast<unsigned long>(m_pieceAt), m_pieceAt);
    m_sci->SendScintilla(QsciScintilla::SCI_REPLACETARGET, static_cast<unsigned long>(utf8.size()), utf8.constData());
    m_pieceAt += utf8.size();
    m_taken = end;
    if (m_taken < m_pieces.size()) {
        m_sci->setReadOnly(true);
        QMetaObject::invokeMethod(this, &ScintillaEditor::takePiece, Qt::QueuedConnection);
        return;
    }
    endPieces();
    m_sci->SendScintilla(QsciScintilla::SCI_GOTOPOS, m_pieceAt);
    Q_EMIT textEdited();
}

void ScintillaEditor::endPieces()
{
    if (m_pieces.isEmpty())
        return;
    m_pieces.clear();
    m_loading = false;
    m_sci->setReadOnly(false);
    m_sci->SendScintilla(QsciScintilla::SCI_ENDUNDOACTION);
    for (QKeyEvent* key : std::exchange(m_heldKeys, {}))
        QCoreApplication::postEvent(m_sci, key);
}

} // namespace run402
