// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topup/checkoutaddress.h"

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

bool isStripe(const QUrl& url)
{
    const QString host = url.host().toLower();
    return url.scheme() == "https"_L1 && url.port(443) == 443 && url.userInfo().isEmpty()
        && (host == "stripe.com"_L1 || host.endsWith(".stripe.com"_L1));
}

bool isSameOrigin(const QUrl& a, const QUrl& b)
{
    const auto port = [](const QUrl& u) { return u.port(u.scheme() == "https"_L1 ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host().compare(b.host(), Qt::CaseInsensitive) == 0 && port(a) == port(b)
        && !a.host().isEmpty() && a.userInfo().isEmpty();
}

} // namespace

Result<CheckoutAddress> CheckoutAddress::of(const QUrl& page, const QUrl& gateway, bool sandbox)
{
    CheckoutAddress address;
    address.m_page = page;
    address.m_sandbox = sandbox && isSameOrigin(page, gateway);
    if (!address.m_sandbox && !isStripe(page))
        return fail(Problem::Kind::Local, u"topup.address_refused"_s,
                    u"The checkout lies at %1, which is not a known checkout"_s.arg(originOf(page)));
    return address;
}

bool CheckoutAddress::allows(const QUrl& url) const
{
    return m_sandbox ? isSameOrigin(url, m_page) : isStripe(url);
}

bool CheckoutAddress::isReturn(const QUrl& url)
{
    return url.scheme() == "https"_L1 && url.host() == "run402.com"_L1 && url.path() == "/billing"_L1;
}

QString CheckoutAddress::originOf(const QUrl& url)
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

} // namespace run402
