// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"
#include "ui/functions/functiontemplates.h"

namespace run402 {

class Button;
class Label;
class LineEdit;

/// Name and template of a new function. Nothing is sent: it begins as text on this computer. Owner: itself.
class NewFunctionDialog : public DialogFrame
{
    Q_OBJECT
public:
    NewFunctionDialog(QWidget* anchor, const QStringList& taken);

    QString functionName() const;
    const FunctionTemplate& chosen() const { return m_templates.at(m_chosen); }

private:
    void choose(int index);
    void check();

    QList<FunctionTemplate> m_templates;
    QStringList m_taken;
    QList<Button*> m_buttons;
    LineEdit* m_name;
    Label* m_text;
    Button* m_accept;
    int m_chosen = 0;
    bool m_named = false; ///< the person typed a name; templates leave it alone
};

} // namespace run402
