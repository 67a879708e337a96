// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"
#include "ui/pay/paymentwords.h"

#include <QTimer>

#include <functional>

class QCheckBox;
class QVBoxLayout;

namespace run402 {

class Button;
class FactRow;
class IconButton;
class Label;
class PaymentBand;
class TypedDataView;

/// Asks whether a payment may be signed (design/ui.md §3, screen 11). 592 wide, modal inside the window.
///
/// Everything shown comes from the bytes to be signed. Cancel has the focus; Enter never pays, Ctrl+Enter does; the
/// pay button works one second after the dialog shows, so that a key or click meant for something else cannot hit it.
/// When a check fails or the offer expires, a reason stands where the pay button was.
/// A transaction that is good for seconds is drafted anew while the person looks; another rail can be chosen, which
/// shows the whole question again and makes the button wait once more.
/// What is bought a second time must be agreed to with a tick of its own.
/// Open with open(), read answer() on finished(). Owner: itself. Thread: GUI.
class PaymentDialog : public DialogFrame
{
    Q_OBJECT
public:
    struct Options
    {
        Environment environment = Environment::Testnet; ///< of the switcher
        std::function<QDateTime()> now;  ///< the server's time, UTC; empty: this computer's
        int armAfterMs = 1000;
        QString walletName; ///< of the payer; empty: in general words
    };

    PaymentDialog(QWidget* anchor, const PaymentQuestion& question, const Options& options);

    PaymentAnswer answer() const;
    const PaymentWords& words() const { return m_words; }
    /// The reason that stands in the pay button's place; empty while paying is possible.
    QString blockedReason() const { return m_blocked; }
    void open() override;

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Everything between band and foot.
    void fill();
    QWidget* makeHead();
    void addRows(QVBoxLayout* rows);
    FactRow* makeFrom();
    void addTransactionRows(QVBoxLayout* rows);
    void tellUntil();
    FactRow* makeBudget();
    void addTypedData(QVBoxLayout* rows);
    void addFoot();
    void addShortcuts();
    void tellPay();
    void choose(Rail rail);
    /// The bytes on screen grow old.
    void refreshBytes();
    void replaceBy(const PaymentQuestion& question);
    void setTypedDataShown(bool shown);
    void arm();
    void tellArmed();
    void addWarning(QVBoxLayout* rows);
    void tick();
    void block(const QString& reason);
    void pay();

    PaymentQuestion m_question;
    PaymentWords m_words;
    Options m_options;
    QString m_blocked;
    int m_roomFor = 0; ///< height of the window
    QDateTime m_openedAt;
    PaymentBand* m_band = nullptr;
    QWidget* m_content = nullptr;
    FactRow* m_to = nullptr;
    FactRow* m_memo = nullptr; ///< of a transaction, tells until when it is good
    QWidget* m_typedBox = nullptr;
    TypedDataView* m_typed = nullptr;
    IconButton* m_unfold = nullptr;
    QCheckBox* m_remember = nullptr;
    QCheckBox* m_agree = nullptr; ///< of a payment that must be agreed to; else nullptr
    QWidget* m_reasonBox = nullptr;
    Label* m_reason = nullptr;
    Button* m_cancel = nullptr;
    Button* m_pay = nullptr;
    bool m_armed = false;
    QTimer m_armTimer;
    QTimer m_tick;
};

} // namespace run402
