// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace run402 {

/// JSON to read: coloured, selectable, not editable. Owner: parent. Thread: GUI.
class TypedDataView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit TypedDataView(QWidget* parent = nullptr);

private:
    void refresh();
    class Highlighter;
    Highlighter* m_highlighter;
};

} // namespace run402
