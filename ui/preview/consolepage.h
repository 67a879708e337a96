// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/consolemodel.h"

class QButtonGroup;
class QListView;

namespace run402 {

class Button;
class ConsoleFilter;

/// The Console page of the bottom dock: counts that filter, text filter, clear (mockup 06). Owner: parent.
class ConsolePage : public QWidget
{
    Q_OBJECT
public:
    explicit ConsolePage(QWidget* parent = nullptr);
    ConsoleModel* model() const { return m_model; }

Q_SIGNALS:
    void countChanged(int count); ///< of all kept lines

private:
    void refreshCounts();

    ConsoleModel* m_model;
    ConsoleFilter* m_filter;
    QListView* m_list;
    Button* m_levels[4];
};

} // namespace run402
