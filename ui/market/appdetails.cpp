// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/appdetails.h"

#include "models/domain/datasize.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/market/cardgrid.h"
#include "ui/market/markettext.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int panelWidth = 372; // design/ui.md, screen 09
constexpr int factName = 104;

QFrame* rule()
{
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    return line;
}

} // namespace

/// The picture over the words.
class AppDetails::Art : public QWidget
{
public:
    Art() { setFixedHeight(150); }
    QPersistentModelIndex card;

private:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        if (card.isValid())
            paintCardArt(&p, QRectF(rect()), card, 48);
        p.fillRect(0, height() - 1, width(), 1, Theme::of(this).color("border.default"));
    }
};

AppDetails::AppDetails(QWidget* parent)
    : QWidget(parent), m_art(new Art), m_name(new ElidedLabel({}, Theme::Font::Title)), m_chip(new Chip({}, Tone::Outline)),
      m_text(new Label({}, Theme::Font::Body, "text.secondary"))
{
    setObjectName(u"market.details"_s);
    setMinimumWidth(Theme::of(this).scaled(panelWidth));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll);
    auto* page = new QWidget;
    scroll->setWidget(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_art);

    auto* head = new QWidget;
    auto* words = new QVBoxLayout(head);
    words->setContentsMargins(16, 14, 16, 14);
    words->setSpacing(8);
    auto* titleRow = new QHBoxLayout;
    titleRow->setSpacing(8);
    m_name->setObjectName(u"market.details.name"_s);
    titleRow->addWidget(m_name);
    titleRow->addWidget(m_chip);
    titleRow->addStretch(1);
    words->addLayout(titleRow);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(m_text);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_main = new Button({}, u"git-fork"_s, Button::Variant::Primary);
    m_main->setObjectName(u"market.main"_s);
    m_main->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_demo = new Button(tr("Demo"), u"external-link"_s, Button::Variant::Secondary);
    m_demo->setObjectName(u"market.demo"_s);
    m_link = new IconButton(u"share-2"_s, tr("Copy link"));
    m_link->setObjectName(u"market.link"_s);
    buttons->addWidget(m_main, 1);
    buttons->addWidget(m_demo);
    buttons->addWidget(m_link);
    words->addLayout(buttons);
    column->addWidget(head);
    column->addWidget(rule());
    m_slot = new QVBoxLayout;
    column->addLayout(m_slot);
    column->addStretch();
    connect(m_main, &Button::clicked, this, &AppDetails::mainTriggered);
    connect(m_demo, &Button::clicked, this, &AppDetails::demoTriggered);
    connect(m_link, &Button::clicked, this, &AppDetails::copyLinkTriggered);
}

void AppDetails::refreshPicture()
{
    m_art->update();
}

void AppDetails::clear()
{
    delete m_body;
    m_body = new QWidget;
    m_facts = new QVBoxLayout(m_body);
    m_facts->setContentsMargins(16, 10, 16, 16);
    m_facts->setSpacing(0);
    m_slot->addWidget(m_body);
}

void AppDetails::addFactWidget(const QString& name, QWidget* value)
{
    auto* line = new QWidget;
    line->setMinimumHeight(Theme::of(this).scaled(27));
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 3, 0, 3);
    row->setSpacing(0);
    auto* label = new Label(name, Theme::Font::Small, "text.muted");
    label->setFixedWidth(Theme::of(this).scaled(factName));
    row->addWidget(label, 0, Qt::AlignTop);
    row->addWidget(value, 1, Qt::AlignTop);
    m_facts->addWidget(line);
}

void AppDetails::addFact(const QString& name, const QString& value, const QString& chip)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto* text = new Label(value, Theme::Font::Small);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    if (chip.isEmpty()) {
        row->addWidget(text, 1);
    } else {
        text->setWordWrap(false);
        row->addWidget(text);
        auto* mark = new Chip(chip, Tone::Info);
        mark->setBadge(true);
        row->addWidget(mark);
        row->addStretch();
    }
    addFactWidget(name, box);
}

void AppDetails::addList(const QString& title, const QStringList& lines, const char* icon, const char* token)
{
    if (lines.isEmpty())
        return;
    m_facts->addSpacing(8);
    m_facts->addWidget(rule());
    m_facts->addSpacing(12);
    m_facts->addWidget(new Label(title, Theme::Font::Section, "text.secondary"));
    m_facts->addSpacing(6);
    for (const QString& text : lines) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(0, 3, 0, 3);
        row->setSpacing(8);
        row->addWidget(new IconLabel(QString::fromLatin1(icon), 14, token), 0, Qt::AlignTop);
        auto* label = new Label(text, Theme::Font::Small);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        row->addWidget(label, 1);
        m_facts->addLayout(row);
    }
}

void AppDetails::showNeeds(const AppVersion& app)
{
    const auto words = [](const QList<AppNeed>& needs) {
        QStringList lines;
        for (const AppNeed& n : needs)
            lines << (n.description.isEmpty() ? n.name : n.name.isEmpty() ? n.description : tr("%1: %2").arg(n.name, n.description));
        return lines;
    };
    addList(tr("Secrets you set afterwards"), words(app.requiredSecrets), "key-round", "warning.text");
    addList(tr("What you do afterwards"), words(app.requiredActions), "list-checks", "warning.text");
    QStringList variables;
    for (const AppVariable& v : app.variables)
        variables << (v.required ? tr("%1, required").arg(v.label) : v.label);
    addList(tr("Settings it asks for"), variables.mid(0, 20), "sliders-horizontal", "text.muted");
    addList(tr("Warnings"), app.warnings, "triangle-alert", "warning.text");
}

void AppDetails::showPromise(const AppVersion& app)
{
    QStringList makes{tr("A new project with its own keys")};
    if (app.tableCount > 0)
        makes << tr("%n table(s) with their keys, indexes and rules", nullptr, app.tableCount);
    if (app.functionCount > 0)
        makes << tr("%n function(s)", nullptr, app.functionCount);
    if (app.siteFileCount > 0)
        makes << tr("A site of %n file(s)", nullptr, app.siteFileCount);
    addList(tr("What the fork makes"), makes, "check", "accent.text");
}

void AppDetails::showApp(const QModelIndex& card, const AppVersion& app, bool own)
{
    clear();
    m_art->card = card;
    m_art->update();
    m_name->setText(app.name.isEmpty() ? app.id : app.name);
    m_chip->setText(tr("v%1").arg(app.version));
    m_chip->setVisible(app.version > 0);
    m_text->setText(app.description.isEmpty() ? tr("Its publisher wrote no description.") : app.description.left(2'000));
    m_main->setText(tr("Fork this app"));
    m_main->setIconName(u"git-fork"_s);
    m_main->setEnabled(app.forkAllowed);
    m_main->setToolTip(app.forkAllowed ? QString() : tr("Its publisher does not allow copies."));
    const QUrl live(app.liveUrl);
    m_demo->setVisible(live.scheme().startsWith("http"_L1) && !live.host().isEmpty());
    m_link->show();

    const auto counted = [](int n) { return n < 0 ? tr("not told") : QLocale(QLocale::English).toString(n); };
    if (own || !app.publisher.isEmpty())
        addFact(tr("Made by"), own ? tr("you") : app.publisher);
    addFact(tr("Tables"), app.tables.isEmpty() ? counted(app.tableCount) : app.tables.join(u", "_s));
    addFact(tr("Functions"), app.functions.isEmpty() ? counted(app.functionCount) : app.functions.join(u", "_s));
    if (app.siteBytes >= 0)
        addFact(tr("Site"), app.siteFileCount > 0 ? tr("%n file(s), %1", nullptr, app.siteFileCount).arg(byteText(app.siteBytes)) : tr("none"));
    addFact(tr("Needs secrets"), app.requiredSecrets.isEmpty() ? tr("None") : QString::number(app.requiredSecrets.size()));
    addFact(tr("Smallest tier"), app.minTier.isEmpty() ? tr("not told") : MarketText::tierName(app.minTier), app.forkAllowed ? tr("Free with it") : QString());
    if (app.forks)
        addFact(tr("Forks"), QLocale(QLocale::English).toString(*app.forks));
    if (app.createdAt.isValid())
        addFact(tr("Published"), QLocale().toString(app.createdAt.toLocalTime().date(), QLocale::ShortFormat));
    if (app.visibility != "public"_L1)
        addFact(tr("Visibility"), MarketText::visibility(app.visibility));
    showNeeds(app);
    if (app.forkAllowed)
        showPromise(app);
    else
        addList(tr("Copies"), {tr("Its publisher does not allow copies. You can look at the demo.")}, "lock", "text.muted");
}

void AppDetails::showStarter(const QModelIndex& card, const Starter& starter)
{
    clear();
    m_art->card = card;
    m_art->update();
    m_name->setText(starter.title);
    m_chip->setText(tr("Starter"));
    m_chip->show();
    m_text->setText(starter.description.isEmpty() ? starter.summary : starter.description);
    m_main->setText(tr("Use this starter"));
    m_main->setIconName(u"sparkles"_s);
    m_main->setEnabled(true);
    m_main->setToolTip({});
    m_demo->hide();
    m_link->hide();
    QStringList functions;
    for (const Starter::Function& f : starter.functions)
        functions << f.name;
    addFact(tr("Tables"), starter.tables.join(u", "_s));
    addFact(tr("Functions"), functions.isEmpty() ? tr("None") : functions.join(u", "_s));
    addFact(tr("Smallest tier"), MarketText::tierName(u"prototype"_s), tr("Free with it"));
    QStringList settings;
    for (const AppVariable& v : starter.variables)
        settings << v.label;
    addList(tr("Make it yours"), settings, "palette", "text.muted");
    addList(tr("What you get"), {tr("A live page of your own, with its address"), tr("A project with its own data and keys"), tr("All of its code, to change as you like")},
            "check", "accent.text");
}

} // namespace run402
