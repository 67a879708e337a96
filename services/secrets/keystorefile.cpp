// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keystorefile.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <openssl/evp.h>
#include <sodium.h>

#include <bit>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using x402::SecretBytes;
using x402::SecretKey;

constexpr size_t kDerived = 32;
constexpr size_t kKey = 32;
constexpr qsizetype kIv = 16;
constexpr qsizetype kSalt = 32;
constexpr quint64 kN = 1 << 17;
constexpr quint32 kR = 8, kP = 1;
constexpr quint64 kMostMemory = 1ull << 30;
constexpr qint64 kMostRounds = 10'000'000;

struct Kdf
{
    bool scrypt = true;
    quint64 n = kN;
    quint32 r = kR, p = kP;
    int rounds = 0; ///< of PBKDF2
    QByteArray salt;
};

struct Sealed
{
    Kdf kdf;
    QByteArray iv, text, mac;
    QString address;
    bool sandbox = false;
    QString label;
};

Problem problem(QString code, QString message)
{
    return Problem::make(Problem::Kind::Local, std::move(code), std::move(message));
}

Problem notABackup(const QString& why) { return problem(u"keystore.not_a_backup"_s, why); }

const unsigned char* raw(const QByteArray& bytes) { return reinterpret_cast<const unsigned char*>(bytes.constData()); }

std::optional<QByteArray> hexOf(const QJsonValue& value)
{
    QByteArray text = value.toString().toLatin1();
    if (text.startsWith("0x"))
        text.remove(0, 2);
    const QByteArray bytes = QByteArray::fromHex(text);
    if (bytes.isEmpty() || bytes.toHex() != text.toLower()) // fromHex() passes over what is no digit
        return std::nullopt;
    return bytes;
}

Result<Kdf> readKdf(const QJsonObject& crypto)
{
    // Some programs of old wrote the words in capitals.
    const QString name = crypto.value("kdf"_L1).toString().toLower();
    const QJsonObject params = crypto.value("kdfparams"_L1).toObject();
    const auto salt = hexOf(params.value("salt"_L1));
    if (!salt || params.value("dklen"_L1).toInt() != int(kDerived))
        return notABackup(u"No usable key derivation"_s);
    Kdf kdf;
    kdf.salt = *salt;
    if (name == "scrypt"_L1) {
        const qint64 n = params.value("n"_L1).toInteger(), r = params.value("r"_L1).toInteger(), p = params.value("p"_L1).toInteger();
        if (n < 2 || !std::has_single_bit(quint64(n)) || r < 1 || p < 1)
            return notABackup(u"Impossible scrypt parameters"_s);
        if (r > 64 || p > 16 || n > (1ll << 24) || 128 * quint64(n) * quint64(r) > kMostMemory)
            return problem(u"keystore.too_costly"_s, u"scrypt would take more than 1 GB"_s);
        kdf.n = quint64(n);
        kdf.r = quint32(r);
        kdf.p = quint32(p);
        return kdf;
    }
    if (name != "pbkdf2"_L1 || params.value("prf"_L1).toString() != "hmac-sha256"_L1)
        return notABackup(u"Unknown key derivation"_s);
    const qint64 rounds = params.value("c"_L1).toInteger();
    if (rounds < 1)
        return notABackup(u"Impossible PBKDF2 parameters"_s);
    if (rounds > kMostRounds)
        return problem(u"keystore.too_costly"_s, u"PBKDF2 with too many rounds"_s);
    kdf.scrypt = false;
    kdf.rounds = int(rounds);
    return kdf;
}

Result<Sealed> read(const QByteArray& json)
{
    if (json.size() > kMostKeystoreBytes)
        return notABackup(u"Too large"_s);
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    const int version = root.value("version"_L1).toInt();
    if (version > 3)
        return problem(u"keystore.newer_version"_s, u"Version %1 of the format is not known here"_s.arg(version));
    // geth wrote "Crypto" once; the specification allows either.
    const QJsonObject crypto = root.contains("crypto"_L1) ? root.value("crypto"_L1).toObject() : root.value("Crypto"_L1).toObject();
    if (version != 3 || crypto.isEmpty())
        return notABackup(u"Not a keystore of version 3"_s);
    auto kdf = readKdf(crypto);
    if (!kdf.ok())
        return kdf.error();
    const auto iv = hexOf(crypto.value("cipherparams"_L1).toObject().value("iv"_L1));
    const auto text = hexOf(crypto.value("ciphertext"_L1));
    const auto mac = hexOf(crypto.value("mac"_L1));
    if (crypto.value("cipher"_L1).toString() != "aes-128-ctr"_L1 || !iv || iv->size() != kIv || !text
        || text->size() != qsizetype(kKey) || !mac || mac->size() != 32)
        return notABackup(u"Not a key under AES-128-CTR"_s);
    Sealed sealed{*kdf, *iv, *text, *mac, {}, false, {}};
    if (const auto address = hexOf(root.value("address"_L1)); address && address->size() == 20) {
        const auto parsed = x402::Address::parse(u"0x"_s + QString::fromLatin1(address->toHex()));
        sealed.address = parsed ? parsed->toString() : QString();
    }
    const QJsonObject ours = root.value("x-run402"_L1).toObject();
    sealed.label = ours.value("label"_L1).toString().left(60);
    sealed.sandbox = ours.value("world"_L1).toString() == "sandbox"_L1;
    return sealed;
}

Result<SecretBytes> derive(const QByteArray& passphrase, const Kdf& kdf)
{
    SecretBytes out(kDerived);
    if (out.isEmpty())
        return problem(u"secret.failed"_s, u"No memory for a key"_s);
    const int bad = kdf.scrypt
        ? crypto_pwhash_scryptsalsa208sha256_ll(raw(passphrase), size_t(passphrase.size()), raw(kdf.salt), size_t(kdf.salt.size()),
                                                kdf.n, kdf.r, kdf.p, out.data().data(), out.size())
        : PKCS5_PBKDF2_HMAC(passphrase.constData(), int(passphrase.size()), raw(kdf.salt), int(kdf.salt.size()), kdf.rounds,
                            EVP_sha256(), int(out.size()), out.data().data()) != 1;
    if (bad)
        return problem(u"secret.failed"_s, u"Not enough memory for this passphrase"_s);
    return out;
}

QByteArray macOf(const SecretBytes& derived, const QByteArray& text)
{
    QCryptographicHash hash(QCryptographicHash::Keccak_256);
    hash.addData(QByteArrayView(derived.view().data() + 16, 16));
    hash.addData(text);
    return hash.result();
}

/// CTR is its own inverse.
bool crypt(const SecretBytes& derived, const QByteArray& iv, const unsigned char* in, unsigned char* out)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int length = 0;
    return context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr, derived.view().data(), raw(iv)) == 1
        && EVP_EncryptUpdate(context.get(), out, &length, in, int(kKey)) == 1 && length == int(kKey);
}

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(size));
    return bytes;
}

QString hexText(const QByteArray& bytes) { return QString::fromLatin1(bytes.toHex()); }

/// The 32 bytes of a key, in wiping memory.
Result<SecretBytes> bytesOf(const SecretKey& key)
{
    const SecretBytes hex = key.exportHex();
    SecretBytes out(kKey);
    size_t length = 0;
    if (hex.size() != 66 || out.isEmpty()
        || sodium_hex2bin(out.data().data(), kKey, reinterpret_cast<const char*>(hex.view().data()) + 2, 64, nullptr, &length, nullptr)
        || length != kKey)
        return problem(u"secret.failed"_s, u"The key cannot be taken out"_s);
    return out;
}

} // namespace

Result<KeystoreFacts> readKeystoreFacts(const QByteArray& json)
{
    const auto sealed = read(json);
    if (!sealed.ok())
        return sealed.error();
    return KeystoreFacts{sealed->label, sealed->address, sealed->sandbox};
}

Result<QByteArray> writeKeystore(const SecretKey& key, const QByteArray& passphrase, const QString& label)
{
    if (QString::fromUtf8(passphrase).size() < kShortestKeystorePassphrase)
        return problem(u"secret.weak_passphrase"_s, u"At least 8 characters"_s);
    Kdf kdf;
    kdf.salt = randomBytes(kSalt);
    const auto derived = derive(passphrase, kdf);
    if (!derived.ok())
        return derived.error();
    const auto secret = bytesOf(key);
    if (!secret.ok())
        return secret.error();
    const QByteArray iv = randomBytes(kIv);
    QByteArray text(qsizetype(kKey), Qt::Uninitialized);
    if (!crypt(*derived, iv, secret->view().data(), reinterpret_cast<unsigned char*>(text.data())))
        return problem(u"secret.failed"_s, u"The key could not be encrypted"_s);
    const QJsonObject crypto{
        {u"kdf"_s, u"scrypt"_s},
        {u"kdfparams"_s, QJsonObject{{u"n"_s, qint64(kdf.n)}, {u"r"_s, int(kdf.r)}, {u"p"_s, int(kdf.p)}, {u"dklen"_s, int(kDerived)},
                                     {u"salt"_s, hexText(kdf.salt)}}},
        {u"cipher"_s, u"aes-128-ctr"_s},
        {u"cipherparams"_s, QJsonObject{{u"iv"_s, hexText(iv)}}},
        {u"ciphertext"_s, hexText(text)},
        {u"mac"_s, hexText(macOf(*derived, text))},
    };
    const bool sandbox = key.use() == SecretKey::Use::Sandbox;
    const QJsonObject root{
        {u"version"_s, 3},
        {u"id"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
        {u"address"_s, key.address().toString().mid(2).toLower()},
        {u"crypto"_s, crypto},
        {u"x-run402"_s, QJsonObject{{u"label"_s, label}, {u"world"_s, sandbox ? u"sandbox"_s : u"real"_s}}},
    };
    return QJsonDocument(root).toJson(QJsonDocument::Indented);
}

Result<SecretKey> openKeystore(const QByteArray& json, const QByteArray& passphrase)
{
    const auto sealed = read(json);
    if (!sealed.ok())
        return sealed.error();
    const auto derived = derive(passphrase, sealed->kdf);
    if (!derived.ok())
        return derived.error();
    const QByteArray mac = macOf(*derived, sealed->text);
    if (sodium_memcmp(mac.constData(), sealed->mac.constData(), size_t(mac.size())) != 0)
        return problem(u"keystore.wrong_passphrase"_s, u"The passphrase does not open this backup"_s);
    SecretBytes secret(kKey);
    if (secret.isEmpty() || !crypt(*derived, sealed->iv, raw(sealed->text), secret.data().data()))
        return problem(u"secret.failed"_s, u"The key could not be decrypted"_s);
    auto key = SecretKey::fromBytes(std::move(secret), sealed->sandbox ? SecretKey::Use::Sandbox : SecretKey::Use::Wallet);
    if (key.ok() && !sealed->address.isEmpty() && key->address().toString() != sealed->address)
        return problem(u"keystore.address_mismatch"_s, u"The key in the backup is of another address than it says"_s);
    return key;
}

} // namespace run402
