// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/simserver.h"

#include "services/mpp/rlp.h"
#include "services/x402/abi.h"
#include "services/x402/bytes.h"
#include "tests/unit/x402/offertext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402::test {
namespace {

const QByteArray kBody = R"({"action":"subscribe","tier":"prototype"})";

Script page(int status) { return Script::html("<html>Bad gateway</html>", status); }

bool isMachine(const SeenRequest& request) { return request.header("Authorization").startsWith("Payment "); }

Script rpcAnswer(const SeenRequest& request, const QJsonValue& result)
{
    const QJsonValue id = QJsonDocument::fromJson(request.body).object()["id"_L1];
    return Script::json(QJsonDocument(QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}, {u"result"_s, result}}).toJson(QJsonDocument::Compact));
}

QByteArray isTrue(bool on) { return "0x" + QByteArray(63, '0') + (on ? '1' : '0'); }

} // namespace

SimServer::SimServer(quint32 seed) : seller(sellerText), m_dice(seed * 2654435761u + 1) {}

bool SimServer::chance(double probability)
{
    // xorshift: the harness's own generator must not be moved by how often the application asks.
    m_dice ^= m_dice << 13;
    m_dice ^= m_dice >> 7;
    m_dice ^= m_dice << 17;
    return double(m_dice % 10'000) < probability * 10'000;
}

Script SimServer::dated(Script script) const
{
    const auto at = QDateTime::fromMSecsSinceEpoch(m_nowMs, Qt::UTC);
    script.headers.append({"Date", QLocale::c().toString(at, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1()});
    return script;
}

void SimServer::pass(qint64 ms)
{
    const qint64 until = m_nowMs + ms;
    while (true) {
        const auto next = std::min_element(m_late.begin(), m_late.end(),
                                           [](const Late& a, const Late& b) { return a.dueMs < b.dueMs; });
        if (next == m_late.end() || next->dueMs > until)
            break;
        m_nowMs = qMax(m_nowMs, next->dueMs);
        const Paid paid = next->paid;
        m_late.erase(next);
        settle(paid);
    }
    m_nowMs = until;
}

Script SimServer::answer(const SeenRequest& request)
{
    if (!reachable)
        return Script::failing(QNetworkReply::ConnectionRefusedError);
    if (!request.header("PAYMENT-SIGNATURE").isEmpty() || isMachine(request))
        return dated(paidAnswer(request));
    if (request.url.path() == "/tempo"_L1)
        return chance(unreadable) ? dated(page(503)) : dated(tempoRpc(request));
    if (request.url.path().startsWith("/rpc"_L1))
        return chance(unreadable) ? dated(page(503)) : dated(rpc(request));
    if (request.method == "GET")
        return chance(unreadable) ? dated(page(503)) : dated(Script::json("{}"));
    return dated(demand("Payment required"));
}

Script SimServer::demand(const QByteArray& error) const
{
    const QByteArray amount = QByteArray::number(priceMicros);
    Script out = Script::json("{}", 402);
    if (asks != Asks::X402)
        out.headers.append({"WWW-Authenticate", challenge()});
    if (asks == Asks::Machine)
        return out;
    out.headers.append({"PAYMENT-REQUIRED",
                        x402::toBase64(challengeText({mainOffer(amount.constData(), seller.constData()),
                                                      testOffer(amount.constData(), seller.constData())},
                                                     "https://api.run402.com/tiers/v1/prototype")
                                           .replace("Payment required", error))});
    return out;
}

QByteArray SimServer::challenge() const
{
    const QByteArray request = R"({"amount":")" + QByteArray::number(priceMicros)
        + R"(","currency":"0x20c0000000000000000000000000000000000000","methodDetails":{"chainId":42431},"recipient":")" + seller + R"("})";
    const QByteArray expires = QDateTime::fromMSecsSinceEpoch(m_nowMs + 300'000, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
    return "Payment id=\"" + QByteArray::number(m_nowMs) + "\", realm=\"Sim\", method=\"tempo\", intent=\"charge\", request=\""
        + x402::toBase64Url(request) + "\", expires=\"" + expires + '"';
}

/// The transaction of the credential: calls are its fifth field, validBefore its ninth.
SimServer::Paid SimServer::readMachine(const SeenRequest& request) const
{
    Paid paid;
    paid.machine = true;
    paid.id = QString::fromLatin1(request.header("Idempotency-Key"));
    paid.headerText = request.header("Authorization");
    paid.tier = request.url.path().section(u'/', -1);
    const auto text = x402::fromBase64Url(paid.headerText.mid(8));
    const QJsonObject credential = text ? QJsonDocument::fromJson(*text).object() : QJsonObject();
    const QByteArray bytes = x402::fromHex(credential["payload"_L1]["signature"_L1].toString().toLatin1()).value_or(QByteArray());
    const QByteArray fields = bytes.mid(1);
    const auto list = mpp::decodeRlp(fields);
    if (!list || list->items.size() < 9 || list->items[4].items.empty() || list->items[4].items[0].items.size() < 3)
        return paid;
    paid.nonce = x402::toHex(x402::keccak256(QByteArrayView(bytes)));
    paid.value = list->items[4].items[0].items[2].bytes.mid(4 + 32, 32).right(8).toHex().toLongLong(nullptr, 16);
    if (const auto until = list->items[8].number())
        paid.validBefore = until->toInt64().value_or(0);
    return paid;
}

SimServer::Paid SimServer::read(const SeenRequest& request) const
{
    const QByteArray header = request.header("PAYMENT-SIGNATURE");
    const QJsonObject payload = QJsonDocument::fromJson(QByteArray::fromBase64(header)).object();
    const QJsonObject a = payload["payload"_L1]["authorization"_L1].toObject();
    return {QString::fromLatin1(request.header("Idempotency-Key")), a["nonce"_L1].toString().toLatin1(), header,
            a["value"_L1].toString().toLongLong(), a["validAfter"_L1].toString().toLongLong(),
            a["validBefore"_L1].toString().toLongLong(), request.url.path().section(u'/', -1)};
}

Script SimServer::paidAnswer(const SeenRequest& request)
{
    ++paidRequests;
    const Paid paid = isMachine(request) ? readMachine(request) : read(request);
    effects[paid.id]; // an attempt, even if nothing comes of it
    const Fault now = fault;
    if (paidArrived)
        paidArrived();
    const auto reset = Script::failing(QNetworkReply::RemoteHostClosedError);
    switch (now) {
    case Fault::NeverConnected: return Script::failing(QNetworkReply::ConnectionRefusedError);
    case Fault::DropBefore: return reset;
    case Fault::ErrorBefore: return page(502);
    case Fault::HangBefore: return Script::hanging();
    case Fault::Rejected: return demand("insufficient_funds");
    case Fault::StaleChallenge: return paid.machine ? refuse("invalid-challenge") : carryOut(paid);
    case Fault::TooSlow:
        m_nowMs += paid.machine ? 26'000 : 0;
        return carryOut(paid);
    case Fault::SentUnseen:
        if (!paid.machine)
            return carryOut(paid);
        settle(paid);
        return refuse("verification-failed");
    case Fault::SettlesLater:
        if (paid.machine || (creditMicros < priceMicros && whyNot(paid).isEmpty()))
            m_late.append({paid, m_nowMs + settleDelayMs});
        return Script::hanging();
    case Fault::DropAfter: carryOut(paid); return reset;
    case Fault::ErrorAfter: carryOut(paid); return page(502);
    case Fault::HangAfter: carryOut(paid); return Script::hanging();
    case Fault::CutBody: return Script::cutShort(carryOut(paid).body + "            ");
    case Fault::Twice: carryOut(paid); return carryOut(paid);
    case Fault::TwiceAfterRestart:
        // From credit the same header again hangs (payments.md §4), and what is left would not stop the chain.
        if (!paid.machine && creditMicros >= priceMicros)
            return carryOut(paid);
        carryOut(paid);
        m_stored.clear();
        return carryOut(paid);
    case Fault::NoReceipt: {
        Script out = carryOut(paid);
        out.headers.removeIf([](const auto& h) { return h.first == "PAYMENT-RESPONSE" || h.first == "Payment-Receipt"; });
        return out;
    }
    default: return carryOut(paid);
    }
}

Script SimServer::handler(bool& ok) const
{
    ok = fault != Fault::HandlerFails && fault != Fault::HandlerRefuses;
    return ok ? Script::json(kBody) : Script::json(R"({"error":"no"})", fault == Fault::HandlerFails ? 500 : 400);
}

Script SimServer::debit(const Paid& paid)
{
    if (m_debitedHeaders.contains(paid.headerText))
        return Script::hanging();
    m_debitedHeaders.insert(paid.headerText);
    creditMicros -= priceMicros;
    ++effects[paid.id].debits;
    LedgerEntry e;
    e.kind = u"purchase_debit"_s;
    e.amountMicros = priceMicros;
    e.referenceId = "tier_"_L1 + paid.tier;
    e.createdAt = QDateTime::fromMSecsSinceEpoch(m_nowMs, Qt::UTC);
    ledger.prepend(e);
    bool ok = false;
    Script out = handler(ok);
    if (ok)
        m_stored.insert(paid.id, out.body);
    out.headers.append({QByteArray("X-Run402-Settlement-Rail"), QByteArray("allowance")});
    out.headers.append({"X-Run402-Allowance-Remaining", QByteArray::number(creditMicros)});
    return out;
}

/// The facilitator's reasons (payments.md §1.5).
QByteArray SimServer::whyNot(const Paid& paid) const
{
    const qint64 now = m_nowMs / 1000;
    if (paid.validBefore < now + 6)
        return "invalid_exact_evm_payload_authorization_valid_before";
    if (paid.validAfter > now)
        return "invalid_exact_evm_payload_authorization_valid_after";
    if (paid.value < priceMicros)
        return "invalid_exact_evm_payload_authorization_value";
    return balanceMicros < paid.value ? "insufficient_funds" : QByteArray();
}

bool SimServer::settle(const Paid& paid)
{
    const qint64 now = m_nowMs / 1000;
    if (paid.machine) {
        if (paid.nonce.isEmpty() || m_usedNonces.contains(paid.nonce) || now >= paid.validBefore || tempoMicros < paid.value)
            return false;
        m_usedNonces.insert(paid.nonce);
        tempoMicros -= paid.value;
        ++effects[paid.id].onTempo;
        return true;
    }
    if (m_usedNonces.contains(paid.nonce) || now >= paid.validBefore || now <= paid.validAfter || balanceMicros < paid.value)
        return false;
    m_usedNonces.insert(paid.nonce);
    balanceMicros -= paid.value;
    ++effects[paid.id].onChain;
    return true;
}

Script SimServer::carryOut(const Paid& paid)
{
    if (const auto stored = m_stored.constFind(paid.id); stored != m_stored.constEnd())
        return Script::json(*stored); // without the first one's headers
    if (paid.machine)
        return carryOutMachine(paid);
    if (creditMicros >= priceMicros)
        return debit(paid);
    if (const QByteArray why = whyNot(paid); !why.isEmpty())
        return demand(why);
    bool ok = false;
    Script out = handler(ok);
    if (!ok)
        return out;
    tier.tier = paid.tier; // stored before the settlement, whatever comes of it
    tier.startedAt = QDateTime::fromMSecsSinceEpoch(m_nowMs, Qt::UTC);
    if (fault == Fault::SettlementFails || !settle(paid))
        return Script::json(R"({"error":"Settlement failed","details":"transaction_failed"})", 402);
    m_stored.insert(paid.id, out.body);
    const QJsonObject receipt{{u"success"_s, true}, {u"transaction"_s, QString::fromLatin1(paid.nonce)},
                              {u"network"_s, u"eip155:84532"_s}, {u"payer"_s, QString::fromLatin1(payer)}};
    out.headers.append({"PAYMENT-RESPONSE", x402::toBase64(QJsonDocument(receipt).toJson(QJsonDocument::Compact))});
    return out;
}

/// A problem document and the demand again (payments.md §3.4).
Script SimServer::refuse(const QByteArray& slug) const
{
    Script out = demand("Payment required");
    out.body = R"({"type":"https://paymentauth.org/problems/)" + slug + R"(","title":"no","status":402,"detail":"no"})";
    return out;
}

/// The money first, then the request: what fails afterwards was paid for.
Script SimServer::carryOutMachine(const Paid& paid)
{
    if (paid.nonce.isEmpty() || paid.value != priceMicros)
        return refuse("invalid-payload");
    if (m_nowMs / 1000 >= paid.validBefore)
        return refuse("payment-expired");
    if (fault == Fault::SettlementFails || !settle(paid))
        return refuse("verification-failed");
    bool ok = false;
    Script out = handler(ok);
    if (ok) {
        tier.tier = paid.tier;
        tier.startedAt = QDateTime::fromMSecsSinceEpoch(m_nowMs, Qt::UTC);
        m_stored.insert(paid.id, out.body);
    }
    const QJsonObject receipt{{u"method"_s, u"tempo"_s}, {u"reference"_s, QString::fromLatin1(paid.nonce)}, {u"status"_s, u"success"_s},
                              {u"timestamp"_s, QDateTime::fromMSecsSinceEpoch(m_nowMs, Qt::UTC).toString(Qt::ISODateWithMs)}};
    out.headers.append({"Payment-Receipt", x402::toBase64Url(QJsonDocument(receipt).toJson(QJsonDocument::Compact))});
    return out;
}

Script SimServer::tempoRpc(const SeenRequest& request) const
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString method = body["method"_L1].toString();
    if (method == "eth_getTransactionReceipt"_L1) {
        const QString hash = body["params"_L1][0].toString();
        const bool there = m_usedNonces.contains(hash.toLatin1());
        return rpcAnswer(request, there ? QJsonValue(QJsonObject{{u"transactionHash"_s, hash}, {u"status"_s, u"0x1"_s}}) : QJsonValue(QJsonValue::Null));
    }
    if (method == "eth_getBlockByNumber"_L1)
        return rpcAnswer(request, QJsonObject{{u"timestamp"_s, u"0x"_s + QString::number(m_nowMs / 1000, 16)}, {u"baseFeePerGas"_s, u"0x4a817c800"_s}});
    return rpcAnswer(request, method == "eth_chainId"_L1 ? u"0xa5bf"_s : method == "eth_estimateGas"_L1 ? u"0xc350"_s : u"0x0"_s);
}

/// eth_call of authorizationState(payer, nonce).
Script SimServer::rpc(const SeenRequest& request) const
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QByteArray data = body["params"_L1][0]["data"_L1].toString().toLatin1();
    const bool used = m_usedNonces.contains("0x" + data.right(64));
    return rpcAnswer(request, QString::fromLatin1(isTrue(used)));
}

} // namespace run402::test
