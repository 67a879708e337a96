// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/findvisible.h"

#include <QApplication>
#include <QWidget>

namespace run402 {

QWidget* findVisible(const QString& objectName)
{
    const QWidgetList tops = QApplication::topLevelWidgets();
    for (QWidget* top : tops) {
        if (!top->isVisible())
            continue;
        if (top->objectName() == objectName)
            return top;
        const auto found = top->findChildren<QWidget*>(objectName);
        for (QWidget* w : found) {
            if (w->isVisible())
                return w;
        }
    }
    return nullptr;
}

} // namespace run402
