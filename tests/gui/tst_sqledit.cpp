// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teststyle.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"
#include "ui/sql/findbar.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlview.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QMouseEvent>
#include <QDir>
#include <QLineEdit>
#include <QTest>
#include <QThreadPool>

using namespace run402;
using namespace Qt::StringLiterals;

/// What the console's editor does for the person who types: layout, comments, find and replace; all of it can be undone.
class SqlEditTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_view.reset(); }
    void laysOutEverything();
    void laysOutTheSelection();
    void leavesAloneWhatWasTypedMeanwhile();
    void togglesComments();
    void findsWhileTyped();
    void findsByExpression();
    void followsTheText();
    void replacesOneByOne();
    void replacesAllInOneStep();
    void typesAtSeveralPlaces();
    void altClickAddsCursors();
    void twoViewsOfOneText();
    void foldsStatements();
    void marksSyntaxErrors();
    void fillsInSnippets();
    void picturesForReview();

private:
    template <typename T>
    T* find(const char* name) { return m_view->findChild<T*>(QLatin1StringView(name)); }
    QString count() { return find<QLabel>("sql.find.count")->text(); }
    QString selected()
    {
        SqlEditor* e = m_view->editor();
        return e->text().mid(e->selectionStart(), e->selectionEnd() - e->selectionStart());
    }
    /// Built without QScintilla?
    bool isPlain() const { return !m_view->editor()->input()->inherits("QsciScintilla"); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_view->editor()->input(), key, with);
    }
    void look(const char* for_)
    {
        press(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(find<QLineEdit>("sql.find.pattern")->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(for_));
    }
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<SqlView> m_view;
};

void SqlEditTest::initTestCase()
{
    m_theme = test::testTheme();
}

void SqlEditTest::init()
{
    m_view = std::make_unique<SqlView>();
    m_view->resize(1000, 700);
    m_view->show();
    m_view->editor()->input()->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void SqlEditTest::laysOutEverything()
{
    const QString typed = u"select id,title -- what it is called\nfrom recipes where minutes<30;   select 2;"_s;
    m_view->setText(typed);
    m_view->editor()->setCursorAt(typed.indexOf(u"minutes") + 3); // in a word
    find<QAbstractButton>("sql.format")->click();
    const QString expected = u"select\n  id,\n  title -- what it is called\nfrom recipes\nwhere minutes < 30;\nselect 2;"_s;
    QTRY_COMPARE(m_view->text(), expected);
    QCOMPARE(m_view->editor()->cursor(), expected.indexOf(u"minutes") + 3); // in the same place of it
    m_view->editor()->undo();
    QCOMPARE(m_view->text(), typed);
}

void SqlEditTest::laysOutTheSelection()
{
    m_view->setText(u"select  1;\nselect  2;\nselect  3;"_s);
    m_view->editor()->select(11, 10);
    press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(m_view->text(), u"select  1;\nselect 2;\nselect  3;"_s);
    QCOMPARE(selected(), u"select 2;"_s);
}

void SqlEditTest::leavesAloneWhatWasTypedMeanwhile()
{
    m_view->setText(u"select   1"_s);
    find<QAbstractButton>("sql.format")->click();
    m_view->setText(u"select   3"_s); // typed while it was read: left alone
    QTRY_VERIFY(!QThreadPool::globalInstance()->activeThreadCount());
    QCoreApplication::processEvents();
    QCOMPARE(m_view->text(), u"select   3"_s);
    find<QAbstractButton>("sql.format")->click();
    QTRY_COMPARE(m_view->text(), u"select 3"_s);
}

void SqlEditTest::togglesComments()
{
    const QString typed = u"select 1;\n\n  select 2;\nselect 3;"_s;
    m_view->setText(typed);
    m_view->editor()->select(0, typed.indexOf(u"select 3"));
    press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(m_view->text(), u"-- select 1;\n\n--   select 2;\nselect 3;"_s);
    press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(m_view->text(), typed);
    m_view->editor()->setCursorAt(typed.size());
    press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(m_view->text(), u"select 1;\n\n  select 2;\n-- select 3;"_s);
    m_view->editor()->undo();
    QCOMPARE(m_view->text(), typed);
}

void SqlEditTest::findsWhileTyped()
{
    m_view->setText(u"select Title, subtitle from titles where title = 'x';"_s);
    m_view->editor()->setCursorAt(0);
    look("title");
    QTRY_COMPARE(count(), u"1 of 4"_s);
    QCOMPARE(selected(), u"Title"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(count(), u"2 of 4"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    press(Qt::Key_F3, Qt::ShiftModifier); // around
    QTRY_COMPARE(count(), u"4 of 4"_s);
    find<QAbstractButton>("sql.find.case")->click();
    QTRY_COMPARE(count().section(u' ', 2), u"3"_s);
    find<QAbstractButton>("sql.find.words")->click();
    QTRY_COMPARE(count(), u"1 of 1"_s);
    QCOMPARE(m_view->editor()->selectionStart(), m_view->text().indexOf(u"title ="));
    QTest::keyClick(find<QLineEdit>("sql.find.pattern"), Qt::Key_Escape);
    QVERIFY(!find<FindBar>("sql.find")->isVisible());
    QVERIFY(m_view->editor()->input()->hasFocus() || m_view->editor()->hasFocus());
}

void SqlEditTest::findsByExpression()
{
    m_view->setText(u"a1 b22 c333\nb4"_s);
    m_view->editor()->setCursorAt(0);
    look("^b\\d+$");
    QTRY_COMPARE(count(), u"Nothing found"_s);
    find<QAbstractButton>("sql.find.regex")->click();
    QTRY_COMPARE(selected(), u"b4"_s);
    auto* pattern = find<LineEdit>("sql.find.pattern");
    pattern->setText(u"(b"_s);
    QTRY_COMPARE(count(), u"Not an expression"_s);
    QVERIFY(!pattern->error().isEmpty());
    pattern->setText(u"(b)"_s);
    QTRY_VERIFY(pattern->error().isEmpty());
    // One that would try for ever ends.
    m_view->setText(QString(40, u'a') + u'!');
    pattern->setText(u"(a+)+(a+)+(a+)+$"_s);
    QTRY_COMPARE(count(), u"Nothing found"_s);
}

void SqlEditTest::followsTheText()
{
    m_view->setText(u"one two one"_s);
    m_view->editor()->setCursorAt(0);
    look("one");
    QTRY_COMPARE(count(), u"1 of 2"_s);
    m_view->editor()->replace(0, 0, u"one "_s); // typed elsewhere
    QTRY_VERIFY(count().endsWith(u'3') || count().startsWith(u'3'));
}

void SqlEditTest::replacesOneByOne()
{
    m_view->setText(u"old, old, old"_s);
    m_view->editor()->setCursorAt(0);
    press(Qt::Key_H, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"old"_s);
    QTRY_COMPARE(count(), u"1 of 3"_s);
    find<QLineEdit>("sql.find.with")->setText(u"new"_s);
    find<QAbstractButton>("sql.find.replace")->click();
    QTRY_COMPARE(m_view->text(), u"new, old, old"_s);
    QTRY_COMPARE(count(), u"1 of 2"_s);
    find<QAbstractButton>("sql.find.replace")->click();
    QTRY_COMPARE(m_view->text(), u"new, new, old"_s);
    m_view->editor()->undo();
    QCOMPARE(m_view->text(), u"new, old, old"_s);
}

void SqlEditTest::replacesAllInOneStep()
{
    const QString typed = u"insert into a values (1, 'x');\ninsert into a values (2, 'y');"_s;
    m_view->setText(typed);
    press(Qt::Key_H, Qt::ControlModifier);
    find<QAbstractButton>("sql.find.regex")->click();
    find<QLineEdit>("sql.find.pattern")->setText(u"\\((\\d), '(\\w)'\\)"_s);
    QTRY_COMPARE(count(), u"1 of 2"_s);
    find<QLineEdit>("sql.find.with")->setText(u"('$2', $1, '$$')"_s);
    find<QAbstractButton>("sql.find.replaceAll")->click();
    QTRY_COMPARE(m_view->text(), u"insert into a values ('x', 1, '$');\ninsert into a values ('y', 2, '$');"_s);
    QTRY_COMPARE(count(), u"2 replaced"_s);
    m_view->editor()->undo();
    QCOMPARE(m_view->text(), typed);
}

void SqlEditTest::typesAtSeveralPlaces()
{
    if (isPlain())
        QSKIP("the plain editor has one cursor");
    const QString typed = u"select é, title from t where title = title2 or title"_s;
    m_view->setText(typed);
    m_view->editor()->setCursorAt(typed.indexOf(u"title") + 2);
    press(Qt::Key_D, Qt::ControlModifier); // the word
    QCOMPARE(selected(), u"title"_s);
    for (int cursors = 2; cursors <= 4; ++cursors) {
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_view->editor()->cursorCount(), cursors);
    }
    press(Qt::Key_D, Qt::ControlModifier); // all are taken
    QCOMPARE(m_view->editor()->cursorCount(), 4);
    QTest::keyClicks(m_view->editor()->input(), u"no"_s);
    QCOMPARE(m_view->text(), u"select é, no from t where no = no2 or no"_s);
}

void SqlEditTest::altClickAddsCursors()
{
    const QString typed = u"select aaaa\nselect é😀bb\nselect cccc\nselect dddd"_s;
    m_view->setText(typed);
    SqlEditor* editor = m_view->editor();
    if (isPlain())
        QSKIP("the plain editor has one cursor");
    auto* viewport = qobject_cast<QAbstractScrollArea*>(editor->input())->viewport();
    const auto placeOf = [&](const QString& word) {
        editor->setCursorAt(typed.indexOf(word));
        return viewport->mapFrom(editor, editor->cursorRect().center());
    };
    const QPoint a = placeOf(u"aaaa"_s), b = placeOf(u"bb"_s), c = placeOf(u"cccc"_s), d = placeOf(u"dddd"_s);
    QTest::mouseClick(viewport, Qt::LeftButton, {}, a);
    QTest::mouseClick(viewport, Qt::LeftButton, Qt::AltModifier, b);
    QTest::mouseClick(viewport, Qt::LeftButton, Qt::AltModifier, c);
    QTest::mouseClick(viewport, Qt::LeftButton, Qt::AltModifier, d);
    QCOMPARE(editor->cursorCount(), 4);
    QTest::mouseClick(viewport, Qt::LeftButton, Qt::AltModifier, d); // a second click takes it away
    QCOMPARE(editor->cursorCount(), 3);
    QTest::keyClicks(editor->input(), u"x"_s);
    QCOMPARE(m_view->text(), u"select xaaaa\nselect é😀xbb\nselect xcccc\nselect dddd"_s);
    QTest::keyClick(editor->input(), Qt::Key_Backspace);
    QCOMPARE(m_view->text(), typed);
    press(Qt::Key_Escape); // the list of completions, if there is one
    press(Qt::Key_Escape);
    QCOMPARE(editor->cursorCount(), 1);
    QTest::keyClicks(editor->input(), u"y"_s);
    QCOMPARE(m_view->text().count(u'y'), 1);

    // With Alt held, dragging selects a column.
    m_view->setText(typed);
    QTest::mousePress(viewport, Qt::LeftButton, Qt::AltModifier, placeOf(u"cccc"_s));
    QMouseEvent drag(QEvent::MouseMove, QPointF(d + QPoint(editor->cursorRect().height(), 0)), viewport->mapToGlobal(QPointF(d)), Qt::NoButton, Qt::LeftButton, Qt::AltModifier);
    QApplication::sendEvent(viewport, &drag);
    QTest::mouseRelease(viewport, Qt::LeftButton, Qt::AltModifier, d);
    QCOMPARE(editor->cursorCount(), 2);
    QTest::keyClick(editor->input(), Qt::Key_Delete);
    QVERIFY2(m_view->text().endsWith(u"cc\nselect dd"_s) && m_view->text().size() == typed.size() - 4, qPrintable(m_view->text()));
}

void SqlEditTest::twoViewsOfOneText()
{
    m_view->setText(u"select 1;\nselect 2;"_s);
    SqlEditor* first = m_view->editor();
    first->setCursorAt(3);
    press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
    SqlEditor* second = m_view->editor();
    QVERIFY(second != first);
    QVERIFY(second->isVisible() && first->isVisible());
    QVERIFY(second->x() > first->x() && second->y() == first->y());
    QCOMPARE(second->text(), first->text());
    second->setCursorAt(second->text().size());
    QTest::keyClicks(second->input(), u"x"_s);
    QCOMPARE(first->text(), u"select 1;\nselect 2;x"_s);
    QCOMPARE(first->cursor(), 3); // its own place
    QCOMPARE(m_view->text(), first->text());
    first->input()->setFocus();
    QCOMPARE(m_view->editor(), first);
    m_view->editor()->undo();
    QCOMPARE(second->text(), u"select 1;\nselect 2;"_s);
    press(Qt::Key_3, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY(second->y() > first->y());
    // Finding goes on in the view that is used.
    second->setCursorAt(0);
    look("select");
    QTRY_COMPARE(count(), u"1 of 2"_s);
    QCOMPARE(second->selectionEnd(), 6);
    press(Qt::Key_Escape);
    press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(m_view->editor(), first);
    QVERIFY(!find<QWidget>("sql.editor.second"));
    QTest::keyClicks(m_view->editor()->input(), u"y"_s);
    QVERIFY(m_view->text().contains(u'y'));
}

void SqlEditTest::foldsStatements()
{
    if (isPlain())
        QSKIP("the plain editor folds nothing");
    m_view->setText(u"select\n  1,\n  2;\n\nselect 3;"_s);
    SqlEditor* editor = m_view->editor();
    editor->setCursorAt(10);
    // Known once the worker has read it.
    QTRY_VERIFY((press(Qt::Key_Underscore, Qt::ControlModifier | Qt::ShiftModifier), !editor->isLineShown(1)));
    QVERIFY(!editor->isLineShown(2));
    QVERIFY(editor->isLineShown(4));
    QCOMPARE(m_view->text().count(u'\n'), 4); // hidden, not gone
    press(Qt::Key_Underscore, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(editor->isLineShown(1));
}

void SqlEditTest::marksSyntaxErrors()
{
    auto* editor = m_view->editor();
    QTest::keyClicks(editor->input(), u"selec 1;"_s);
    QTest::keyClick(editor->input(), Qt::Key_Return);
    QTest::keyClicks(editor->input(), u"selec 2"_s); // still being typed: only the ended one is marked
    QTRY_COMPARE(editor->underlines().size(), 1);
    QCOMPARE(editor->underlines().first().start, 0);
    QCOMPARE(editor->underlines().first().length, 5);
    QVERIFY(editor->underlines().first().reason.contains(u"syntax error"));
    editor->setCursorAt(0); // both are left, or ended
    QTRY_COMPARE(editor->underlines().size(), 2);
    editor->replace(9, 5, u"select"_s);
    QTRY_COMPARE(editor->underlines().size(), 1);
    editor->replace(0, 5, u"select"_s);
    QTRY_VERIFY(editor->underlines().isEmpty());
}

void SqlEditTest::fillsInSnippets()
{
    QTest::keyClicks(m_view->editor()->input(), u"upd"_s);
    auto* popup = find<QWidget>("sql.completion");
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(m_view->editor()->input(), Qt::Key_Return);
    QCOMPARE(m_view->text(), u"update table set column = value where id = 1"_s);
    QCOMPARE(selected(), u"table"_s);
    QTest::keyClicks(m_view->editor()->input(), u"recipes"_s);
    const auto tab = [&] { QTest::keyClick(m_view->editor()->input(), Qt::Key_Tab); };
    tab();
    QCOMPARE(selected(), u"column"_s);
    tab();
    tab();
    QCOMPARE(selected(), u"id = 1"_s);
    tab();
    QCOMPARE(m_view->editor()->cursor(), m_view->text().size());
    QCOMPARE(m_view->text(), u"update recipes set column = value where id = 1"_s);
}

void SqlEditTest::picturesForReview()
{
    const QString dir = qEnvironmentVariable("RUN402_SHOTS");
    if (dir.isEmpty())
        QSKIP("RUN402_SHOTS names no folder");
    QDir().mkpath(dir);
    m_view->setText(u"-- Quick weeknight dinners\nselect\n  r.title,\n  r.rating\nfrom recipes r\nwhere r.minutes <= 30\n  and r.title ilike '%soup%';"_s);
    m_view->editor()->setCursorAt(0);
    press(Qt::Key_H, Qt::ControlModifier);
    find<QLineEdit>("sql.find.pattern")->setText(u"r."_s);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    for (const bool dark : {false, true}) {
        m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        QCoreApplication::processEvents();
        QVERIFY(m_view->grab().save(dir + (dark ? u"/sql-find-dark.png"_s : u"/sql-find.png"_s)));
    }
}

QTEST_MAIN(SqlEditTest)
#include "tst_sqledit.moc"
