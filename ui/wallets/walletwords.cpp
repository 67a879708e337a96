// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/walletwords.h"

#include "models/domain/amount.h"
#include "services/wallets.h"
#include "ui/common/moneymask.h"
#include "ui/wallet/walletfacts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {

static QString tr(const char* text) { return QCoreApplication::translate("Wallets", text); }

QString shortAddress(const QString& address)
{
    return address.size() < 14 ? address : address.left(6) + QChar(0x2026) + address.right(4);
}

QString backupWords(const WalletInfo& wallet)
{
    if (wallet.id == Wallets::cliWalletId())
        return tr("The CLI keeps its key");
    return wallet.backedUpAt.isValid() ? tr("Backed up on %1").arg(dayWords(wallet.backedUpAt)) : tr("No backup");
}

bool needsBackup(const WalletInfo& wallet, const QList<RailBalance>& balances, Environment environment)
{
    if (wallet.sandbox || wallet.backedUpAt.isValid() || wallet.id == Wallets::cliWalletId())
        return false;
    return std::any_of(balances.begin(), balances.end(),
                       [&](const RailBalance& b) { return isRealRail(environment, b.rail) && b.micros.value_or(0) > 0; });
}

QString holdings(const QList<RailBalance>& balances)
{
    QStringList parts;
    for (const RailBalance& b : balances) {
        if (b.micros.value_or(0) > 0)
            parts << MoneyMask::of().shown(Amount::fromMicros(*b.micros).toShownText()) + u' ' + railUnit(b.rail);
    }
    return parts.join(u", "_s);
}

QString backupFileName(const WalletInfo& wallet)
{
    static const QRegularExpression odd(u"[^a-z0-9]+"_s);
    QString name = wallet.label.toLower().replace(odd, u"-"_s).left(40);
    while (name.endsWith(u'-'))
        name.chop(1);
    return u"run402-%1%2.json"_s.arg(name.isEmpty() ? name : name + u'-', wallet.address.mid(2, 8).toLower());
}

} // namespace run402
