// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

namespace run402 {

class GuidePane;

/// The guide above whatever is open: over the welcome, and over dialogs. Deletes itself when closed.
/// Owner: the window. Thread: GUI.
class GuideDialog : public DialogFrame
{
    Q_OBJECT
public:
    GuideDialog(QWidget* anchor, const QString& page);

Q_SIGNALS:
    void outsideRequested(const QUrl& address);

private:
    GuidePane* m_pane;
};

} // namespace run402
