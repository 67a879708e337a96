// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/sandboxprocess.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace run402;
using namespace Qt::StringLiterals;

/// The local server's program, played by a script that ends as it is told to.
class TestSandboxProcess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void aServerThatEndsSlowlyIsLeftToFinish();
    void aServerThatEndsAtOnceIsWaitedFor();

private:
    /// A server that takes `seconds` to close and then writes a file.
    QString program(int seconds);
    QString closedFile() const { return m_folder.filePath(u"closed"_s); }
    QTemporaryDir m_folder;
};

QString TestSandboxProcess::program(int seconds)
{
    const QString file = m_folder.filePath(u"server%1"_s.arg(seconds));
    QFile script(file);
    if (!script.open(QIODevice::WriteOnly))
        return {};
    script.write(u"#!/bin/sh\ntrap 'kill $!; sleep %1; echo yes > \"%2\"; exit 0' TERM\n"
                 "echo '{\"event\":\"ready\",\"url\":\"http://127.0.0.1:9/\"}'\nsleep 60 & wait $!\n"_s.arg(seconds).arg(closedFile()).toUtf8());
    script.close();
    script.setPermissions(QFile::Permissions(0x7700));
    return file;
}

void TestSandboxProcess::aServerThatEndsSlowlyIsLeftToFinish()
{
    QFile::remove(closedFile());
    auto process = std::make_unique<SandboxProcess>(program(5), m_folder.filePath(u"data"_s));
    process->start();
    QTRY_COMPARE(process->state(), SandboxProcess::State::Running);
    QElapsedTimer clock;
    clock.start();
    process.reset();
    QVERIFY2(clock.elapsed() < 4'500, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!QFile::exists(closedFile()));
    QTRY_VERIFY(QFile::exists(closedFile())); // it was not killed
}

void TestSandboxProcess::aServerThatEndsAtOnceIsWaitedFor()
{
    QFile::remove(closedFile());
    auto process = std::make_unique<SandboxProcess>(program(0), m_folder.filePath(u"data"_s));
    process->start();
    QTRY_COMPARE(process->state(), SandboxProcess::State::Running);
    process.reset();
    QVERIFY(QFile::exists(closedFile()));
}

QTEST_GUILESS_MAIN(TestSandboxProcess)
#include "tst_sandboxprocess.moc"
