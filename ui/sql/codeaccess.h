// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QsciScintillaBase;

namespace run402 {

/// Scintilla counts bytes of UTF-8, Qt UTF-16 units. These ask the index of lines that indexOffsets() has it keep, so that
/// they read one line and not the text before it. Thread: GUI.
void indexOffsets(QsciScintillaBase* editor);
long byteAt(const QsciScintillaBase* editor, qsizetype offset);
qsizetype offsetAt(const QsciScintillaBase* editor, long byte);

/// The editor to those who read the screen aloud. QScintilla has an interface of its own that counts all characters before
/// the cursor with every repaint, 200 ms in a text of 20 MB; this one takes its place for editors made after the call, and
/// tells of what is typed. Thread: GUI.
void installCodeAccess(QsciScintillaBase* editor);

} // namespace run402
