// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

namespace run402 {

void Tour::addMarket()
{
    const QString topic = QStringLiteral("marketplace");
    m_runner.add({QStringLiteral("market"), tr("The marketplace lists what others published"),
                  [this] {
                      m_project = m_workspace.currentProjectId();
                      go(QStringLiteral("market:apps"));
                  },
                  [this] { return unless(rowsOf(QStringLiteral("market.grid")) > 0, tr("no apps")); }, 30'000, false, topic});
    m_runner.add({QStringLiteral("market-app"), tr("An app says what it brings and needs"),
                  [this] { m_runner.chooseRow(QStringLiteral("market.grid"), 0); },
                  [this] {
                      auto* fork = m_runner.find(QStringLiteral("market.main"));
                      return unless(fork && fork->isEnabled() && !textOf(QStringLiteral("market.details.name")).isEmpty(), tr("no details"));
                  },
                  30'000, true, topic, 800});
    m_runner.add({QStringLiteral("fork"), tr("A fork asks for a name and what the app needs"),
                  [this] { m_runner.click(QStringLiteral("market.main")); },
                  [this] {
                      if (!m_runner.find(QStringLiteral("fork.name")))
                          return tr("no dialog");
                      if (textOf(QStringLiteral("fork.name")) != QLatin1String("My copy ") + m_suffix)
                          m_runner.type(QStringLiteral("fork.name"), QStringLiteral("My copy ") + m_suffix);
                      auto* go = m_runner.find(QStringLiteral("fork.submit"));
                      return unless(go && go->isEnabled(), tr("it cannot be forked"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("forked"), tr("The copy is a project of its own"),
                  [this] { m_runner.click(QStringLiteral("fork.submit")); },
                  [this] {
                      if (m_runner.find(QStringLiteral("fork.error")))
                          return textOf(QStringLiteral("fork.error"));
                      return unless(m_runner.find(QStringLiteral("fork.result")) && m_workspace.currentProjectId() != m_project, tr("no copy"));
                  },
                  90'000, true, topic});
    m_runner.add({QStringLiteral("fork-close"), tr("The dialog closes"), [this] { m_runner.click(QStringLiteral("fork.cancel")); },
                  [this] { return unless(m_runner.find(QStringLiteral("fork.dialog")) == nullptr, tr("it stays open")); }, 30'000, false, topic});
}

void Tour::addStarter()
{
    const QString topic = QStringLiteral("starters");
    visit(QStringLiteral("starters"), tr("Ten starters come with the program"), QStringLiteral("market:starters"),
          [this] { return unless(rowsOf(QStringLiteral("market.starters")) == 10, tr("not all starters are listed")); }, topic);
    m_runner.add({QStringLiteral("starter"), tr("A starter is made one's own before it is installed"),
                  [this] { m_application.open(QStringLiteral("starter:todo-list")); },
                  [this] {
                      if (!m_runner.find(QStringLiteral("starter.subdomain")))
                          return tr("no dialog");
                      const QString wanted = QStringLiteral("todo-") + m_suffix;
                      if (textOf(QStringLiteral("starter.subdomain")) != wanted)
                          m_runner.type(QStringLiteral("starter.subdomain"), wanted);
                      auto* go = m_runner.find(QStringLiteral("starter.go"));
                      return unless(go && go->isEnabled(), tr("it cannot be installed"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("starter-live"), tr("The starter is live"),
                  [this] { m_runner.click(QStringLiteral("starter.go")); },
                  [this] {
                      if (m_runner.find(QStringLiteral("starter.error")))
                          return textOf(QStringLiteral("starter.error"));
                      return unless(textOf(QStringLiteral("starter.note")).contains(QLatin1String("todo-") + m_suffix), tr("not live yet"));
                  },
                  90'000, true, topic});
    m_runner.add({QStringLiteral("starter-close"), tr("The dialog closes"), [this] { m_runner.click(QStringLiteral("starter.cancel")); },
                  [this] { return unless(m_runner.find(QStringLiteral("starter.dialog")) == nullptr, tr("it stays open")); }, 30'000, false, topic});
}

void Tour::addReturn()
{
    m_runner.add({QStringLiteral("return"), tr("The first project is opened again"),
                  [this] {
                      if (m_project.isEmpty()) // the marketplace was not visited
                          m_project = m_workspace.currentProjectId();
                      m_workspace.setCurrentProject(m_project);
                  },
                  [this] {
                      return unless(m_workspace.currentProjectId() == m_project && m_workspace.schema().value
                                        && m_workspace.schema().value->table(QStringLiteral("guestbook")),
                                    tr("the project is not open"));
                  },
                  30'000, false});
}

} // namespace run402
