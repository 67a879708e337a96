// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

namespace run402 {

class LineEdit;

/// Asks for a new project's name. Owner: itself. Open with open().
class ProjectDialog : public DialogFrame
{
    Q_OBJECT
public:
    explicit ProjectDialog(QWidget* anchor);
    QString projectName() const;

private:
    LineEdit* m_name;
};

} // namespace run402
