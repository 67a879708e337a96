// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patience.h"
#include "tests/support/serverfolder.h"
#include "ui/common/stallwatch.h"

#include <QApplication>
#include <QTest>
#include <QUrl>
#include <QWidget>

#include <functional>
#include <memory>

namespace run402 {
class Application;
class MainWindow;
class Services;
class Workspace;
} // namespace run402

namespace run402::test {

/// The whole application in a fresh data folder, used like a person does: by what is visible, with mouse and keys.
/// A stall watch runs from the first frame on; tests end with QCOMPARE(world.stallReport(), QString()).
class AppWorld
{
public:
    struct Setup
    {
        QString dataFolder; ///< empty = a fresh one that vanishes
        QUrl api;           ///< empty = the application's own sandbox
        QString theme = QStringLiteral("light");
    };
    AppWorld();
    explicit AppWorld(const Setup& setup);
    ~AppWorld();

    /// Shows the window and waits until it has the keyboard. False = it never got it.
    bool start();
    void stop();

    Application& app() const { return *m_app; }
    MainWindow& window() const;
    Services& services() const;
    Workspace& workspace() const;
    StallWatch& watch() const { return *m_watch; }
    /// The test's own slow work, and what it leaves behind in the event queue.
    void unwatched(const std::function<void()>& work);
    /// Lets the window paint what was just done, under the watch.
    void settle() const;
    /// Empty, or how long the window did not answer.
    QString stallReport() const;
    QString dataFolder() const { return m_dataFolder; }

    /// Visible widgets only, dialogs included.
    QWidget* find(const QString& objectName) const;
    template <typename T>
    T* find(const QString& objectName) const
    {
        return qobject_cast<T*>(find(objectName));
    }
    /// A real click in the middle; waits until the widget is there and enabled. False = it never was.
    bool click(const QString& objectName, int ms = 15'000) const;
    /// Clicks into it, then types key by key; a line break is Enter.
    bool type(const QString& objectName, const QString& text) const;
    /// Answers the file dialog that opens with this path, typed.
    bool giveFile(const QString& path) const;
    /// A key wherever the keyboard is.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;
    /// Everything that can be read in the window or below `from` now, one text per line.
    QString words(const QWidget* from = nullptr) const;
    /// What the visible label, chip, line or text of that name says; empty = not there.
    QString text(const QString& objectName) const;
    bool reads(const QString& text) const { return words().contains(text, Qt::CaseInsensitive); }
    /// The window in both themes, `name`-dark.png and `name`.png in the folder RUN402_SHOTS names; unset = nothing.
    void shoot(const QString& name);
    /// Drops files from outside on the window.
    void drop(const QStringList& paths) const;

    /// Shortcuts for tests that are about something later. Empty = done, else what went wrong.
    QString connectSandbox();
    QString subscribe();
    QString makeProject(const QString& name);

private:
    void watchStalls();
    ServerFolder m_folder;
    QString m_dataFolder;
    std::unique_ptr<Application> m_app;
    std::unique_ptr<StallWatch> m_watch;
    QStringList m_stalls;
};

/// For cleanup(): prints what is on screen when the test has failed.
void tellFailure(const AppWorld* world);

/// The same at the end of a scope.
struct FailureTeller
{
    const AppWorld& world;
    ~FailureTeller() { tellFailure(&world); }
};

/// For cleanupTestCase(): ends the application; gives its stall report.
QString ended(std::unique_ptr<AppWorld>& world);

/// Starts this test's own program with "--child" and the folder, and kills it (SIGKILL) once it says "written".
/// Empty = so it went; else what happened instead.
QString killWhenWritten(const QString& dataFolder);
/// What that program does then: the window on the folder and its own sandbox, with a project of that name (empty = none is
/// made). `live` does what shall outlive the kill and returns once it is in the store, or what went wrong. Says "written" and waits.
int liveUntilKilled(const QString& dataFolder, const QString& project, const std::function<QString(AppWorld&)>& live);
/// main() of such a test: `live` as liveUntilKilled() takes it.
template <typename Test>
int testOrLive(int argc, char** argv, const QString& name, const QString& project, const std::function<QString(AppWorld&)>& live)
{
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(name);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--child"))
        return liveUntilKilled(arguments.value(2), project, live);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

/// Waits until it is true while the window lives on.
bool eventually(const std::function<bool()>& condition, int ms = 20'000);

} // namespace run402::test
