// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/topupflow.h"

#include "models/domain/amount.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/moneymask.h"
#include "ui/common/toast.h"
#include "ui/shell/mainwindow.h"
#include "ui/topup/topupdialog.h"
#include "ui/topup/topupwatch.h"

namespace run402 {

void TopUpFlow::start()
{
    if (m_dialog)
        return;
    if (!m_services.hasSession() || !m_services.wallets().active(m_services.workspace().isSandbox())) {
        Q_EMIT walletNeeded();
        return;
    }
    m_dialog = new TopUpDialog(m_services, m_previews, &m_window);
    connect(m_dialog, &TopUpDialog::watchStarted, this, [this](TopUpWatch* watch) {
        connect(watch, &TopUpWatch::credited, this, [this, watch](const LedgerEntry& entry) {
            if (!watch->isAlone())
                return; // the dialog tells
            const MoneyMask& mask = MoneyMask::of(&m_window);
            m_window.toasts()->push({Tone::Success, QStringLiteral("circle-check"),
                                     mask.shownWithin(tr("%1 of credit arrived").arg(Amount::fromMicros(entry.amountMicros).toDollarText())),
                                     mask.shownWithin(tr("The credit is now %1").arg(Amount::fromMicros(entry.balanceAfterMicros).toDollarText())), {}, {}});
        });
    });
    m_dialog->open();
}

} // namespace run402
