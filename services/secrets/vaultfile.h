// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <memory>

namespace run402 {

/// The passphrase vault's file, version 1. Our own format.
///
/// JSON object:
///   format   "run402-vault"
///   version  1
///   kdf      {"name":"argon2id13","ops":3,"memory":268435456,"salt":base64 of 16 bytes}
///   check    base64 of nonce ‖ secretbox of the text "run402-vault" under the box key
///   entries  {id: base64 of nonce ‖ secretbox of (uint16 BE name length ‖ name ‖ value)}
///   mac      base64 of HMAC-SHA512-256 (crypto_auth) over all of the above: the lines
///            format, version, name, ops, memory, salt, check, then id and box of every
///            entry in the order of ids, each ended by '\n'
/// Keys: master = argon2id13(passphrase, salt), 32 bytes; box, mac and id key = crypto_kdf(master, 1, 2, 3,
/// "r402vlt1"). id = hex of the first 16 bytes of BLAKE2b(name) keyed with the id key: names stay secret.
/// Found: a changed, swapped, added or removed entry, changed parameters. Not found: the whole file put
/// back to an older state.

/// Three keys in guarded, locked memory, wiped when the last user lets go. Not copyable, never printed.
class VaultKeys
{
public:
    ~VaultKeys();
    VaultKeys(const VaultKeys&) = delete;
    VaultKeys& operator=(const VaultKeys&) = delete;

    struct Kdf { quint64 ops = 0; quint64 memory = 0; QByteArray salt; };
    /// MODERATE cost and a fresh salt.
    static Kdf freshKdf();
    /// Slow on purpose (about a second, 256 MiB): never on the GUI thread. Fails: secret.failed (no memory).
    static Result<std::shared_ptr<const VaultKeys>> derive(const QByteArray& passphrase, const Kdf& kdf);

    QByteArray seal(const QByteArray& plain) const;
    Result<QByteArray> open(const QByteArray& sealed) const; ///< secret.tampered
    QByteArray mac(const QByteArray& text) const;
    QString idOf(const QString& name) const;

private:
    VaultKeys();
    unsigned char* m_bytes; ///< box ‖ mac ‖ id, 32 each
};

/// The file's content as read; entries stay sealed.
struct VaultFile
{
    VaultKeys::Kdf kdf;
    QByteArray check;
    QMap<QString, QByteArray> entries; ///< id → nonce ‖ box
    QByteArray mac;

    /// Errors: secret.tampered (not a vault, or parameters no vault of ours has), secret.newer_version.
    static Result<VaultFile> parse(const QByteArray& json);
    /// Computes the MAC anew.
    QByteArray toJson(const VaultKeys& keys) const;
    /// secret.wrong_passphrase when the keys do not open the check, secret.tampered when the MAC is wrong.
    Result<Done> verify(const VaultKeys& keys) const;

    static QByteArray freshCheck(const VaultKeys& keys);
    void put(const VaultKeys& keys, const QString& name, const QByteArray& value);
    Result<QByteArray> get(const VaultKeys& keys, const QString& name) const; ///< secret.not_found, …
    /// Every entry under other keys.
    Result<VaultFile> rekeyed(const VaultKeys& from, const VaultKeys& to, const VaultKeys::Kdf& kdf) const;

private:
    QByteArray macText() const;
};

} // namespace run402
