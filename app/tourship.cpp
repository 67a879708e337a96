// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "app/tourfiles.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractItemView>
#include <QLabel>

namespace run402 {

void Tour::dropSite(const QString& heading)
{
    const QString api = m_workspace.gateway().base.toString(QUrl::StripTrailingSlash);
    const QString site = folder(QStringLiteral("tals-recipes"));
    if (tourfiles::writeSite(site, heading, api, m_workspace.anonKey()))
        m_runner.drop(&m_application.window(), {site});
}

void Tour::addDeploy()
{
    m_runner.add({QStringLiteral("deploy"), tr("A dropped folder is read and checked"),
                  [this] { dropSite(QStringLiteral("What are we cooking tonight?")); },
                  [this] {
                      auto* deploy = m_runner.find(QStringLiteral("deploy.deploy"));
                      return unless(deploy && deploy->isEnabled(), tr("the folder is not ready to send"));
                  }});
    m_runner.add({QStringLiteral("deployed"), tr("The site is live, with address and code"),
                  [this] { m_runner.click(QStringLiteral("deploy.deploy")); },
                  [this] {
                      m_firstRelease = textOf(QStringLiteral("deploy.releaseId"));
                      return unless(m_runner.find(QStringLiteral("deploy.address")) && !m_firstRelease.isEmpty(), tr("no address"));
                  },
                  60'000, true, {}, 800});
    m_runner.add({QStringLiteral("address"), tr("An address of its own is claimed"),
                  [this] {
                      m_runner.type(QStringLiteral("deploy.name"), m_address);
                      m_runner.click(QStringLiteral("deploy.claim"));
                  },
                  [this] {
                      const QList<Address> addresses = m_workspace.addresses().value.value_or(QList<Address>());
                      return unless(addresses.size() == 1 && addresses.first().name == m_address, tr("the address is not claimed"));
                  }});
}

void Tour::addPreview()
{
    const QString topic = QStringLiteral("preview");
    m_runner.add({QStringLiteral("preview"), tr("The page runs and a row it wrote is in the database"),
                  [this] { m_runner.click(QStringLiteral("deploy.preview")); },
                  [this] {
                      // A picture of the page is a visit too, so the row alone would not prove that the preview runs.
                      readRows();
                      auto* log = m_application.window().findChild<QAbstractItemView*>(QStringLiteral("console.list"));
                      if (!log || log->model()->rowCount() == 0)
                          return tr("the page's console says nothing");
                      return unless(m_rows.contains(tourfiles::pageGreeting()), tr("no row from the page: %1").arg(m_rows.left(200)));
                  },
                  90'000, true, topic, 800});
    m_runner.add({QStringLiteral("overview-live"), tr("The overview shows the live site"),
                  [this] {
                      m_workspace.refreshAll();
                      m_application.open(QStringLiteral("overview"));
                  },
                  [this] {
                      auto* picture = find<QLabel>(QStringLiteral("overview.thumbnail"));
                      return unless(m_runner.find(QStringLiteral("overview.site")) && picture && !picture->pixmap(Qt::ReturnByValue).isNull(),
                                    tr("no site with its picture on the overview"));
                  },
                  30'000, true, topic});
}

void Tour::readRows()
{
    if (m_reading || !m_application.services().hasSession())
        return;
    m_reading = true;
    m_application.services()
        .database()
        .rows(m_workspace.currentProjectId(), QStringLiteral("guestbook"), QStringLiteral("select=name,message"), Role::Anonymous)
        ->onDone(this, [this](const Result<QByteArray>& r) {
            m_reading = false;
            m_rows = r.ok() ? QString::fromUtf8(*r) : r.error().code;
        });
}

void Tour::addHistory()
{
    const QString topic = QStringLiteral("history");
    m_runner.add({QStringLiteral("deploy-again"), tr("A changed folder shows what differs from what is live"),
                  [this] { dropSite(QStringLiteral("Dinner is on the table")); },
                  [this] {
                      auto* deploy = m_runner.find(QStringLiteral("deploy.deploy"));
                      return unless(deploy && deploy->isEnabled(), tr("the folder is not ready to send"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("deployed-again"), tr("The second release is live"),
                  [this] { m_runner.click(QStringLiteral("deploy.deploy")); },
                  [this] {
                      m_secondRelease = textOf(QStringLiteral("deploy.releaseId"));
                      return unless(!m_secondRelease.isEmpty() && m_secondRelease != m_firstRelease, tr("no second release"));
                  },
                  60'000, false, topic});
    m_runner.add({QStringLiteral("history"), tr("Both releases are kept and compared"),
                  [this] { m_runner.click(QStringLiteral("deploy.deployments")); },
                  [this] {
                      if (textOf(QStringLiteral("history.id")) != m_secondRelease)
                          return tr("the second release is not the one in front");
                      return unless(m_runner.find(QStringLiteral("history.row.") + m_firstRelease) && rowsOf(QStringLiteral("history.tree")) > 0,
                                    tr("the first release is not listed"));
                  },
                  30'000, true, topic});
}

void Tour::addRollback()
{
    const QString topic = QStringLiteral("history");
    m_runner.add({QStringLiteral("rollback"), tr("Going back says what does not go back"),
                  [this] { m_runner.press(QStringLiteral("history.row.") + m_firstRelease); },
                  [this] {
                      if (textOf(QStringLiteral("history.id")) != m_firstRelease)
                          return tr("the first release is not chosen");
                      auto* live = m_runner.find(QStringLiteral("history.makeLive"));
                      if (live && live->isEnabled() && !m_runner.find(QStringLiteral("confirmAccept")))
                          m_runner.click(QStringLiteral("history.makeLive"));
                      return unless(m_runner.find(QStringLiteral("confirmAccept")) != nullptr, tr("no question"));
                  },
                  30'000, true, topic});
    m_runner.add({QStringLiteral("rollback-done"), tr("The address shows the first release"),
                  [this] { m_runner.click(QStringLiteral("confirmAccept")); },
                  [this] {
                      const QList<Address> addresses = m_workspace.addresses().value.value_or(QList<Address>());
                      return unless(!addresses.isEmpty() && addresses.first().deploymentId == m_firstRelease
                                        && m_runner.find(QStringLiteral("history.live")),
                                    tr("the address has not moved"));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("addresses"), tr("One address is moved to the newer release again"),
                  [this] { m_runner.press(QStringLiteral("history.row.") + m_secondRelease); },
                  [this] {
                      const QList<Address> addresses = m_workspace.addresses().value.value_or(QList<Address>());
                      const QString move = QStringLiteral("addresses.reassign.") + m_address;
                      if (m_runner.find(QStringLiteral("confirmAccept")))
                          m_runner.click(QStringLiteral("confirmAccept"));
                      else if (textOf(QStringLiteral("history.id")) == m_secondRelease && m_runner.find(move)
                               && (!m_sincePress.isValid() || m_sincePress.elapsed() > 2000)) {
                          m_sincePress.start();
                          m_runner.click(move);
                      }
                      return unless(!addresses.isEmpty() && addresses.first().deploymentId == m_secondRelease
                                        && m_runner.find(QStringLiteral("history.live")) && !m_runner.find(QStringLiteral("confirmAccept")),
                                    tr("the address has not moved"));
                  },
                  30'000, true, topic});
}

} // namespace run402
