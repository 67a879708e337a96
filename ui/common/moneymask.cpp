// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/moneymask.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

const char kProperty[] = "run402.moneyMask";
const QString dots(4, QChar(0x2022));
/// With whatever stands between thousands and before the cents in some country. Spaces only where thousands follow.
const QString kNumber = u"\\d+(?:[.,'\u2019]\\d+|[\u00a0\u202f]\\d{3})*"_s;

} // namespace

MoneyMask& MoneyMask::of(const QWidget*)
{
    auto* mask = qobject_cast<MoneyMask*>(qApp->property(kProperty).value<QObject*>());
    if (!mask) {
        mask = new MoneyMask(qApp);
        qApp->setProperty(kProperty, QVariant::fromValue<QObject*>(mask));
    }
    return *mask;
}

void MoneyMask::setHidden(bool hidden)
{
    if (hidden == m_hidden)
        return;
    m_hidden = hidden;
    Q_EMIT changed(hidden);
}

QString MoneyMask::shown(const QString& amount) const
{
    static const QRegularExpression number(kNumber);
    return m_hidden ? QString(amount).replace(number, dots) : amount;
}

QString MoneyMask::shownWithin(const QString& words) const
{
    static const QRegularExpression money(u"(?<=\\$)%1|%1(?= (?:test )?(?:USDC|USD|pathUSD)\\b)"_s.arg(kNumber));
    return m_hidden ? QString(words).replace(money, dots) : words;
}

} // namespace run402
