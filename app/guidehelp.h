// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

namespace run402 {

class MainWindow;
class PaneRegistry;

/// F1, the help button and every link into the guide: finds the page for where the person is and shows it, as a document
/// or, where no document can be shown, as a dialog above. All borrowed. Owner: application. Thread: GUI.
class GuideHelp : public QObject
{
    Q_OBJECT
public:
    using Open = std::function<void(const QString& target)>;
    GuideHelp(MainWindow& window, const PaneRegistry& panes, Open open, QObject* parent = nullptr);

    /// The page for where the keyboard is: an open dialog, the dock, else the document in front.
    QString pageHere() const;
    void show(const QString& page); ///< an id, with "#heading" or without

private:
    void showMenu();

    MainWindow& m_window;
    const PaneRegistry& m_panes;
    Open m_open;
};

} // namespace run402
