// SPDX-License-Identifier: GPL-3.0-or-later
// Time from starting the process to a usable window, beside a bare QMainWindow in the same run.
// Both print "ready" once the window is painted and the event loop is idle.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>

namespace {

constexpr int runs = 11;
constexpr int limitMs = 60'000;

/// Milliseconds, or -1 when it never became ready.
double once(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    QByteArray output;
    while (timer.elapsed() < limitMs && process.waitForReadyRead(limitMs)) {
        output += process.readAllStandardOutput();
        if (output.contains("ready\n")) {
            const double ms = double(timer.nsecsElapsed()) / 1e6;
            process.waitForFinished(limitMs);
            return ms;
        }
    }
    return -1;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QString folder = QCoreApplication::applicationDirPath();
    QTemporaryDir data;
    const QStringList desktop{QStringLiteral("--exit-when-ready"), QStringLiteral("--data"), data.path()};
    QList<double> own, bare;
    for (int i = 0; i < runs; ++i) {
        own << once(folder + QStringLiteral("/run402-desktop"), desktop);
        bare << once(folder + QStringLiteral("/barewindow"), {});
    }
    QTextStream err(stderr);
    if (own.contains(-1) || bare.contains(-1)) {
        err << "a window never became ready" << Qt::endl;
        return 1;
    }
    const double value = median(own), reference = median(bare);
    QTextStream(stdout) << QStringLiteral("[{\"name\":\"window usable after start\",\"value\":%1,\"unit\":\"ms\","
                                          "\"reference\":\"bare QMainWindow\",\"reference_value\":%2,\"ratio\":%3}]")
                               .arg(value, 0, 'f', 2).arg(reference, 0, 'f', 2).arg(value / reference, 0, 'f', 3)
                        << Qt::endl;
    return 0;
}
