// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/chainhistory.h"

#include "services/ledger/chainlogs.h"
#include "services/net/transport.h"
#include "services/x402/abi.h"
#include "services/x402/assets.h"
#include "services/x402/jsonrpc.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kOverlap = 30;      // blocks read again: the newest ones may still change
constexpr qint64 kNarrowest = 100;
constexpr qint64 kWidest = 100'000'000;
constexpr qint64 kWider = 10;

const x402::KnownAsset* assetOf(Rail rail)
{
    switch (rail) {
    case Rail::BaseUsdc: return x402::assetOnChain(x402::chain::base);
    case Rail::BaseSepoliaUsdc: return x402::assetOnChain(x402::chain::baseSepolia);
    case Rail::TempoPathUsd: return x402::assetOnChain(x402::chain::tempoModerato);
    case Rail::Credit: break;
    }
    return nullptr;
}

/// Nodes say in many ways that a piece is too wide.
bool mayBeTooWide(const QString& code)
{
    return code == "rpc.error"_L1 || code == "rpc.too_large"_L1 || code == "rpc.not_json"_L1 || code == "rpc.http"_L1
        || code == "net.reply_too_large"_L1 || code == "net.timeout"_L1;
}

struct Block { qint64 number = 0; QDateTime at; };

Result<Block> blockOf(const x402::JsonValue& value)
{
    const auto number = x402::rpcQuantity(value.member("number"));
    const auto time = x402::rpcQuantity(value.member("timestamp"));
    const qint64 n = number.ok() ? number->toInt64().value_or(-1) : -1;
    const qint64 s = time.ok() ? time->toInt64().value_or(-1) : -1;
    if (n < 0 || s < 0 || s > 100'000'000'000)
        return Problem::make(Problem::Kind::Protocol, u"rpc.malformed"_s, u"The chain node's answer is no block"_s);
    return Block{n, QDateTime::fromSecsSinceEpoch(s, Qt::UTC)};
}

/// One reading, step after step. Deletes itself with its call.
class Scan : public QObject
{
public:
    Scan(Call<ChainReading>* call, Transport& transport, QUrl node, const x402::KnownAsset& asset, const x402::Address& wallet, const ChainQuestion& question)
        : QObject(call), m_call(call), m_transport(transport), m_node(std::move(node)), m_asset(asset), m_wallet(wallet), m_question(question)
    {
        m_out.rail = question.rail;
        m_out.reach = question.reach;
        m_out.reach.network = QString::fromLatin1(asset.network);
        m_out.reach.span = qBound(kNarrowest, question.reach.span, kWidest);
    }

    void start()
    {
        balance([this](qint64 micros) {
            m_before = micros;
            head();
        });
    }

private:
    using Then = std::function<void(const x402::JsonValue&)>;

    void head()
    {
        ask("eth_getBlockByNumber", R"(["latest",false])", [this](const x402::JsonValue& value) {
            const auto head = blockOf(value);
            if (!head.ok())
                return stop(head.error().code);
            m_head = *head;
            m_times.insert(head->number, head->at);
            checkKnown();
        });
    }

    void ask(QByteArrayView method, const QByteArray& params, Then then, std::function<void(const QString& code)> otherwise = {})
    {
        const qint64 id = qint64(QRandomGenerator::global()->bounded(1u, 1u << 30));
        HttpRequest request;
        request.method = "POST";
        request.url = m_node;
        request.contentType = "application/json";
        request.body = x402::rpcRequest(id, method, params);
        request.timeoutMs = 15'000;
        request.maxReplyBytes = 1 << 20;
        request.idempotent = true; // a read, although by POST
        request.background = true;
        request.label = u"transfers on %1"_s.arg(QString::fromLatin1(m_asset.label));
        m_transport.send(request)->onDone(this, [this, id, then = std::move(then), otherwise = std::move(otherwise)](const Result<HttpReply>& reply) {
            const auto answer = reply.ok() ? x402::decodeRpc(reply->status, reply->body, id) : Result<x402::RpcResult>(reply.error());
            if (answer.ok())
                return then(answer->result);
            otherwise ? otherwise(answer.error().code) : stop(answer.error().code);
        });
    }

    /// Test networks are begun anew now and then, and so is a sandbox.
    void checkKnown()
    {
        if (m_question.newestHash.isEmpty())
            return begin();
        ask("eth_getTransactionReceipt", "[\"" + m_question.newestHash.toLatin1() + "\"]", [this](const x402::JsonValue& receipt) {
            if (receipt.isNull()) {
                m_out.begunAnew = true;
                ChainReach fresh;
                fresh.network = m_out.reach.network;
                fresh.span = m_out.reach.span;
                m_out.reach = fresh;
            }
            begin();
        });
    }

    void begin()
    {
        m_known = m_out.reach;
        if (m_known.fromBlock < 0) {
            m_known.fromBlock = m_head.number + 1;
            m_known.toBlock = m_head.number;
        } else {
            m_known.toBlock = qMax(m_known.fromBlock - 1, qMin(m_known.toBlock, m_head.number) - kOverlap);
        }
        forward();
    }

    void forward()
    {
        if (m_known.toBlock >= m_head.number || m_question.forwardSpans <= 0)
            return backward();
        const qint64 from = m_known.toBlock + 1;
        const qint64 to = qMin(m_head.number, from + m_out.reach.span - 1);
        piece(from, to, [this, to] {
            --m_question.forwardSpans;
            m_known.toBlock = to;
            forward();
        }, [this] { forward(); });
    }

    void backward()
    {
        if (m_known.fromBlock <= 0 || m_question.backSpans <= 0)
            return times();
        const qint64 to = m_known.fromBlock - 1;
        const qint64 from = qMax<qint64>(0, to - m_out.reach.span + 1);
        piece(from, to, [this, from] {
            --m_question.backSpans;
            m_known.fromBlock = from;
            if (m_out.reach.span < m_limit) // as wide as the node gives
                m_out.reach.span = qMin(m_out.reach.span * kWider, m_limit);
            backward();
        }, [this] { backward(); });
    }

    void piece(qint64 from, qint64 to, std::function<void()> done, std::function<void()> again)
    {
        auto found = std::make_shared<chainlogs::Found>();
        const auto narrower = [this, from, to, again](const QString& code) {
            if (!mayBeTooWide(code) || to - from < kNarrowest) {
                m_out.problemCode = code; // what was found so far has no hole
                return times();
            }
            m_out.reach.span = qMax(kNarrowest, qMin(m_out.reach.span, to - from + 1) / kWider);
            m_limit = m_out.reach.span;
            again();
        };
        const auto readInto = [this, found](const x402::JsonValue& logs) {
            const auto done = chainlogs::read(logs, m_asset.contract, m_wallet, *found);
            if (!done.ok())
                stop(done.error().code);
            return done.ok();
        };
        ask("eth_getLogs", chainlogs::filterOut(m_asset.contract, m_wallet, from, to), [this, from, to, found, readInto, narrower, done](const x402::JsonValue& logs) {
            if (!readInto(logs))
                return;
            ask("eth_getLogs", chainlogs::filterIn(m_asset.contract, m_wallet, from, to), [this, found, readInto, done](const x402::JsonValue& more) {
                if (!readInto(more))
                    return;
                chainlogs::joinNonces(*found, QString::fromLatin1(m_wallet.toLower()));
                m_found += found->transfers;
                done();
            }, narrower);
        }, narrower);
    }

    /// Blocks are not evenly spaced everywhere, so each is asked for its time.
    void times()
    {
        QList<qint64> wanted{m_known.fromBlock};
        for (const ChainTransfer& t : std::as_const(m_found)) {
            if (t.at.isValid())
                m_times.insert(t.block, t.at);
            wanted << t.block;
        }
        for (const qint64 block : std::as_const(wanted)) {
            if (m_times.contains(block) || block > m_head.number)
                continue;
            ask("eth_getBlockByNumber", "[\"0x" + QByteArray::number(block, 16) + "\",false]", [this, block](const x402::JsonValue& value) {
                const auto read = blockOf(value);
                if (!read.ok() || read->number != block)
                    return stop(read.ok() ? u"rpc.malformed"_s : read.error().code);
                m_times.insert(block, read->at);
                times();
            });
            return;
        }
        accept();
        if (m_known.toBlock < m_head.number)
            return finish();
        m_out.caughtUp = true;
        balance([this](qint64 micros) {
            if (micros != m_before && --m_tries > 0) { // something moved meanwhile: balance and logs must be of one moment
                m_before = micros;
                m_question.newestHash.clear();
                m_question.backSpans = 0;
                return head();
            }
            m_out.closing = micros;
            finish();
        });
    }

    /// From here on what was found is part of the answer; before, a failure would leave a hole.
    void accept()
    {
        for (ChainTransfer& t : m_found) {
            t.at = m_times.value(t.block, m_head.at);
            t.rail = m_out.rail;
            t.network = m_out.reach.network;
        }
        m_out.found = m_found;
        m_out.reach.fromBlock = m_known.fromBlock;
        m_out.reach.toBlock = m_known.toBlock;
        m_out.reach.since = m_times.value(qMin(m_known.fromBlock, m_head.number));
    }

    void balance(std::function<void(qint64)> then)
    {
        const QByteArray params = R"([{"data":")" + x402::encodeBalanceOf(m_wallet) + R"(","to":")" + m_asset.contract.toLower() + R"("},"latest"])";
        ask("eth_call", params, [this, then](const x402::JsonValue& value) {
            const auto number = x402::decodeUint256(value.string().value_or(QByteArray()));
            const auto micros = number.ok() ? number->toInt64() : std::nullopt;
            micros ? then(*micros) : stop(u"chain.unreadable"_s);
        });
    }

    void stop(const QString& code)
    {
        m_out.problemCode = code;
        finish();
    }

    void finish()
    {
        m_out.readAt = QDateTime::currentDateTimeUtc();
        m_call->resolve(m_out);
    }

    Call<ChainReading>* m_call;
    Transport& m_transport;
    QUrl m_node;
    const x402::KnownAsset& m_asset;
    x402::Address m_wallet;
    ChainQuestion m_question;
    ChainReading m_out;
    ChainReach m_known;
    Block m_head;
    qint64 m_before = 0; ///< balance before the logs were read
    int m_tries = 3;
    qint64 m_limit = kWidest;
    QList<ChainTransfer> m_found;
    QHash<qint64, QDateTime> m_times;
};

} // namespace

ChainHistory::ChainHistory(Transport& transport, ChainNodes nodes, QObject* parent)
    : QObject(parent), m_transport(transport), m_nodes(std::move(nodes))
{
}

QList<Rail> ChainHistory::rails() const
{
    QList<Rail> list;
    for (const Rail rail : {Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd}) {
        if (m_nodes.value(qint64(assetOf(rail)->chainId)).isValid())
            list << rail;
    }
    return list;
}

QString ChainHistory::networkOf(Rail rail)
{
    const x402::KnownAsset* asset = assetOf(rail);
    return asset ? QString::fromLatin1(asset->network) : QString();
}

Call<ChainReading>* ChainHistory::read(const ChainQuestion& question)
{
    const x402::KnownAsset* asset = assetOf(question.rail);
    const auto wallet = x402::Address::parse(question.wallet);
    const QUrl node = asset ? m_nodes.value(qint64(asset->chainId)) : QUrl();
    if (!asset || !wallet || !node.isValid()) {
        ChainReading none;
        none.rail = question.rail;
        none.reach = question.reach;
        none.problemCode = wallet ? u"chain.no_node"_s : u"wallet.none"_s;
        return Call<ChainReading>::ready(this, none);
    }
    auto* call = new Call<ChainReading>(this);
    auto* scan = new Scan(call, m_transport, node, *asset, *wallet, question);
    call->setCancelHook([guard = QPointer<QObject>(scan)] {
        if (guard)
            guard->deleteLater();
    });
    scan->start();
    return call;
}

} // namespace run402
