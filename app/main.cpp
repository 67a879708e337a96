// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/x402/signer.h"
#include "translations/translations.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QIcon>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThread>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace run402;

namespace {

/// Chromium refuses to run as root inside its sandbox. Never touched for an ordinary user.
void prepareBrowserFlags()
{
#ifdef Q_OS_UNIX
    if (geteuid() == 0) {
        QByteArray flags = qgetenv("QTWEBENGINE_CHROMIUM_FLAGS");
        if (!flags.contains("--no-sandbox"))
            qputenv("QTWEBENGINE_CHROMIUM_FLAGS", flags + " --no-sandbox");
    }
#endif
}

/// A gateway on this computer serves the real service's site names itself, told apart by Host; the browser has to find
/// them here. Read when the browser is first needed.
void mapSitesToThisComputer()
{
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS",
            qgetenv("QTWEBENGINE_CHROMIUM_FLAGS") + " --host-resolver-rules=\"MAP *.run402.com 127.0.0.1\"");
}

/// For the start-up benchmark: says so once the window is painted and nothing waits.
void quitWhenReady(MainWindow& window)
{
    QTimer::singleShot(0, &window, [&window] {
        window.repaint();
        QTimer::singleShot(0, &window, [] {
            QTextStream(stdout) << "ready" << Qt::endl;
            QApplication::quit();
        });
    });
}

/// The tour itself; the application has ended when it returns.
int tourThrough(QApplication& app, AppOptions options)
{
    options.theme = QStringLiteral("light");
    const QString folder = options.tourFolder;
    Application application(std::move(options), app);
    Tour tour(application, folder);
    int failures = 1;
    QObject::connect(&tour, &Tour::finished, &app, [&](int count) {
        failures = count;
        QCoreApplication::exit(); // quit() would ask about the unsaved SQL tab
    });
    application.start();
    tour.start();
    QApplication::exec();
    return failures == 0 ? 0 : 1;
}

int runTour(QApplication& app, AppOptions options)
{
    QTemporaryDir fresh;
    if (options.freshStart) {
        if (!fresh.isValid()) {
            QTextStream(stderr) << "No temporary folder: " << fresh.errorString() << Qt::endl;
            return 1;
        }
#ifdef Q_OS_UNIX
        // Started by root, the sandbox runs its database as another user, who must get through here.
        QFile::setPermissions(fresh.path(), QFile::Permissions(0x7711));
#endif
        options.services.dataFolder = fresh.path() + QStringLiteral("/data");
    }
    const int outcome = tourThrough(app, std::move(options));
    // A server that closes slowly still writes there for a moment.
    constexpr int tries = 25, betweenMs = 200;
    for (int i = 0; i < tries && !fresh.remove(); ++i)
        QThread::msleep(betweenMs);
    return outcome;
}

} // namespace

int main(int argc, char** argv)
{
    prepareBrowserFlags();
#if defined(RUN402_BROWSER_LINKED)
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts); // a browser loaded later shares it then, see BrowserLoader
#endif
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("run402"));
    QCoreApplication::setApplicationName(QStringLiteral("run402-desktop"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RUN402_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("run402-desktop"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/app/app-icon.svg")));

    installTranslations();

    QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        QTextStream(stdout) << usageText();
        return 0;
    }
    if (arguments.contains(QStringLiteral("--version")) || arguments.contains(QStringLiteral("-v"))) {
        QTextStream(stdout) << "run402-desktop " << RUN402_VERSION << Qt::endl;
        return 0;
    }
    const bool exitWhenReady = arguments.removeAll(QStringLiteral("--exit-when-ready")) > 0;
    AppOptions options = readOptions(arguments);
    if (!options.error.isEmpty()) {
        QTextStream(stderr) << options.error << Qt::endl << usageText();
        return 2;
    }

    if (options.services.apiIsLocal())
        mapSitesToThisComputer();

    // Blinds the signing arithmetic against side channels, once, before anything signs.
    x402::Bytes32 seed{};
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32*>(seed.data()), qsizetype(seed.size() / sizeof(quint32)));
    x402::blindSigning(seed);

    if (!options.tourFolder.isEmpty())
        return runTour(app, std::move(options));
    Application application(std::move(options), app);
    application.start();
    if (exitWhenReady)
        quitWhenReady(application.window());
    return QApplication::exec();
}
