// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/dialogapprover.h"

#include "ui/pay/paymentdialog.h"

using namespace Qt::StringLiterals;

namespace run402 {

DialogApprover::DialogApprover(QWidget* window, Context context, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_context(std::move(context))
{
}

DialogApprover::~DialogApprover()
{
    if (m_dialog) {
        disconnect(m_dialog, nullptr, this, nullptr);
        m_dialog->reject();
    }
}

PaymentDialog* DialogApprover::dialog() const { return m_dialog; }

Call<PaymentAnswer>* DialogApprover::ask(const PaymentQuestion& question)
{
    auto* call = new Call<PaymentAnswer>(this);
    call->setCancelHook([this, call] { withdraw(call); });
    m_waiting.append({question, call});
    // After the caller has its call in hand.
    QMetaObject::invokeMethod(this, &DialogApprover::showNext, Qt::QueuedConnection);
    return call;
}

void DialogApprover::showNext()
{
    if (m_dialog)
        return;
    while (!m_waiting.isEmpty()) {
        const Pending next = m_waiting.takeFirst();
        if (!next.call || next.call->isSettled())
            continue;
        if (!m_window) {
            next.call->resolve(fail(Problem::Kind::Policy, u"payment.needs_person"_s,
                                    u"There is no window to ask in"_s));
            continue;
        }
        m_current = next.call;
        PaymentDialog::Options options;
        options.environment = m_context.environment();
        if (m_context.now)
            options.now = [now = m_context.now, host = next.question.host] { return now(host); };
        if (m_context.walletName)
            options.walletName = m_context.walletName(next.question.from);
        m_dialog = new PaymentDialog(m_window, next.question, options);
        connect(m_dialog, &QDialog::finished, this, [this] { answered(m_dialog->answer()); });
        // A window that goes takes its dialogs along without finishing them.
        connect(m_dialog, &QObject::destroyed, this, [this] {
            if (m_current)
                answered({});
        });
        m_dialog->open();
        return;
    }
}

void DialogApprover::answered(const PaymentAnswer& answer)
{
    const auto call = m_current;
    m_current.clear();
    // Its end comes later and must not be taken for the end of the next one.
    if (m_dialog)
        disconnect(m_dialog, nullptr, this, nullptr);
    m_dialog.clear();
    if (call)
        call->resolve(answer);
    QMetaObject::invokeMethod(this, &DialogApprover::showNext, Qt::QueuedConnection);
}

void DialogApprover::withdraw(Call<PaymentAnswer>* call)
{
    m_waiting.removeIf([call](const Pending& p) { return p.call == call; });
    if (m_current != call)
        return;
    m_current.clear();
    if (m_dialog)
        m_dialog->reject(); // finished() goes on with the next question
}

} // namespace run402
