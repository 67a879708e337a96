// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/agentwatch/agentwatch.h"
#include "services/ledger/ledgerbook.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"

#include <QMenu>

namespace run402 {

/// Renewed once with test money of the other chain.
void Tour::addTempo()
{
    const QString topic = QStringLiteral("tempo");
    m_runner.add({QStringLiteral("tempo-faucet"), tr("Test money of the Tempo chain arrives"),
                  [this] {
                      go(QStringLiteral("wallet"));
                      m_runner.click(QStringLiteral("wallet.faucet.tempo"));
                  },
                  [this] { return unless(textOf(QStringLiteral("wallet.balance.tempo")).size() > 4, tr("no money arrived")); }, 60'000, false, topic});
    m_runner.add({QStringLiteral("tempo-payment"), tr("The rail can be chosen for each payment"),
                  [this] {
                      m_rail = false;
                      m_runner.click(QStringLiteral("wallet.tier.prototype.action"));
                  },
                  [this] {
                      const auto* rail = find<Button>(QStringLiteral("pay.rail"));
                      if (rail && rail->menu() && !m_rail) {
                          m_rail = true;
                          rail->menu()->actions().last()->trigger();
                      }
                      const auto* pay = find<Button>(QStringLiteral("pay.confirm"));
                      return unless(pay && pay->isEnabled() && pay->text().contains(QLatin1String("pathUSD")), tr("Tempo is not offered"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("tempo-paid"), tr("The tier is renewed by a transaction on Tempo"),
                  [this] { m_runner.click(QStringLiteral("pay.confirm")); },
                  [this] {
                      return unless(m_runner.find(QStringLiteral("pay.dialog")) == nullptr && m_runner.find(QStringLiteral("wallet.tier.current")) != nullptr,
                                    tr("the payment is still open"));
                  },
                  60'000, false, topic});
}

void Tour::addLedger()
{
    const auto read = [this] { return m_application.services().ledger().hasRead() && !m_application.services().ledger().isReading(); };
    visit(QStringLiteral("ledger"), tr("Every payment, top-up and transfer is one row"), QStringLiteral("ledger:rows"),
          [this, read] { return unless(read() && rowsOf(QStringLiteral("ledger.list")) >= 3, tr("nothing is listed")); });
    visit(QStringLiteral("months"), tr("Months as a chart, and as a table"), QStringLiteral("ledger:months"),
          [this] { return unless(m_runner.find(QStringLiteral("ledger.months.form")) != nullptr, tr("no months")); });
    visit(QStringLiteral("inbox"), tr("Payments without an outcome have their own list"), QStringLiteral("ledger:inbox"),
          [this] { return unless(m_runner.find(QStringLiteral("ledger.inbox")) != nullptr, tr("no inbox")); });
    m_runner.add({QStringLiteral("wallets"), tr("Wallets are named, chosen and backed up"),
                  [this] {
                      go(QStringLiteral("settings"));
                      m_runner.click(QStringLiteral("settings.wallets"));
                  },
                  [this] { return unless(m_runner.find(QStringLiteral("wallets.close")) != nullptr, tr("no list")); }});
    m_runner.add({QStringLiteral("wallets-close"), tr("The list closes"), [this] { m_runner.click(QStringLiteral("wallets.close")); },
                  [this] { return unless(m_runner.find(QStringLiteral("wallets.close")) == nullptr, tr("it stays")); }, 30'000, false});
    m_runner.add({QStringLiteral("budget-find"), tr("The palette finds the budget"),
                  [this] { m_application.window().openPalette(QStringLiteral("edit the budget")); },
                  [this] {
                      const auto* palette = find<CommandPalette>(QStringLiteral("commandPalette"));
                      return unless(palette && palette->shownIds().value(0) == QLatin1String("budget.edit"), tr("it is not found"));
                  },
                  30'000, false});
    m_runner.add({QStringLiteral("budget"), tr("The budget policy: limits, recipients and what was refused"),
                  [this] { m_runner.key(QStringLiteral("paletteEdit"), Qt::Key_Return); },
                  [this] { return unless(m_runner.find(QStringLiteral("budgetDialog")) && !textOf(QStringLiteral("budget.summary")).isEmpty(), tr("no policy")); }});
    m_runner.add({QStringLiteral("budget-close"), tr("It closes unchanged"), [this] { m_runner.click(QStringLiteral("budget.cancel")); },
                  [this] { return unless(m_runner.find(QStringLiteral("budgetDialog")) == nullptr, tr("it stays")); }, 30'000, false});
}

/// Only in our own sandbox: the profile of a person is not shared by a tour.
void Tour::addAgents()
{
    const QString topic = QStringLiteral("agents");
    m_runner.add({QStringLiteral("agents-link"), tr("What agents do can be followed"),
                  [this] {
                      go(QStringLiteral("dock:agents"));
                      if (m_runner.find(QStringLiteral("agents.link")))
                          m_runner.click(QStringLiteral("agents.link"));
                  },
                  [this] {
                      if (m_runner.find(QStringLiteral("confirmAccept")))
                          m_runner.click(QStringLiteral("confirmAccept"));
                      return unless(m_application.services().agents().isOn() && m_application.services().hasSession() && m_workspace.projects().value.has_value(),
                                    tr("the profile is not shared"));
                  },
                  60'000, false, topic});
    m_runner.add({QStringLiteral("agents"), tr("A project somebody else made with this wallet is news"),
                  // Made beside the window, which therefore does not know it: as an agent would.
                  [this] {
                      go(QStringLiteral("dock:agents"));
                      m_application.services().projects().create(QStringLiteral("agents-notes"))->onDone(this, [this](const Result<NewProject>&) {
                          m_application.services().agents().look();
                      });
                  },
                  [this] { return unless(rowsOf(QStringLiteral("dock.agents.grid")) >= 1, tr("nothing is listed")); }, 60'000, true, topic});
    m_runner.add({QStringLiteral("agents-close"), tr("The dock folds away again"), [this] { m_application.window().bottomDock()->setOpen(false); },
                  [this] { return unless(!m_application.window().bottomDock()->isOpen(), tr("it stays")); }, 30'000, false, topic});
}

} // namespace run402
