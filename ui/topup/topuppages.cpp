// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topup/topuppages.h"

#include "models/domain/amount.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/common/progressring.h"
#include "ui/preview/previewfactory.h"
#include "ui/topup/amounttile.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr qint64 choices[] = {5'000'000, 10'000'000, 20'000'000, 50'000'000};

QString money(qint64 micros)
{
    return Amount::fromMicros(micros).toDollarText();
}

Label* addRow(QVBoxLayout* rows, const QString& name, const QString& value, bool strong, bool mono)
{
    if (rows->count() > 0) {
        auto* rule = new QFrame;
        rule->setProperty("rule", true);
        rule->setFixedHeight(1);
        rows->addWidget(rule);
    }
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 8, 0, 8);
    line->addWidget(new Label(name, strong ? Theme::Font::Subtitle : Theme::Font::Body, strong ? "text.primary" : "text.secondary"));
    line->addStretch();
    auto* text = new Label(value, mono ? (strong ? Theme::Font::MonoStrong : Theme::Font::Mono) : Theme::Font::Body);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAccessibleName(name + u' ' + value);
    line->addWidget(text);
    rows->addLayout(line);
    return text;
}

Label* addNote(QVBoxLayout* column, const QString& icon, const QString& text)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new IconLabel(icon, 14, "text.muted"), 0, Qt::AlignTop);
    auto* label = new Label(text, Theme::Font::Small, "text.secondary");
    label->setWordWrap(true);
    row->addWidget(label, 1);
    column->addLayout(row);
    return label;
}

/// The dearest tier an amount buys, and how often.
QString worth(qint64 micros, const QList<TierOffer>& prices)
{
    const TierOffer* best = nullptr;
    for (const TierOffer& offer : prices) {
        if (offer.priceMicros > 0 && offer.priceMicros <= micros && (!best || offer.priceMicros > best->priceMicros))
            best = &offer;
    }
    if (!best)
        return {};
    QString name = best->name;
    name[0] = name.at(0).toUpper();
    const QString times = Amount::fromMicros(micros * 10 / best->priceMicros * 100'000).toShownText(0, 1);
    return TopUpAmountPage::tr("%1 × %2").arg(times, name);
}

} // namespace

TopUpAmountPage::TopUpAmountPage(Environment environment, QWidget* parent)
    : QWidget(parent), m_field(new LineEdit(u"10.00"_s)), m_problem(new Banner(Tone::Danger, u"circle-alert"_s, {}))
{
    const bool sandbox = environment == Environment::Sandbox;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(16);
    m_problem->setObjectName(u"topup.problem"_s);
    m_problem->hide();
    column->addWidget(m_problem);
    auto* band = new QHBoxLayout;
    band->setSpacing(8);
    band->addWidget(new Chip(sandbox ? tr("PLAY MONEY") : tr("REAL MONEY"), sandbox ? Tone::Sandbox : Tone::Mainnet));
    band->addWidget(new Label(sandbox ? tr("a stand-in for the card checkout, no card is charged") : tr("paid by card, kept as credit at Run402"),
                              Theme::Font::Small, "text.secondary"));
    band->addStretch();
    column->addLayout(band);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(8);
    for (const qint64 micros : choices) {
        auto* tile = new AmountTile(micros);
        tile->setObjectName(u"topup.amount.%1"_s.arg(micros / 1'000'000));
        tiles->addWidget(tile, 1);
        m_tiles << tile;
        connect(tile, &AmountTile::clicked, this, [this, micros] { m_field->setText(Amount::fromMicros(micros).toText()); });
    }
    column->addLayout(tiles);
    m_field->setObjectName(u"topup.other"_s);
    m_field->setAccessibleName(tr("Amount in US dollars"));
    m_field->setMono(true);
    m_field->setFontSize(14);
    auto* field = new Field(tr("Other amount"), m_field);
    field->setHint(tr("US dollars, %1 or more").arg(money(leastMicros)));
    column->addWidget(field);
    auto* sums = new Card;
    sums->body()->setContentsMargins(14, 6, 14, 6);
    sums->body()->setSpacing(0);
    m_now = addRow(sums->body(), tr("Credit now"), {}, false, true);
    m_add = addRow(sums->body(), tr("You add"), {}, false, true);
    m_after = addRow(sums->body(), tr("Credit after"), {}, true, true);
    m_after->setObjectName(u"topup.after"_s);
    column->addWidget(sums);
    auto* notes = new QVBoxLayout;
    notes->setSpacing(8);
    addNote(notes, u"lock"_s, sandbox ? tr("The page lists test cards. Type no card of your own.") : tr("Card details go to Stripe only. This app never sees them."));
    m_wallet = addNote(notes, u"wallet"_s, {});
    addNote(notes, u"shield-check"_s, tr("Spending stays inside your budget policy."));
    column->addLayout(notes);
    column->addStretch();
    connect(m_field, &QLineEdit::textChanged, this, &TopUpAmountPage::typed);
    m_field->setText(u"10.00"_s);
}

void TopUpAmountPage::setFacts(const QString& wallet, std::optional<qint64> creditMicros, const QList<TierOffer>& prices)
{
    m_credit = creditMicros;
    m_wallet->setText(tr("Goes to wallet %1…%2").arg(wallet.left(6), wallet.right(4)));
    m_wallet->setToolTip(wallet);
    for (AmountTile* tile : std::as_const(m_tiles))
        tile->setNote(worth(tile->micros(), prices));
    refreshSums();
}

void TopUpAmountPage::setProblem(const QString& title, const QString& text)
{
    m_problem->setText(text, title);
    m_problem->setVisible(!title.isEmpty());
}

void TopUpAmountPage::typed()
{
    const Result<Amount> amount = Amount::read(m_field->text().trimmed());
    const qint64 micros = amount.ok() ? amount->micros() : 0;
    QString wrong;
    if (!amount.ok())
        wrong = tr("Write digits and at most one point, like 12.50.");
    else if (micros % 10'000 != 0)
        wrong = tr("Cards are charged in whole cents.");
    else if (micros < leastMicros)
        wrong = tr("A card can be charged %1 or more.").arg(money(leastMicros));
    else if (micros > mostMicros)
        wrong = tr("A card can be charged %1 at most.").arg(money(mostMicros));
    m_micros = wrong.isEmpty() ? micros : 0;
    m_field->setError(wrong);
    for (AmountTile* tile : std::as_const(m_tiles)) {
        tile->setAutoExclusive(false);
        tile->setChecked(tile->micros() == m_micros);
        tile->setAutoExclusive(true);
    }
    refreshSums();
    Q_EMIT amountChanged();
}

void TopUpAmountPage::refreshSums()
{
    const MoneyMask& mask = MoneyMask::of(this);
    m_now->setText(m_credit ? mask.shown(money(*m_credit)) : tr("not known"));
    m_add->setText(m_micros > 0 ? money(m_micros) : u"–"_s);
    m_after->setText(m_credit && m_micros > 0 ? mask.shown(money(*m_credit + m_micros)) : u"–"_s);
}

TopUpCheckoutPage::TopUpCheckoutPage(QWidget* parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_origin(new ElidedLabel({}, Theme::Font::Mono))
    , m_notice(new Banner(Tone::Warning, u"shield-alert"_s, {}))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(14, 3, 10, 3);
    bar->setSpacing(8);
    bar->addWidget(new IconLabel(u"lock"_s, 14, "success.text"));
    m_origin->setObjectName(u"topup.origin"_s);
    bar->addWidget(m_origin, 1);
    bar->addWidget(new Chip(tr("Address checked"), Tone::Success));
    auto* out = new IconButton(u"external-link"_s, tr("Open in the system browser"));
    out->setSmall(true);
    out->setObjectName(u"topup.systemBrowser"_s);
    bar->addWidget(out);
    m_column->addLayout(bar);
    auto* rule = new QFrame;
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    m_column->addWidget(rule);
    m_notice->setObjectName(u"topup.notice"_s);
    m_notice->hide();
    m_column->addWidget(m_notice);
    m_column->addStretch();
    connect(out, &QAbstractButton::clicked, this, &TopUpCheckoutPage::systemBrowserRequested);
    connect(m_notice, &Banner::actionTriggered, this, [this] { Q_EMIT outsideRequested(m_outside); });
}

void TopUpCheckoutPage::setSurface(PreviewSurface* surface)
{
    delete std::exchange(m_surface, surface);
    if (surface)
        m_column->insertWidget(3, surface, 1);
    setNotice({}, {});
}

void TopUpCheckoutPage::setOrigin(const QString& origin)
{
    m_origin->setText(origin);
    m_origin->setAccessibleName(tr("The page comes from %1").arg(origin));
}

void TopUpCheckoutPage::setNotice(const QString& strong, const QString& text, const QUrl& outside)
{
    m_outside = outside;
    m_notice->setText(text, strong);
    m_notice->setAction(outside.isEmpty() ? QString() : tr("Open in my browser"));
    m_notice->setVisible(!strong.isEmpty());
}

TopUpOutcomePage::TopUpOutcomePage(QWidget* parent)
    : QWidget(parent), m_ring(new ProgressRing(nullptr, 32)), m_check(new IconLabel(u"check"_s, 32, "success.text"))
    , m_title(new Label({}, Theme::Font::Display)), m_text(new Label({}, Theme::Font::Body, "text.secondary")), m_facts(new Card)
    , m_rows(m_facts->body())
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 56, 20, 20);
    column->setSpacing(8);
    m_check->setTile(64, "success.tint");
    column->addWidget(m_ring, 0, Qt::AlignHCenter);
    column->addWidget(m_check, 0, Qt::AlignHCenter);
    column->addSpacing(8);
    m_title->setObjectName(u"topup.outcome"_s);
    m_title->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    column->addWidget(m_text);
    column->addSpacing(14);
    m_rows->setContentsMargins(14, 6, 14, 6);
    m_rows->setSpacing(0);
    column->addWidget(m_facts);
    column->addStretch();
    m_facts->hide();
    m_check->hide();
}

void TopUpOutcomePage::showWaiting(const QString& title, const QString& text)
{
    m_title->setText(title);
    m_text->setText(text);
    m_ring->show();
    m_check->hide();
    m_facts->hide();
}

void TopUpOutcomePage::showCredited(const LedgerEntry& entry, const QString& origin)
{
    m_ring->hide();
    m_check->show();
    m_title->setText(MoneyMask::of(this).shownWithin(tr("%1 added").arg(money(entry.amountMicros))));
    m_text->setText(MoneyMask::of(this).shownWithin(tr("Your credit is now %1").arg(money(entry.balanceAfterMicros))));
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (QLayout* line = item->layout()) {
            while (QLayoutItem* part = line->takeAt(0)) {
                delete part->widget();
                delete part;
            }
        }
        delete item->widget();
        delete item;
    }
    addFact(tr("Paid at"), origin, true);
    addFact(tr("When"), QLocale(QLocale::English).toString(entry.createdAt.toLocalTime(), u"d MMM yyyy, HH:mm"_s));
    const QString id = entry.referenceId;
    addFact(tr("Top-up"), id.size() > 14 ? id.left(8) + u'…' + id.right(4) : id, true);
    addFact(tr("Proved by"), tr("the billing history"));
    m_facts->show();
}

void TopUpOutcomePage::addFact(const QString& name, const QString& value, bool mono)
{
    addRow(m_rows, name, value, false, mono);
}

} // namespace run402
