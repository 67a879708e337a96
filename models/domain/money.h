// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// All amounts in this file: micro-units (1 USD or USDC = 1 000 000), int64, never double.

struct TierOffer
{
    QString name;           ///< "prototype", "hobby", "team"
    qint64 priceMicros = 0;
    int leaseDays = 0;
    int storageMb = 0;
    qint64 apiCalls = 0;
    int maxFunctions = 0;
    QString description;
};

/// Bounds per tier that the service documents but no endpoint reports (contract.md §1.7).
struct TierLimits
{
    int functionTimeoutSeconds = 0;
    int functionMemoryMb = 0;
    int maxSecrets = 0;
    static TierLimits of(const QString& tier);
};

struct TierStatus
{
    QString wallet;
    QString tier; ///< empty = never had one
    bool active = false;
    QDateTime startedAt; ///< UTC
    QDateTime expiresAt; ///< UTC
    int poolProjects = 0;
    qint64 poolApiCalls = 0;
    qint64 poolApiCallsLimit = 0;
    qint64 poolStorageBytes = 0;
    qint64 poolStorageLimit = 0;
};

struct TierChange
{
    QString action; ///< "subscribe", "renew", "upgrade", "downgrade"
    QString tier;
    QString previousTier;
    QDateTime startedAt;
    QDateTime expiresAt;
    qint64 creditMicros = 0; ///< prepaid credit afterwards
};

/// A way to pay. The order is the order in which they are tried.
enum class Rail { Credit, BaseUsdc, BaseSepoliaUsdc, TempoPathUsd };

struct RailBalance
{
    Rail rail = Rail::Credit;
    std::optional<qint64> micros; ///< nullopt = could not be read, see problem
    QString problemCode;
    QDateTime readAt;             ///< UTC
};

struct LedgerEntry
{
    QString id;
    bool credit = false;
    QString kind;
    qint64 amountMicros = 0;
    qint64 balanceAfterMicros = 0;
    QString referenceType;
    QString referenceId;
    QJsonObject metadata;
    QDateTime createdAt;
};

struct FaucetDrip
{
    QString transactionHash;
    qint64 amountMicros = 0;
    QString token;
    QString network;
};

/// One intent to pay and how far it got. The journal row (services/pay/paymentjournal.h).
struct Payment
{
    /// Drafted: decided, nothing signed. Signed: the authorization exists on this computer
    /// only. Sent: the bytes left. Settled, Refused: the server's word. Unknown: it left and
    /// no answer came; only reconciliation may resolve it.
    enum class State { Drafted, Signed, Sent, Settled, Refused, Unknown };

    QString id;               ///< UUID, also the Idempotency-Key
    State state = State::Drafted;
    QString environment;      ///< environmentId()
    QString purpose;          ///< "tier:prototype", "image"
    QString method, path, host;
    Rail rail = Rail::BaseSepoliaUsdc;
    QString network;          ///< CAIP-2
    QString asset;            ///< token address
    QString payTo;
    QString payer;            ///< address
    qint64 amountMicros = 0;
    QString nonce;            ///< authorization nonce, on Tempo the transaction's hash; 0x hex
    QDateTime validBefore;    ///< UTC; after it the authorization is dead
    QString transaction;      ///< settlement hash, when told
    QString reason;           ///< refusal or what reconciliation found
    QDateTime createdAt, updatedAt;
};

} // namespace run402
