// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1money.h"

#include "models/domain/amount.h"
#include "models/domain/tierplan.h"
#include "models/json/jsonreader.h"
#include "models/json/moneycodec.h"
#include "services/api/gen1/fetch.h"
#include "services/net/transport.h"
#include "services/x402/assets.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int paidTimeoutMs = 90'000;       // settling on a chain takes its time

Problem noWallet()
{
    return Problem::make(Problem::Kind::Local, u"wallet.none"_s, u"No wallet is set up"_s);
}

QString words(const char* text)
{
    return QCoreApplication::translate("Money", text);
}

QString tierTitle(const TierOffer& offer)
{
    QString name = offer.name;
    name[0] = name[0].toUpper();
    return QCoreApplication::translate("Money", "%1 tier, %n days", nullptr, offer.leaseDays).arg(name);
}

QString accountPath(const QString& address)
{
    return "/billing/v1/accounts/"_L1 + segment(address.toLower());
}

/// Several balances read at once. Owner: the call.
struct Gathering
{
    QList<RailBalance> balances;
    qsizetype missing = 0;
};

/// What becomes of `buying` becomes of `call`; cancelling is asked of the payment, which may not be stoppable any more.
template <typename T>
void passOn(Call<T>* call, Call<T>* buying)
{
    call->setCancelHook([call, buying, guard = QPointer<CallBase>(buying)] {
        if (!guard)
            return;
        buying->cancel();
        call->resolve(*buying->outcome());
    });
    QObject::connect(buying, &CallBase::progressed, call, &CallBase::progressed);
    buying->onDone(call, [call](const Result<T>& r) { call->resolve(r); });
}

/// Something to be known first: `then` runs with the answer, unless `call` has ended meanwhile; cancelling `call` stops asking.
template <typename T, typename Q, typename F>
void askFirst(Call<T>* call, Call<Q>* question, F then)
{
    call->setCancelHook([guard = QPointer<CallBase>(question)] {
        if (guard)
            guard->cancel();
    });
    question->onDone(call, [call, then = std::move(then)](const Result<Q>& answer) {
        if (!call->isSettled())
            then(answer);
    });
}

/// What stands under "You get": until when, and for how much. Empty where the service would refuse or nothing is known.
QString tierOutcome(const QList<TierOffer>& offers, const TierStatus& now, const QString& tier, const QDateTime& at)
{
    const auto plan = planTier(offers, now, tier, at);
    if (!plan || plan->refused)
        return {};
    const QString until = QLocale(QLocale::English).toString(plan->endsAt.toLocalTime().date(), u"d MMMM yyyy"_s);
    if (now.poolProjects <= 0)
        return QCoreApplication::translate("Money", "to %1").arg(until);
    return QCoreApplication::translate("Money", "to %1, for all %n projects", nullptr, now.poolProjects).arg(until);
}

} // namespace

Gen1Money::Gen1Money(ApiClient& api, const Credentials& credentials, ChainNodes nodes, QObject* parent)
    : QObject(parent), m_api(api), m_credentials(credentials), m_nodes(std::move(nodes)),
      m_tempo(api.transport(), m_nodes.value(qint64(x402::chain::tempoModerato)))
{
}

Call<QList<TierOffer>>* Gen1Money::prices()
{
    ApiRequest request = ApiRequest::get(u"/tiers/v1"_s, Auth::None);
    request.label = u"tier prices"_s;
    request.cliEquivalent = u"run402 projects quote"_s;
    return fetch<QList<TierOffer>>(this, m_api, request, json::tierOffers);
}

Call<TierStatus>* Gen1Money::status()
{
    ApiRequest request = ApiRequest::get(u"/tiers/v1/status"_s, Auth::Wallet);
    request.label = request.cliEquivalent = u"run402 tier status"_s;
    request.label = u"tier status"_s;
    return fetch<TierStatus>(this, m_api, request, json::tierStatus);
}

Call<TierChange>* Gen1Money::setTier(const QString& tier, Asker asker)
{
    auto* call = new Call<TierChange>(this);
    // The price on the button is the list's; a dearer demand is refused by the payment flow.
    askFirst(call, prices(), [this, call, tier, asker](const Result<QList<TierOffer>>& offers) {
        if (!offers.ok())
            return call->resolve(offers.error());
        const auto offer = std::find_if(offers->begin(), offers->end(), [&](const TierOffer& o) { return o.name == tier; });
        if (offer == offers->end())
            return call->resolve(Problem::make(Problem::Kind::Refused, u"tier.unknown"_s,
                                               u"The service offers no tier of that name"_s));
        if (asker == Asker::Guardian)
            return buyTier(call, *offer, asker, {});
        // Nobody is kept from paying because it could not be told what the lease will be.
        askFirst(call, status(), [this, call, offer = *offer, asker, list = *offers](const Result<TierStatus>& now) {
            buyTier(call, offer, asker, now.ok() ? tierOutcome(list, *now, offer.name, serverNow()) : QString());
        });
    });
    return call;
}

QDateTime Gen1Money::serverNow() const
{
    return QDateTime::currentDateTimeUtc().addMSecs(m_api.transport().clockOffsetMs(m_api.base().host()));
}

void Gen1Money::buyTier(Call<TierChange>* call, const TierOffer& offer, Asker asker, const QString& outcome)
{
    ApiRequest request;
    request.method = "POST";
    request.path = "/tiers/v1/"_L1 + segment(offer.name);
    request.timeoutMs = paidTimeoutMs;
    request.label = "tier set "_L1 + offer.name;
    request.cliEquivalent = "run402 tier set "_L1 + shellWord(offer.name);
    const bool itself = asker == Asker::Guardian;
    request.payment = PaymentIntent{"tier:"_L1 + offer.name, tierTitle(offer), offer.priceMicros,
                                    itself ? words(QT_TRANSLATE_NOOP("Money", "The lease, renewing itself"))
                                           : words(QT_TRANSLATE_NOOP("Money", "You in Wallet and tier")),
                                    itself, outcome};
    passOn(call, fetch<TierChange>(this, m_api, request, json::tierChange));
}

Call<RailBalance>* Gen1Money::credit(const QString& address)
{
    ApiRequest request = ApiRequest::get(accountPath(address), Auth::None);
    request.label = u"prepaid credit"_s;
    request.cliEquivalent = u"run402 allowance balance"_s;
    return asBalance(this, Rail::Credit, fetch<qint64>(this, m_api, request, json::availableCredit));
}

Call<QList<RailBalance>>* Gen1Money::balances()
{
    return balancesOf(m_credentials.walletAddress());
}

Call<QList<RailBalance>>* Gen1Money::balancesOf(const QString& wallet)
{
    if (wallet.isEmpty())
        return Call<QList<RailBalance>>::ready(this, noWallet());
    auto* call = new Call<QList<RailBalance>>(this);
    QList<Call<RailBalance>*> readings{credit(wallet)};
    for (const Rail rail : {Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd})
        readings << readChainBalance(this, m_api.transport(), m_nodes, rail, wallet);

    auto gathering = std::make_shared<Gathering>();
    gathering->balances.resize(readings.size());
    gathering->missing = readings.size();
    QList<QPointer<CallBase>> running;
    for (qsizetype i = 0; i < readings.size(); ++i) {
        running << readings[i];
        readings[i]->onDone(call, [call, gathering, i](const Result<RailBalance>& r) {
            if (!r.ok())
                return call->resolve(r.error());
            gathering->balances[i] = *r;
            if (--gathering->missing == 0)
                call->resolve(gathering->balances);
        });
    }
    call->setCancelHook([running] {
        for (const auto& reading : running) {
            if (reading)
                reading->cancel();
        }
    });
    return call;
}

Call<QList<LedgerEntry>>* Gen1Money::history(int limit)
{
    const QString wallet = m_credentials.walletAddress();
    if (wallet.isEmpty())
        return Call<QList<LedgerEntry>>::ready(this, noWallet());
    ApiRequest request = ApiRequest::get(accountPath(wallet) + "/history"_L1, Auth::None);
    const QString count = QString::number(qBound(1, limit, 200));
    request.query.addQueryItem(u"limit"_s, count);
    request.label = u"billing history"_s;
    request.cliEquivalent = "run402 allowance history --limit "_L1 + count;
    return fetch<QList<LedgerEntry>>(this, m_api, request, json::ledger);
}

Call<QUrl>* Gen1Money::topUp(qint64 amountMicros)
{
    const QString wallet = m_credentials.walletAddress().toLower();
    if (wallet.isEmpty())
        return Call<QUrl>::ready(this, noWallet());
    ApiRequest request = ApiRequest::postJson(
        u"/billing/v1/checkouts"_s, {{u"wallet"_s, wallet}, {u"amount_usd_micros"_s, amountMicros}}, Auth::None);
    request.label = u"card checkout"_s;
    request.cliEquivalent = u"run402 allowance checkout --amount %1"_s.arg(amountMicros);
    return fetch<QUrl>(this, m_api, request, [](const QJsonDocument& document) -> Result<QUrl> {
        const JsonReader r(document);
        const QUrl url(r.text("checkout_url"), QUrl::StrictMode);
        if (!r.failed() && (!url.isValid() || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)))
            return Problem::make(Problem::Kind::Protocol, u"protocol.field_type"_s, u"No web address to pay at"_s);
        return r.done(url);
    });
}

Call<FaucetDrip>* Gen1Money::faucet()
{
    const QString wallet = m_credentials.walletAddress();
    if (wallet.isEmpty())
        return Call<FaucetDrip>::ready(this, noWallet());
    ApiRequest request = ApiRequest::postJson(u"/faucet/v1"_s, {{u"address"_s, wallet}}, Auth::None);
    request.timeoutMs = 60'000;
    request.label = u"faucet"_s;
    request.cliEquivalent = u"run402 allowance fund"_s;
    return fetch<FaucetDrip>(this, m_api, request, json::faucetDrip);
}

Call<QStringList>* Gen1Money::tempoFaucet()
{
    const QString wallet = m_credentials.walletAddress();
    return wallet.isEmpty() ? Call<QStringList>::ready(this, noWallet()) : m_tempo.fund(wallet);
}

/// The route's description of itself: {"price": "$0.03", …}.
Call<qint64>* Gen1Money::imagePrice()
{
    ApiRequest request = ApiRequest::get(u"/generate-image/v1"_s, Auth::None);
    request.label = u"image price"_s;
    auto* reading = fetch<qint64>(this, m_api, request, [](const QJsonDocument& document) -> Result<qint64> {
        const JsonReader r(document);
        const QString price = r.text("price");
        const auto amount = Amount::parse(QStringView(price).mid(price.startsWith(u'$')));
        if (!r.failed() && !amount.ok())
            return Problem::make(Problem::Kind::Protocol, u"protocol.field_type"_s, u"The price of an image is no amount"_s);
        return r.done(amount.ok() ? amount->micros() : 0);
    });
    reading->onDone(this, [this](const Result<qint64>& r) { m_imageMicros = r.valueOr(m_imageMicros); });
    return reading;
}

Call<Money::Image>* Gen1Money::image(const QString& prompt, const QString& aspect)
{
    auto* call = new Call<Image>(this);
    // The price on the button is the one told; a dearer demand is refused by the payment flow.
    if (m_imageMicros >= 0) {
        buyImage(call, prompt, aspect);
        return call;
    }
    askFirst(call, imagePrice(), [this, call, prompt, aspect](const Result<qint64>& price) {
        if (!price.ok())
            return call->resolve(price.error());
        m_imageMicros = *price;
        buyImage(call, prompt, aspect);
    });
    return call;
}

void Gen1Money::buyImage(Call<Image>* call, const QString& prompt, const QString& aspect)
{
    ApiRequest request = ApiRequest::postJson(u"/generate-image/v1"_s,
                                              {{u"prompt"_s, prompt}, {u"aspect"_s, aspect}}, Auth::None);
    request.timeoutMs = paidTimeoutMs;
    request.label = u"image"_s;
    request.cliEquivalent = "run402 image generate "_L1 + shellWord(prompt) + " --aspect "_L1 + shellWord(aspect);
    request.payment = PaymentIntent{u"image"_s, words(QT_TRANSLATE_NOOP("Money", "One generated image")),
                                    m_imageMicros, words(QT_TRANSLATE_NOOP("Money", "You in Images"))};
    auto* buying = fetch<Image>(this, m_api, request, [](const QJsonDocument& document) -> Result<Image> {
        const JsonReader r(document);
        const auto bytes = QByteArray::fromBase64Encoding(r.text("image").toLatin1(),
                                                          QByteArray::AbortOnBase64DecodingErrors);
        Image image{*bytes, r.text("content_type"), r.textOr("aspect")};
        if (!r.failed() && (!bytes || image.bytes.isEmpty()))
            return Problem::make(Problem::Kind::Protocol, u"protocol.field_type"_s, u"The image is not base64"_s);
        return r.done(image);
    });
    passOn(call, buying);
}

} // namespace run402
