// SPDX-License-Identifier: GPL-3.0-or-later
// The least a Qt application can do: the reference for the start-up benchmark.
#include <QApplication>
#include <QMainWindow>
#include <QTextStream>
#include <QTimer>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    // Ready: shown, painted, and back at the event loop with nothing to do.
    QTimer::singleShot(0, &app, [&] {
        window.repaint();
        QTextStream(stdout) << "ready" << Qt::endl;
        app.quit();
    });
    return app.exec();
}
