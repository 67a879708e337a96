// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

class QPlainTextEdit;

namespace run402 {

/// Writes the SQL condition of one cell. Owner: itself. Open with open().
class RuleDialog : public DialogFrame
{
    Q_OBJECT
public:
    RuleDialog(QWidget* anchor, const QString& expression, const QString& cell);
    QString expression() const;

private:
    QPlainTextEdit* m_text;
};

} // namespace run402
