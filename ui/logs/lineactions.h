// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/logline.h"

#include <QWidget>

namespace run402 {

class Button;
class Label;

/// What can be done with an unfolded line, shown at its right: its place in the code, the request behind it once more.
/// Owner: the table's viewport. Thread: GUI.
class LineActions : public QWidget
{
    Q_OBJECT
public:
    explicit LineActions(QWidget* parent);

    void setLine(const LogRow& row);
    const LogRow& line() const { return m_row; }
    static int panelWidth();
    /// Of the code a line names ("greet.mjs:7:27"); 0 = none.
    static int codeLine(const LogRow& row);

Q_SIGNALS:
    void codeRequested(const QString& function, int line);
    void sendAgainRequested(const QString& function, qint64 atMs);

private:
    LogRow m_row;
    Label* m_size;
    Label* m_same;
    Label* m_sameName;
    Button* m_code;
};

} // namespace run402
