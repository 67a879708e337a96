// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "app/tourfiles.h"
#include "models/item/logmodel.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/functions/functionspane.h"
#include "ui/logs/logspane.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqleditor.h"

namespace run402 {

void Tour::addFunctions()
{
    const QString topic = QStringLiteral("functions");
    visit(QStringLiteral("functions-empty"), tr("Functions begin with a first one"), QStringLiteral("functions"),
          [this] { return unless(m_runner.find(QStringLiteral("functions.first")) != nullptr, tr("no way to make the first function")); }, topic);
    m_runner.add({QStringLiteral("functions-new"), tr("A name and a template make a draft"),
                  [this] {
                      m_runner.click(QStringLiteral("functions.first"));
                      m_runner.type(QStringLiteral("functions.new.name"), QStringLiteral("thank-guest"));
                  },
                  [this] {
                      QWidget* accept = m_runner.find(QStringLiteral("functions.new.accept"));
                      return unless(accept && accept->isEnabled(), tr("the name is not taken"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("functions-draft"), tr("The draft is in the editor"),
                  [this] { m_runner.click(QStringLiteral("functions.new.accept")); },
                  [this] {
                      auto* pane = qobject_cast<FunctionsPane*>(m_application.window().documents()->find(QStringLiteral("functions")));
                      return unless(pane && pane->currentFunction() == QLatin1String("thank-guest"), tr("no draft"));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("functions-deployed"), tr("The function is deployed"),
                  [this] {
                      if (auto* pane = qobject_cast<FunctionsPane*>(m_application.window().documents()->find(QStringLiteral("functions"))))
                          pane->editor()->replace(0, pane->editor()->text().size(), tourfiles::functionCode());
                      m_runner.click(QStringLiteral("functions.deploy"));
                  },
                  [this] {
                      const auto& functions = m_workspace.functions().value;
                      return unless(functions && functions->size() == 1 && !m_runner.find(QStringLiteral("functions.state")),
                                    tr("the service does not list it"));
                  },
                  60'000, false, topic});
    m_runner.add({QStringLiteral("functions"), tr("It answers a request"),
                  [this] {
                      m_runner.type(QStringLiteral("functions.body"), QStringLiteral("{ \"name\": \"Maya\", \"course\": \"baking\" }"));
                      m_runner.click(QStringLiteral("functions.send"));
                  },
                  [this] {
                      const QString answer = textOf(QStringLiteral("functions.response"));
                      return unless(answer.contains(QLatin1String("Thank you, Maya")), tr("the answer is \"%1\"").arg(answer.left(200)));
                  },
                  60'000, true, topic});
}

void Tour::addLogs()
{
    const QString topic = QStringLiteral("functions");
    m_runner.add({QStringLiteral("logs-more"), tr("A second call warns"),
                  [this] {
                      m_runner.type(QStringLiteral("functions.body"), QStringLiteral("{ \"name\": \"Noa\", \"course\": \"brunch\" }"));
                      m_runner.click(QStringLiteral("functions.send"));
                  },
                  [this] { return unless(textOf(QStringLiteral("functions.response")).contains(QLatin1String("Noa")), tr("no answer")); },
                  60'000, false, topic});
    m_runner.add({QStringLiteral("logs"), tr("The lines of these calls are in the logs"),
                  [this] { go(QStringLiteral("logs")); },
                  [this] {
                      auto* pane = qobject_cast<LogsPane*>(m_application.window().documents()->find(QStringLiteral("logs")));
                      if (!pane)
                          return tr("no logs");
                      bool info = false, warning = false;
                      for (const LogRow& row : pane->model().rows()) {
                          info = info || row.text.contains(QLatin1String("Maya"));
                          warning = warning || row.text.contains(QLatin1String("unknown course brunch"));
                      }
                      return unless(info && warning, tr("the lines are not there"));
                  },
                  30'000, true, topic});
}

void Tour::addSecrets()
{
    const QString topic = QStringLiteral("secrets");
    const QString name = QStringLiteral("MAIL_KEY");
    visit(QStringLiteral("secrets-open"), tr("Secrets tell which name the code reads"), QStringLiteral("secrets"),
          [this] {
              const bool sent = m_workspace.functions().value && !m_workspace.functions().value->isEmpty();
              return unless(m_runner.find(QStringLiteral("secrets.add")) && (!sent || m_runner.find(QStringLiteral("secrets.setNow.MAIL_KEY"))),
                            tr("the name is not told"));
          }, topic);
    m_runner.add({QStringLiteral("secrets"), tr("A secret is set and cannot be read back"),
                  [this, name] {
                      if (m_runner.find(QStringLiteral("secrets.setNow.") + name)) {
                          m_runner.click(QStringLiteral("secrets.setNow.") + name);
                      } else {
                          m_runner.click(QStringLiteral("secrets.add"));
                          m_runner.type(QStringLiteral("secrets.name"), name);
                      }
                      m_runner.type(QStringLiteral("secrets.value"), QStringLiteral("only-for-the-tour"));
                      m_runner.click(QStringLiteral("secrets.save"));
                  },
                  [this, name] { return unless(m_runner.find(QStringLiteral("secrets.row.") + name) != nullptr, tr("it is not listed")); },
                  30'000, true, topic});
}

} // namespace run402
