// SPDX-License-Identifier: GPL-3.0-or-later
// A change of colours, text size or motion must not hold up the window, however
// much is open behind the tab in front.
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemview.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/stallwatch.h"
#include "ui/common/theme.h"
#include "ui/common/toggleswitch.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTest>
#include <QTreeView>
#include <QVBoxLayout>

using namespace run402;

namespace {

constexpr int kLimitMs = 100;
constexpr int kPages = 6; // as many as there are panes
constexpr int kRowsOfEach = 24;

void addKinds(QVBoxLayout* column, QWidget* page)
{
    auto* card = new Card(QStringLiteral("Card"), page);
    auto* row = new QHBoxLayout;
    row->addWidget(new Label(QStringLiteral("Muted"), Theme::Font::Small, "text.muted", page));
    row->addWidget(new ElidedLabel(QStringLiteral("Elided"), Theme::Font::Mono, "text.primary", page));
    row->addWidget(new LinkLabel(QStringLiteral("Link"), page));
    row->addWidget(new Button(QStringLiteral("Go"), Button::Variant::Primary, page));
    row->addWidget(new IconButton(QStringLiteral("x"), QStringLiteral("Close"), page));
    row->addWidget(new Chip(QStringLiteral("new"), Tone::Warning, page));
    row->addWidget(new LineEdit(QStringLiteral("Name"), page));
    row->addWidget(new SearchField(QStringLiteral("Search"), page));
    row->addWidget(new QComboBox(page));
    row->addWidget(new QSpinBox(page));
    row->addWidget(new QCheckBox(QStringLiteral("Check"), page));
    row->addWidget(new Switch({}, page));
    row->addWidget(new Meter(page));
    card->body()->addLayout(row);
    column->addWidget(card);
    column->addWidget(new Banner(Tone::Info, QStringLiteral("info"), QStringLiteral("Banner"), page));
}

/// A page like the panes: text, fields, a grid, a tree and code.
QWidget* makePage(QStandardItemModel& model)
{
    auto* scroll = new QScrollArea;
    auto* page = new QWidget;
    page->setProperty("surface", true);
    auto* column = new QVBoxLayout(page);
    for (int i = 0; i < kRowsOfEach; ++i)
        addKinds(column, page);
    auto* grid = new GridView(page);
    grid->setModel(&model);
    column->addWidget(grid);
    auto* tree = new QTreeView(page);
    tree->setModel(&model);
    column->addWidget(tree);
    auto* code = new QPlainTextEdit(page);
    code->setPlainText(QStringLiteral("select 1;\n").repeated(500));
    column->addWidget(code);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    return scroll;
}

} // namespace

class TstThemeSwitch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme.install(*qApp);
        m_theme.setMode(Theme::Mode::Light);
        m_model.setColumnCount(12);
        for (int row = 0; row < 300; ++row) {
            QList<QStandardItem*> items;
            for (int column = 0; column < 12; ++column)
                items << new QStandardItem(QStringLiteral("cell %1 %2").arg(row).arg(column));
            m_model.appendRow(items);
        }
        m_window = std::make_unique<MainWindow>(PaneRegistry());
        m_window->showWelcome(false);
        m_window->resize(1440, 900);
        for (int i = 0; i < kPages; ++i)
            m_window->documents()->add(makePage(m_model), QStringLiteral("table-2"), QStringLiteral("Page"), QString::number(i));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        for (int i = 0; i < kPages; ++i) { // every page was in front once, as in a long session
            m_window->documents()->activate(QString::number(i));
            QTest::qWait(20);
        }
        QVERIFY(m_window->findChildren<QWidget*>().size() > 2000);
    }

    void coloursChangeWithoutAStall()
    {
        for (int i = 0; i < 6; ++i)
            check([this, i] { m_theme.setMode(i % 2 == 0 ? Theme::Mode::Dark : Theme::Mode::Light); });
    }

    void textSizeChangesWithoutAStall()
    {
        for (int percent : {120, 100, 150, 100})
            check([this, percent] { m_theme.setTextScale(percent); });
    }

    void everyVisiblePartTakesTheColours()
    {
        m_theme.setMode(Theme::Mode::Dark);
        QTest::qWait(50);
        const QImage dark = m_window->grab().toImage();
        m_theme.setMode(Theme::Mode::Light);
        QTest::qWait(50);
        const QImage light = m_window->grab().toImage();
        int same = 0;
        for (int y = 0; y < dark.height(); y += 3)
            for (int x = 0; x < dark.width(); x += 3)
                same += dark.pixelColor(x, y) == light.pixelColor(x, y);
        QVERIFY2(same < dark.width() * dark.height() / 9 / 50, qPrintable(QStringLiteral("%1 points kept their colour").arg(same)));
    }

private:
    template <typename F> void check(F change)
    {
        StallWatch watch(kLimitMs);
        QTest::qWait(30);
        watch.reset();
        change();
        QTest::qWait(60); // the repaint follows from the event loop
        QVERIFY2(watch.stalls() == 0, qPrintable(QStringLiteral("%1 ms").arg(watch.worstMs())));
    }

    Theme m_theme;
    QStandardItemModel m_model;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TstThemeSwitch)
#include "tst_themeswitch.moc"
