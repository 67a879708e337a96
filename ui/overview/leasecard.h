// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/money.h"
#include "ui/common/card.h"

#include <functional>

namespace run402 {

class Button;
class Chip;
class Label;

/// A bar of a lease's whole life: active, read only 7 days, archived 30, deleted; the past is grey.
class LeaseBar : public QWidget
{
    Q_OBJECT
public:
    explicit LeaseBar(QWidget* parent = nullptr);
    void setLease(const QDateTime& start, const QDateTime& end); ///< UTC; invalid = nothing drawn
    void setNow(const QDateTime& now); ///< UTC
    QSize sizeHint() const override { return {400, 30}; }

private:
    void paintEvent(QPaintEvent* event) override;

    QDateTime m_start, m_end, m_now;
};

/// "5 d 04 h 11 m", or "2 d 03 h ago" style text without the word ago for a past moment.
QString leaseCountdown(qint64 seconds);

/// How long the tier still runs and what follows. Counts with tick(). Owner: parent. Thread: GUI.
class LeaseCard : public Card
{
    Q_OBJECT
public:
    /// `now`: the service's time, by which leases end; UTC.
    explicit LeaseCard(std::function<QDateTime()> now, QWidget* parent = nullptr);
    void setTier(const TierStatus& status, const QList<TierOffer>& prices, const QList<RailBalance>& balances,
                 Environment environment);

Q_SIGNALS:
    void tierRequested(const QString& tier); ///< renew or move; the wallet pane takes over

public Q_SLOTS:
    void tick(); ///< the service's time is another

private:
    std::function<QDateTime()> m_now;
    TierStatus m_status;
    QString m_next;
    Chip* m_tier;
    Button* m_move;
    Button* m_renew;
    Label* m_left;
    Label* m_until;
    LeaseBar* m_bar;
};

} // namespace run402
