// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

#include <QByteArray>
#include <QString>

namespace run402 {

/// A private key under a passphrase, in the form other Ethereum wallets open: Web3 Secret Storage, version 3
/// (https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/).
///
///   {"version":3, "id":UUID, "address":40 hex digits, "crypto":{
///      "kdf":"scrypt", "kdfparams":{"n":131072,"r":8,"p":1,"dklen":32,"salt":hex},
///      "cipher":"aes-128-ctr", "cipherparams":{"iv":hex}, "ciphertext":hex,
///      "mac": Keccak-256(derived key bytes 16..31 ‖ ciphertext) as hex },
///    "x-run402":{"label":…, "world":"real"|"sandbox"}}
///
/// AES-128-CTR is keyed by bytes 0..15 of the derived key. The last member is ours and is passed over by others. Read
/// are also files with PBKDF2-HMAC-SHA256 as key derivation and without an address. scrypt with n = 2^17 takes 128 MB
/// and a fraction of a second, so both functions are for a worker thread. Pure: no files.
///
/// Errors: keystore.not_a_backup, keystore.newer_version, keystore.too_costly (parameters beyond 1 GB of memory or
/// 10 million rounds), keystore.wrong_passphrase (the check fails: a wrong passphrase or a changed file; they cannot be
/// told apart), keystore.address_mismatch, secret.failed, key.*. No message holds any part of a key or passphrase.
struct KeystoreFacts
{
    QString label;        ///< empty in files of others
    QString address;      ///< EIP-55; empty when the file does not tell
    bool sandbox = false; ///< made from a throwaway wallet
};

constexpr qint64 kMostKeystoreBytes = 64 * 1024;
constexpr int kShortestKeystorePassphrase = 8; ///< letters; writing a shorter one fails with secret.weak_passphrase

/// What can be told without the passphrase.
Result<KeystoreFacts> readKeystoreFacts(const QByteArray& json);

/// `passphrase` is UTF-8 and is left to the caller to wipe.
Result<QByteArray> writeKeystore(const x402::SecretKey& key, const QByteArray& passphrase, const QString& label);
Result<x402::SecretKey> openKeystore(const QByteArray& json, const QByteArray& passphrase);

} // namespace run402
