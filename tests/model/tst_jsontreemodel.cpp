// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/jsontreemodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using namespace run402;

/// An answer as a tree: every digit stays, and no text makes it hang or crash.
class TstJsonTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatIsWritten()
    {
        JsonTreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTree(JsonTree::parse("[{\"id\":9007199254740993,\"price\":1.50,\"name\":\"a\\\"b\\u00e9\",\"none\":null,\"deep\":{\"x\":[true,[]]}},{}]"));
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex first = model.index(0, 0);
        const auto value = [&](int row) { return model.index(row, JsonTreeModel::Value, first).data().toString(); };
        QCOMPARE(model.rowCount(first), 5);
        QCOMPARE(value(0), QStringLiteral("9007199254740993"));
        QCOMPARE(value(1), QStringLiteral("1.50"));
        QCOMPARE(model.index(2, 1, first).data(JsonTreeModel::TextRole).toString(), QStringLiteral("a\"bé"));
        QCOMPARE(value(3), QStringLiteral("null"));
        const QModelIndex deep = model.index(4, 0, first), list = model.index(0, 0, deep);
        QCOMPARE(model.rowCount(list), 2);
        QCOMPARE(model.index(0, 0, list).data(JsonTreeModel::PathRole).toString(), QStringLiteral("[0].deep.x[0]"));
        QCOMPARE(model.parent(list), deep);
        QCOMPARE(model.rowCount(model.index(1, 0)), 0);
        model.setTree({});
        QCOMPARE(model.rowCount(), 0);
    }

    void refusesWhatIsNoJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "[", "[1", "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "[1 2]", "\"open", "nul", "[1]]", "<html>", "-"})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("too deep") << QByteArray(JsonTree::deepest + 1, '[') + QByteArray(JsonTree::deepest + 1, ']');
        QTest::newRow("a million brackets") << QByteArray(1'000'000, '[');
    }
    void refusesWhatIsNoJson()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!JsonTree::parse(text));
    }

    void hugeOnesAreCut()
    {
        const QByteArray text = '[' + QByteArray("1,").repeated(400'000) + "1]";
        QElapsedTimer clock;
        clock.start();
        const auto tree = JsonTree::parse(text);
        QVERIFY(tree && tree->cut);
        QCOMPARE(int(tree->nodes.size()), JsonTree::mostNodes);
        QVERIFY(clock.elapsed() < 5000);
        QVERIFY(JsonTree::parse(QByteArray(JsonTree::deepest, '[') + QByteArray(JsonTree::deepest, ']')));
    }
};

QTEST_GUILESS_MAIN(TstJsonTreeModel)
#include "tst_jsontreemodel.moc"
