// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

class QVBoxLayout;

namespace run402 {

class Label;
class IconLabel;

/// A line edit of 30 (24 small) with an optional icon and an error state.
/// Owner: parent. Thread: GUI.
class LineEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit LineEdit(const QString& placeholder = {}, QWidget* parent = nullptr);

    void setIconName(const QString& icon);
    void setSmall(bool small);
    void setMono(bool mono);
    /// Pixels at 100 % text scale; by default 13, and 12 when small or mono.
    void setFontSize(int px);
    /// No frame, for cells and the palette.
    void setBare(bool bare);
    /// Marks the field; the text is its tooltip and accessible description.
    /// Empty clears. Use Field to show the words below it.
    void setError(const QString& text);
    QString error() const { return m_error; }

Q_SIGNALS:
    void errorChanged(const QString& text);

private:
    void flag(const char* property, bool on);
    void refreshFont();

    int m_fontSize = 0; ///< 0 = the default
    QString m_error;
    QString m_icon;
};

/// A line edit with a magnifier and a clear button. searchChanged comes 120 ms
/// after the last key, at once for Enter. Esc clears first.
class SearchField : public LineEdit
{
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

Q_SIGNALS:
    void searchChanged(const QString& text);

private:
    void keyPressEvent(QKeyEvent* event) override;
    QTimer m_delay;
};

/// A name above a control and, when it is a LineEdit in error, the reason below.
class Field : public QWidget
{
    Q_OBJECT
public:
    Field(const QString& name, QWidget* control, QWidget* parent = nullptr);
    void setHint(const QString& text);

private:
    void showLine(const QString& text, bool error);

    QString m_hint;
    IconLabel* m_icon;
    Label* m_text;
};

} // namespace run402
