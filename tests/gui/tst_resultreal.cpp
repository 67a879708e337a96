// SPDX-License-Identifier: GPL-3.0-or-later
// Results that are hard to show, through the whole application and the real local server, with real keys. The window has to
// answer all the while.
#include "app/application.h"
#include "models/item/resultmodel.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/resultview.h"
#include "ui/sql/rowinspector.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

class ResultReal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup() { tellFailure(m_world.get()); }
    void everyRenderer();
    void picturesByLink();
    void fiftyMegabytes_data();
    void fiftyMegabytes();
    void aThousandSixHundredColumns();
    void deepAndOddJson();
    void aHundredThousandRows();
    void cleanupTestCase() { QCOMPARE(test::ended(m_world), QString()); }

private:
    SqlView* view() { return qobject_cast<SqlPane*>(m_world->window().documents()->current())->view(); }
    ResultGrid* grid() { return view()->results()->grid(); }
    QString cell(int row, int column) { return grid()->model()->index(row, column).data().toString(); }
    void run(const QString& sql)
    {
        if (!m_world->window().documents()->current() || !qobject_cast<SqlPane*>(m_world->window().documents()->current()))
            m_world->app().openSql({}, false);
        view()->setText(sql);
        QVERIFY(eventually([&] {
            QWidget* input = view()->editor()->input();
            input->setFocus();
            return input->isVisible() && input->hasFocus();
        }));
        QSignalSpy finished(view()->runner(), &SqlRunner::finished);
        m_world->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(eventually([&] { return finished.size() == 1; }, 60'000));
        QVERIFY2(view()->runner()->steps().first().state == SqlStep::State::Done,
                 qPrintable(view()->runner()->steps().first().problem.value_or(Problem()).message.left(500)));
        m_world->settle();
    }
    std::unique_ptr<AppWorld> m_world;
};

void ResultReal::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"tals-recipes"_s), QString());
}

void ResultReal::everyRenderer()
{
    QImage image(120, 60, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG"));
    const QString png = QString::fromLatin1(bytes.toHex());
    run(u"select 9223372036854775807 as big, 12345678901234567890.123456789 as exact, 'NaN'::float8 as nan, true as yes, false as no, null::text as nothing, "
        "'' as empty, 'NULL' as word, '2026-05-09 20:02:31.000001+00'::timestamptz as at, '1 day 02:03'::interval as span, "
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as uid, '{\"kcal\": 540, \"allergens\": [\"egg\", \"milk\"]}'::jsonb as doc, array['a','b c'] as tags, "
        "'\\x%1'::bytea as raw, 'https://run402.com/a.png' as link, '10.0.0.1/8'::inet as net, 1 as dup, 2 as dup from generate_series(1, 12)"_s.arg(png));
    const QStringList first{u"9223372036854775807"_s, u"12345678901234567890.123456789"_s, u"NaN"_s, u"true"_s, u"false"_s, QString(), QString(), u"NULL"_s,
                            u"2026-05-09 20:02:31.000001+00"_s, u"1 day 02:03:00"_s};
    for (int c = 0; c < first.size(); ++c)
        QCOMPARE(cell(0, c), first[c]);
    QVERIFY(!grid()->model()->index(0, 5).data().isValid() && grid()->model()->index(0, 6).data().isValid());
    QCOMPARE(cell(0, 16) + cell(0, 17), u"12"_s);
    grid()->setFocus();
    grid()->goTo(3, 3);
    m_world->key(Qt::Key_Right, Qt::ShiftModifier);
    m_world->key(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(grid()->choice().cells == 4);
    m_world->shoot(u"grid-values-1"_s);
    grid()->goTo(2, 13);
    m_world->key(Qt::Key_End);
    grid()->goTo(2, 13);
    m_world->settle();
    QVERIFY(eventually([&] { return m_world->find(u"sql.inspector.picture"_s) != nullptr; }));
    m_world->shoot(u"grid-values-2"_s);
}

/// A server that may be anybody's: fetched when asked, with nothing of ours.
void ResultReal::picturesByLink()
{
    QImage image(120, 60, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG"));
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    QByteArrayList heads;
    connect(&elsewhere, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* socket = elsewhere.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&heads, socket, bytes] {
            heads << socket->readAll().toLower();
            const bool gone = heads.last().startsWith("get /gone");
            const QByteArray body = heads.last().startsWith("get /good") ? bytes : "<html>no picture</html>";
            socket->write((gone ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK") + QByteArray("\r\nContent-Length: ") + QByteArray::number(body.size())
                          + "\r\nConnection: close\r\n\r\n" + body);
            socket->disconnectFromHost();
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
    const QString at = u"http://127.0.0.1:%1/"_s.arg(elsewhere.serverPort());
    run(u"select '%1good.png' as good, '%1fake.png' as fake, '%1gone.png' as gone, '%1page' as page"_s.arg(at));
    grid()->setFocus();
    grid()->goTo(0, 0);
    QVERIFY(eventually([&] { return m_world->find(u"sql.inspector.show.good"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"sql.inspector.show.page"_s));
    m_world->settle();
    QCOMPARE(heads.size(), 0); // nothing is fetched unasked

    QVERIFY(m_world->click(u"sql.inspector.show.good"_s));
    QVERIFY(eventually([&] {
        const auto labels = m_world->window().findChildren<QLabel*>();
        return std::any_of(labels.cbegin(), labels.cend(), [](QLabel* l) { return l->isVisible() && l->pixmap(Qt::ReturnByValue).size() == QSize(120, 60); });
    }));
    for (const char* secret : {"authorization", "apikey", "sign-in", "payment", "cookie"})
        QVERIFY2(!heads.first().contains(secret), heads.first().constData());
    QVERIFY(m_world->click(u"sql.inspector.show.fake"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"What the server sent is no picture of a known kind"_s); }));
    QVERIFY(m_world->click(u"sql.inspector.show.gone"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"The server answered with HTTP 404."_s); }));
    m_world->shoot(u"grid-linked-picture"_s);
}

void ResultReal::fiftyMegabytes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("text") << u"select 1 as before, repeat('x', 50000000) as long, 2 as behind"_s;
    QTest::newRow("lines and quotes") << u"select 1 as before, repeat(E'a \"quoted\" line\\n', 3000000) as long, 2 as behind"_s;
    QTest::newRow("bytea") << u"select 1 as before, decode(repeat('ff', 25000000), 'hex') as long, 2 as behind"_s;
    QTest::newRow("json") << u"select 1 as before, ('[' || repeat('\"some text\",', 4000000) || '1]')::json as long, 2 as behind"_s;
}

void ResultReal::fiftyMegabytes()
{
    QFETCH(QString, sql);
    run(sql);
    QCOMPARE(cell(0, 2), u"2"_s);
    QVERIFY(cell(0, 1).size() > 1000 && cell(0, 1).size() < 5000);
    grid()->setFocus();
    grid()->goTo(0, 1);
    QGuiApplication::clipboard()->setText(u"nothing yet"_s);
    m_world->key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(eventually([] { return QGuiApplication::clipboard()->text() != u"nothing yet"_s; }, 60'000));
    m_world->settle();
    m_world->key(Qt::Key_Right);
    m_world->key(Qt::Key_Left);
    m_world->settle();
    m_world->unwatched([] { QVERIFY(QGuiApplication::clipboard()->text().size() > 40'000'000); });
    QCOMPARE(m_world->stallReport(), QString());
}

void ResultReal::aThousandSixHundredColumns()
{
    QStringList list;
    for (int i = 0; i < 1600; ++i)
        list << u"%1 as c%2"_s.arg(i).arg(i % 1500);
    run(u"select "_s + list.join(u',') + u" from generate_series(1, 200)"_s);
    QCOMPARE(grid()->model()->columnCount(), 1600);
    QCOMPARE(cell(199, 1599), u"1599"_s);
    QCOMPARE(grid()->model()->headerData(1599, Qt::Horizontal).toString(), u"c99"_s);
    grid()->setFocus();
    m_world->key(Qt::Key_End, Qt::ControlModifier);
    m_world->settle();
    m_world->key(Qt::Key_A, Qt::ControlModifier);
    m_world->settle();
    QCOMPARE(grid()->choice().cells, 320'000);
    QCOMPARE(m_world->stallReport(), QString());
}

void ResultReal::deepAndOddJson()
{
    run(u"select (repeat('[', 3000) || repeat(']', 3000))::json as deep, repeat('{\"a\":', 100000) as text, '{\"half\":\"\\ud800\"}'::json as half, "
        "'{\"a\":1,\"a\":2}'::json as twice, '12345678901234567890123456789012345678901234567890'::numeric as n"_s);
    QCOMPARE(cell(0, 2), u"{\"half\":\"\\ud800\"}"_s);
    QCOMPARE(cell(0, 3), u"{\"a\":1,\"a\":2}"_s);
    QCOMPARE(cell(0, 4), u"12345678901234567890123456789012345678901234567890"_s);
    QVERIFY(view()->results()->model()->wholeCell(0, 0).text.size() == 6000);
    m_world->settle();
    QCOMPARE(m_world->stallReport(), QString());
}

void ResultReal::aHundredThousandRows()
{
    run(u"select i as id, 'Recipe ' || i as title, i * 1.5 as rating, now() as at from generate_series(1, 100000) i limit 100000"_s);
    QCOMPARE(grid()->model()->rowCount(), 100'000);
    grid()->setFocus();
    m_world->key(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->text(u"sql.stats"_s).contains(u"5000050000"_s); }));
    m_world->key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(eventually([] { return QGuiApplication::clipboard()->text().size() > 3'000'000; }));
    QCOMPARE(m_world->stallReport(), QString());
}

QTEST_MAIN(ResultReal)
#include "tst_resultreal.moc"
