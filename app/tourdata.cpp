// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "app/tourfiles.h"
#include "models/item/accessmatrixmodel.h"
#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QComboBox>
#include <QLabel>
#include <QTableView>

namespace run402 {

void Tour::addSql()
{
    m_runner.add({QStringLiteral("sql"), tr("SQL makes a table and reads it back"),
                  [this] { m_application.openSql(tourfiles::schemaSql(), true); },
                  [this] {
                      if (rowsOf(QStringLiteral("sql.grid")) != 3)
                          return tr("the grid does not show 3 rows");
                      return unless(m_workspace.schema().value && m_workspace.schema().value->table(QStringLiteral("guestbook"))
                                        && m_workspace.rowCounts().value(QStringLiteral("guestbook")) == 3,
                                    tr("the tree does not know the table"));
                  }});
    visit(QStringLiteral("table"), tr("A table opens from the tree"), QStringLiteral("table:guestbook"),
          [this] { return unless(rowsOf(QStringLiteral("table.grid")) == 3, tr("the table does not show its rows")); });
    visit(QStringLiteral("diagram"), tr("The schema is drawn"), QStringLiteral("diagram"),
          [this] { return unless(rowsOf(QStringLiteral("diagram.list")) == 1, tr("the diagram does not list the table")); });
}

void Tour::addRules()
{
    visit(QStringLiteral("rules"), tr("The matrix shows what the database allows"), QStringLiteral("rules"),
          [this] { return unless(rowsOf(QStringLiteral("rules.matrix")) == 1, tr("the matrix is empty")); });
    m_runner.add({QStringLiteral("rules-change"), tr("A template is prepared; the SQL is shown, nothing is sent"),
                  [this] { m_runner.click(QStringLiteral("rules.template.public_read_write")); },
                  [this] { return unless(m_runner.find(QStringLiteral("rules.apply")) != nullptr, tr("no change to apply")); }});
    m_runner.add({QStringLiteral("rules-applied"), tr("The rules are in effect"),
                  [this] { m_runner.click(QStringLiteral("rules.apply")); },
                  [this] {
                      const QList<TableAccess> tables = m_workspace.access().value.value_or(QList<TableAccess>());
                      return unless(tables.size() == 1 && tables.first().templateName() == QLatin1String("public_read_write")
                                        && !m_runner.find(QStringLiteral("rules.apply")),
                                    tr("the database still has the old rules"));
                  }});
}

void Tour::addRest()
{
    const QString topic = QStringLiteral("rest");
    m_runner.add({QStringLiteral("rest"), tr("A request as anonymous gets what the rules allow"),
                  [this] {
                      go(QStringLiteral("rest"));
                      if (auto* as = find<QComboBox>(QStringLiteral("rest.as")))
                          as->setCurrentIndex(as->findData(QStringLiteral("anon")));
                      m_runner.type(QStringLiteral("rest.url"),
                                    QStringLiteral("/rest/v1/guestbook?select=id,name,message,rating&rating=gte.4&order=id.asc"));
                      m_runner.click(QStringLiteral("rest.send"));
                  },
                  [this] {
                      const QString status = textOf(QStringLiteral("rest.status"));
                      if (!status.startsWith(QLatin1String("200")))
                          return tr("the answer is \"%1\"").arg(status);
                      if (!textOf(QStringLiteral("rest.code")).contains(QLatin1String("ANON_KEY")))
                          return tr("the snippet does not name the key");
                      return unless(textOf(QStringLiteral("rest.json")).contains(QLatin1String("Green shakshuka")), tr("the rows are not shown"));
                  },
                  30'000, true, topic});
}

void Tour::addAuth()
{
    const QString topic = QStringLiteral("auth");
    const auto fill = [this] {
        m_runner.type(QStringLiteral("auth.email"), QStringLiteral("maya@example.com"));
        m_runner.type(QStringLiteral("auth.password"), QStringLiteral("babka-on-friday"));
    };
    visit(QStringLiteral("auth-open"), tr("The ways to sign in are read"), QStringLiteral("auth"),
          [this] { return unless(!textOf(QStringLiteral("auth.provider.password")).isEmpty(), tr("no providers")); }, topic);
    m_runner.add({QStringLiteral("auth-signup"), tr("A test user signs up"),
                  [this, fill] {
                      m_runner.click(QStringLiteral("auth.add"));
                      fill();
                  },
                  [this] { return unless(m_runner.find(QStringLiteral("auth.accept")) != nullptr, tr("no dialog")); }, 30'000, true, topic});
    m_runner.add({QStringLiteral("auth-known"), tr("The test user is listed"), [this] { m_runner.click(QStringLiteral("auth.accept")); },
                  [this] {
                      const auto users = m_application.services().testUsers().users();
                      return unless(rowsOf(QStringLiteral("auth.people")) == 1 && !users.isEmpty() && users.first().isSignedIn(),
                                    tr("nobody is listed"));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("auth-signout"), tr("The session can be ended"),
                  [this] {
                      m_runner.chooseRow(QStringLiteral("auth.people"), 0);
                      m_runner.click(QStringLiteral("auth.signOut"));
                  },
                  [this] {
                      const auto users = m_application.services().testUsers().users();
                      return unless(!users.isEmpty() && !users.first().isSignedIn(), tr("the user is still signed in"));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("auth"), tr("The password opens a session, and its claims are shown"),
                  [this, fill] {
                      m_runner.click(QStringLiteral("auth.signIn"));
                      fill();
                      m_runner.click(QStringLiteral("auth.accept"));
                  },
                  [this] {
                      if (rowsOf(QStringLiteral("auth.people")) != 1)
                          return tr("nobody is listed");
                      return unless(textOf(QStringLiteral("auth.claims")).contains(QLatin1String("authenticated")), tr("no claims"));
                  },
                  30'000, true, topic});
}

void Tour::addStorage()
{
    const QString topic = QStringLiteral("storage");
    m_runner.add({QStringLiteral("storage-bucket"), tr("A bucket is opened"),
                  [this] {
                      go(QStringLiteral("storage"));
                      m_runner.click(QStringLiteral("storage.addBucket"));
                      m_runner.type(QStringLiteral("storage.bucketName"), QStringLiteral("photos"));
                      m_runner.click(QStringLiteral("storage.openBucket"));
                  },
                  [this] { return unless(m_runner.find(QStringLiteral("storage.bucketName")) == nullptr, tr("the dialog stays open")); },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("storage-upload"), tr("Dropped files are uploaded"),
                  [this] {
                      const QString from = folder(QStringLiteral("uploads"));
                      QWidget* pane = m_application.window().documents()->find(QStringLiteral("storage"));
                      if (pane && tourfiles::writeUploads(from))
                          m_runner.drop(pane, {from + QStringLiteral("/green-shakshuka.png"), from + QStringLiteral("/menu.json")});
                  },
                  [this] {
                      const int rows = rowsOf(QStringLiteral("storage.files"));
                      return unless(rows == 2, tr("%1 of 2 files are listed").arg(rows));
                  },
                  30'000, false, topic});
    m_runner.add({QStringLiteral("storage"), tr("A picture is shown before it is downloaded"),
                  [this] { m_runner.chooseRow(QStringLiteral("storage.files"), 0); },
                  [this] {
                      const auto* picture = find<QLabel>(QStringLiteral("storage.preview"));
                      return unless(picture && !picture->pixmap(Qt::ReturnByValue).isNull(), tr("no preview"));
                  },
                  30'000, true, topic});
}

} // namespace run402
