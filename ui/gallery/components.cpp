// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/components.h"

#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/focustracker.h"
#include "ui/common/grid.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/keycap.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/qrcode.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/toast.h"
#include "ui/common/toggleswitch.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QMenu>
#include <QRadioButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace run402 {

namespace {

Card* section(const QString& title, QVBoxLayout* column)
{
    auto* card = new Card;
    card->body()->setContentsMargins(13, 11, 13, 13);
    card->body()->addWidget(new Label(title, Theme::Font::Section, "text.muted"));
    card->body()->addSpacing(10);
    column->addWidget(card);
    return card;
}

QHBoxLayout* row(Card* card, int spacing = 8, int after = 8)
{
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing);
    card->body()->addLayout(line);
    card->body()->addSpacing(after);
    return line;
}

void buttons(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Buttons, 30 high (24 small, 36 large). Normal, hover, pressed, checked, disabled"), column);
    using V = Button::Variant;
    const std::pair<V, QString> rows[] = {{V::Primary, QStringLiteral("Save")}, {V::Secondary, QStringLiteral("Cancel")},
                                          {V::Danger, QStringLiteral("Delete")}, {V::Ghost, QStringLiteral("More")}};
    for (const auto& [variant, text] : rows) {
        auto* line = row(card);
        for (int i = 0; i < 5; ++i) {
            auto* b = new Button(text, variant);
            b->setMinimumWidth(72);
            b->setAttribute(Qt::WA_UnderMouse, i == 1);
            b->setDown(i == 2);
            b->setBusy(i == 3);
            b->setEnabled(i != 4);
            line->addWidget(b);
        }
        line->addStretch(1);
    }
    auto* line = row(card, 8, 0);
    auto* small = new Button(QStringLiteral("Small"));
    small->setSize(Button::Size::Small);
    line->addWidget(small);
    for (auto* b : {new Button(QStringLiteral("Large"), QStringLiteral("rocket"), V::Primary),
                    new Button(QStringLiteral("Pay 5.00 USDC"), V::PayMainnet),
                    new Button(QStringLiteral("Delete table"), V::DangerSolid)}) {
        b->setSize(Button::Size::Large);
        line->addWidget(b);
    }
    auto* icon = new IconButton(QStringLiteral("bell"), QStringLiteral("Notifications"));
    icon->setMarked(true);
    line->addWidget(icon);
    line->addStretch(1);
}

void inputs(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Inputs"), column);
    auto* grid = new QGridLayout;
    grid->setSpacing(10);
    grid->addWidget(new LineEdit(QStringLiteral("Placeholder")), 0, 0);
    auto* focused = new LineEdit;
    focused->setText(QStringLiteral("Focused"));
    focused->setObjectName(QStringLiteral("galleryFocus"));
    grid->addWidget(focused, 0, 1);
    auto* bad = new LineEdit;
    bad->setText(QStringLiteral("my app"));
    auto* field = new Field({}, bad);
    bad->setError(QStringLiteral("Use letters, digits and hyphens"));
    grid->addWidget(field, 1, 0);
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("Choice"), QStringLiteral("Another")});
    grid->addWidget(combo, 1, 1, Qt::AlignTop);
    auto* spin = new QSpinBox;
    spin->setRange(1, 60);
    spin->setValue(30);
    spin->setSuffix(QStringLiteral(" s"));
    grid->addWidget(spin, 2, 0);
    auto* off = new LineEdit;
    off->setText(QStringLiteral("Disabled"));
    off->setEnabled(false);
    grid->addWidget(off, 2, 1);
    grid->addWidget(new SearchField(QStringLiteral("Filter fields")), 3, 0);
    auto* smallEdit = new LineEdit;
    smallEdit->setSmall(true);
    smallEdit->setMono(true);
    smallEdit->setText(QStringLiteral("small mono"));
    grid->addWidget(smallEdit, 3, 1);
    card->body()->addLayout(grid);
    card->body()->addSpacing(10);
    auto* line = row(card, 16, 0);
    auto* check = new QCheckBox(QStringLiteral("Check"));
    check->setChecked(true);
    auto* radio = new QRadioButton(QStringLiteral("Radio"));
    radio->setAutoExclusive(false);
    radio->setChecked(true);
    auto* radioOff = new QRadioButton(QStringLiteral("Off"));
    radioOff->setAutoExclusive(false);
    auto* on = new Switch(QStringLiteral("On"));
    on->setChecked(true);
    for (QWidget* w : {static_cast<QWidget*>(check), static_cast<QWidget*>(new QCheckBox(QStringLiteral("Off"))),
                       static_cast<QWidget*>(radio), static_cast<QWidget*>(radioOff), static_cast<QWidget*>(on),
                       static_cast<QWidget*>(new Switch)})
        line->addWidget(w);
    line->addStretch(1);
}

void segments(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Segments"), column);
    auto* line = row(card, 8, 0);
    auto* views = new SegmentedControl;
    views->addSegment(QStringLiteral("Grid"));
    views->addSegment(QStringLiteral("JSON"));
    line->addWidget(views);
    const std::pair<QString, QString> envs[] = {{QStringLiteral("Sandbox"), QStringLiteral("box")},
                                                {QStringLiteral("Testnet"), QStringLiteral("flask-conical")},
                                                {QStringLiteral("Mainnet"), QStringLiteral("circle-dollar-sign")}};
    for (const auto& [name, icon] : envs) {
        auto* one = new SegmentedControl;
        one->addSegment(name, icon, QStringLiteral("env.") + name.toLower());
        line->addWidget(one);
    }
    line->addStretch(1);
}

void chips(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Chips and badges, 20 high"), column);
    auto* line = row(card);
    auto* live = new Chip(QStringLiteral("Live"), Tone::Success);
    live->setDot(true);
    for (auto* c : {new Chip(QStringLiteral("Neutral")), live, new Chip(QStringLiteral("Own rows"), Tone::Info),
                    new Chip(QStringLiteral("Not deployed"), Tone::Warning), new Chip(QStringLiteral("Failed"), Tone::Danger),
                    new Chip(QStringLiteral("hidden"), Tone::Outline)})
        line->addWidget(c);
    line->addStretch(1);
    line = row(card, 8, 12);
    for (auto* c : {new Chip(QStringLiteral("Offline"), Tone::Sandbox), new Chip(QStringLiteral("Play money"), Tone::Testnet),
                    new Chip(QStringLiteral("Real money"), Tone::Mainnet), new Chip(QStringLiteral("REAL MONEY"), Tone::Money)})
        line->addWidget(c);
    line->addWidget(new KeyCap(QStringLiteral("Ctrl K")));
    line->addStretch(1);
    line = row(card, 12, 0);
    for (double v : {0.42, 0.84, 0.97}) {
        auto* m = new Meter;
        m->setValue(v);
        line->addWidget(m);
    }
}

QStandardItem* cell(const QString& text, CellKind kind = CellKind::Text)
{
    auto* item = new QStandardItem(text);
    item->setData(int(kind), CellKindRole);
    return item;
}

void gridCells(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Grid cells, rows of 28"), column);
    card->body()->setContentsMargins(1, 11, 1, 4);
    card->body()->itemAt(0)->widget()->setContentsMargins(12, 0, 0, 0);
    auto* model = new QStandardItemModel(card);
    const std::pair<QString, QStandardItem*> rows[] = {
        {QStringLiteral("number"), cell(QStringLiteral("1042.50"), CellKind::Number)},
        {QStringLiteral("text"), cell(QStringLiteral("Chocolate babka"))},
        {QStringLiteral("null"), cell({}, CellKind::Null)},
        {QStringLiteral("boolean"), cell(QStringLiteral("true"), CellKind::Boolean)},
        {QStringLiteral("json"), cell(QStringLiteral("{\"kcal\": 690, \"vegan\": false}"), CellKind::Json)},
        {QStringLiteral("timestamp"), cell(QStringLiteral("2026-05-09 20:02:31+00"), CellKind::Date)},
        {QStringLiteral("selected row"), cell(QStringLiteral("current cell"))},
        {QStringLiteral("edited"), cell(QStringLiteral("Lemon pasta, quick"))},
        {QStringLiteral("new row"), cell(QStringLiteral("Apricot jam"))},
        {QStringLiteral("deleted row"), cell(QStringLiteral("Tomato rice"))},
    };
    for (const auto& [name, item] : rows)
        model->appendRow({cell(name), item});
    model->item(7, 1)->setData(true, GridMark::Edited);
    for (int c : {0, 1}) {
        model->item(8, c)->setData(int(GridRowState::Inserted), GridMark::RowState);
        model->item(9, c)->setData(int(GridRowState::Deleted), GridMark::RowState);
    }
    model->setHorizontalHeaderLabels({QStringLiteral("Type"), QStringLiteral("Cell")});
    model->setHeaderData(0, Qt::Horizontal, QStringLiteral("text"), ColumnTypeRole);
    auto* view = new GridView;
    view->setModel(model);
    view->setSortingEnabled(false);
    view->horizontalHeader()->setSortIndicatorShown(true);
    view->horizontalHeader()->setSortIndicator(1, Qt::AscendingOrder);
    view->horizontalHeader()->setStretchLastSection(true);
    view->setColumnWidth(0, 124);
    view->setFixedHeight(32 + 28 * 10);
    view->setCurrentIndex(model->index(6, 1));
    card->body()->addWidget(view);
}

void typeSizes(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Type"), column);
    card->body()->setSpacing(2);
    using F = Theme::Font;
    const std::pair<F, QString> rows[] = {{F::Hero, QStringLiteral("Hero 26")}, {F::Display, QStringLiteral("Display 20")},
                                          {F::Title, QStringLiteral("Title 15")}, {F::Body, QStringLiteral("Body 13")},
                                          {F::Small, QStringLiteral("Small 12")}, {F::Caption, QStringLiteral("Caption 11")},
                                          {F::Mono, QStringLiteral("Mono 12, 1,042.50 -> != ==")},
                                          {F::MoneyLarge, QStringLiteral("5.000000")}};
    for (const auto& [role, text] : rows)
        card->body()->addWidget(new Label(text, role));
}

void tiles(QVBoxLayout* column)
{
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    auto* calls = new StatTile(QStringLiteral("activity"), QStringLiteral("API calls"));
    calls->setValue(QStringLiteral("41,208"), QStringLiteral("of 500,000"));
    calls->setShare(0.082);
    calls->setNote(QStringLiteral("2,914 today, about 7,300 a day"));
    auto* spark = new Sparkline;
    spark->setValues({4, 6, 5, 7, 8, 6, 9, 12, 8, 7, 9, 11, 7, 9});
    calls->setCorner(spark);
    auto* storage = new StatTile(QStringLiteral("hard-drive"), QStringLiteral("Storage"));
    storage->setValue(QStringLiteral("38.4 MB"), QStringLiteral("of 250 MB"));
    storage->setShare(0.154);
    storage->setNote(QStringLiteral("Files 35.9 MB, database 2.5 MB"));
    line->addWidget(calls);
    line->addWidget(storage);
    column->addLayout(line);
}

void menuCard(QVBoxLayout* column)
{
    auto* card = section(QStringLiteral("Menu, rows of 28"), column);
    auto* menu = new QMenu(card);
    menu->setWindowFlags(Qt::Widget);
    struct Entry { const char* icon; const char* text; const char* keys; };
    const Entry entries[] = {{"copy", "Copy", "Ctrl+C"}, {"filter", "Filter by this value", "F"},
                             {"circle-off", "Set to NULL", "Ctrl+0"}, {nullptr, nullptr, nullptr},
                             {"copy-plus", "Duplicate row", "Ctrl+D"}, {"trash-2", "Delete row", "Del"}};
    for (const auto& e : entries) {
        if (!e.text) {
            menu->addSeparator();
            continue;
        }
        auto* a = menu->addAction(Icons::get(e.icon, "text.muted"), QLatin1String(e.text));
        a->setShortcut(QKeySequence(QLatin1String(e.keys)));
        a->setProperty("danger", QLatin1String(e.icon) == QLatin1String("trash-2"));
    }
    menu->setActiveAction(menu->actions().at(1));
    menu->setMinimumWidth(252);
    auto* line = row(card, 16, 0);
    line->addWidget(menu);
    auto* qr = new QrCode(132);
    qr->setText(QStringLiteral("https://tals-recipes.run402.com"));
    line->addWidget(qr, 0, Qt::AlignTop);
    line->addStretch(1);
}

} // namespace

ComponentsPage::ComponentsPage(QWidget* parent)
    : QWidget(parent)
{
    setAutoFillBackground(true);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(24, 18, 24, 18);
    page->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new Label(QStringLiteral("Components"), Theme::Font::Display));
    head->addWidget(new Label(QStringLiteral("1 px = 1 device-independent pixel"), Theme::Font::Body, "text.muted"));
    head->addStretch(1);
    page->addLayout(head);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(14);
    QVBoxLayout* c[3];
    for (auto*& column : c) {
        column = new QVBoxLayout;
        column->setSpacing(14);
        columns->addLayout(column, 1);
    }
    page->addLayout(columns, 1);
    buttons(c[0]);
    inputs(c[0]);
    segments(c[0]);
    chips(c[0]);
    gridCells(c[1]);
    typeSizes(c[1]);
    tiles(c[2]);
    menuCard(c[2]);
    for (auto* column : c)
        column->addStretch(1);

    auto* toasts = new ToastStack(this);
    toasts->setLifetime(60000);
    toasts->push({Tone::Success, {}, QStringLiteral("4 changes saved"), QStringLiteral("recipes, 61 ms"), QStringLiteral("Undo"), {}});
    toasts->push({Tone::Danger, {}, QStringLiteral("Deploy stopped at Functions"), QStringLiteral("scale-recipe: timeout is over 10 s"), QStringLiteral("Open"), {}});
    toasts->push({Tone::Info, QStringLiteral("download"), QStringLiteral("Exported 128 rows"), QStringLiteral("recipes-2026-05-12.csv"), QStringLiteral("Show"), {}});
}

} // namespace run402
