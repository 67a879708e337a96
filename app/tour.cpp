// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include "app/application.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/chip.h"
#include "ui/common/stallwatch.h"
#include "ui/common/theme.h"
#include "ui/common/toast.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QTextStream>

namespace run402 {

namespace {
constexpr qsizetype fewTabs = 4; ///< beside the first
constexpr int toastMs = 250;       ///< gone before the picture, where it would hide a corner
}

Tour::Tour(Application& application, const QString& folder, QObject* parent)
    : QObject(parent), m_application(application), m_workspace(application.services().workspace()),
      m_runner(application.window(), folder,
               [&application](bool dark) { application.theme().setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light); }),
      m_stalls(std::make_unique<StallWatch>(100)),
      m_suffix(QStringLiteral("%1").arg(QRandomGenerator::global()->bounded(100000), 5, 10, QLatin1Char('0'))),
      m_address(QStringLiteral("tals-recipes-") + m_suffix)
{
    addBeginning();
    addMoney();
    addProject();
    addSql();
    addRules();
    addRest();
    addAuth();
    addStorage();
    addFunctions();
    addLogs();
    addSecrets();
    addDeploy();
    addPreview();
    addHistory();
    addRollback();
    addTopUp();
    addImages();
    addWallet();
    addTempo();
    addLedger();
    addService();
    addMarket();
    addStarter();
    addReturn();
    addProjects();
    addWindow();
    addHelp();
    addAgents();
    application.window().toasts()->setLifetime(toastMs);
    m_runner.setOwnWork([this] { StallWatch::Pause pause(*m_stalls); }); // its end starts the clock anew
    m_runner.setAbsence([this](const QString& topic) { return whyNot(topic); });
    m_runner.setExcuse([this](const QString&) { return excuse(); });
    connect(&application.services().transport(), &Transport::requestChanged, this, [this](const RequestRecord& r) {
        if (r.status == 404 || r.status == 405 || r.status == 501)
            m_lacking.insert(r.traceId, {QDateTime::currentDateTimeUtc(), r});
    });
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

void Tour::visit(const QString& id, const QString& title, const QString& target, std::function<QString()> missing, const QString& topic)
{
    TourStep step{id, title, [this, target] { go(target); }, std::move(missing)};
    step.topic = topic;
    m_runner.add(std::move(step));
}

void Tour::go(const QString& target)
{
    DocumentArea* documents = m_application.window().documents();
    const QStringList open = documents->ids();
    for (qsizetype i = 1; i + fewTabs < open.size(); ++i)
        documents->closeNow(open.at(i));
    m_application.open(target);
    if (QWidget* shown = m_application.window().documents()->current())
        shown->show(); // what follows in the step is quicker than a person
}

QString Tour::whyNot(const QString& topic) const
{
    static const QHash<QString, Capability> needs{
        {QStringLiteral("storage"), Capability::Objects},     {QStringLiteral("functions"), Capability::Functions},
        {QStringLiteral("secrets"), Capability::Secrets},     {QStringLiteral("topup"), Capability::TopUp},
        {QStringLiteral("checkout"), Capability::TopUp},
        {QStringLiteral("images"), Capability::Images},       {QStringLiteral("contact"), Capability::Messages},
        {QStringLiteral("marketplace"), Capability::Market},
    };
    if ((topic == QLatin1String("agents") || topic == QLatin1String("tempo")) && (!m_workspace.isSandbox() || m_application.services().options().apiBase.isValid()))
        return tr("only in the sandbox of this computer");
    if ((topic == QLatin1String("preview") || topic == QLatin1String("checkout")) && !m_application.hasBrowser())
        return tr("there is no embedded browser here");
    const auto need = needs.constFind(topic);
    if (need == needs.cend() || m_workspace.capabilities().has(*need))
        return {};
    const QString why = m_workspace.capabilities().whyNot(*need);
    return why.isEmpty() ? tr("this server does not offer it") : why;
}

/// A server that is not ours may lack a route our sandbox has; its answer says so.
QString Tour::excuse() const
{
    if (!m_application.services().options().apiBase.isValid())
        return {};
    for (const auto& [at, r] : m_lacking) {
        if (at >= m_runner.stepStarted())
            return tr("this server answers %1 to %2 %3").arg(r.status).arg(QString::fromLatin1(r.method), r.url.path());
    }
    return {};
}

int Tour::rowsOf(const QString& objectName) const
{
    const auto* view = find<QAbstractItemView>(objectName);
    return view && view->model() ? view->model()->rowCount(view->rootIndex()) : -1;
}

QString Tour::textOf(const QString& objectName) const
{
    QWidget* widget = m_runner.find(objectName);
    if (const auto* label = qobject_cast<QLabel*>(widget))
        return label->text();
    if (const auto* chip = qobject_cast<Chip*>(widget))
        return chip->text();
    if (const auto* paper = qobject_cast<QPlainTextEdit*>(widget))
        return paper->toPlainText();
    if (const auto* line = qobject_cast<QLineEdit*>(widget))
        return line->text();
    if (const auto* button = qobject_cast<QAbstractButton*>(widget))
        return button->text();
    return {};
}

} // namespace run402
