// SPDX-License-Identifier: GPL-3.0-or-later
// QScintilla's headers are written with the keywords this project switches off.
#undef QT_NO_KEYWORDS

#include "ui/sql/codeaccess.h"

#include <Qsci/qsciscintilla.h>

#include <QAccessible>
#include <QAccessibleWidget>

#include <algorithm>

namespace run402 {

namespace {

using Sci = QsciScintilla;
constexpr long utf16 = Sci::SC_LINECHARACTERINDEX_UTF16;
constexpr int mostRead = 1'000'000; // units handed out at once

class CodeAccess final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit CodeAccess(Sci* editor) : QAccessibleWidget(editor, QAccessible::EditableText) {}

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface*>(this) : QAccessibleWidget::interface_cast(type);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.multiLine = true;
        state.selectableText = true;
        state.editable = !sci()->isReadOnly();
        state.readOnly = sci()->isReadOnly();
        return state;
    }

    void selection(int index, int* start, int* end) const override
    {
        const bool here = index == 0 && selectionCount() == 1;
        *start = here ? int(offsetAt(sci(), sci()->SendScintilla(Sci::SCI_GETSELECTIONSTART))) : 0;
        *end = here ? int(offsetAt(sci(), sci()->SendScintilla(Sci::SCI_GETSELECTIONEND))) : 0;
    }
    int selectionCount() const override
    {
        return sci()->SendScintilla(Sci::SCI_GETSELECTIONSTART) != sci()->SendScintilla(Sci::SCI_GETSELECTIONEND) ? 1 : 0;
    }
    void addSelection(int start, int end) override { setSelection(0, start, end); }
    void removeSelection(int) override { sci()->SendScintilla(Sci::SCI_SETEMPTYSELECTION, sci()->SendScintilla(Sci::SCI_GETCURRENTPOS)); }
    void setSelection(int, int start, int end) override
    {
        sci()->SendScintilla(Sci::SCI_SETSEL, static_cast<unsigned long>(byteAt(sci(), start)), byteAt(sci(), end));
    }
    int cursorPosition() const override { return int(offsetAt(sci(), sci()->SendScintilla(Sci::SCI_GETCURRENTPOS))); }
    void setCursorPosition(int position) override { sci()->SendScintilla(Sci::SCI_GOTOPOS, byteAt(sci(), position)); }

    QString text(int start, int end) const override
    {
        start = std::clamp(start, 0, characterCount());
        end = std::clamp(end, start, std::min(characterCount(), start + std::min(mostRead, characterCount() - start)));
        const long from = byteAt(sci(), start), to = byteAt(sci(), end);
        QByteArray bytes(to - from + 1, '\0');
        sci()->SendScintilla(Sci::SCI_GETTEXTRANGE, from, to, bytes.data());
        return QString::fromUtf8(bytes.constData(), to - from);
    }
    QString text(QAccessible::Text what) const override
    {
        return what == QAccessible::Value ? text(0, characterCount()) : QAccessibleWidget::text(what);
    }
    int characterCount() const override { return int(offsetAt(sci(), sci()->SendScintilla(Sci::SCI_GETLENGTH))); }
    QRect characterRect(int offset) const override
    {
        const long at = byteAt(sci(), offset);
        const long x = sci()->SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0, at), y = sci()->SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0, at);
        const int height = int(sci()->SendScintilla(Sci::SCI_TEXTHEIGHT, 0));
        return {sci()->viewport()->mapToGlobal(QPoint(int(x), int(y))), QSize(height / 2, height)};
    }
    int offsetAtPoint(const QPoint& point) const override
    {
        const QPoint at = sci()->viewport()->mapFromGlobal(point);
        return int(offsetAt(sci(), sci()->SendScintilla(Sci::SCI_POSITIONFROMPOINT, static_cast<unsigned long>(std::max(0, at.x())), std::max(0, at.y()))));
    }
    void scrollToSubstring(int start, int end) override
    {
        sci()->SendScintilla(Sci::SCI_SCROLLRANGE, static_cast<unsigned long>(byteAt(sci(), end)), byteAt(sci(), start));
    }
    QString attributes(int offset, int* start, int* end) const override
    {
        *start = offset;
        *end = std::min(offset + 1, characterCount());
        return {};
    }

private:
    Sci* sci() const { return static_cast<Sci*>(widget()); }
};

QAccessibleInterface* makeAccess(const QString& name, QObject* object)
{
    auto* editor = name == QLatin1StringView("QsciScintilla") ? qobject_cast<Sci*>(object) : nullptr;
    return editor ? new CodeAccess(editor) : nullptr;
}

void tell(Sci* editor, QAccessibleEvent&& event)
{
    if (editor->hasFocus())
        QAccessible::updateAccessibility(&event);
}

} // namespace

void indexOffsets(QsciScintillaBase* editor)
{
    if (!(editor->SendScintilla(Sci::SCI_GETLINECHARACTERINDEX) & utf16))
        editor->SendScintilla(Sci::SCI_ALLOCATELINECHARACTERINDEX, utf16);
}

long byteAt(const QsciScintillaBase* editor, qsizetype offset)
{
    const long line = editor->SendScintilla(Sci::SCI_LINEFROMINDEXPOSITION, static_cast<unsigned long>(std::max<qsizetype>(0, offset)), utf16);
    const long begin = editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, line);
    const long within = long(offset) - editor->SendScintilla(Sci::SCI_INDEXPOSITIONFROMLINE, static_cast<unsigned long>(line), utf16);
    if (within <= 0)
        return begin;
    const long end = editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, line);
    if (within >= editor->SendScintilla(Sci::SCI_COUNTCODEUNITS, static_cast<unsigned long>(begin), end))
        return end;
    const long at = editor->SendScintilla(Sci::SCI_POSITIONRELATIVECODEUNITS, static_cast<unsigned long>(begin), within);
    // Inside a pair there is no place: its begin.
    return at > begin ? at : within == 1 ? begin : editor->SendScintilla(Sci::SCI_POSITIONRELATIVECODEUNITS, static_cast<unsigned long>(begin), within - 1);
}

qsizetype offsetAt(const QsciScintillaBase* editor, long byte)
{
    const long line = editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, byte);
    const long begin = editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, line);
    return qsizetype(editor->SendScintilla(Sci::SCI_INDEXPOSITIONFROMLINE, static_cast<unsigned long>(line), utf16))
        + qsizetype(byte > begin ? editor->SendScintilla(Sci::SCI_COUNTCODEUNITS, static_cast<unsigned long>(begin), byte) : 0);
}

void installCodeAccess(QsciScintillaBase* base)
{
    static const bool installed = (QAccessible::installFactory(makeAccess), true);
    Q_UNUSED(installed)
    auto* editor = static_cast<Sci*>(base);
    QObject::connect(editor, &Sci::SCN_MODIFIED, editor, [editor](int at, int what, const char* text, int length, int, int, int, int, int, int) {
        if (!QAccessible::isActive() || !text || length > mostRead || !(what & (Sci::SC_MOD_INSERTTEXT | Sci::SC_MOD_DELETETEXT)))
            return;
        const int offset = int(offsetAt(editor, at));
        const QString changed = QString::fromUtf8(text, length);
        if (what & Sci::SC_MOD_INSERTTEXT)
            tell(editor, QAccessibleTextInsertEvent(editor, offset, changed));
        else
            tell(editor, QAccessibleTextRemoveEvent(editor, offset, changed));
    });
    QObject::connect(editor, &Sci::SCN_UPDATEUI, editor, [editor](int what) {
        if (QAccessible::isActive() && what & Sci::SC_UPDATE_SELECTION)
            tell(editor, QAccessibleTextCursorEvent(editor, int(offsetAt(editor, editor->SendScintilla(Sci::SCI_GETCURRENTPOS)))));
    });
}

} // namespace run402
