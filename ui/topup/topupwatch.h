// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/money.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace run402 {

class Services;

/// Waits for a card top-up in the billing history, the only place that proves one: no page and no return address counts
/// (payments.md §5). Every entry is told once. It outlives the dialog that began it. Owner: parent. Thread: GUI.
class TopUpWatch : public QObject
{
    Q_OBJECT
public:
    static constexpr int intervalMs = 2'500;
    static constexpr qint64 aloneMs = 15 * 60 * 1000; ///< how long it goes on without a dialog

    /// `known`: ids of entries from before the checkout.
    TopUpWatch(Services& services, const QSet<QString>& known, QObject* parent);
    /// Entries of a history that are card top-ups.
    static QSet<QString> topUpIds(const QList<LedgerEntry>& entries);

    void lookNow();
    /// Nobody looks any more: goes on for a while, then ends and deletes itself.
    void goOnAlone();
    bool isAlone() const { return m_alone; }
    bool isCredited() const { return m_credited; }

Q_SIGNALS:
    void credited(const run402::LedgerEntry& entry);
    void troubled(bool unreachable); ///< the history cannot be read now; false = it can again

private:
    void look();
    void read(const QList<LedgerEntry>& entries);

    Services& m_services;
    QSet<QString> m_known;
    QString m_wallet;
    Environment m_environment;
    QTimer m_timer;
    QElapsedTimer m_aloneSince;
    bool m_alone = false;
    bool m_asking = false;
    bool m_credited = false;
    bool m_trouble = false;
};

} // namespace run402
