// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/credential.h"

namespace run402::mpp {

using namespace x402;

namespace {

void appendMember(QByteArray& out, QByteArrayView name, QByteArrayView value)
{
    if (!out.endsWith('{'))
        out += ',';
    appendJsonString(out, name);
    out += ':';
    appendJsonString(out, value);
}

} // namespace

QByteArray authorizationValue(const Challenge& challenge, const SignedTempo& transaction, quint64 chainId,
                              const Address& payer)
{
    QByteArray json;
    json.reserve(2 * transaction.bytes.size() + challenge.request.size() + 640);
    json += "{\"challenge\":{";
    if (challenge.description)
        appendMember(json, "description", *challenge.description);
    if (challenge.digest)
        appendMember(json, "digest", *challenge.digest);
    if (challenge.expires)
        appendMember(json, "expires", *challenge.expires);
    appendMember(json, "id", challenge.id);
    appendMember(json, "intent", challenge.intent);
    appendMember(json, "method", challenge.method);
    if (challenge.opaque)
        appendMember(json, "opaque", *challenge.opaque);
    appendMember(json, "realm", challenge.realm);
    appendMember(json, "request", challenge.request);
    json += "},\"payload\":{";
    appendMember(json, "signature", toHex(spanOf(transaction.bytes)));
    appendMember(json, "type", "transaction");
    json += "},\"source\":";
    appendJsonString(json, QByteArray("did:pkh:eip155:" + QByteArray::number(chainId) + ':' + payer.toEip55()));
    json += '}';
    return "Payment " + toBase64Url(json);
}

} // namespace run402::mpp
