// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

#include <functional>

namespace run402 {

class Button;
class LineEdit;

/// A question of 400 with a safe button that has the focus. Owner: itself.
class ConfirmDialog : public DialogFrame
{
    Q_OBJECT
public:
    struct Options
    {
        QString title;      ///< a question: "Delete the table comments?"
        QString text;       ///< what goes with it, and whether it can be undone
        QString accept;     ///< names the result: "Delete table"
        QString cancel;     ///< empty: "Cancel"
        bool dangerous = false;
        QString typeName;   ///< when set, it must be typed before accept works
        QString extra;      ///< a left-hand button: "Export first"
        QString extraIcon;
        /// A third choice beside accept, e.g. "Discard"; emits discarded().
        QString discard;
    };

    ConfirmDialog(QWidget* anchor, const Options& options);

    /// Opens one; `accepted` runs once when the person agrees.
    static ConfirmDialog* ask(QWidget* anchor, const Options& options, QObject* context,
                              std::function<void()> accepted);

    /// Below the text, with air around it; taken.
    void addField(QWidget* field);

    Button* acceptButton() const { return m_accept; }
    Button* cancelButton() const { return m_cancel; }
    LineEdit* nameField() const { return m_name; }

Q_SIGNALS:
    void extraTriggered();
    void discarded();

private:
    Button* m_accept;
    Button* m_cancel;
    LineEdit* m_name = nullptr;
};

} // namespace run402
