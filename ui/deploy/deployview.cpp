// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/deployview.h"

#include "models/domain/datasize.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/problemview.h"
#include "ui/common/statestack.h"
#include "ui/deploy/changescard.h"
#include "ui/deploy/checkscard.h"
#include "ui/deploy/deploywords.h"
#include "ui/deploy/dropzone.h"
#include "ui/deploy/logcard.h"
#include "ui/deploy/resultcard.h"
#include "ui/deploy/stepscard.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

QList<FileTreeEntry> treeEntries(const ScanReport& report)
{
    using Category = FileTreeEntry::Category;
    const ScanResult& r = report.result;
    const QString prefix = QStringLiteral("site/");
    QList<FileTreeEntry> entries;
    for (const FileChange& c : report.changes)
        entries.append({prefix + c.path, c.path, Category::Site,
                        report.hasBase ? std::optional(c.kind) : std::nullopt, c.size, c.oldSize});
    for (const auto& f : r.spec.functions)
        entries.append({QStringLiteral("functions/%1.js").arg(f.name), f.name, Category::Function, std::nullopt,
                        f.code.toUtf8().size(), -1});
    if (!r.spec.migrationsFile.isEmpty())
        entries.append({QFileInfo(r.spec.migrationsFile).fileName(), r.spec.migrationsFile, Category::Migration,
                        std::nullopt, r.spec.migrations.toUtf8().size(), -1});
    if (r.isManifest()) {
        const QString path = r.manifest.isEmpty() ? r.chosen : r.manifest;
        entries.append({QFileInfo(path).fileName(), path, Category::Manifest, std::nullopt, QFileInfo(path).size(), -1});
    }
    return entries;
}

DeployView::DeployView(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("deploy.view"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 14, 20, 14);
    column->setSpacing(12);
    column->addWidget(buildHead());
    m_cut = new Banner(Tone::Warning, QStringLiteral("unplug"), {});
    m_cut->setObjectName(QStringLiteral("deploy.cut"));
    m_cut->actionButton()->setObjectName(QStringLiteral("deploy.cut.action"));
    m_cut->hide();
    column->addWidget(m_cut);
    connect(m_cut, &Banner::actionTriggered, this, &DeployView::cutActionTriggered);
    m_stale = new Banner(Tone::Info, QStringLiteral("refresh-cw"), tr("The files changed since they were read."));
    m_stale->setObjectName(QStringLiteral("deploy.stale"));
    m_stale->setAction(tr("Read them again"));
    m_stale->hide();
    column->addWidget(m_stale);
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addWidget(buildLeft(), 56);
    row->addWidget(m_right = buildRight(), 58);
    column->addLayout(row, 1);
    connect(m_stale, &Banner::actionTriggered, this, &DeployView::rescanRequested);
    showEmpty();
}

void DeployView::showCut(const QString& title, const QString& text, const QString& action)
{
    m_cut->setText(text, title);
    m_cut->setAction(action);
    m_cut->setVisible(!title.isEmpty());
}

QWidget* DeployView::buildHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new Label(tr("Deploy"), Theme::Font::Display));
    m_target = new ElidedLabel({}, Theme::Font::Body, "text.muted");
    m_target->setObjectName(QStringLiteral("deploy.target"));
    row->addWidget(m_target, 1);
    m_deployments = new Button(tr("Deployments"), QStringLiteral("history"), Button::Variant::Secondary);
    m_deployments->setObjectName(QStringLiteral("deploy.deployments"));
    m_cancel = new Button(tr("Cancel"), Button::Variant::Secondary);
    m_cancel->setObjectName(QStringLiteral("deploy.cancel"));
    m_retry = new Button(tr("Try again from here, free"), QStringLiteral("rotate-cw"), Button::Variant::Primary);
    m_retry->setObjectName(QStringLiteral("deploy.retry"));
    m_deploy = new Button(tr("Deploy, free"), QStringLiteral("rocket"), Button::Variant::Primary);
    m_deploy->setObjectName(QStringLiteral("deploy.deploy"));
    for (Button* b : {m_deployments, m_cancel, m_deploy, m_retry})
        row->addWidget(b);
    connect(m_deployments, &Button::clicked, this, &DeployView::deploymentsRequested);
    connect(m_cancel, &Button::clicked, this, &DeployView::cancelRequested);
    connect(m_retry, &Button::clicked, this, &DeployView::retryRequested);
    connect(m_deploy, &Button::clicked, this, &DeployView::deployRequested);
    return head;
}

QWidget* DeployView::buildLeft()
{
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_drop = new DropZone;
    column->addWidget(m_drop);
    m_source = new Banner(Tone::Info, QStringLiteral("braces"), {});
    m_source->setObjectName(QStringLiteral("deploy.source"));
    m_source->hide();
    column->addWidget(m_source);
    m_changes = new ChangesCard;
    auto* empty = new EmptyState(QStringLiteral("rocket"), tr("Put a site on its address"),
                                 tr("Choose a folder with an index.html, a zip of one, or an app.json that also brings "
                                    "migrations, access rules, secrets and functions."));
    m_files = new StateStack(m_changes, empty);
    m_files->setObjectName(QStringLiteral("deploy.files"));
    column->addWidget(m_files, 1);
    connect(m_files, &StateStack::cancelRequested, this, &DeployView::cancelRequested);
    connect(m_files, &StateStack::actionTriggered, this, [this] { Q_EMIT rescanRequested(); });
    connect(m_source, &Banner::actionTriggered, this, [this] { Q_EMIT plainFolderRequested(!m_plain); });
    return left;
}

QWidget* DeployView::buildRight()
{
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_steps = new StepsCard;
    column->addWidget(m_steps);
    m_below = new QStackedWidget;
    m_checks = new ChecksCard;
    m_log = new LogCard;
    m_problem = new ProblemView;
    m_problem->setObjectName(QStringLiteral("deploy.problem"));
    m_failure = new QWidget;
    auto* failed = new QVBoxLayout(m_failure);
    failed->setContentsMargins(0, 0, 0, 0);
    failed->setSpacing(12);
    failed->addWidget(m_problem);
    failed->addStretch();
    m_result = new ResultCard;
    const auto scrolled = [](QWidget* w) {
        auto* area = new QScrollArea;
        area->setFrameShape(QFrame::NoFrame);
        area->setWidgetResizable(true);
        area->setWidget(w);
        return area;
    };
    m_below->addWidget(scrolled(m_checks));
    m_below->addWidget(m_log);
    m_below->addWidget(scrolled(m_failure));
    m_below->addWidget(scrolled(m_result));
    column->addWidget(m_below, 1);
    connect(m_problem, &ProblemView::actionTriggered, this, [this](const QString& action) {
        if (action == QLatin1String("retry"))
            Q_EMIT retryRequested();
        else
            Q_EMIT problemActionTriggered(action);
    });
    return right;
}

void DeployView::setTarget(const QString& project, const QString& address)
{
    const QString where = address.isEmpty() ? tr("no address yet: you can choose one afterwards") : tr("to %1").arg(address);
    m_target->setText(project.isEmpty() ? where : tr("%1, %2").arg(project, where));
}

void DeployView::setBlocked(const QString& why)
{
    m_blocked = why;
    refreshButtons();
}

void DeployView::enter(Phase phase)
{
    m_phase = phase;
    m_drop->setLocked(phase == Phase::Running);
    m_right->setVisible(phase >= Phase::Ready);
    m_steps->setRunning(phase == Phase::Running);
    m_steps->setChoosable(phase == Phase::Ready);
    if (phase != Phase::Ready)
        m_source->setVisible(m_source->isVisible() && phase >= Phase::Ready && phase != Phase::Running);
    refreshButtons();
}

void DeployView::refreshButtons()
{
    const bool running = m_phase == Phase::Running;
    m_cancel->setVisible(running);
    m_deployments->setVisible(!running);
    m_retry->setVisible(m_phase == Phase::Failed);
    m_deploy->setBusy(running);
    m_deploy->setText(running                                      ? tr("Deploying")
                      : m_phase == Phase::Live                     ? tr("Deploy again, free")
                      : m_phase == Phase::Failed                   ? tr("Start over, free")
                                                                   : tr("Deploy, free"));
    m_deploy->setVariant(m_phase == Phase::Failed ? Button::Variant::Secondary : Button::Variant::Primary);
    m_deploy->setEnabled(m_phase >= Phase::Ready && !running && m_canSend && m_anyStep && m_blocked.isEmpty());
    m_retry->setEnabled(m_blocked.isEmpty());
    m_deploy->setToolTip(m_blocked);
}

void DeployView::showEmpty()
{
    m_drop->setPlace({});
    m_files->showEmpty();
    m_source->hide();
    m_stale->hide();
    m_canSend = false;
    enter(Phase::Empty);
}

void DeployView::showScanning(const QString& path, int files, qint64 bytes)
{
    if (m_phase != Phase::Scanning) {
        m_drop->setPlace(path);
        m_canSend = false;
        m_stale->hide();
        m_files->showLoading(tr("Reading the files"));
        enter(Phase::Scanning);
    }
    if (files > 0)
        m_drop->setNote(tr("%n file(s) read, %1", nullptr, files).arg(byteText(bytes)));
}

void DeployView::showScanProblem(const QString& path, const Problem& problem)
{
    m_drop->setPlace(path);
    m_files->showProblem(problem);
    m_source->hide();
    m_canSend = false;
    enter(Phase::Unreadable);
}

void DeployView::showChanges(const ScanReport& report)
{
    m_changes->setHeading(report.hasBase ? tr("Changes against live") : tr("Files to deploy"), report.hasBase);
    m_changes->setEntries(treeEntries(report));
}

void DeployView::showReport(const ScanReport& report, const QList<ReleaseStep>& planned, const QStringList& notes)
{
    const ScanResult& r = report.result;
    m_drop->setPlace(r.chosen);
    m_drop->setNote(r.strippedFolder.isEmpty() ? QString() : tr("The outer folder %1 was taken away").arg(r.strippedFolder));
    m_changes->setLimit(ScanLimits().contentBytes);
    showChanges(report);
    QStringList left;
    for (const SkippedFile& s : r.skipped.first(qMin<qsizetype>(30, r.skipped.size())))
        left << tr("%1: %2").arg(s.path, DeployWords::skipped(s.why));
    if (r.skipped.size() > 30)
        left << tr("and %1 more").arg(r.skipped.size() - 30);
    m_changes->setSkipped(int(r.skipped.size()), left.join(u'\n'));
    m_files->showContent();

    m_plain = r.source == ScanResult::Source::Folder;
    const QString name = QFileInfo(r.manifest).fileName();
    m_source->setText(m_plain ? tr("Only the files are deployed; %1 is left out.").arg(name)
                              : tr("The folder is read through its %1.").arg(name));
    m_source->setAction(m_plain ? tr("Use %1").arg(name) : tr("Only the files"));
    m_source->setVisible(!r.manifest.isEmpty());

    m_steps->setManifest(r.isManifest() ? QFileInfo(r.manifest.isEmpty() ? r.chosen : r.manifest).fileName() : QString());
    m_steps->setElapsed(-1);
    showPlan(planned);
    m_checks->setChecks(report.checks, notes);
    m_canSend = true;
    for (const SiteCheck& c : report.checks) {
        // The service refuses these; a page without them cannot work.
        if (c.state == SiteCheck::State::Failed && (c.id == SiteCheck::Id::IndexPage || c.id == SiteCheck::Id::Size))
            m_canSend = false;
    }
    m_below->setCurrentIndex(0);
    m_stale->hide();
    enter(Phase::Ready);
}

void DeployView::showRunning()
{
    m_log->clear();
    m_below->setCurrentWidget(m_log);
    m_stale->hide();
    enter(Phase::Running);
}

void DeployView::showSteps(const QList<ReleaseStep>& steps)
{
    m_steps->setSteps(steps);
}

void DeployView::showPlan(const QList<ReleaseStep>& steps)
{
    m_steps->setSteps(steps);
    m_anyStep = std::any_of(steps.cbegin(), steps.cend(),
                            [](const ReleaseStep& s) { return s.state != ReleaseStep::State::Skipped; });
    refreshButtons();
}

void DeployView::showElapsed(qint64 ms)
{
    m_steps->setElapsed(ms);
}

void DeployView::showProgress(qint64 sent, qint64 total)
{
    m_steps->setProgress(sent, total);
}

void DeployView::showLive(const Release& release, qint64 ms)
{
    m_steps->setElapsed(ms);
    m_changes->setHeading(tr("Deployed files"), true);
    m_result->setRelease(release, ms);
    m_result->setLines({});
    m_below->setCurrentIndex(3);
    enter(Phase::Live);
}

void DeployView::showFailure(const Problem& problem)
{
    Problem told = problem;
    // A failure of one step must not read as if the steps before it had not happened.
    if (told.mutation == Problem::Mutation::None && m_steps->doneCount() > 0)
        told.mutation = Problem::Mutation::Applied;
    m_problem->setProblem(told);
    m_below->setCurrentIndex(2);
    enter(Phase::Failed);
}

void DeployView::setStale(bool stale)
{
    m_stale->setVisible(stale && m_phase >= Phase::Ready && m_phase != Phase::Running);
}

} // namespace run402
