// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/storage/storagepane.h"

#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QRegularExpression>
#include <QTableView>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Storage when something goes wrong half-way, or is too much: what the window says is what the service has.
class StorageTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { tellFailure(m_world.get()); }
    void withoutAListTheLocalIndexIsShown();
    void renameThatCannotCopyLeavesItWhereItWas();
    void renameThatCannotDeleteLeavesBoth();
    void moreThanTenThousandFilesAreAskedAbout();
    void aPipeIsNoFile();
    void cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }

private:
    Objects& objects() const { return m_world->services().objects(); }
    QString project() const { return m_world->workspace().currentProjectId(); }
    QStringList stored() const;
    void drop(const QString& path);
    /// The chosen file under a new name, by hand.
    void rename(const QString& from, const QString& to);
    QString failure() const
    {
        QWidget* banner = m_world->find(u"storage.failure"_s);
        return banner ? banner->accessibleName() : QString();
    }

    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    std::unique_ptr<AppWorld> m_world;
    StoragePane* m_pane = nullptr;
};

void StorageTrouble::initTestCase()
{
    m_sandbox = std::make_unique<SandboxFixture>();
    QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    m_control = std::make_unique<SandboxControl>(m_sandbox->url());
    m_world = std::make_unique<AppWorld>(AppWorld::Setup{{}, m_sandbox->url(), u"light"_s});
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"storage"_s), QString());
    m_world->app().open(u"storage"_s);
    m_pane = qobject_cast<StoragePane*>(m_world->window().documents()->find(u"storage"_s));
    QVERIFY(m_pane);
    m_pane->openBucket(u"papers"_s);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"draft.txt"_s);
    QFile draft(file);
    QVERIFY(draft.open(QIODevice::WriteOnly) && draft.write("words") == 5);
    draft.close();
    drop(file);
    QVERIFY(eventually([&] { return stored() == QStringList{u"draft.txt"_s}; }));
}

void StorageTrouble::drop(const QString& path)
{
    QVERIFY(eventually([&] { return m_world->find(u"storage.upload"_s) && m_world->find(u"storage.upload"_s)->isEnabled(); }));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(m_pane->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_pane, &enter);
    QDropEvent event(m_pane->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_pane, &event);
}

QStringList StorageTrouble::stored() const
{
    QStringList names;
    const auto list = await(objects().list(project(), u"papers"_s));
    for (const Objects::Object& o : list.ok() ? *list : QList<Objects::Object>())
        names << o.key;
    names.sort();
    return names;
}

void StorageTrouble::rename(const QString& from, const QString& to)
{
    QTableView* files = nullptr;
    QModelIndex row;
    QVERIFY(eventually([&] {
        files = m_world->find<QTableView>(u"storage.files"_s);
        for (int i = 0; files && i < files->model()->rowCount(); ++i) {
            if (files->model()->index(i, 0).data().toString() == from)
                row = files->model()->index(i, 0);
        }
        return row.isValid();
    }));
    QTest::mouseClick(files->viewport(), Qt::LeftButton, {}, files->visualRect(row).center());
    QVERIFY(m_world->click(u"storage.rename"_s));
    QVERIFY(eventually([&] { return m_world->find(u"storage.newName"_s) != nullptr; }));
    QWidget* name = m_world->find(u"storage.newName"_s);
    QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(name, to);
    QVERIFY(m_world->click(u"storage.renameAccept"_s));
}

/// A server that is not ours has no list (contract.md §3.9): what this computer sent is shown, and that there may be more.
void StorageTrouble::withoutAListTheLocalIndexIsShown()
{
    QVERIFY(!m_world->workspace().capabilities().has(Capability::ObjectList));
    QVERIFY(await(objects().put(project(), u"papers"_s, u"elsewhere.txt"_s, "more", u"text/plain"_s)).ok());
    m_pane->openBucket(u"papers"_s);
    QVERIFY(eventually([&] { return m_world->reads(u"These are the ones uploaded from this computer; others may exist"_s); }));
    auto* files = m_world->find<QTableView>(u"storage.files"_s);
    QVERIFY(eventually([&] { return files->model()->rowCount() == 1; }));
    QCOMPARE(files->model()->index(0, 0).data().toString(), u"draft.txt"_s);
    m_world->shoot(u"storage-index"_s);
    QVERIFY(await(objects().remove(project(), u"papers"_s, u"elsewhere.txt"_s)).ok());
}

void StorageTrouble::renameThatCannotCopyLeavesItWhereItWas()
{
    QVERIFY(m_control->fault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/storage/v1/object/papers/*"_s}, {u"status"_s, 507},
                              {u"body"_s, QJsonObject{{u"error"_s, u"Disk full"_s}}}}));
    rename(u"draft.txt"_s, u"final.txt"_s);
    QVERIFY(eventually([&] { return failure().contains(u"was not renamed; it is where it was"_s); }));
    QVERIFY(m_control->clearFaults());
    QCOMPARE(stored(), QStringList{u"draft.txt"_s});
}

void StorageTrouble::renameThatCannotDeleteLeavesBoth()
{
    QVERIFY(m_control->fault({{u"method"_s, u"DELETE"_s}, {u"path"_s, u"/storage/v1/object/papers/*"_s}, {u"status"_s, 500},
                              {u"body"_s, QJsonObject{{u"error"_s, u"Internal server error"_s}}}}));
    rename(u"draft.txt"_s, u"final.txt"_s);
    QVERIFY(eventually([&] { return failure().contains(u"under both names now"_s); }));
    QVERIFY(m_control->clearFaults());
    QCOMPARE(stored(), (QStringList{u"draft.txt"_s, u"final.txt"_s}));
    auto* files = m_world->find<QTableView>(u"storage.files"_s);
    QVERIFY(eventually([&] { return files->model()->rowCount() == 2; })); // and the list shows both
    QCOMPARE(await(objects().get(project(), u"papers"_s, u"final.txt"_s)).value(), QByteArray("words"));
}

void StorageTrouble::moreThanTenThousandFilesAreAskedAbout()
{
    QTemporaryDir folder;
    m_world->unwatched([&] {
        for (int i = 0; i <= TransferQueue::mostFiles; ++i)
            QVERIFY(QFile(folder.filePath(QString::number(i))).open(QIODevice::WriteOnly));
    });
    drop(folder.path());
    QVERIFY(eventually([&] { return m_world->reads(u"Upload the first 10,000 files only?"_s); }));
    QVERIFY(m_world->reads(u"The rest would be left out"_s));
    m_world->shoot(u"storage-too-many"_s);
    m_world->key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !m_world->reads(u"Upload the first"_s); }));
    QCOMPARE(stored().size(), 2); // nothing left without a yes
}

void StorageTrouble::aPipeIsNoFile()
{
    // Opening one waits for its other end, for ever.
    QTemporaryDir folder;
    const QString pipe = folder.filePath(u"pipe"_s);
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QCOMPARE(codeOf(await(objects().upload(project(), u"papers"_s, u"pipe"_s, pipe, u"text/plain"_s), 5'000)), u"file.unreadable"_s);
    QCOMPARE(stored().size(), 2);
}

QTEST_MAIN(StorageTrouble)
#include "tst_storagetrouble.moc"
