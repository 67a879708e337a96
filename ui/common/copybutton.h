// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/button.h"

#include <functional>

namespace run402 {

/// Copies text and shows a check mark for 1.2 s. Owner: parent. Thread: GUI.
class CopyButton : public IconButton
{
    Q_OBJECT
public:
    explicit CopyButton(const QString& what, QWidget* parent = nullptr);
    void setText(const QString& text);
    /// Asked when clicked, for text that changes or is secret.
    void setTextSource(std::function<QString()> source);

Q_SIGNALS:
    void copied();

private:
    void copy();

    std::function<QString()> m_source;
    QString m_what;
};

/// The same for a button with words: a click copies what `source` gives then.
void copyOnClick(Button* button, std::function<QString()> source);

} // namespace run402
