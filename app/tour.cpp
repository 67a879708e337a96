// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include "app/application.h"
#include "models/item/accessmatrixmodel.h"
#include "models/item/resultmodel.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/stallwatch.h"
#include "ui/common/theme.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/welcomeview.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCoreApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QRandomGenerator>
#include <QTableView>
#include <QTextStream>

namespace run402 {

namespace {

const QLatin1String pageGreeting("Hello from the page");

const char* const schemaSql = R"(create table guestbook (
  id bigint generated always as identity primary key,
  name text not null,
  message text not null,
  rating int,
  details jsonb,
  created_at timestamptz default now()
);
insert into guestbook (name, message, rating, details) values
  ('Tal', 'Lemon ricotta pasta on a Tuesday', 5, '{"course": "dinner", "minutes": 25}'),
  ('Maya', 'The babka disappeared in an hour', 5, '{"course": "baking", "minutes": 150}'),
  ('Noa', 'Green shakshuka, twice a week', 4, null);
select * from guestbook order by id;)";

/// A page that writes through the anon key as soon as it opens, then shows what is there.
QByteArray pageHtml(const QString& api, const QString& anonKey)
{
    return QStringLiteral(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Guestbook</title>
<link rel="stylesheet" href="style.css"></head>
<body><main><h1>What are we cooking tonight?</h1><p id="state">Writing…</p><ul id="list"></ul></main>
<script>window.RUN402 = { api: '%1', key: '%2' };</script><script src="app.js"></script></body></html>
)").arg(api, anonKey).toUtf8();
}

const char* const pageScript = R"(const { api, key } = window.RUN402;
const headers = { apikey: key, 'Content-Type': 'application/json' };
async function main() {
  const written = await fetch(`${api}/rest/v1/guestbook`, {
    method: 'POST', headers: { ...headers, Prefer: 'return=representation' },
    body: JSON.stringify({ name: 'Visitor', message: 'Hello from the page', rating: 5 }),
  });
  if (!written.ok) throw new Error(`writing failed: ${written.status}`);
  const rows = await fetch(`${api}/rest/v1/guestbook?select=name,message&order=id.desc`, { headers }).then((r) => r.json());
  document.getElementById('state').textContent = `${rows.length} entries`;
  document.getElementById('list').replaceChildren(...rows.map((row) => {
    const item = document.createElement('li');
    item.textContent = `${row.name}: ${row.message}`;
    return item;
  }));
  console.log(`${rows.length} entries shown`);
}
main().catch((error) => { document.getElementById('state').textContent = error.message; console.error(error.message); });
)";

const char* const pageStyle = R"(body { margin: 0; background: #fbf7ef; color: #2b2118; font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 3rem 1.5rem; }
h1 { font-size: 2rem; letter-spacing: -0.5px; margin: 0 0 0.5rem; }
#state { color: #6e5c49; }
ul { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
li { background: #fff; border: 1px solid #eadfcb; border-radius: 12px; padding: 0.9rem 1.1rem; }
)";

bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QString unless(bool reached, const QString& missing)
{
    return reached ? QString() : missing;
}

} // namespace

Tour::Tour(Application& application, const QString& folder, QObject* parent)
    : QObject(parent), m_application(application), m_workspace(application.services().workspace()),
      m_runner(application.window(), folder,
               [&application](bool dark) { application.theme().setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light); }),
      m_stalls(std::make_unique<StallWatch>(100)),
      m_address(QStringLiteral("tals-recipes-%1").arg(QRandomGenerator::global()->bounded(100000), 5, 10, QLatin1Char('0')))
{
    addBeginning();
    addMoney();
    addProject();
    addData();
    addRules();
    addDeploy();
    addRest();
    m_runner.setOwnWork([this] { StallWatch::Pause pause(*m_stalls); }); // its end starts the clock anew
    connect(m_stalls.get(), &StallWatch::stalled, this, [](int ms) {
        QTextStream(stdout) << "  note  the window did not answer for " << ms << " ms" << Qt::endl;
    });
    connect(&m_runner, &TourRunner::finished, this, &Tour::finished);
}

Tour::~Tour() = default;

void Tour::start()
{
    m_runner.start();
}

void Tour::addBeginning()
{
    m_runner.add({QStringLiteral("01-welcome"), tr("The welcome offers three ways to begin"), {},
                  [this] { return unless(m_application.window().welcome()->isVisible(), tr("the welcome is not shown")); }});
    m_runner.add({QStringLiteral("02-start"), tr("Start leads to the first steps, connected"),
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
    m_runner.add({QStringLiteral("03-wallet"), tr("A wallet is made on this computer"),
                  [this] { m_runner.click(QStringLiteral("start.wallet")); },
                  [this] {
                      return unless(m_application.services().wallets().active(m_workspace.isSandbox()).has_value()
                                        && m_workspace.balances().value.has_value(),
                                    tr("no wallet"));
                  }});
    m_runner.add({QStringLiteral("04-faucet"), tr("The faucet's test money arrives"),
                  [this] { m_runner.click(QStringLiteral("start.faucet")); },
                  [this] {
                      auto* tier = m_runner.find(QStringLiteral("start.tier"));
                      return unless(tier && tier->isEnabled(), tr("no money arrived"));
                  },
                  60'000});
    m_runner.add({QStringLiteral("05-payment"), tr("The payment is shown before it is signed"),
                  [this] { m_runner.click(QStringLiteral("start.tier")); },
                  [this] {
                      auto* pay = m_runner.find(QStringLiteral("pay.confirm"));
                      return unless(pay && pay->isEnabled(), tr("no payment dialog"));
                  }});
    m_runner.add({QStringLiteral("06-tier"), tr("The prototype tier is active, paid by a signature"),
                  [this] { m_runner.click(QStringLiteral("pay.confirm")); },
                  [this] {
                      const auto& tier = m_workspace.tier().value;
                      return unless(tier && tier->active && tier->tier == QLatin1String("prototype"), tr("the tier is not active"));
                  }});
}

void Tour::addProject()
{
    m_runner.add({QStringLiteral("07-new-project"), tr("A name is asked for"),
                  [this] { m_runner.click(QStringLiteral("start.project")); },
                  [this] { return unless(m_runner.find(QStringLiteral("project.name")) != nullptr, tr("no dialog")); }});
    m_runner.add({QStringLiteral("08-overview"), tr("The project exists and its keys are kept"),
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

void Tour::addData()
{
    m_runner.add({QStringLiteral("09-sql"), tr("SQL makes a table and reads it back"),
                  [this] { m_application.openSql(QString::fromLatin1(schemaSql), true); },
                  [this] {
                      auto* grid = qobject_cast<QTableView*>(m_runner.find(QStringLiteral("sql.grid")));
                      if (!grid || !grid->model() || grid->model()->rowCount() != 3)
                          return tr("the grid does not show 3 rows");
                      return unless(m_workspace.schema().value && m_workspace.schema().value->table(QStringLiteral("guestbook"))
                                        && m_workspace.rowCounts().value(QStringLiteral("guestbook")) == 3,
                                    tr("the tree does not know the table"));
                  }});
}

void Tour::addRules()
{
    m_runner.add({QStringLiteral("10-rules"), tr("The matrix shows what the database allows"),
                  [this] { m_application.open(QStringLiteral("rules")); },
                  [this] {
                      auto* matrix = qobject_cast<QTableView*>(m_runner.find(QStringLiteral("rules.matrix")));
                      return unless(matrix && matrix->model()->rowCount() == 1, tr("the matrix is empty"));
                  }});
    m_runner.add({QStringLiteral("11-rules-change"), tr("A template is prepared; the SQL is shown, nothing is sent"),
                  [this] { m_runner.click(QStringLiteral("rules.template.public_read_write")); },
                  [this] { return unless(m_runner.find(QStringLiteral("rules.apply")) != nullptr, tr("no change to apply")); }});
    m_runner.add({QStringLiteral("12-rules-applied"), tr("The rules are in effect"),
                  [this] { m_runner.click(QStringLiteral("rules.apply")); },
                  [this] {
                      const QList<TableAccess> tables = m_workspace.access().value.value_or(QList<TableAccess>());
                      return unless(tables.size() == 1 && tables.first().templateName() == QLatin1String("public_read_write")
                                        && !m_runner.find(QStringLiteral("rules.apply")),
                                    tr("the database still has the old rules"));
                  }});
}

bool Tour::writeSite()
{
    const QString api = m_workspace.gateway().base.toString(QUrl::StripTrailingSlash);
    const QString folder = m_site.path() + QStringLiteral("/tals-recipes");
    return QDir().mkpath(folder) && writeFile(folder + QStringLiteral("/index.html"), pageHtml(api, m_workspace.anonKey()))
           && writeFile(folder + QStringLiteral("/app.js"), pageScript) && writeFile(folder + QStringLiteral("/style.css"), pageStyle);
}

void Tour::dropSite()
{
    if (!writeSite())
        return;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_site.path() + QStringLiteral("/tals-recipes"))});
    MainWindow& window = m_application.window();
    const QPoint at = window.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent drop(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
}

void Tour::addDeploy()
{
    m_runner.add({QStringLiteral("13-deploy"), tr("A dropped folder is read and checked"), [this] { dropSite(); },
                  [this] {
                      auto* deploy = m_runner.find(QStringLiteral("deploy.deploy"));
                      return unless(deploy && deploy->isEnabled(), tr("the folder is not ready to send"));
                  }});
    m_runner.add({QStringLiteral("14-live"), tr("The site is live, with address and code"),
                  [this] { m_runner.click(QStringLiteral("deploy.deploy")); },
                  [this] { return unless(m_runner.find(QStringLiteral("deploy.address")) != nullptr, tr("no address")); },
                  60'000});
    m_runner.add({QStringLiteral("15-address"), tr("An address of its own is claimed"),
                  [this] {
                      m_runner.type(QStringLiteral("deploy.name"), m_address);
                      m_runner.click(QStringLiteral("deploy.claim"));
                  },
                  [this] {
                      const QList<Address> addresses = m_workspace.addresses().value.value_or(QList<Address>());
                      return unless(addresses.size() == 1 && addresses.first().name == m_address, tr("the address is not claimed"));
                  }});
    m_runner.add({QStringLiteral("16-preview"), tr("The page runs and a row it wrote is in the database"),
                  [this] { m_runner.click(QStringLiteral("deploy.preview")); },
                  [this] {
                      // A picture of the page is a visit too, so the row alone would not prove that the preview runs.
                      readRows();
                      auto* log = qobject_cast<QAbstractItemView*>(m_application.window().findChild<QWidget*>(QStringLiteral("console.list")));
                      if (!log || log->model()->rowCount() == 0)
                          return tr("the page's console says nothing");
                      return unless(m_rows.contains(pageGreeting), tr("no row from the page: %1").arg(m_rows.left(200)));
                  },
                  90'000});
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

void Tour::addRest()
{
    m_runner.add({QStringLiteral("17-overview-live"), tr("The overview shows the live site"),
                  [this] {
                      m_workspace.refreshAll();
                      m_application.open(QStringLiteral("overview"));
                  },
                  [this] {
                      auto* picture = qobject_cast<QLabel*>(m_runner.find(QStringLiteral("overview.thumbnail")));
                      return unless(m_runner.find(QStringLiteral("overview.site")) && picture && !picture->pixmap().isNull(),
                                    tr("no site with its picture on the overview"));
                  }});
    m_runner.add({QStringLiteral("18-wallet"), tr("Wallet and tier tell where the money went"),
                  [this] { m_application.open(QStringLiteral("wallet")); },
                  [this] { return unless(m_runner.find(QStringLiteral("wallet.tier.current")) != nullptr, tr("no current tier")); }});
    m_runner.add({QStringLiteral("19-requests"), tr("Every request is listed"),
                  [this] { m_application.open(QStringLiteral("dock:requests")); },
                  [this] {
                      auto* grid = qobject_cast<QTableView*>(m_runner.find(QStringLiteral("dock.requests.grid")));
                      return unless(grid && grid->model()->rowCount() > 10, tr("no requests listed"));
                  }});
    m_runner.add({QStringLiteral("20-settings"), tr("Settings"), [this] { m_application.open(QStringLiteral("settings")); },
                  [this] { return unless(m_runner.find(QStringLiteral("settings.theme")) != nullptr, tr("no settings")); }});
    m_runner.add({QStringLiteral("21-palette"), tr("The palette finds the table"),
                  [this] { m_application.window().openPalette(QStringLiteral("guest")); },
                  [this] { return unless(m_runner.find(QStringLiteral("commandPalette")) != nullptr, tr("no palette")); }});
}

} // namespace run402
