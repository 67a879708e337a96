// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/theme.h"
#include "ui/images/imagelibrary.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QListView>
#include <QPlainTextEdit>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Images, message, contact and status: the window on a real server.
class DeskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void makesAPictureAndKeepsIt();
    void refusedPictureIsSaid();
    void hostilePicturesAreNotOpened();
    void sendsAMessageWithDiagnostics();
    void contactIsChecked();
    void statusTellsEverything();

private:
    bool pay();
    std::unique_ptr<AppWorld> m_world;
};

void DeskTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"card-box"_s), QString());
}

void DeskTest::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void DeskTest::cleanup()
{
    tellFailure(m_world.get());
}

/// Agrees when the payment dialog asks; the sandbox's budget may not ask at all.
bool DeskTest::pay()
{
    QListView* list = nullptr;
    return eventually([&] {
        if (m_world->find(u"pay.confirm"_s))
            m_world->click(u"pay.confirm"_s);
        list = m_world->find<QListView>(u"images.list"_s);
        return list && list->model()->rowCount() > 0;
    }, 40'000);
}

void DeskTest::makesAPictureAndKeepsIt()
{
    m_world->app().open(u"images"_s);
    QVERIFY(eventually([&] { return m_world->find(u"images.prompt"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"images.generate"_s)->isEnabled());
    QVERIFY(m_world->type(u"images.prompt"_s, u"a paper lighthouse"_s));
    QVERIFY(m_world->click(u"images.aspect.landscape"_s));
    QVERIFY(m_world->click(u"images.generate"_s));
    QVERIFY(pay());
    m_world->shoot(u"images"_s);
    QVERIFY(m_world->click(u"images.copy"_s));
    QVERIFY(eventually([&] { return !QGuiApplication::clipboard()->image().isNull(); }));
    // Saved elsewhere it is the same picture.
    QVERIFY(QDir().mkpath(m_world->dataFolder() + u"/elsewhere"_s));
    const QString copy = m_world->dataFolder() + u"/elsewhere/lighthouse.png"_s;
    QVERIFY(m_world->click(u"images.save"_s));
    QVERIFY(m_world->giveFile(copy));
    QVERIFY(eventually([&] { return !QImage(copy).isNull(); }));
    const QDir folder(m_world->dataFolder() + u"/images"_s);
    QCOMPARE(folder.entryList({u"*.png"_s}).size(), 1);
    // Closed and opened again it is still there.
    m_world->window().documents()->clear();
    m_world->app().open(u"images"_s);
    QVERIFY(pay());
    auto* list = m_world->find<QListView>(u"images.list"_s);
    list->setCurrentIndex(list->model()->index(0, 0));
    QVERIFY(m_world->click(u"images.reuse"_s));
    QCOMPARE(m_world->find<QPlainTextEdit>(u"images.prompt"_s)->toPlainText(), u"a paper lighthouse"_s);
    QVERIFY(qobject_cast<QAbstractButton*>(m_world->find(u"images.aspect.landscape"_s))->isChecked());
    QVERIFY(m_world->click(u"images.delete"_s));
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return folder.entryList({u"*.png"_s}).isEmpty(); }));
    QVERIFY(eventually([&] { return m_world->reads(u"No pictures yet"_s); }));
}

void DeskTest::refusedPictureIsSaid()
{
    auto* prompt = m_world->find<QPlainTextEdit>(u"images.prompt"_s);
    prompt->setPlainText(QString(1001, u'x'));
    QVERIFY(!m_world->find(u"images.generate"_s)->isEnabled());
    prompt->setPlainText(QString::fromUcs4(QList<char32_t>(1000, 0x1F600).constData(), 1000));
    QVERIFY(m_world->find(u"images.generate"_s)->isEnabled());
}

void DeskTest::hostilePicturesAreNotOpened()
{
    QVERIFY(ImageLibrary::decode("not a picture").isNull());
    QVERIFY(ImageLibrary::decode("<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'/>").isNull());
    QImage picture(40, 30, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(picture.save(&buffer, "png"));
    QCOMPARE(ImageLibrary::decode(png).size(), QSize(40, 30));
    QByteArray bomb = png; // claims to be 60000 pixels wide
    bomb.replace(16, 4, QByteArray("\x00\x00\xea\x60", 4));
    QVERIFY(ImageLibrary::decode(bomb).isNull());
}

void DeskTest::sendsAMessageWithDiagnostics()
{
    m_world->app().open(u"contact"_s);
    QVERIFY(eventually([&] { return m_world->find(u"contact.text"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"contact.send"_s)->isEnabled());
    QVERIFY(m_world->type(u"contact.text"_s, u"Thank you"_s));
    QVERIFY(m_world->click(u"contact.attach"_s));
    const QString shown = m_world->find<QPlainTextEdit>(u"contact.diagnostics"_s)->toPlainText();
    QVERIFY(shown.contains(u"Environment: sandbox"_s));
    QVERIFY(!shown.contains(m_world->workspace().anonKey()));
    m_world->shoot(u"contact"_s);
    QVERIFY(m_world->click(u"contact.send"_s));
    QVERIFY(eventually([&] { return m_world->find<QPlainTextEdit>(u"contact.text"_s)->toPlainText().isEmpty(); }));
    QVERIFY(m_world->reads(u"The message was sent"_s));
}

void DeskTest::contactIsChecked()
{
    QVERIFY(m_world->type(u"contact.name"_s, u"Tal"_s));
    QVERIFY(m_world->find(u"contact.save"_s)->isEnabled());
    for (const auto& [field, wrong] : {std::pair{u"contact.email"_s, u"tal@nowhere"_s}, std::pair{u"contact.webhook"_s, u"http://example.com"_s},
                                       std::pair{u"contact.webhook"_s, u"https://"_s}}) {
        auto* edit = m_world->find<LineEdit>(field);
        edit->setText(wrong);
        QVERIFY2(!m_world->find(u"contact.save"_s)->isEnabled(), qPrintable(wrong));
        edit->clear();
    }
    m_world->find<LineEdit>(u"contact.email"_s)->setText(u"tal@example.com"_s);
    QVERIFY(m_world->click(u"contact.save"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"The contact was saved"_s); }));
}

void DeskTest::statusTellsEverything()
{
    m_world->app().open(u"status"_s);
    QVERIFY(eventually([&] { return m_world->find(u"status.health"_s) && m_world->reads(u"Healthy"_s); }));
    QVERIFY(m_world->reads(m_world->services().credentials().walletAddress()));
    for (const QString& text : {u"prototype"_s, u"active"_s, u"card-box"_s, u"postgres"_s, u"read just now"_s})
        QVERIFY2(m_world->reads(text), qPrintable(text));
    QVERIFY(m_world->click(u"status.reload"_s));
    m_world->shoot(u"status"_s);
}

QTEST_MAIN(DeskTest)
#include "tst_desk.moc"
