// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/welcomeview.h"

namespace run402 {

void Tour::addBeginning()
{
    m_runner.add({QStringLiteral("welcome"), tr("The welcome offers three ways to begin"), {},
                  [this] { return unless(m_application.window().welcome()->isVisible(), tr("the welcome is not shown")); }});
    m_runner.add({QStringLiteral("start"), tr("Start leads to the first steps, connected"),
                  [this] { m_runner.click(QStringLiteral("chooseSandbox")); },
                  [this] {
                      if (m_workspace.connectionProblem() && m_workspace.connectionProblem()->code != QLatin1String("sandbox.restarting"))
                          return m_workspace.connectionProblem()->message;
                      if (m_workspace.isConnected() && m_workspace.gateway().readOnly)
                          return tr("the server was not recognised: %1").arg(m_workspace.gateway().evidence.join(QStringLiteral("; ")));
                      return unless(m_workspace.isConnected() && m_runner.find(QStringLiteral("start.wallet")) != nullptr, tr("not connected"));
                  },
                  60'000});
}

void Tour::addMoney()
{
    m_runner.add({QStringLiteral("wallet"), tr("A wallet is made on this computer"),
                  [this] { m_runner.click(QStringLiteral("start.wallet")); },
                  [this] {
                      return unless(m_application.services().wallets().active(m_workspace.isSandbox()).has_value()
                                        && m_workspace.balances().value.has_value(),
                                    tr("no wallet"));
                  }});
    m_runner.add({QStringLiteral("faucet"), tr("The faucet's test money arrives"),
                  [this] { m_runner.click(QStringLiteral("start.faucet")); },
                  [this] {
                      auto* tier = m_runner.find(QStringLiteral("start.tier"));
                      return unless(tier && tier->isEnabled(), tr("no money arrived"));
                  },
                  60'000});
    m_runner.add({QStringLiteral("payment"), tr("The payment is shown before it is signed"),
                  [this] { m_runner.click(QStringLiteral("start.tier")); },
                  [this] {
                      auto* pay = m_runner.find(QStringLiteral("pay.confirm"));
                      return unless(pay && pay->isEnabled(), tr("no payment dialog"));
                  }});
    m_runner.add({QStringLiteral("tier"), tr("The prototype tier is active, paid by a signature"),
                  [this] { m_runner.click(QStringLiteral("pay.confirm")); },
                  [this] {
                      const auto& tier = m_workspace.tier().value;
                      return unless(tier && tier->active && tier->tier == QLatin1String("prototype"), tr("the tier is not active"));
                  }});
}

void Tour::addProject()
{
    m_runner.add({QStringLiteral("new-project"), tr("A name is asked for"),
                  [this] { m_runner.click(QStringLiteral("start.project")); },
                  [this] { return unless(m_runner.find(QStringLiteral("project.name")) != nullptr, tr("no dialog")); }});
    m_runner.add({QStringLiteral("overview"), tr("The project exists and its keys are kept"),
                  [this] {
                      m_runner.type(QStringLiteral("project.name"), QStringLiteral("tals-recipes"));
                      m_runner.click(QStringLiteral("project.create"));
                  },
                  [this] {
                      return unless(!m_workspace.anonKey().isEmpty() && m_workspace.usage().value && m_workspace.schema().value
                                        && m_runner.find(QStringLiteral("overview.title")) != nullptr,
                                    tr("no project with keys"));
                  }});
}

} // namespace run402
