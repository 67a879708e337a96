// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/preview/previewfactory.h"
#include "ui/shell/mainwindow.h"

#include <QRegularExpression>

namespace run402 {

void Tour::addTopUp()
{
    const QString topic = QStringLiteral("topup");
    visit(QStringLiteral("topup-wallet"), tr("The wallet offers prepaid credit"), QStringLiteral("wallet"),
          [this] { return unless(m_runner.find(QStringLiteral("wallet.fund")) != nullptr, tr("no way to add credit")); }, topic);
    m_runner.add({QStringLiteral("topup"), tr("Adding credit by card asks for the amount first"),
                  [this] { m_runner.click(QStringLiteral("wallet.fund")); },
                  [this] {
                      auto* go = m_runner.find(QStringLiteral("topup.continue"));
                      return unless(go && go->isEnabled(), tr("no amount to choose"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("topup-checkout"), tr("The checkout opens, locked to its host"),
                  [this] { m_runner.click(QStringLiteral("topup.continue")); },
                  [this] {
                      return unless(m_runner.find(QStringLiteral("topup.origin")) && !textOf(QStringLiteral("topup.origin")).isEmpty(),
                                    tr("no checkout page"));
                  },
                  60'000, true, QStringLiteral("checkout"), 1500});
    m_runner.add({QStringLiteral("topup-done"), tr("The credit counts once the billing history shows it"), [this] { m_sincePress.invalidate(); },
                  [this] {
                      payCheckout();
                      return unless(m_runner.find(QStringLiteral("topup.done")) != nullptr, tr("no credit in the billing history"));
                  },
                  60'000, true, QStringLiteral("checkout")});
    m_runner.add({QStringLiteral("topup-close"), tr("The dialog closes"),
                  [this] {
                      for (const QString& way : {QStringLiteral("topup.done"), QStringLiteral("topup.cancel"), QStringLiteral("topup.close")}) {
                          if (m_runner.find(way))
                              return m_runner.click(way);
                      }
                  },
                  [this] { return unless(m_runner.find(QStringLiteral("topup")) == nullptr, tr("it stays open")); }, 30'000, false, topic});
}

/// Our sandbox's checkout is filled in with a test card already; Enter in a field pays. Nobody else's page is paid.
void Tour::payCheckout()
{
    if (!m_workspace.isSandbox() || (m_sincePress.isValid() && m_sincePress.elapsed() < 4000))
        return;
    auto* page = m_application.window().findChild<PreviewSurface*>();
    for (PreviewSurface* surface : m_application.window().findChildren<PreviewSurface*>()) {
        if (surface->isVisible())
            page = surface;
    }
    if (!page || !page->isVisible())
        return;
    m_sincePress.start();
    QWidget* keys = page;
    for (QWidget* child : page->findChildren<QWidget*>()) {
        if (child->focusProxy() || child->focusPolicy() == Qt::StrongFocus)
            keys = child->focusProxy() ? child->focusProxy() : child;
    }
    keys->setFocus(Qt::OtherFocusReason);
    m_runner.pressKey(keys, Qt::Key_Tab, {}, QStringLiteral("\t"));
    m_runner.pressKey(keys, Qt::Key_Return, {}, QStringLiteral("\r"));
}

void Tour::addImages()
{
    const QString topic = QStringLiteral("images");
    m_runner.add({QStringLiteral("images-prompt"), tr("A picture has its price on the button"),
                  [this] {
                      go(QStringLiteral("images"));
                      m_runner.type(QStringLiteral("images.prompt"), QStringLiteral("A bowl of green shakshuka on a wooden table, morning light"));
                      m_runner.click(QStringLiteral("images.aspect.landscape"));
                  },
                  [this] {
                      static const QRegularExpression price(QStringLiteral(", (free|\\$0\\.03)$")); // free: with play money
                      auto* make = m_runner.find(QStringLiteral("images.generate"));
                      return unless(make && make->isEnabled() && textOf(QStringLiteral("images.generate")).contains(price),
                                    tr("no price"));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("images"), tr("The picture is paid for, made and kept here"),
                  [this] { m_runner.click(QStringLiteral("images.generate")); },
                  [this] {
                      // Above the budget's limit it asks; the tour agrees.
                      if (auto* pay = m_runner.find(QStringLiteral("pay.confirm")); pay && pay->isEnabled())
                          m_runner.click(QStringLiteral("pay.confirm"));
                      return unless(rowsOf(QStringLiteral("images.list")) == 1, tr("no picture"));
                  },
                  60'000, true, topic});
}

void Tour::addWallet()
{
    visit(QStringLiteral("wallet-spent"), tr("Wallet and tier tell where the money went"), QStringLiteral("wallet"),
          [this] { return unless(m_runner.find(QStringLiteral("wallet.tier.current")) != nullptr, tr("no current tier")); });
}

void Tour::addService()
{
    visit(QStringLiteral("status"), tr("Status tells what the service says about itself"), QStringLiteral("status"),
          [this] { return unless(!textOf(QStringLiteral("status.tier")).isEmpty() && m_runner.find(QStringLiteral("status.health")), tr("no facts")); });
    const QString topic = QStringLiteral("contact");
    m_runner.add({QStringLiteral("contact"), tr("Diagnostics are read before they are sent"),
                  [this] {
                      go(QStringLiteral("contact"));
                      m_runner.type(QStringLiteral("contact.text"), QStringLiteral("The babka recipe needs more butter. Everything else works."));
                      m_runner.click(QStringLiteral("contact.attach"));
                      m_runner.type(QStringLiteral("contact.name"), QStringLiteral("Tal"));
                      m_runner.type(QStringLiteral("contact.email"), QStringLiteral("tal@example.com"));
                  },
                  [this] {
                      auto* send = m_runner.find(QStringLiteral("contact.send"));
                      return unless(send && send->isEnabled() && !textOf(QStringLiteral("contact.diagnostics")).isEmpty(), tr("it cannot be sent"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("contact-sent"), tr("Message and contact arrive"),
                  [this] {
                      m_runner.click(QStringLiteral("contact.send"));
                      m_runner.click(QStringLiteral("contact.save"));
                  },
                  [this] {
                      for (const char* problem : {"contact.messageProblem", "contact.contactProblem"}) {
                          if (m_runner.find(QString::fromLatin1(problem)))
                              return tr("the service refused");
                      }
                      return unless(textOf(QStringLiteral("contact.text")).isEmpty(), tr("the message is still here"));
                  },
                  30'000, false, topic});
}

} // namespace run402
