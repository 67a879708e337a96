// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace run402 {

class Button;
class IconButton;

/// One secret: name, the functions known to read it, when it was set; never a value. Owner: parent. Thread: GUI.
class SecretRow : public QWidget
{
    Q_OBJECT
public:
    /// `readBy` = functions whose source on this computer reads it; `setAt` = "Today, 14:02".
    SecretRow(const QString& name, const QStringList& readBy, const QString& setAt, QWidget* parent = nullptr);
    void setWritable(bool on, const QString& why);

    /// Widths of the columns name, value, read by, set.
    static const QList<int>& widths();

Q_SIGNALS:
    void replaceRequested(const QString& name);
    void removeRequested(const QString& name);

private:
    void paintEvent(QPaintEvent* event) override;
    Button* m_replace;
    IconButton* m_remove;
};

} // namespace run402
