// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/ledgerreader.h"

#include "services/api/interfaces.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kHistory = 200; // the most the service gives at once (contract.md §3.20)

class Reader : public QObject
{
public:
    Reader(Call<LedgerReading>* call, LedgerStore store, LedgerStore::Owner whose, Money& money, ChainHistory& chains, int backSpans)
        : QObject(call), m_call(call), m_store(store), m_whose(std::move(whose)), m_money(money), m_chains(chains), m_backSpans(backSpans)
    {
    }

    void start()
    {
        m_store.chains(m_whose)->onDone(this, [this](const Result<QHash<QString, LedgerStore::Chain>>& known) {
            if (!known.ok())
                return m_call->resolve(known.error());
            const QList<Rail> rails = m_chains.rails();
            m_open = int(rails.size()) + 1;
            readHistory();
            for (const Rail rail : rails)
                readChain(rail, known->value(ChainHistory::networkOf(rail)));
        });
    }

private:
    void readChain(Rail rail, const LedgerStore::Chain& known)
    {
        ChainQuestion question;
        question.rail = rail;
        question.wallet = m_whose.wallet;
        question.reach = known.reach;
        question.newestHash = known.newestHash;
        question.backSpans = m_backSpans;
        m_chains.read(question)->onDone(this, [this, rail](const Result<ChainReading>& r) {
            if (!r.ok()) {
                m_readings.insert(int(rail), {});
                return arrived();
            }
            m_readings.insert(int(rail), *r);
            m_store.addReading(m_whose, *r)->onDone(this, [this](const Result<Done>& kept) {
                if (!kept.ok())
                    m_failure = kept.error();
                arrived();
            });
        });
    }

    void readHistory()
    {
        m_money.history(kHistory)->onDone(this, [this](const Result<QList<LedgerEntry>>& r) {
            // A wallet that never had credit has no account, and so no history.
            const bool none = !r.ok() && r.error().code == "not_found"_L1;
            if (!r.ok() && !none) {
                m_billing = r.error();
                return arrived();
            }
            m_page = r.ok() ? *r : QList<LedgerEntry>();
            readCredit();
        });
    }

    void readCredit()
    {
        m_money.balances()->onDone(this, [this](const Result<QList<RailBalance>>& r) {
            if (!r.ok())
                m_billing = r.error();
            for (const RailBalance& b : r.valueOr(QList<RailBalance>())) {
                if (b.rail == Rail::Credit)
                    m_credit = b;
            }
            // Something was booked between the two: once more, so that they are of one moment.
            if (m_credit.micros && *m_credit.micros != (m_page.isEmpty() ? 0 : m_page.first().balanceAfterMicros) && m_tries-- > 0)
                return readHistory();
            m_store.addHistory(m_whose, m_page, m_page.size() < kHistory)->onDone(this, [this](const Result<Done>& kept) {
                if (!kept.ok())
                    m_failure = kept.error();
                arrived();
            });
        });
    }

    void arrived()
    {
        if (--m_open > 0)
            return;
        if (m_failure)
            return m_call->resolve(*m_failure);
        m_store.facts(m_whose)->onDone(this, [this](const Result<LedgerFacts>& facts) {
            if (!facts.ok())
                return m_call->resolve(facts.error());
            LedgerReading reading;
            reading.facts = *facts;
            reading.billing = m_billing;
            addRails(reading);
            m_call->resolve(reading);
        });
    }

    void addRails(LedgerReading& reading) const
    {
        RailReach credit;
        credit.closing = m_credit.micros;
        credit.readAt = m_credit.readAt;
        credit.problemCode = m_billing ? m_billing->code : m_credit.problemCode;
        for (auto it = m_readings.cbegin(); it != m_readings.cend(); ++it) {
            RailReach* reach = nullptr;
            for (RailReach& known : reading.facts.rails) {
                if (int(known.rail) == it.key())
                    reach = &known;
            }
            if (!reach) {
                reading.facts.rails << RailReach();
                reach = &reading.facts.rails.last();
                reach->rail = Rail(it.key());
                reach->network = ChainHistory::networkOf(reach->rail);
            }
            reach->closing = it->closing;
            reach->readAt = it->readAt;
            reach->problemCode = it->problemCode;
            reading.caughtUp = reading.caughtUp && (it->caughtUp || !it->problemCode.isEmpty());
        }
        reading.facts.rails.prepend(credit);
    }

    Call<LedgerReading>* m_call;
    LedgerStore m_store;
    LedgerStore::Owner m_whose;
    Money& m_money;
    ChainHistory& m_chains;
    int m_backSpans;
    int m_open = 0;
    int m_tries = 2;
    QList<LedgerEntry> m_page;
    RailBalance m_credit;
    QHash<int, ChainReading> m_readings;
    std::optional<Problem> m_billing, m_failure;
};

} // namespace

Call<LedgerReading>* readLedger(QObject* owner, LedgerStore store, const LedgerStore::Owner& whose, Money& money, ChainHistory& chains,
                                int backSpans)
{
    auto* call = new Call<LedgerReading>(owner);
    auto* reader = new Reader(call, store, whose, money, chains, backSpans);
    call->setCancelHook([guard = QPointer<QObject>(reader)] {
        if (guard)
            guard->deleteLater();
    });
    reader->start();
    return call;
}

} // namespace run402
