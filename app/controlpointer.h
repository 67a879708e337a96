// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>

class QWidget;

namespace run402 {

/// Puts the keyboard on a control of the window by its object name, now or as soon as the pane that was just opened
/// shows it: panes read from the service first. Gives up after 10 s, and at once when the person does something else.
/// Owner: Application. Thread: GUI.
class ControlPointer : public QObject
{
    Q_OBJECT
public:
    explicit ControlPointer(QWidget& window, QObject* parent = nullptr);

    /// The first of `names` that can be used; "x.*" means any that begins so.
    void point(const QStringList& names);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    QWidget* find(const QString& name) const;
    void look();
    void stop();

    QWidget& m_window;
    QStringList m_names;
    QTimer m_look;  ///< once the events of this turn are through
    QTimer m_limit;
};

} // namespace run402
