// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace run402 {

class Label;
class Meter;

/// A bordered surface: 1 px, radius 8. Owner: parent. Thread: GUI.
///
/// Put content into body(). With a title there is a head of 38 with a line
/// below, and head() takes chips and small buttons at the right of the title.
class Card : public QFrame
{
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    explicit Card(const QString& title, QWidget* parent = nullptr);

    QVBoxLayout* body() const { return m_body; }
    /// The head's row after the title; there is a stretch at its front.
    QHBoxLayout* head() const { return m_head; }
    /// Puts a widget right beside the title.
    void addBesideTitle(QWidget* widget);
    void setTitle(const QString& title);
    /// The accent frame of a chosen card.
    void setChosen(bool chosen);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* m_body = nullptr;
    QHBoxLayout* m_head = nullptr;
    QWidget* m_headBox = nullptr;
    Label* m_title = nullptr;
    bool m_chosen = false;
};

/// A tile of 104: icon and name, a big number "of" its limit, a meter, a note.
class StatTile : public Card
{
    Q_OBJECT
public:
    StatTile(const QString& icon, const QString& name, QWidget* parent = nullptr);

    void setValue(const QString& value, const QString& of = {});
    /// 0..1 of the limit; below 0 hides the bar.
    void setShare(double share);
    void setNote(const QString& note);
    /// A widget at the upper right, e.g. a Sparkline.
    void setCorner(QWidget* widget);

private:
    QHBoxLayout* m_top;
    Label* m_value;
    Label* m_of;
    Label* m_note;
    Meter* m_meter;
};

} // namespace run402
