// SPDX-License-Identifier: GPL-3.0-or-later
// Theme, icons and the common widgets, by what they do.
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/copybutton.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"
#include "ui/common/problemview.h"
#include "ui/common/qrcode.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/skeletonrows.h"
#include "ui/common/theme.h"
#include "ui/common/toast.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QFile>
#include <QFontInfo>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace run402;

class TstUiCommon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.install(*qApp); }
    void init()
    {
        m_theme.setMode(Theme::Mode::Light);
        m_theme.setTextScale(100);
    }

    void tokensAreTheSameSetInBothThemes()
    {
        const auto light = m_theme.tokens().names(Tokens::Scheme::Light);
        QCOMPARE(m_theme.tokens().names(Tokens::Scheme::Dark), light);
        QVERIFY(light.size() > 60);
        for (auto scheme : {Tokens::Scheme::Light, Tokens::Scheme::Dark})
            for (const QString& name : light)
                QVERIFY2(m_theme.tokens().color(scheme, name).isValid(), qPrintable(name));
    }

    void everyListedPairHasItsContrast()
    {
        int pairs = 0;
        for (auto scheme : {Tokens::Scheme::Light, Tokens::Scheme::Dark}) {
            for (const Tokens::Pair& pair : m_theme.tokens().contrastPairs(scheme)) {
                const double ratio = Tokens::contrast(m_theme.tokens().color(scheme, pair.text),
                                                      m_theme.tokens().color(scheme, pair.on));
                QVERIFY2(ratio >= pair.required,
                         qPrintable(QStringLiteral("%1 on %2: %3").arg(pair.text, pair.on).arg(ratio)));
                ++pairs;
            }
        }
        QVERIFY(pairs >= 170);
    }

    void contrastIsTheWcagFormula()
    {
        QCOMPARE(qRound(Tokens::contrast(Qt::white, Qt::black) * 100), 2100);
        QCOMPARE(qRound(Tokens::contrast(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448);
    }

    void alphaOfAColourStandsLast()
    {
        QCOMPARE(m_theme.tokens().color(Tokens::Scheme::Light, QStringLiteral("bg.scrim")).alpha(), 0x66);
    }

    void nothingSetsAStyleSheet()
    {
        // A sheet is matched against every widget at each theme change; the style paints instead.
        QDirIterator it(QStringLiteral(RUN402_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        int files = 0;
        for (; it.hasNext(); ++files) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("setStyleSheet("), qPrintable(file.fileName()));
        }
        QVERIFY(files > 50);
        QVERIFY(qApp->styleSheet().isEmpty());
    }

    void switchingTheThemeReachesPaletteWidgetsAndIcons()
    {
        Label label(QStringLiteral("text"), Theme::Font::Body, "text.muted");
        const QIcon icon = Icons::get("rocket", "text.primary");
        const QImage before = icon.pixmap(16, 16).toImage();
        QSignalSpy changed(&m_theme, &Theme::changed);
        m_theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(m_theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), m_theme.color("bg.window"));
        QCOMPARE(label.palette().color(QPalette::WindowText), m_theme.color("text.muted"));
        QVERIFY(icon.pixmap(16, 16).toImage() != before);
    }

    void labelsInsideButtonsKeepTheirColour()
    {
        QPushButton button;
        auto* label = new Label(QStringLiteral("text"), Theme::Font::Body, "text.muted", &button);
        QCOMPARE(label->palette().color(label->foregroundRole()), m_theme.color("text.muted"));
    }

    void shortNamesTakeNoMoreThanTheirWidth()
    {
        const ElidedLabel label(QStringLiteral("id"), Theme::Font::Label, "text.primary");
        QCOMPARE(label.minimumSizeHint().width(), label.sizeHint().width());
    }

    void wordsWithRoomAreNotShortened()
    {
        for (const QString& word : {QStringLiteral("Generate"), QStringLiteral("Run"), QStringLiteral("Claim address, free")}) {
            Button button(word, QStringLiteral("sparkles"), Button::Variant::Secondary);
            button.setSize(Button::Size::Large);
            button.resize(button.sizeHint());
            Button wider(word, QStringLiteral("sparkles"), Button::Variant::Secondary);
            wider.setSize(Button::Size::Large);
            wider.resize(button.width() + 40, button.height());
            const QRect words(button.width() / 2, 4, button.width() / 2 - 8, button.height() - 8);
            QCOMPARE(button.grab(words).toImage(), wider.grab(words.translated(20, 0)).toImage());
        }
    }

    void disabledIconsUseTheDisabledColour()
    {
        const QImage image = Icons::get("square", "danger.text").pixmap(32, 32, QIcon::Disabled).toImage();
        const QColor want = m_theme.color("text.disabled");
        bool found = false;
        for (int y = 0; y < image.height() && !found; ++y)
            for (int x = 0; x < image.width() && !found; ++x)
                found = image.pixelColor(x, y) == want;
        QVERIFY(found);
    }

    void everyIconNamedInTheSourcesExists()
    {
        static const QRegularExpression use(QStringLiteral(
            "(?:Icons::(?:get|paint|pixmap)|IconLabel|IconButton|setIconName|setTexts|EmptyState)\\(\\s*"
            "(?:QStringLiteral\\(|QLatin1String\\()?u?\"([a-z0-9-]+)\""));
        int uses = 0;
        for (const char* part : {"ui", "app"}) {
            QDirIterator it(QStringLiteral(RUN402_SOURCE_DIR "/") + QLatin1String(part), {QStringLiteral("*.cpp")},
                            QDir::Files, QDirIterator::Subdirectories);
            while (it.hasNext()) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                auto hits = use.globalMatch(QString::fromUtf8(file.readAll()));
                for (; hits.hasNext(); ++uses) {
                    const QString name = hits.next().captured(1);
                    QVERIFY2(Icons::exists(name), qPrintable(name + QStringLiteral(" in ") + file.fileName()));
                }
            }
        }
        QVERIFY(uses > 20);
    }

    void everyIconFileDrawsSomething()
    {
        int files = 0;
        for (QDirIterator it(QStringLiteral(":/icons")); it.hasNext(); ++files) {
            const QString name = QFileInfo(it.next()).completeBaseName();
            const QPixmap pm = Icons::pixmap(name, Qt::red, 16, 1);
            QImage blank(16, 16, QImage::Format_ARGB32_Premultiplied);
            blank.fill(Qt::transparent);
            QVERIFY2(pm.toImage().convertToFormat(blank.format()) != blank, qPrintable(name + QStringLiteral(" is empty")));
        }
        QVERIFY(files >= 120);
        QVERIFY(!Icons::exists(QStringLiteral("no-such-icon")));
    }

    void bundledFontsAreUsed()
    {
        QVERIFY(Theme::loadFonts());
        QCOMPARE(QFontInfo(m_theme.font(Theme::Font::Body)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(m_theme.font(Theme::Font::Mono)).family(), QStringLiteral("JetBrains Mono NL"));
        QCOMPARE(QFontInfo(m_theme.font(Theme::Font::Title)).weight(), int(QFont::DemiBold));
        // No ligatures: "->" is as wide as its letters.
        const QFontMetricsF m(m_theme.font(Theme::Font::Editor));
        QCOMPARE(m.horizontalAdvance(QStringLiteral("->")), 2 * m.horizontalAdvance(QStringLiteral("0")));
    }

    void textScaleGrowsControlsAndIsHeldInRange()
    {
        Button button(QStringLiteral("Save"));
        const QSize plain = button.sizeHint();
        QCOMPARE(plain.height(), 30);
        m_theme.setTextScale(200);
        QVERIFY(button.sizeHint().height() >= 60);
        QVERIFY(button.sizeHint().width() > plain.width());
        m_theme.setTextScale(10);
        QCOMPARE(m_theme.textScale(), 80);
        QCOMPARE(button.sizeHint().height(), 30);
    }

    void busyButtonDoesNotClick()
    {
        Button button(QStringLiteral("Deploy"), Button::Variant::Primary);
        button.show();
        QSignalSpy clicked(&button, &QAbstractButton::clicked);
        button.setBusy(true);
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(clicked.count(), 0);
        button.setBusy(false);
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::keyClick(&button, Qt::Key_Return);
        QCOMPARE(clicked.count(), 2);
    }

    void segmentsMoveByArrowsAndAskFirstWhenTold()
    {
        SegmentedControl control;
        for (const char* name : {"One", "Two", "Three"})
            control.addSegment(QLatin1String(name));
        control.setSegmentEnabled(1, false);
        QSignalSpy changed(&control, &SegmentedControl::currentChanged);
        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.current(), 2); // passes over the disabled one
        QCOMPARE(changed.count(), 1);
        control.setAskFirst(true);
        QSignalSpy requested(&control, &SegmentedControl::requested);
        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.current(), 2);
        QCOMPARE(requested.takeFirst().at(0).toInt(), 0);
    }

    void meterTurnsAmberAndRoseAtItsLimits()
    {
        QCOMPARE(Meter::tokenFor(0.79), "accent.solid");
        QCOMPARE(Meter::tokenFor(0.80), "chart.3");
        QCOMPARE(Meter::tokenFor(0.95), "chart.3");
        QCOMPARE(Meter::tokenFor(0.951), "chart.4");
        Meter meter;
        meter.setValue(7);
        QCOMPARE(meter.value(), 1.0);
    }

    void searchFieldWaitsForAPause()
    {
        SearchField field(QStringLiteral("Filter"));
        QSignalSpy searched(&field, &SearchField::searchChanged);
        QTest::keyClicks(&field, QStringLiteral("abc"));
        QCOMPARE(searched.count(), 0);
        QTRY_COMPARE(searched.count(), 1);
        QCOMPARE(searched.first().first().toString(), QStringLiteral("abc"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QVERIFY(field.text().isEmpty());
    }

    void fieldShowsTheErrorOfItsEdit()
    {
        auto* edit = new LineEdit;
        Field field(QStringLiteral("Name"), edit);
        edit->setError(QStringLiteral("Use letters"));
        const auto labels = field.findChildren<Label*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](Label* l) {
            return l->text() == QLatin1String("Use letters") && !l->isHidden();
        }));
        QCOMPARE(edit->accessibleName(), QStringLiteral("Name"));
        QCOMPARE(edit->accessibleDescription(), QStringLiteral("Use letters"));
    }

    void confirmNeedsTheNameAndStartsOnTheSafeButton()
    {
        QWidget window;
        window.resize(1024, 700);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        ConfirmDialog::Options o;
        o.title = QStringLiteral("Delete?");
        o.accept = QStringLiteral("Delete");
        o.dangerous = true;
        o.typeName = QStringLiteral("comments");
        o.extra = QStringLiteral("Export first");
        bool agreed = false;
        auto* dialog = ConfirmDialog::ask(&window, o, &window, [&agreed] { agreed = true; });
        QCOMPARE(dialog->width(), 400);
        QVERIFY(dialog->cancelButton()->hasFocus());
        QVERIFY(!dialog->acceptButton()->isEnabled());
        QTest::keyClicks(dialog->nameField(), QStringLiteral("comment"));
        QVERIFY(!dialog->acceptButton()->isEnabled());
        QTest::keyClicks(dialog->nameField(), QStringLiteral("s"));
        QVERIFY(dialog->acceptButton()->isEnabled());
        QPointer<ConfirmDialog> guard(dialog);
        QTest::mouseClick(dialog->acceptButton(), Qt::LeftButton);
        QVERIFY(agreed);
        QTRY_VERIFY(!guard);
        QTRY_VERIFY(!window.findChild<QWidget*>(QStringLiteral("scrim")));
    }

    void openDialogHoldsFocusAndShortcutsOfTheWindow()
    {
        QWidget window;
        window.resize(1024, 700);
        auto* column = new QVBoxLayout(&window);
        auto* below = new QPushButton(QStringLiteral("below"));
        column->addWidget(below);
        int fired = 0;
        auto* shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+J")), &window);
        connect(shortcut, &QShortcut::activated, &window, [&fired] { ++fired; });
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        below->setFocus();
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(fired, 1);

        ConfirmDialog::Options o;
        o.title = QStringLiteral("Really?");
        o.accept = QStringLiteral("Yes");
        auto* dialog = ConfirmDialog::ask(&window, o, &window, [] {});
        for (int i = 0; i < 7; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(dialog->isAncestorOf(QApplication::focusWidget()));
        }
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(fired, 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(QApplication::focusWidget(), below);
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(fired, 2);
    }

    void dialogSurvivesItsWindow()
    {
        auto window = std::make_unique<QWidget>();
        window->resize(800, 600);
        window->show();
        ConfirmDialog::Options o;
        o.title = o.accept = QStringLiteral("x");
        QPointer<ConfirmDialog> dialog = ConfirmDialog::ask(window.get(), o, window.get(), [] {});
        window.reset();
        QVERIFY(!dialog);
    }

    void toastsStandAtMostFourAndLeave()
    {
        QWidget window;
        window.resize(1000, 700);
        window.show();
        ToastStack stack(&window);
        stack.setLifetime(200);
        int acted = 0;
        for (int i = 0; i < 6; ++i)
            stack.push({Tone::Info, {}, QString::number(i), {}, QStringLiteral("Undo"), [&acted] { ++acted; }});
        QCOMPARE(stack.count(), 4);
        QVERIFY(stack.isVisible());
        QCOMPARE(stack.geometry().right(), window.width() - 16 - 1);
        auto links = stack.findChildren<LinkLabel*>();
        Q_EMIT links.last()->clicked();
        QCOMPARE(acted, 1);
        QTRY_COMPARE(stack.count(), 0);
        QTRY_VERIFY(!stack.isVisible());
    }

    void loadingStaysQuietThenShowsRows()
    {
        SkeletonRows rows;
        rows.resize(400, 300);
        rows.show();
        rows.start(QStringLiteral("Reading"), QStringLiteral("GET /x"));
        QVERIFY(!rows.rowsShown());
        QTRY_VERIFY(rows.rowsShown());
        QVERIFY(!rows.waitShown());
        rows.stop();
        QVERIFY(!rows.rowsShown());
    }

    void copyButtonCopiesAndSaysSo()
    {
        CopyButton button(QStringLiteral("Copy address"));
        button.setText(QStringLiteral("0x7ae1"));
        QSignalSpy copied(&button, &CopyButton::copied);
        button.click();
        QCOMPARE(copied.count(), 1);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("0x7ae1"));
        QCOMPARE(button.accessibleName(), QStringLiteral("Copied"));
        QTRY_COMPARE(button.accessibleName(), QStringLiteral("Copy address"));
    }

    void qrCodeIsARealOneAndRefusesTooMuch()
    {
        QrCode code(132);
        code.setText(QStringLiteral("https://tals-recipes.run402.com"));
        QVERIFY(code.isValid());
        QCOMPARE((code.moduleCount() - 17) % 4, 0); // versions are 21, 25, 29 …
        for (int i = 0; i < 7; ++i) // the finder pattern's edge
            QVERIFY(code.isDark(0, i) && code.isDark(6, i));
        QVERIFY(!code.isDark(1, 1));
        code.setText(QString(5000, QLatin1Char('x')));
        QVERIFY(!code.isValid());
        code.grab(); // paints nothing, does not crash
    }

    void problemWordsFallFromCodeToFamilyToKind()
    {
        const auto words = [](const char* code, Problem::Kind kind) {
            return problemWords(Problem::make(kind, QLatin1String(code), QStringLiteral("raw words")));
        };
        QVERIFY(knowsProblem(QStringLiteral("net.refused")));
        QCOMPARE(words("net.refused", Problem::Kind::Network).title, QStringLiteral("The server does not answer"));
        QCOMPARE(words("net.brand_new", Problem::Kind::Network).title, QStringLiteral("The connection failed"));
        QCOMPARE(words("net.brand_new", Problem::Kind::Network).why, QStringLiteral("raw words"));
        QCOMPARE(words("zzz.brand_new", Problem::Kind::Server).title, QStringLiteral("The server had a fault"));
        for (int kind = 0; kind <= int(Problem::Kind::Cancelled); ++kind)
            QVERIFY(!words("zzz", Problem::Kind(kind)).title.isEmpty());
    }

    void retryIsOfferedOnlyWhereItCanHelp()
    {
        Problem p = Problem::make(Problem::Kind::Network, QStringLiteral("net.timeout"), {});
        QVERIFY(problemWords(p).action.isEmpty());
        p.retryable = true;
        QCOMPARE(problemWords(p).action, QStringLiteral("retry"));
        p.nextActions = {QStringLiteral("unheard.of"), QStringLiteral("tier.renew")};
        QCOMPARE(problemWords(p).button, QStringLiteral("Renew"));
        p.mutation = Problem::Mutation::Unknown;
        QVERIFY(problemWords(p).written.contains(QLatin1String("not known")));
    }

    void problemViewActsAndBoundsTheRawAnswer()
    {
        ProblemView view;
        Problem p = Problem::make(Problem::Kind::Network, QStringLiteral("net.refused"), QStringLiteral("refused"));
        p.retryable = p.safeToRetry = true;
        view.setProblem(p, QStringLiteral("GET /tiers"), QString(100000, QLatin1Char('x')));
        QVERIFY(view.reportText().size() < 6000);
        QVERIFY(view.reportText().contains(QLatin1String("net.refused")));
        QSignalSpy acted(&view, &ProblemView::actionTriggered);
        view.fixButton()->click();
        QCOMPARE(acted.takeFirst().first().toString(), QStringLiteral("retry"));
    }

    void iconButtonsHaveANameAndTheirKeyInTheTooltip()
    {
        IconButton button(QStringLiteral("x"), QStringLiteral("Close"));
        button.setShortcutHint(QStringLiteral("Ctrl+W"));
        QCOMPARE(button.accessibleName(), QStringLiteral("Close"));
        QVERIFY(button.toolTip().contains(QLatin1String("Ctrl+W")));
        QVERIFY(button.sizeHint().width() >= 24);
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TstUiCommon)
#include "tst_uicommon.moc"
