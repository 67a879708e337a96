// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/deploypane.h"

#include "models/domain/datasize.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/store/releasecontents.h"
#include "services/store/releasehistory.h"
#include "services/workspace.h"
#include "ui/common/writeblock.h"
#include "ui/deploy/addressescard.h"
#include "ui/deploy/deploycontroller.h"
#include "ui/deploy/deployview.h"
#include "ui/deploy/deploywords.h"
#include "ui/deploy/historyview.h"
#include "ui/deploy/logcard.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

namespace {

/// The newest entry comes with its hashes, the others without.
Call<QList<Release>>* recentReleases(Services& services, QObject* owner, const QString& projectId)
{
    auto* call = new Call<QList<Release>>(owner);
    QPointer<Call<QList<Release>>> guard(call);
    services.releaseHistory().list(projectId, 2)->onDone(call, [&services, guard, projectId](const auto& r) {
        if (!guard)
            return;
        if (!r.ok() || r->isEmpty())
            return guard->resolve(r);
        services.releaseHistory().get(projectId, r->first().id)->onDone(guard, [guard, list = *r](const auto& full) mutable {
            if (full.ok())
                list.first() = *full;
            guard->resolve(list);
        });
    });
    return call;
}

QString deployedTitle(const Release& release)
{
    const QString bytes = byteText(release.totalBytes);
    return release.fileCount == 0 ? DeployPane::tr("Deployed without files")
                                  : DeployPane::tr("Deployed the site, %1, %2").arg(DeployWords::files(release.fileCount), bytes);
}

DeployPorts::Facts readFacts(Services& services)
{
    const Workspace& w = services.workspace();
    DeployPorts::Facts facts;
    facts.projectId = w.currentProjectId();
    facts.anonKey = w.anonKey();
    facts.siteUrl = w.siteUrl();
    facts.address = facts.siteUrl.authority();
    if (const auto& addresses = w.addresses().value; addresses && !addresses->isEmpty())
        facts.liveId = addresses->first().deploymentId;
    if (const auto project = w.currentProject())
        facts.projectName = project->name;
    facts.blocked = writeBlock(w, Capability::Releases);
    return facts;
}

} // namespace

DeployPane::DeployPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_journal(new ReleaseJournal(services.settings(), this)), m_view(new DeployView)
{
    setObjectName(QStringLiteral("deploy"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_view);
    column->addWidget(m_pages);

    DeployPorts ports;
    ports.facts = [&services] { return readFacts(services); };
    ports.releases = [&services]() -> Releases& { return services.releases(); };
    ports.addresses = [&services]() -> Addresses& { return services.addresses(); };
    ports.history = [this, &services](const QString& id) { return recentReleases(services, this, id); };
    ports.record = [&services](const Release& release) {
        // Without files there is no deployment to come back to.
        if (!release.id.isEmpty()) {
            services.releaseHistory().append(release);
            services.workspace().noteDeployment(release.projectId, release);
        }
        const QString where = release.addresses.isEmpty() ? release.url : release.addresses.first();
        services.workspace().record(QStringLiteral("release"), deployedTitle(release),
                                    {{QStringLiteral("id"), release.id}, {QStringLiteral("url"), where}});
    };
    ports.recordFailure = [&services](const QList<ReleaseStep>& steps, const Problem& problem) {
        QJsonArray done;
        QString at;
        for (const ReleaseStep& step : steps) {
            if (step.state == ReleaseStep::State::Done)
                done.append(DeployWords::step(step.kind));
            else if (step.state == ReleaseStep::State::Failed || step.state == ReleaseStep::State::Unknown)
                at = DeployWords::step(step.kind);
        }
        services.workspace().record(QStringLiteral("release"),
                                    at.isEmpty() ? tr("A deployment was not begun") : tr("A deployment stopped at: %1").arg(at),
                                    {{QStringLiteral("done"), done}, {QStringLiteral("code"), problem.code}});
    };
    ports.began = [this, &services](const ReleaseSpec& spec, const QList<ReleaseStep>& planned, std::function<void()> then) {
        leaveCut();
        // Without a journal a deployment still goes; only a crash could not be told then.
        m_journal->begin(spec, planned, services.workspace().serverNow(), readFacts(services).liveId)
            ->onDone(this, [then](const Result<Done>&) { then(); });
    };
    ports.moved = [this](const QList<ReleaseStep>& steps) { m_journal->note(steps); };
    ports.ended = [this] { m_journal->end(); };
    ports.keep = [&services](const Release& release, const QList<SiteFile>& files) {
        if (!release.id.isEmpty())
            services.releaseContents().keep(release, files);
    };
    ports.recordAddress = [&services](const Release& release, const QString& name) {
        services.releaseHistory().append(release);
        services.workspace().noteDeployment(release.projectId, release);
        services.workspace().record(QStringLiteral("release"), tr("Claimed the address %1").arg(name),
                                    {{QStringLiteral("id"), release.id}, {QStringLiteral("url"), release.addresses.first()}});
    };
    ports.recordRollBack = [&services](const Release& release) {
        services.workspace().refreshAddresses();
        services.workspace().record(QStringLiteral("release"), tr("Rolled back to %1").arg(release.id));
    };
    ports.fetch = [&services](const QByteArray& method, const QUrl& url, qint64 maxBytes) {
        HttpRequest request;
        request.method = method;
        request.url = url;
        request.idempotent = true;
        request.redirectIsAnswer = true;
        request.maxReplyBytes = maxBytes;
        request.timeoutMs = 10'000;
        request.label = QStringLiteral("site file");
        request.projectId = services.workspace().currentProjectId();
        return services.transport().send(request);
    };
    m_controller = new DeployController(*m_view, std::move(ports), this);
    connect(m_controller, &DeployController::openRequested, this, [](const QUrl& url) { QDesktopServices::openUrl(url); });
    connect(m_controller, &DeployController::previewRequested, this, &DeployPane::previewRequested);
    m_history = new HistoryView(services, [this] { return m_controller->chosenFiles(); });
    m_pages->addWidget(m_history);
    connect(m_view, &DeployView::deploymentsRequested, this, [this] { show(Part::History); });
    connect(m_history, &HistoryView::backRequested, this, [this] { show(Part::Deploy); });
    connect(m_history, &HistoryView::previewRequested, this, &DeployPane::previewRequested);
    connect(m_history, &HistoryView::againRequested, this, [this](const Release& release, const QList<SiteFile>& files) {
        m_controller->chooseKept(release, files);
        show(Part::Deploy);
    });
    connect(m_view, &DeployView::problemActionTriggered, this, &DeployPane::actionRequested);
    connect(&services.transport(), &Transport::requestStarted, this, &DeployPane::noteRequest);
    connect(&services.transport(), &Transport::requestChanged, this, &DeployPane::noteRequest);
    const Workspace& w = services.workspace();
    for (const auto signal : {&Workspace::connectionChanged, &Workspace::currentProjectChanged, &Workspace::projectsChanged,
                              &Workspace::addressesChanged, &Workspace::tierChanged, &Workspace::clockChanged})
        connect(&w, signal, m_controller, &DeployController::refreshFacts);
    for (const auto signal : {&Workspace::connectionChanged, &Workspace::currentProjectChanged})
        connect(&w, signal, this, &DeployPane::lookForCut);
    connect(m_view, &DeployView::cutActionTriggered, this, [this] {
        const bool whole = !m_cut || std::all_of(m_cut->steps.cbegin(), m_cut->steps.cend(),
                                                 [](const ReleaseStep& s) { return s.state == ReleaseStep::State::Done; });
        const QString source = m_cut ? m_cut->source : QString();
        leaveCut();
        if (!whole && QFileInfo::exists(source))
            m_controller->choose(source);
    });
    lookForCut();
}

DeployPane::~DeployPane() = default;

void DeployPane::setThumbnailSource(ThumbnailSource source)
{
    m_controller->setThumbnailSource(std::move(source));
}

void DeployPane::show(Part part)
{
    m_pages->setCurrentIndex(part == Part::Deploy ? 0 : 1);
    if (part == Part::Deploy)
        return;
    m_history->refresh();
    m_services.workspace().refreshAddresses();
    if (part == Part::ClaimAddress)
        m_history->addresses()->startClaim();
    else if (part == Part::LookUp)
        m_history->startLookUp();
}

void DeployPane::openSource(const QString& path)
{
    show(Part::Deploy);
    m_controller->choose(path);
}

/// The application ended in the middle of a deployment: what it did is asked of the server, and told.
void DeployPane::lookForCut()
{
    const Workspace& w = m_services.workspace();
    const QString project = w.currentProjectId();
    const int generation = ++m_cutGeneration;
    if (m_cut && m_cut->projectId != project) {
        m_cut.reset();
        m_view->showCut({}, {}, {});
    }
    if (!w.isConnected() || project.isEmpty() || m_controller->isRunning())
        return;
    m_journal->find(project)->onDone(this, [this, generation](const Result<std::optional<CutRelease>>& found) {
        if (generation != m_cutGeneration || !found.ok() || !*found || !m_services.hasSession())
            return;
        ReleaseJournal::settle(this, m_services, **found)->onDone(this, [this, generation](const Result<CutRelease>& cut) {
            if (generation == m_cutGeneration && cut.ok() && !m_controller->isRunning())
                showCut(*cut);
        });
    });
}

void DeployPane::showCut(const CutRelease& cut)
{
    m_cut = cut;
    QStringList done, missing, unknown;
    for (const ReleaseStep& step : cut.steps) {
        (step.state == ReleaseStep::State::Done ? done : step.state == ReleaseStep::State::Unknown ? unknown : missing)
            << DeployWords::step(step.kind);
    }
    QStringList text{tr("%1, begun %2.").arg(QFileInfo(cut.source).fileName(), QLocale().toString(cut.startedAt.toLocalTime(), QLocale::ShortFormat))};
    if (!done.isEmpty())
        text << tr("The server has: %1.").arg(done.join(QStringLiteral(", ")));
    if (!unknown.isEmpty())
        text << tr("Not known: %1.").arg(unknown.join(QStringLiteral(", ")));
    if (!missing.isEmpty())
        text << tr("Not there: %1.").arg(missing.join(QStringLiteral(", ")));
    const bool whole = missing.isEmpty() && unknown.isEmpty();
    m_view->showCut(whole ? tr("The app was closed during a deployment, which went through.") : tr("The app was closed in the middle of a deployment."),
                    text.join(QLatin1Char(' ')), !whole && QFileInfo::exists(cut.source) ? tr("Choose it again") : tr("Done"));
}

void DeployPane::leaveCut()
{
    if (!m_cut)
        return;
    m_journal->forget(m_cut->projectId);
    m_cut.reset();
    m_view->showCut({}, {}, {});
}

void DeployPane::noteRequest(const RequestRecord& record)
{
    if (!record.background && m_controller->isRunning() && (record.projectId.isEmpty() || record.projectId == m_services.workspace().currentProjectId()))
        m_view->log()->note(record);
}

} // namespace run402
