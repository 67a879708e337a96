// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QUrl>

namespace run402 {

/// The page a card is paid at, and where it may lead. Real checkouts lie on Stripe's own hosts over TLS (payments.md
/// §5); the sandbox's stand-in lies on the sandbox itself. Value type; pure.
class CheckoutAddress
{
public:
    /// Fails: topup.address_refused (neither of the two).
    static Result<CheckoutAddress> of(const QUrl& page, const QUrl& gateway, bool sandbox);

    /// Whether the whole page may go there. Frames inside it, such as a bank's confirmation, are Stripe's affair.
    bool allows(const QUrl& url) const;
    /// The address the checkout sends people back to. It says nothing about the payment.
    static bool isReturn(const QUrl& url);
    /// "checkout.stripe.com", "localhost:8402".
    static QString originOf(const QUrl& url);

    const QUrl& page() const { return m_page; }

private:
    QUrl m_page;
    bool m_sandbox = false;
};

} // namespace run402
