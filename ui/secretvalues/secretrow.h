// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;

namespace run402 {

class Button;
class IconButton;

/// One secret: name, the functions known to read it, when it was set and from where; never a value. Owner: parent. Thread: GUI.
class SecretRow : public QWidget
{
    Q_OBJECT
public:
    struct Facts
    {
        QStringList readBy; ///< functions whose source on this computer reads it
        QString setAt;      ///< "Today, 14:02"
        QString from, fromNote; ///< "Deploy", and what that means
    };
    SecretRow(const QString& name, const Facts& facts, QWidget* parent = nullptr);
    void setWritable(bool on, const QString& why);

    /// Shares of the width that the columns name, value, read by, set and from take, for rows and heads alike.
    static void addColumn(QHBoxLayout* row, QWidget* widget, int column);
    static int buttonsWidth(); ///< what is left for the buttons at the end

Q_SIGNALS:
    void replaceRequested(const QString& name);
    void removeRequested(const QString& name);

private:
    QWidget* makeReaders(const QStringList& readBy);
    void paintEvent(QPaintEvent* event) override;
    Button* m_replace;
    IconButton* m_remove;
};

} // namespace run402
