// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/pay/approver.h"

#include <QPointer>
#include <QWidget>

#include <functional>

namespace run402 {

class PaymentDialog;

/// Asks the person with a PaymentDialog, one question at a time in the order they came.
///
/// A cancelled call (the environment switched, a view closed) takes its question back: the dialog closes, or never
/// opens. Without a window every question is answered with payment.needs_person.
/// Owner: app/. Thread: GUI. No nested event loop.
class DialogApprover : public QObject, public PaymentApprover
{
    Q_OBJECT
public:
    struct Context
    {
        std::function<Environment()> environment;              ///< of the switcher, now
        std::function<QDateTime(const QString& host)> now;     ///< that host's clock, UTC; empty: this computer's
        std::function<QString(const QString& address)> walletName = {}; ///< what the person calls the payer
    };

    /// `window` is borrowed and may go first.
    DialogApprover(QWidget* window, Context context, QObject* parent = nullptr);
    ~DialogApprover() override;

    Call<PaymentAnswer>* ask(const PaymentQuestion& question) override;

    PaymentDialog* dialog() const; ///< the open one or nullptr
    qsizetype waiting() const { return m_waiting.size(); }

private:
    struct Pending
    {
        PaymentQuestion question;
        QPointer<Call<PaymentAnswer>> call;
    };

    void showNext();
    void withdraw(Call<PaymentAnswer>* call);
    void answered(const PaymentAnswer& answer);

    QPointer<QWidget> m_window;
    Context m_context;
    QList<Pending> m_waiting;
    QPointer<Call<PaymentAnswer>> m_current;
    QPointer<PaymentDialog> m_dialog;
};

} // namespace run402
