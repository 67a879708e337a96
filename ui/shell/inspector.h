// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace run402 {

class Label;

/// The right panel: a head of 36 with a title, and the widget of the document
/// in front. It borrows the widget and gives it back before taking another.
/// Owner: window. Thread: GUI.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    /// Null empties it. The widget keeps belonging to its document. Without a
    /// title there is no head: the widget brings its own, with a close button.
    void setContent(QWidget* widget, const QString& title);
    QWidget* content() const { return m_content; }
    /// "of 128" beside the title.
    void setNote(const QString& note);

Q_SIGNALS:
    void closeAsked();

private:
    void paintEvent(QPaintEvent* event) override;

    QVBoxLayout* m_column;
    QWidget* m_head;
    Label* m_title;
    Label* m_note;
    QPointer<QWidget> m_content;
    QPointer<QWidget> m_home; ///< parent to give it back to
};

} // namespace run402
