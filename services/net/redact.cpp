// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/redact.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QUrlQuery>

namespace run402::redact {

using namespace Qt::StringLiterals;

namespace {

const QString hidden = u"[hidden]"_s;

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

const QList<Rule>& rules()
{
    // Possessive quantifiers keep every pattern linear on hostile input.
    static const QList<Rule> list = {
        {QRegularExpression(u"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+){1,4}"_s), u"[token]"_s},
        {QRegularExpression(uR"re((?i)(["']?\b(?:service_?key|anon_?key|access_?token|refresh_?token|id_?token|private_?key|secret|client_secret|password|passphrase|mnemonic|seed_phrase|api_?key|authorization|sign-in-with-x|payment-signature|x-payment|code_verifier|cookie)["']?\s{0,8}[:=]\s{0,8})(?:(?:bearer|basic|payment)\s+)?("(?:[^"\\]++|\\.)*+"?|'[^']*+'?|[^\s,;&}\]]++))re"_s),
         u"\\1[hidden]"_s},
        {QRegularExpression(u"(?i)\\b(bearer|basic)\\s+(?=\\S*[0-9._~+/=-])[A-Za-z0-9._~+/=-]{8,}+"_s), u"\\1 [hidden]"_s},
        {QRegularExpression(u"(?i)\\b(payment)\\s+[A-Za-z0-9._~+/=-]{40,}+"_s), u"\\1 [hidden]"_s},
        {QRegularExpression(u"(?i)(?<![0-9a-z])0x[0-9a-f]{64,}+"_s), u"[hex]"_s},
        {QRegularExpression(u"(?i)(?<![0-9a-z])[0-9a-f]{64,}+(?![0-9a-z])"_s), u"[hex]"_s},
        {QRegularExpression(u"\\b(?:r402_|sk_live_|sk_test_|rk_live_|whsec_|ghp_|xox[abp]-|AKIA)[A-Za-z0-9_-]{6,}+"_s), hidden},
        {QRegularExpression(u"://[^/\\s:@]{0,256}:[^/\\s@]{0,512}@"_s), u"://[hidden]@"_s},
        {QRegularExpression(u"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{120,}+={0,2}"_s), u"[data]"_s},
    };
    return list;
}

bool isSecretField(const QString& name)
{
    static const QRegularExpression pattern(
        u"token|(?:api|service|anon)_?key|secret|passw|passphrase|code_verifier|signature|jwt|credential|private|"
        u"authorization|mnemonic|session"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).hasMatch();
}

/// In addresses "key" and "code" are secrets too (API keys, sign-in codes); in answers they are names.
bool isSecretParameter(const QString& name)
{
    static const QStringList more = {u"key"_s, u"code"_s, u"sig"_s};
    return more.contains(name.toLower()) || isSecretField(name);
}

QString maskedQuery(const QString& query)
{
    QStringList parts;
    for (const QString& part : query.split(u'&')) {
        const auto eq = part.indexOf(u'=');
        const QString name = QUrl::fromPercentEncoding(part.left(eq).toUtf8());
        if (eq < 0)
            parts << text(part);
        else
            parts << part.left(eq + 1) + (isSecretParameter(name) ? u"hidden"_s : text(part.mid(eq + 1)));
    }
    return parts.join(u'&');
}

/// Which of the project's tokens a JWT is, by its unverified role claim.
QString jwtVariable(const QByteArray& jwt, const QString& fallback)
{
    const QList<QByteArray> parts = jwt.split('.');
    if (parts.size() != 3 || parts[1].size() > 8192)
        return fallback;
    const auto claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding));
    const QString role = claims.object().value("role"_L1).toString();
    if (role == "service_role"_L1)
        return u"SERVICE_KEY"_s;
    if (role == "anon"_L1)
        return u"ANON_KEY"_s;
    if (role == "authenticated"_L1)
        return u"ACCESS_TOKEN"_s;
    return fallback;
}

QString variableName(const QByteArray& header)
{
    QString name = QString::fromLatin1(header).toUpper();
    name.replace(QRegularExpression(u"[^A-Z0-9]"_s), u"_"_s);
    return name;
}

QString shellQuoted(QString value)
{
    value.replace(u'\'', "'\\''"_L1);
    return u'\'' + value + u'\'';
}

QString curlHeader(const QByteArray& name, const QByteArray& value)
{
    const QString shown = QString::fromLatin1(name);
    const QByteArray lower = name.toLower();
    if (isHeaderLoggable(name))
        return "-H "_L1 + shellQuoted(shown + ": "_L1 + text(QString::fromUtf8(value)));
    QString scheme;
    QByteArray secret = value;
    QString fallback = variableName(name);
    if (lower == "authorization") {
        const auto space = value.indexOf(' ');
        if (space > 0) {
            const QByteArray word = value.left(space);
            scheme = (word == "Payment" ? u"Payment"_s : u"Bearer"_s) + u' ';
            fallback = word == "Payment" ? u"PAYMENT_CREDENTIAL"_s : u"TOKEN"_s;
            secret = value.mid(space + 1);
        }
    } else if (lower == "apikey") {
        fallback = u"ANON_KEY"_s;
    }
    return "-H \""_L1 + shown + ": "_L1 + scheme + u'$' + jwtVariable(secret, fallback) + u'"';
}

} // namespace

QString text(const QString& input, qsizetype maxLength)
{
    QString out = input;
    if (out.size() > maxLength) {
        out.truncate(maxLength);
        out += u'…';
    }
    for (const Rule& rule : rules())
        out.replace(rule.pattern, rule.replacement);
    return out;
}

QJsonValue json(const QJsonValue& value)
{
    if (value.isString())
        return text(value.toString());
    if (value.isArray()) {
        QJsonArray out;
        for (const QJsonValue& item : value.toArray())
            out.append(json(item));
        return out;
    }
    if (value.isObject()) {
        QJsonObject out = value.toObject();
        for (auto it = out.begin(); it != out.end(); ++it)
            it.value() = isSecretField(it.key()) && it.value().isString() ? QJsonValue(hidden) : json(it.value());
        return out;
    }
    return value;
}

QUrl url(const QUrl& input)
{
    QUrl out = input;
    out.setUserInfo({});
    out.setPath(text(input.path(QUrl::FullyEncoded)));
    if (input.hasQuery())
        out.setQuery(maskedQuery(input.query(QUrl::FullyEncoded)));
    if (input.hasFragment())
        out.setFragment(maskedQuery(input.fragment(QUrl::FullyEncoded)));
    return out;
}

bool isHeaderLoggable(const QByteArray& name)
{
    static const QSet<QByteArray> allowed = {
        "accept", "accept-encoding", "content-type", "content-length", "content-range", "date", "prefer",
        "retry-after", "server", "user-agent", "cache-control", "x-run402-settlement-rail",
        "x-run402-allowance-remaining", "x-run402-hint", "idempotency-key", "transfer-encoding", "connection",
        "etag", "vary",
    };
    return allowed.contains(name.toLower());
}

QString headers(const HeaderList& headers)
{
    QStringList parts;
    for (const auto& [name, value] : headers) {
        parts << QString::fromLatin1(name) + ": "_L1
                     + (isHeaderLoggable(name) ? text(QString::fromUtf8(value), 512) : hidden);
    }
    return parts.join(", "_L1);
}

QString curl(const HttpRequest& request)
{
    QStringList words{u"curl"_s};
    if (request.method != "GET")
        words << u"-X"_s << QString::fromLatin1(request.method);
    words << shellQuoted(url(request.url).toString(QUrl::FullyEncoded));
    for (const auto& [name, value] : request.headers)
        words << curlHeader(name, value);
    if (!request.body.isEmpty() || request.bodyDevice) {
        words << "-H "_L1 + shellQuoted("Content-Type: "_L1 + QString::fromLatin1(request.contentType));
        const bool isJson = request.contentType.startsWith("application/json");
        const bool isText = request.contentType.startsWith("text/");
        words << u"--data-binary"_s << (isJson ? u"@body.json"_s : isText ? u"@body.txt"_s : u"@body.bin"_s);
    }
    return words.join(u' ');
}

} // namespace run402::redact
