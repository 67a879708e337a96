// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace run402 {

class Button;
class Label;

/// Payments that want attention, and the latest others: each says what is known, what is not and what to do.
/// Owner: parent. Thread: GUI.
class InboxView : public QWidget
{
    Q_OBJECT
public:
    explicit InboxView(QWidget* parent = nullptr);

    /// What a button that costs so much says after its verb (ui/wallet/walletfacts.h).
    void setPrices(std::function<QString(qint64 micros)> words) { m_price = std::move(words); }
    /// Newest first, at most some dozens.
    void setPayments(const QList<Payment>& payments, const QDateTime& now);
    /// The next setPayments() writes every row anew.
    void forget() { m_shown.clear(); }
    void setChecking(bool on);
    /// The answer to retryRequested for a payment; empty text = it goes on.
    void setAnswer(const QString& paymentId, const QString& text);
    void setBusy(const QString& paymentId, bool on);

Q_SIGNALS:
    void checkRequested();
    void retryRequested(const QString& paymentId);
    void rowRequested(const QString& paymentId);

private:
    struct Row { QString id; Label* answer; Button* check; Button* retry; };
    void addHead(const QString& text);
    void addRow(const Payment& payment, bool paidSince, const QDateTime& now);

    QVBoxLayout* m_list;
    std::function<QString(qint64 micros)> m_price;
    QList<Row> m_rows;
    QString m_shown; ///< what the rows were made from; the same again changes nothing
};

} // namespace run402
