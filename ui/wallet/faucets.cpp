// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/faucets.h"

#include "services/ledger/ledgerbook.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/wallet/walletfacts.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kDripMs = 2'500;
constexpr int kDripTries = 16; // 40 s; a drip is confirmed after about 5
constexpr Rail kRails[] = {Rail::BaseSepoliaUsdc, Rail::TempoPathUsd};

} // namespace

Faucets::Faucets(Services& services, QObject* parent) : QObject(parent), m_services(services)
{
    m_watch.setInterval(kDripMs);
    connect(&m_watch, &QTimer::timeout, this, &Faucets::watch);
}

void Faucets::ask(Rail rail)
{
    Drip& drip = of(rail);
    if (!m_services.hasSession() || drip.asked || drip.watched || !wait(rail).isEmpty())
        return;
    drip.asked = true;
    drip.before = balance(rail).value_or(0);
    const auto late = [this, generation = m_generation, rail](const auto& r) {
        if (generation == m_generation)
            answered(rail, r.ok() ? nullptr : &r.error());
    };
    if (rail == Rail::TempoPathUsd)
        m_services.money().tempoFaucet()->onDone(this, late);
    else
        m_services.money().faucet()->onDone(this, [this, late](const Result<FaucetDrip>& r) {
            if (r.ok())
                m_services.ledger().noteKind(r->transactionHash, u"faucet"_s);
            late(r);
        });
    Q_EMIT changed();
}

void Faucets::answered(Rail rail, const Problem* problem)
{
    Drip& drip = of(rail);
    drip.asked = false;
    if (!problem) {
        drip.watched = true;
        drip.tries = 0;
        m_watch.start();
        m_services.workspace().refreshBalances();
    } else {
        const qint64 seconds = qint64(problem->details.value("retryAfter"_L1).toDouble());
        if (seconds > 0)
            drip.from = QDateTime::currentDateTimeUtc().addSecs(seconds);
        Q_EMIT failed(rail, *problem, seconds);
    }
    Q_EMIT changed();
}

void Faucets::look()
{
    for (const Rail rail : kRails) {
        Drip& drip = of(rail);
        const auto now = drip.watched ? balance(rail) : std::nullopt;
        if (!now || *now <= drip.before)
            continue;
        drip.watched = false;
        Q_EMIT arrived(rail, *now - drip.before);
        Q_EMIT changed();
    }
}

void Faucets::watch()
{
    bool any = false;
    for (const Rail rail : kRails) {
        Drip& drip = of(rail);
        if (drip.watched && ++drip.tries > kDripTries) {
            drip.watched = false;
            Q_EMIT late(rail);
            Q_EMIT changed();
        }
        any = any || drip.watched;
    }
    if (any)
        m_services.workspace().refreshBalances();
    else
        m_watch.stop();
}

void Faucets::reset()
{
    ++m_generation;
    m_watch.stop();
    m_drips = {};
    Q_EMIT changed();
}

QString Faucets::busy(Rail rail) const
{
    return of(rail).asked ? tr("Asking the faucet") : of(rail).watched ? tr("Waiting for the confirmation") : QString();
}

QString Faucets::wait(Rail rail) const
{
    const QDateTime from = of(rail).from;
    const qint64 left = QDateTime::currentDateTimeUtc().secsTo(from);
    return from.isValid() && left > 0 ? tr("Next drip in %1").arg(waitWords(left)) : QString();
}

std::optional<qint64> Faucets::balance(Rail rail) const
{
    for (const RailBalance& b : m_services.workspace().balances().value.value_or(QList<RailBalance>())) {
        if (b.rail == rail)
            return b.micros;
    }
    return std::nullopt;
}

} // namespace run402
