// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace run402 {

class Button;
class IconLabel;
class Label;

/// What an empty view is for, and one main action. Owner: parent. Thread: GUI.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent = nullptr);

    void setTexts(const QString& icon, const QString& title, const QString& text);
    /// The first is the main one when `primary`. Connect to its clicked().
    Button* addButton(const QString& text, const QString& icon = {}, bool primary = false);

private:
    IconLabel* m_icon;
    Label* m_title;
    Label* m_text;
    QHBoxLayout* m_buttons;
};

} // namespace run402
