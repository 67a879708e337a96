// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/jsonrpc.h"

#include "services/x402/bytes.h"

namespace run402::x402 {

namespace {

constexpr qsizetype answerLimit = 1024 * 1024;
constexpr int tooManyRequests = 429;
constexpr qint64 limitExceeded = -32005; // EIP-1474
constexpr qsizetype messageLimit = 300;

Problem rpcProblem(const char* code, const QString& message)
{
    return Problem::make(Problem::Kind::Protocol, QString::fromLatin1(code), message);
}

Problem rateLimited()
{
    Problem out = rpcProblem("rpc.rate_limited", QStringLiteral("The chain node asks to slow down"));
    out.kind = Problem::Kind::Busy;
    out.retryable = true;
    out.safeToRetry = true;
    return out;
}

Problem nodeError(const JsonValue& error)
{
    const auto code = error.member("code").integer();
    if (code == limitExceeded)
        return rateLimited();
    const QString text = error.member("message").text().left(messageLimit);
    Problem out =
        rpcProblem("rpc.error", text.isEmpty() ? QStringLiteral("The chain node reported an error") : text);
    out.kind = Problem::Kind::Refused;
    if (code)
        out.details.insert(QStringLiteral("rpcCode"), *code);
    return out;
}

} // namespace

QByteArray rpcRequest(qint64 id, QByteArrayView method, QByteArrayView params)
{
    QByteArray out = "{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) + ",\"method\":";
    appendJsonString(out, method);
    if (!params.isEmpty())
        out.append(",\"params\":").append(params);
    return out.append('}');
}

QByteArray rpcEthCall(qint64 id, const Address& contract, QByteArrayView data)
{
    QByteArray params("[{\"data\":");
    appendJsonString(params, data);
    params.append(",\"to\":\"").append(contract.toEip55()).append("\"},\"latest\"]");
    return rpcRequest(id, "eth_call", params);
}

QByteArray rpcChainId(qint64 id)
{
    return rpcRequest(id, "eth_chainId");
}

QByteArray rpcFundAddress(qint64 id, const Address& account)
{
    return rpcRequest(id, "tempo_fundAddress", QByteArray("[\"" + account.toEip55() + "\"]"));
}

Result<RpcResult> decodeRpc(int httpStatus, const QByteArray& body, qint64 id)
{
    if (httpStatus == tooManyRequests)
        return rateLimited();
    if (body.size() > answerLimit)
        return rpcProblem("rpc.too_large", QStringLiteral("The chain node's answer is too large"));
    auto parsed = JsonText::parse(body);
    const JsonValue root = parsed.text ? parsed.text->root() : JsonValue();
    if (!root.isObject())
        return rpcProblem(
            "rpc.not_json",
            QStringLiteral("The chain node did not answer with JSON (HTTP %1)").arg(httpStatus));
    const JsonValue error = root.member("error");
    if (error.valid() && !error.isNull())
        return nodeError(error);
    if (httpStatus < 200 || httpStatus > 299)
        return rpcProblem("rpc.http", QStringLiteral("The chain node answered HTTP %1").arg(httpStatus));
    if (root.member("id").integer() != id)
        return rpcProblem("rpc.id", QStringLiteral("The chain node answered another request"));
    RpcResult out;
    out.result = root.member("result");
    out.text = std::move(parsed.text);
    if (!out.result.valid() || root.member("jsonrpc").string() != "2.0")
        return rpcProblem("rpc.malformed", QStringLiteral("The chain node's answer has no result"));
    return out;
}

Result<Uint256> rpcQuantity(const JsonValue& result)
{
    const auto text = result.string();
    if (!text || !text->startsWith("0x") || text->size() < 3 || text->size() > 66)
        return rpcProblem("rpc.malformed", QStringLiteral("The chain node's answer is no quantity"));
    Bytes32 bytes{};
    if (!decodeHexDigits(text->mid(2).rightJustified(64, '0'), bytes))
        return rpcProblem("rpc.malformed", QStringLiteral("The chain node's answer is no quantity"));
    return Uint256::fromBytes(bytes);
}

Result<QByteArray> rpcString(const JsonValue& result)
{
    auto text = result.string();
    if (!text)
        return rpcProblem("rpc.malformed", QStringLiteral("The chain node's answer is no text"));
    return *std::move(text);
}

Result<QByteArray> decodeRpcString(int httpStatus, const QByteArray& body, qint64 id)
{
    const auto answer = decodeRpc(httpStatus, body, id);
    if (!answer.ok())
        return answer.error();
    return rpcString(answer->result);
}

Result<QStringList> rpcHashes(const JsonValue& result)
{
    QStringList out;
    for (const JsonValue& entry : result.entries()) {
        const auto text = entry.string();
        if (!text || !bytes32FromHex(*text))
            return rpcProblem("rpc.malformed",
                              QStringLiteral("The chain node's answer is no list of hashes"));
        out.append(QString::fromLatin1(*text));
    }
    if (out.isEmpty())
        return rpcProblem("rpc.malformed", QStringLiteral("The chain node's answer is no list of hashes"));
    return out;
}

Result<Done> checkChainId(const JsonValue& result, quint64 expected)
{
    const auto id = rpcQuantity(result);
    if (!id)
        return id.error();
    if (*id != Uint256::fromUint64(expected))
        return rpcProblem("rpc.wrong_chain", QStringLiteral("The node serves chain %1, not %2")
                                                 .arg(QString::fromLatin1(id->toDecimal()))
                                                 .arg(expected));
    return Done{};
}

} // namespace run402::x402
