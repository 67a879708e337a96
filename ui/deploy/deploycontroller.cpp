// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/deploycontroller.h"

#include "models/domain/datasize.h"
#include "services/deploy/releaseplan.h"
#include "services/worker.h"
#include "ui/common/confirmdialog.h"
#include "ui/deploy/changescard.h"
#include "ui/deploy/deployview.h"
#include "ui/deploy/deploywords.h"
#include "ui/deploy/dropzone.h"
#include "ui/deploy/resultcard.h"
#include "ui/deploy/stepscard.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

namespace run402 {

namespace {

constexpr qint64 diffBytes = 256 * 1024; // larger texts are compared by size only
constexpr qint64 pageBytes = 1024 * 1024;  // of the page that is asked whether it answers
constexpr int watchedFolders = 1000;

} // namespace

DeployController::DeployController(DeployView& view, DeployPorts ports, QObject* parent)
    : QObject(parent), m_view(view), m_ports(std::move(ports))
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(400);
    m_tick.setInterval(100);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        if (isRunning())
            m_settle.start();
        else
            rescan();
    });
    connect(&m_tick, &QTimer::timeout, this, [this] { m_view.showElapsed(m_clock.elapsed()); });
    connect(&m_scanner, &Scanner::progressed, this, [this](int files, qint64 bytes) {
        if (m_scan)
            m_view.showScanning(m_path, files, bytes);
    });
    const auto changed = [this] {
        m_view.setStale(true);
        m_settle.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, changed);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, changed);
    connect(m_view.drop(), &DropZone::chosen, this, &DeployController::choose);
    connect(m_view.drop(), &DropZone::watchToggled, this, &DeployController::setWatching);
    connect(&m_view, &DeployView::deployRequested, this, &DeployController::deploy);
    connect(&m_view, &DeployView::cancelRequested, this, &DeployController::cancel);
    connect(&m_view, &DeployView::retryRequested, this, &DeployController::retry);
    connect(&m_view, &DeployView::rescanRequested, this, &DeployController::rescan);
    connect(&m_view, &DeployView::plainFolderRequested, this, [this](bool plain) {
        m_mode = plain ? ScanMode::PlainFolder : ScanMode::Auto;
        rescan();
    });
    connect(m_view.changes(), &ChangesCard::fileChosen, this, &DeployController::showDiff);
    connect(m_view.steps(), &StepsCard::stepSwitched, this, &DeployController::switchStep);
    ResultCard* result = m_view.result();
    connect(result, &ResultCard::openRequested, this, &DeployController::openRequested);
    connect(result, &ResultCard::previewRequested, this, &DeployController::previewRequested);
    connect(result, &ResultCard::rollBackRequested, this, &DeployController::rollBack);
    connect(result, &ResultCard::nameEdited, this,
            [this](const QString& name) { m_view.result()->setNameProblem(m_ports.addresses().nameProblem(name)); });
    connect(result, &ResultCard::claimRequested, this, &DeployController::claim);
    refreshFacts();
}

void DeployController::refreshFacts()
{
    const auto facts = m_ports.facts();
    m_view.setTarget(facts.projectName, facts.address);
    m_view.setBlocked(facts.blocked);
}

void DeployController::choose(const QString& path)
{
    if (isRunning())
        return;
    m_kept.reset();
    m_path = QFileInfo(path).absoluteFilePath();
    m_mode = ScanMode::Auto;
    rescan();
}

void DeployController::chooseKept(const Release& release, const QList<SiteFile>& files)
{
    if (isRunning())
        return;
    ScanResult kept;
    kept.chosen = tr("%1, kept on this computer").arg(release.id);
    kept.spec.source = kept.chosen;
    kept.spec.files = files;
    kept.bodyBytes = requestBytes(files);
    m_path = kept.chosen;
    m_kept = std::move(kept);
    rescan();
}

void DeployController::rescan()
{
    if (m_path.isEmpty() || isRunning())
        return;
    for (const auto& call : {m_scan, m_compare}) {
        if (call)
            call->cancel();
    }
    const int generation = ++m_generation;
    m_report.reset();
    m_view.showScanning(m_path, 0, 0);
    const QString project = m_ports.facts().projectId;
    auto* history = m_ports.history(project);
    m_scan = history;
    history->onDone(this, [this, generation](const Result<QList<Release>>& r) {
        if (generation != m_generation)
            return;
        // Without a history there is nothing to compare with; that is no reason not to deploy.
        m_before = r.ok() && !r->isEmpty() ? std::optional(r->first()) : std::nullopt;
        if (!r.ok() && r.error().kind == Problem::Kind::Cancelled)
            return m_view.showEmpty();
        // Something else sent a deployment since: what is kept here is not what is live.
        const QString liveId = m_ports.facts().liveId;
        if (!liveId.isEmpty() && m_before && m_before->id != liveId)
            m_before.reset();
        if (!liveId.isEmpty() && !m_before) {
            m_before = Release();
            m_before->id = liveId;
        }
        scanWith(m_before);
    });
}

void DeployController::scanWith(const std::optional<Release>& live)
{
    const auto facts = m_ports.facts();
    ScanRequest request;
    request.path = m_path;
    request.ready = m_kept;
    request.mode = m_mode;
    request.context = {facts.anonKey, facts.projectId};
    if (live && !live->hashes.isEmpty()) {
        request.live = live->hashes;
        request.liveSizes = live->sizes;
    }
    const int generation = m_generation;
    auto* call = m_scanner.scan(request);
    m_scan = call;
    call->onDone(this, [this, generation](const Result<ScanReport>& r) {
        if (generation == m_generation)
            scanned(r);
    });
}

void DeployController::scanned(const Result<ScanReport>& report)
{
    m_scan.clear();
    if (!report.ok() && report.error().kind == Problem::Kind::Cancelled) {
        m_path.clear();
        return m_view.showEmpty();
    }
    if (!report.ok()) {
        m_view.showScanProblem(m_path, report.error());
        return watch();
    }
    m_report = *report;
    m_doneBefore.clear();
    m_live.reset();
    m_off.clear();
    m_migrations = DeployWords::migrations(m_report->result.spec);
    m_view.showReport(*m_report, planned(), notes());
    refreshFacts();
    watch();
    if (!m_report->hasBase)
        compareWithLive();
}

/// Without a history the live files themselves tell what changed. The files can be sent meanwhile.
void DeployController::compareWithLive()
{
    const QUrl site = m_ports.facts().siteUrl;
    if (site.isEmpty() || m_report->result.spec.files.isEmpty())
        return;
    m_view.drop()->setNote(tr("Comparing with what is live"));
    auto* call = LiveFiles::read(this, m_ports.fetch, site, m_report->result.spec.files, {});
    m_compare = call;
    call->onDone(this, [this, generation = m_generation](const Result<LiveState>& r) {
        if (generation != m_generation || !m_report || m_view.phase() != DeployView::Phase::Ready)
            return;
        m_view.drop()->setNote({});
        if (!r.ok())
            return;
        m_report->hasBase = true;
        m_report->changes = diffFiles(m_report->result.spec.files, r->hashes, r->sizes);
        m_view.showChanges(*m_report);
    });
}

QList<ReleaseStep> DeployController::worded(QList<ReleaseStep> steps, const ReleaseSpec& spec) const
{
    for (ReleaseStep& step : steps)
        step.detail = DeployWords::stepDetail(step, spec, m_migrations);
    return steps;
}

/// Every step the files have, those left out as Skipped.
QList<ReleaseStep> DeployController::planned() const
{
    const ReleaseSpec& all = m_report->result.spec;
    QList<ReleaseStep> steps = worded(plannedSteps(all), all);
    const QList<ReleaseStep> sent = plannedSteps(withoutSteps(all, m_off));
    for (ReleaseStep& step : steps) {
        const bool isSent = std::any_of(sent.cbegin(), sent.cend(),
                                        [&](const ReleaseStep& s) { return s.kind == step.kind; });
        if (!isSent)
            step.state = ReleaseStep::State::Skipped;
    }
    return steps;
}

void DeployController::switchStep(ReleaseStep::Kind kind, bool on)
{
    if (!m_report || m_view.phase() != DeployView::Phase::Ready)
        return;
    if (on)
        m_off.remove(kind);
    else
        m_off.insert(kind);
    m_view.showPlan(planned());
}

QStringList DeployController::notes() const
{
    QStringList lines;
    const ScanResult& r = m_report->result;
    const QString here = m_ports.facts().projectId;
    if (!r.spec.projectId.isEmpty() && r.spec.projectId != here)
        lines << tr("The manifest names %1. It goes to the current project, %2.").arg(r.spec.projectId, here);
    if (!r.ignoredKeys.isEmpty())
        lines << tr("Not used from the manifest: %1").arg(r.ignoredKeys.join(QStringLiteral(", ")));
    if (!r.spec.migrations.isEmpty())
        lines << tr("Migrations run on every deployment. Write them so that a second run does no harm.");
    return lines;
}

void DeployController::deploy()
{
    if (!m_report || isRunning())
        return;
    ReleaseSpec spec = withoutSteps(m_report->result.spec, m_off);
    spec.projectId = m_ports.facts().projectId;
    if (spec.files.isEmpty())
        return send(spec, {}); // the checks are about the pages
    for (const SiteCheck& c : std::as_const(m_report->checks)) {
        if (c.state != SiteCheck::State::Failed)
            continue;
        ConfirmDialog::Options ask;
        ask.title = DeployWords::check(c) + u'.';
        ask.text = DeployWords::advice(c);
        ask.accept = tr("Deploy anyway");
        ask.dangerous = true;
        ConfirmDialog::ask(&m_view, ask, this, [this, spec] { send(spec, {}); });
        return;
    }
    send(spec, {});
}

void DeployController::retry()
{
    if (isRunning() || m_view.phase() != DeployView::Phase::Failed)
        return;
    // What is taken out of the spec keeps its green row; the rest is planned again by the run.
    const ReleaseSpec left = remainingSpec(m_sent, m_steps);
    QList<ReleaseStep> done;
    const QList<ReleaseStep> again = plannedSteps(left);
    for (const ReleaseStep& s : std::as_const(m_steps)) {
        const bool repeated = std::any_of(again.cbegin(), again.cend(),
                                          [&](const ReleaseStep& p) { return p.kind == s.kind; });
        if (s.state == ReleaseStep::State::Done && !repeated)
            done << s;
    }
    send(left, done);
}

void DeployController::send(const ReleaseSpec& spec, const QList<ReleaseStep>& before)
{
    if (isRunning())
        return;
    if (m_compare)
        m_compare->cancel();
    m_sent = spec;
    m_doneBefore = before;
    m_view.result()->setPicture({});
    m_view.showRunning();
    stepsChanged(plannedSteps(spec));
    m_clock.start();
    m_tick.start();
    if (m_ports.began)
        m_ports.began(spec, plannedSteps(spec), [guard = QPointer(this), spec] {
            if (guard && !guard->isRunning())
                guard->commit(spec);
        });
    else
        commit(spec);
}

void DeployController::commit(const ReleaseSpec& spec)
{
    auto* call = m_ports.releases().commit(spec, [guard = QPointer(this)](const QList<ReleaseStep>& steps) {
        if (guard)
            guard->stepsChanged(steps);
    });
    m_run = call;
    connect(call, &CallBase::progressed, this,
            [this](qint64 sent, qint64 total) { m_view.showProgress(sent, total); });
    call->onDone(this, [this](const Result<Release>& outcome) { finished(outcome); });
}

void DeployController::stepsChanged(const QList<ReleaseStep>& steps)
{
    m_steps = m_doneBefore + worded(steps, m_sent);
    m_view.showSteps(m_steps);
    if (m_ports.moved)
        m_ports.moved(steps);
}

void DeployController::cancel()
{
    if (m_run)
        m_run->cancel();
    else if (m_scan)
        m_scan->cancel();
}

void DeployController::finished(const Result<Release>& outcome)
{
    m_run.clear();
    m_tick.stop();
    if (m_ports.ended)
        m_ports.ended();
    const qint64 elapsed = m_clock.elapsed();
    m_tookMs = elapsed;
    m_view.showElapsed(elapsed);
    if (!outcome.ok()) {
        if (m_ports.recordFailure)
            m_ports.recordFailure(m_steps, outcome.error());
        return m_view.showFailure(outcome.error());
    }
    m_live = *outcome;
    m_live->projectId = m_sent.projectId;
    m_view.showLive(*m_live, elapsed);
    m_view.result()->setCanRollBack(m_before.has_value() && !m_before->id.isEmpty());
    m_view.result()->suggestName(suggestion());
    m_ports.record(*m_live);
    if (m_ports.keep)
        m_ports.keep(*m_live, m_sent.files);
    Q_EMIT wentLive(*m_live);
    checkLive();
}

QString DeployController::suggestion() const
{
    const QString name = DeployWords::suggestedAddress(m_ports.facts().projectName);
    return name.isEmpty() || m_ports.addresses().nameProblem(name).isEmpty() ? name : QString();
}

void DeployController::checkLive()
{
    QList<ResultCard::Line> lines;
    if (m_report) {
        for (const SiteCheck& c : std::as_const(m_report->checks)) {
            if (c.id == SiteCheck::Id::AnonKey && c.state != SiteCheck::State::NotNeeded)
                lines.append({DeployWords::check(c), c.state == SiteCheck::State::Passed});
        }
    }
    m_view.result()->setLines(lines);
    const QUrl address = m_view.result()->address();
    if (!address.isValid() || address.isEmpty())
        return;
    m_ports.fetch("GET", address, pageBytes)->onDone(this, [this, lines, id = m_live->id](const Result<HttpReply>& r) mutable {
        if (!m_live || m_live->id != id)
            return;
        if (r.ok())
            lines.prepend({tr("Page answers %1 in %2 ms").arg(r->status).arg(r->elapsedMs), r->status == 200});
        else
            lines.prepend({tr("Page does not answer yet"), false});
        m_view.result()->setLines(lines);
        // The first picture starts the browser, which takes a moment: what is known is drawn before.
        if (r.ok() && r->status == 200)
            QTimer::singleShot(100, this, &DeployController::drawLive);
    });
}

void DeployController::drawLive()
{
    if (!m_ports.thumbnail || !m_live)
        return;
    m_ports.thumbnail(m_view.result()->address(), this, [this, id = m_live->id](const QPixmap& picture) {
        if (m_live && m_live->id == id)
            m_view.result()->setPicture(picture);
    });
}

void DeployController::rollBack()
{
    if (!m_before || !m_live)
        return;
    ConfirmDialog::Options ask;
    ask.title = tr("Go back to the deployment before?");
    ask.text = tr("The project's addresses show %1 again. Data, functions and secrets stay as they are now.").arg(m_before->id);
    ask.accept = tr("Roll back");
    ConfirmDialog::ask(&m_view, ask, this, [this] {
        const Release older = *m_before;
        m_ports.releases().promote(m_sent.projectId, older.id)->onDone(this, [this, older](const Result<Done>& r) {
            if (!r.ok())
                return m_view.showFailure(r.error());
            m_view.result()->setCanRollBack(false);
            m_view.result()->setPicture({});
            m_view.result()->setLines({{tr("Rolled back: the addresses show %1").arg(older.id), true}});
            m_ports.recordRollBack(older);
            Q_EMIT wentLive(older);
        });
    });
}

void DeployController::claim(const QString& name)
{
    if (!m_live)
        return;
    m_view.result()->setClaiming(true);
    m_ports.addresses().claim(m_sent.projectId, name, m_live->id)->onDone(this, [this, name](const Result<Address>& r) {
        m_view.result()->setClaiming(false);
        if (!r.ok())
            return m_view.result()->setNameProblem(r.error().message);
        if (!m_live)
            return;
        m_live->addresses = {r->url};
        m_view.result()->setRelease(*m_live, m_tookMs);
        m_ports.recordAddress(*m_live, name);
        Q_EMIT wentLive(*m_live);
    });
}

const SiteFile* DeployController::fileOf(const QString& path) const
{
    if (!m_report)
        return nullptr;
    for (const SiteFile& f : m_report->result.spec.files) {
        if (f.path == path)
            return &f;
    }
    return nullptr;
}

void DeployController::showDiff(const FileTreeEntry& entry)
{
    m_diffKey = entry.key;
    const SiteFile* file = fileOf(entry.key);
    if (entry.category != FileTreeEntry::Category::Site || entry.kind != FileChange::Kind::Changed || !file)
        return;
    const QUrl site = m_ports.facts().siteUrl;
    const QString size = byteText(file->size);
    if (!site.isValid() || site.isEmpty() || file->size > diffBytes)
        return m_view.changes()->setDiff(entry.key, std::nullopt, tr("changed, now %1").arg(size));
    QUrl address = site;
    address.setPath(u'/' + entry.key);
    m_view.changes()->setDiff(entry.key, std::nullopt, tr("fetching what is live"));
    m_ports.fetch("GET", address, diffBytes)->onDone(this, [this, file = *file, size](const Result<HttpReply>& r) {
        if (m_diffKey != file.path)
            return;
        if (!r.ok() || r->status != 200 || r->body.left(8192).contains('\0'))
            return m_view.changes()->setDiff(file.path, std::nullopt, tr("changed, now %1").arg(size));
        using Lines = std::optional<QList<ChangedLine>>;
        const qint64 before = r->body.size();
        onWorker(this, [file, live = r->body]() -> Lines {
            QByteArray now = file.data;
            if (!file.diskPath.isEmpty()) {
                QFile in(file.diskPath);
                if (!in.open(QIODevice::ReadOnly))
                    return std::nullopt;
                now = in.read(diffBytes);
            }
            if (now.left(8192).contains('\0'))
                return std::nullopt;
            return diffLines(QString::fromUtf8(live), QString::fromUtf8(now));
        }, [this, file, before](const Lines& lines) {
            if (m_diffKey != file.path)
                return;
            m_view.changes()->setDiff(file.path, lines,
                                      lines ? QString()
                                            : tr("%1 before, %2 now").arg(byteText(before),
                                                                          byteText(file.size)));
        });
    });
}

void DeployController::setWatching(bool on)
{
    m_watching = on;
    watch();
}

void DeployController::watch()
{
    const QStringList old = m_watcher.files() + m_watcher.directories();
    if (!old.isEmpty())
        m_watcher.removePaths(old);
    if (!m_watching || m_path.isEmpty() || m_kept)
        return;
    QSet<QString> paths{m_path};
    if (m_report) {
        const ScanResult& r = m_report->result;
        for (const QString& extra : {r.manifest, r.spec.migrationsFile}) {
            if (!extra.isEmpty())
                paths.insert(extra);
        }
        // Folders tell of new and renamed files, files of edits in place.
        for (const SiteFile& f : r.spec.files) {
            if (paths.size() >= watchedFolders)
                break;
            if (!f.diskPath.isEmpty()) {
                paths.insert(f.diskPath);
                paths.insert(QFileInfo(f.diskPath).path());
            }
        }
    }
    m_watcher.addPaths(paths.values());
}

} // namespace run402
