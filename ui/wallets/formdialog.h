// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "ui/common/button.h"
#include "ui/common/dialogframe.h"

namespace run402 {

class Label;

/// A question with fields: icon, title and words above, a problem below, Cancel and one button that does it.
/// submitted() comes once per press; the owner answers with accept() or showProblem().
/// Owner: itself. Thread: GUI.
class FormDialog : public DialogFrame
{
    Q_OBJECT
public:
    struct Look
    {
        QString name; ///< objectName; the buttons are "name.accept" and "name.cancel", the problem "name.problem"
        QString icon, title, text, accept;
        Button::Variant variant = Button::Variant::Primary;
    };

    FormDialog(QWidget* anchor, int width, const Look& look);

    QVBoxLayout* column() const { return m_column; } ///< fields go here
    Button* acceptButton() const { return m_accept; }
    Button* cancelButton() const { return m_cancel; }
    void setWords(const QString& text);
    void setReady(bool ready) { m_accept->setEnabled(ready); }
    void submit(); ///< as the button does
    void showProblem(const Problem& problem);
    void showProblem(const QString& words);

Q_SIGNALS:
    void submitted();

private:
    QVBoxLayout* m_column;
    Label* m_words;
    Label* m_problem;
    Button* m_accept;
    Button* m_cancel;
};

} // namespace run402
