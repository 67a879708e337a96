// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentflow.h"

#include "services/pay/paymentrun.h"

namespace run402 {

PaymentFlow::PaymentFlow(const PaymentTools& tools, QObject* parent) : QObject(parent), m_tools(tools) {}

PaymentFlow::~PaymentFlow()
{
    const auto runs = findChildren<PaymentRun*>(Qt::FindDirectChildrenOnly);
    for (PaymentRun* run : runs)
        run->orphan();
}

Call<HttpReply>* PaymentFlow::pay(const HttpRequest& original, const HttpReply& demand, const PaymentIntent& intent)
{
    auto* run = new PaymentRun(*this, original, demand, intent);
    Call<HttpReply>* call = run->call();
    run->start();
    return call;
}

} // namespace run402
