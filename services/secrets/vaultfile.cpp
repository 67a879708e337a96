// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/vaultfile.h"

#include "services/secrets/wipe.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <sodium.h>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kKeyBytes = 32;
constexpr qint64 kMaxMemory = 1ll << 30;
constexpr qint64 kMaxOps = 16;
static_assert(crypto_secretbox_KEYBYTES == kKeyBytes && crypto_auth_KEYBYTES == kKeyBytes
              && crypto_kdf_KEYBYTES == kKeyBytes);

const char kContext[] = "r402vlt1";
const QByteArray kFormat = QByteArrayLiteral("run402-vault");

Problem tampered(const QString& why)
{
    return Problem::make(Problem::Kind::Local, u"secret.tampered"_s, why);
}

const unsigned char* raw(const QByteArray& bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.constData());
}
unsigned char* raw(QByteArray& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::optional<QByteArray> strictBase64(const QJsonValue& value)
{
    if (!value.isString())
        return std::nullopt;
    auto decoded = QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return *decoded;
}

QString base64(const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); }

QByteArray entryText(const QString& name, const QByteArray& value)
{
    const QByteArray utf8 = name.toUtf8();
    QByteArray plain(2, Qt::Uninitialized);
    qToBigEndian<quint16>(quint16(utf8.size()), plain.data());
    // Reserved first: growing would leave unwiped copies behind.
    plain.reserve(2 + utf8.size() + value.size());
    return plain.append(utf8).append(value);
}

struct Entry { QString name; QByteArray value; };

std::optional<Entry> readEntry(const QByteArray& plain)
{
    if (plain.size() < 2)
        return std::nullopt;
    const int length = qFromBigEndian<quint16>(plain.constData());
    if (plain.size() < 2 + length)
        return std::nullopt;
    return Entry{QString::fromUtf8(plain.mid(2, length)), plain.mid(2 + length)};
}

} // namespace

VaultKeys::VaultKeys() : m_bytes(static_cast<unsigned char*>(sodium_malloc(3 * kKeyBytes))) {}

VaultKeys::~VaultKeys() { sodium_free(m_bytes); } // wipes

VaultKeys::Kdf VaultKeys::freshKdf()
{
    Kdf kdf;
    kdf.ops = crypto_pwhash_argon2id_OPSLIMIT_MODERATE;
    kdf.memory = crypto_pwhash_argon2id_MEMLIMIT_MODERATE;
    kdf.salt.resize(crypto_pwhash_argon2id_SALTBYTES);
    randombytes_buf(kdf.salt.data(), size_t(kdf.salt.size()));
    return kdf;
}

Result<std::shared_ptr<const VaultKeys>> VaultKeys::derive(const QByteArray& passphrase, const Kdf& kdf)
{
    const auto noMemory = [] {
        return fail(Problem::Kind::Local, u"secret.failed"_s, u"Not enough memory to open the vault"_s);
    };
    if (sodium_init() < 0)
        return fail(Problem::Kind::Local, u"secret.failed"_s, u"libsodium does not start"_s);
    std::shared_ptr<VaultKeys> keys(new VaultKeys);
    auto* master = static_cast<unsigned char*>(sodium_malloc(kKeyBytes));
    if (!keys->m_bytes || !master) {
        sodium_free(master);
        return noMemory();
    }
    const int bad = crypto_pwhash_argon2id(master, kKeyBytes, passphrase.constData(),
                                           quint64(passphrase.size()), raw(kdf.salt), kdf.ops,
                                           size_t(kdf.memory), crypto_pwhash_argon2id_ALG_ARGON2ID13);
    for (int i = 0; !bad && i < 3; ++i)
        crypto_kdf_derive_from_key(keys->m_bytes + i * kKeyBytes, kKeyBytes, quint64(i + 1), kContext, master);
    sodium_free(master);
    if (bad)
        return noMemory();
    sodium_mprotect_readonly(keys->m_bytes);
    return std::shared_ptr<const VaultKeys>(keys);
}

QByteArray VaultKeys::seal(const QByteArray& plain) const
{
    QByteArray sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), Qt::Uninitialized);
    unsigned char* nonce = raw(sealed);
    randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, raw(plain), quint64(plain.size()), nonce, m_bytes);
    return sealed;
}

Result<QByteArray> VaultKeys::open(const QByteArray& sealed) const
{
    constexpr int overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < overhead)
        return tampered(u"An entry is cut short"_s);
    QByteArray plain(sealed.size() - overhead, Qt::Uninitialized);
    if (crypto_secretbox_open_easy(raw(plain), raw(sealed) + crypto_secretbox_NONCEBYTES,
                                   quint64(sealed.size() - crypto_secretbox_NONCEBYTES), raw(sealed), m_bytes) != 0)
        return tampered(u"An entry was changed"_s);
    return plain;
}

QByteArray VaultKeys::mac(const QByteArray& text) const
{
    QByteArray mac(crypto_auth_BYTES, Qt::Uninitialized);
    crypto_auth(raw(mac), raw(text), quint64(text.size()), m_bytes + kKeyBytes);
    return mac;
}

QString VaultKeys::idOf(const QString& name) const
{
    const QByteArray utf8 = name.toUtf8();
    QByteArray id(16, Qt::Uninitialized);
    crypto_generichash(raw(id), size_t(id.size()), raw(utf8), quint64(utf8.size()), m_bytes + 2 * kKeyBytes, kKeyBytes);
    return QString::fromLatin1(id.toHex());
}

Result<VaultFile> VaultFile::parse(const QByteArray& json)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    if (root.value("format"_L1).toString().toLatin1() != kFormat)
        return tampered(u"Not a vault file"_s);
    if (root.value("version"_L1).toInt() > 1)
        return fail(Problem::Kind::Local, u"secret.newer_version"_s, u"A newer program wrote this vault"_s);
    VaultFile file;
    const QJsonObject kdf = root.value("kdf"_L1).toObject();
    const auto salt = strictBase64(kdf.value("salt"_L1));
    const auto check = strictBase64(root.value("check"_L1));
    const auto mac = strictBase64(root.value("mac"_L1));
    const qint64 ops = kdf.value("ops"_L1).toInteger();
    const qint64 memory = kdf.value("memory"_L1).toInteger();
    // Bounds before use: a forged file must neither weaken the key nor eat the memory.
    if (root.value("version"_L1).toInt() != 1 || kdf.value("name"_L1).toString() != "argon2id13"_L1
        || !salt || salt->size() != crypto_pwhash_argon2id_SALTBYTES || !check || !mac
        || mac->size() != crypto_auth_BYTES || ops < qint64(crypto_pwhash_argon2id_OPSLIMIT_MODERATE) || ops > kMaxOps
        || memory < qint64(crypto_pwhash_argon2id_MEMLIMIT_MODERATE) || memory > kMaxMemory
        || !root.value("entries"_L1).isObject())
        return tampered(u"The vault file has impossible values"_s);
    file.kdf = {quint64(ops), quint64(memory), *salt};
    file.check = *check;
    file.mac = *mac;
    const QJsonObject entries = root.value("entries"_L1).toObject();
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        const auto box = strictBase64(it.value());
        if (!box)
            return tampered(u"An entry is not base64"_s);
        file.entries.insert(it.key(), *box);
    }
    return file;
}

QByteArray VaultFile::macText() const
{
    QByteArray text = kFormat + "\n1\nargon2id13\n" + QByteArray::number(kdf.ops) + '\n'
        + QByteArray::number(kdf.memory) + '\n' + kdf.salt.toBase64() + '\n' + check.toBase64() + '\n';
    for (auto it = entries.cbegin(); it != entries.cend(); ++it)
        text += it.key().toUtf8() + '\n' + it.value().toBase64() + '\n';
    return text;
}

QByteArray VaultFile::toJson(const VaultKeys& keys) const
{
    QJsonObject boxes;
    for (auto it = entries.cbegin(); it != entries.cend(); ++it)
        boxes.insert(it.key(), base64(it.value()));
    const QJsonObject root{
        {u"format"_s, QString::fromLatin1(kFormat)},
        {u"version"_s, 1},
        {u"kdf"_s, QJsonObject{{u"name"_s, u"argon2id13"_s}, {u"ops"_s, qint64(kdf.ops)},
                               {u"memory"_s, qint64(kdf.memory)}, {u"salt"_s, base64(kdf.salt)}}},
        {u"check"_s, base64(check)},
        {u"entries"_s, boxes},
        {u"mac"_s, base64(keys.mac(macText()))},
    };
    return QJsonDocument(root).toJson(QJsonDocument::Indented);
}

Result<Done> VaultFile::verify(const VaultKeys& keys) const
{
    const auto opened = keys.open(check);
    if (!opened.ok() || *opened != kFormat)
        return fail(Problem::Kind::Local, u"secret.wrong_passphrase"_s, u"The passphrase does not open the vault"_s);
    const QByteArray expected = keys.mac(macText());
    if (mac.size() != expected.size() || sodium_memcmp(mac.constData(), expected.constData(), size_t(mac.size())) != 0)
        return tampered(u"The vault file was changed by something else"_s);
    return Done{};
}

QByteArray VaultFile::freshCheck(const VaultKeys& keys) { return keys.seal(kFormat); }

void VaultFile::put(const VaultKeys& keys, const QString& name, const QByteArray& value)
{
    QByteArray plain = entryText(name, value);
    const WipedAtExit wiped(plain);
    entries.insert(keys.idOf(name), keys.seal(plain));
}

Result<QByteArray> VaultFile::get(const VaultKeys& keys, const QString& name) const
{
    const auto it = entries.constFind(keys.idOf(name));
    if (it == entries.cend())
        return fail(Problem::Kind::Local, u"secret.not_found"_s, u"The vault has no such entry"_s);
    auto plain = keys.open(*it);
    if (!plain.ok())
        return plain;
    const WipedAtExit wiped(*plain);
    auto entry = readEntry(*plain);
    if (!entry || entry->name != name)
        return tampered(u"An entry was put in another one's place"_s);
    return entry->value;
}

Result<VaultFile> VaultFile::rekeyed(const VaultKeys& from, const VaultKeys& to, const VaultKeys::Kdf& kdf) const
{
    VaultFile file;
    file.kdf = kdf;
    file.check = freshCheck(to);
    for (const QByteArray& box : entries) {
        auto plain = from.open(box);
        if (!plain.ok())
            return plain.error();
        const WipedAtExit wiped(*plain);
        auto entry = readEntry(*plain);
        if (!entry)
            return tampered(u"An entry is cut short"_s);
        file.put(to, entry->name, entry->value);
        wipe(entry->value);
    }
    return file;
}

} // namespace run402
