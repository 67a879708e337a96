// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/states.h"

#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/label.h"
#include "ui/common/problemview.h"
#include "ui/common/skeletonrows.h"
#include "ui/common/theme.h"

#include <QGridLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace run402 {

QStandardItemModel* sampleRows(QObject* parent, int rows)
{
    auto* model = new QStandardItemModel(parent);
    const char* titles[] = {"Lemon ricotta pasta", "Shakshuka for four", "Chocolate babka", "Green shakshuka",
                            "Honey apple cake", "Roasted cauliflower", "Sabich at home", "Red lentil soup"};
    const int ids[] = {42, 17, 88, 23, 61, 5, 104, 12};
    for (int i = 0; i < rows; ++i) {
        auto* id = new QStandardItem(QString::number(ids[i % 8]));
        id->setData(int(CellKind::Number), CellKindRole);
        auto* minutes = new QStandardItem(QString::number(25 + 5 * (i % 8)));
        minutes->setData(int(i % 8 == 7 ? CellKind::Null : CellKind::Number), CellKindRole);
        model->appendRow({id, new QStandardItem(QLatin1String(titles[i % 8])), minutes});
    }
    model->setHorizontalHeaderLabels({QStringLiteral("id"), QStringLiteral("title"), QStringLiteral("minutes")});
    const char* types[] = {"int8", "text", "int4"};
    for (int c = 0; c < 3; ++c)
        model->setHeaderData(c, Qt::Horizontal, QLatin1String(types[c]), ColumnTypeRole);
    return model;
}

namespace {

Card* tile(QGridLayout* grid, int at, const char* name, const char* note)
{
    auto* box = new QVBoxLayout;
    box->setSpacing(7);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new Label(QLatin1String(name), Theme::Font::Subtitle));
    head->addWidget(new Label(QLatin1String(note), Theme::Font::Small, "text.muted"));
    head->addStretch(1);
    box->addLayout(head);
    auto* card = new Card;
    card->body()->setContentsMargins(0, 0, 0, 0);
    box->addWidget(card, 1);
    grid->addLayout(box, at / 3, at % 3);
    return card;
}

GridView* grid(QWidget* parent)
{
    auto* view = new GridView(parent);
    view->setModel(sampleRows(view, 8));
    view->setColumnWidth(0, 70);
    view->setColumnWidth(1, 190);
    view->setColumnWidth(2, 120);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    return view;
}

void stripTile(Card* card, Tone tone, const char* icon, const char* strong, const char* text, const char* action,
               bool primary)
{
    auto* strip = new Banner(tone, QLatin1String(icon), {});
    strip->setText(QLatin1String(text), QLatin1String(strong));
    strip->setAction(QLatin1String(action), primary);
    card->body()->addWidget(strip);
    card->body()->addWidget(grid(card), 1);
}

} // namespace

StatesPage::StatesPage(QWidget* parent)
    : QWidget(parent)
{
    setAutoFillBackground(true);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(28, 20, 28, 20);
    page->setSpacing(12);
    page->addWidget(new Label(QStringLiteral("States"), Theme::Font::Display));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(14);
    for (int i = 0; i < 3; ++i)
        grid->setColumnStretch(i, 1);
    for (int i = 0; i < 2; ++i)
        grid->setRowStretch(i, 1);
    page->addLayout(grid, 1);

    auto* empty = new EmptyState(QStringLiteral("table-2"), QStringLiteral("No tables yet"),
                                 QStringLiteral("Make one by hand, write SQL, or deploy a folder with a setup.sql."));
    empty->addButton(QStringLiteral("New table"), QStringLiteral("plus"), true);
    empty->addButton(QStringLiteral("Write SQL"));
    tile(grid, 0, "Empty", "says what the thing is for, one main action")->body()->addWidget(empty);

    auto* loading = new SkeletonRows;
    loading->setColumns({{QStringLiteral("id"), 40}, {QStringLiteral("title"), 160}, {QStringLiteral("minutes"), 60}});
    loading->start(QStringLiteral("Reading recipes"), QStringLiteral("GET /rest/v1/recipes"));
    tile(grid, 1, "Loading", "after 150 ms, real column heads, no spinner")->body()->addWidget(loading);

    auto* view = new ProblemView;
    Problem p = Problem::make(Problem::Kind::Refused, QStringLiteral("sql.error"),
                              QStringLiteral("{\"error\":\"SQL error: column r.titel does not exist\"}"));
    p.httpStatus = 400;
    p.traceId = QStringLiteral("01J8X2");
    view->setProblem(p, QStringLiteral("POST /projects/v1/admin/prj_1778230812_118/sql"));
    view->setFix(QStringLiteral("Use r.title"), QStringLiteral("wand-sparkles"), QStringLiteral("sql.fix"));
    tile(grid, 2, "Error", "what failed, why, what to do; request kept")->body()->addWidget(view);

    stripTile(tile(grid, 3, "Offline", "last data stays, marked with its age"), Tone::Warning, "wifi-off", "",
              "No connection. Data from 14:12. Trying again in 8 s.", "Try now", false);
    stripTile(tile(grid, 4, "Lease expired", "7 days read only, then archived, then deleted"), Tone::Danger, "timer-off",
              "Lease ran out 2 days ago.", "Read only for 5 more days.", "Renew for free", true);
    stripTile(tile(grid, 5, "Read only", "no write control is shown enabled; the reason is"), Tone::Info, "lock", "",
              "This view is a join, so its rows cannot be edited here.", "Open recipes", false);
}

} // namespace run402
