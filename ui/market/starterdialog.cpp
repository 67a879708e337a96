// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/starterdialog.h"

#include "services/services.h"
#include "services/store/releasehistory.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/progressring.h"
#include "ui/market/newprojectform.h"
#include "ui/market/pagestack.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int dialogWidth = 640;

QFrame* rule()
{
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    return line;
}

} // namespace

StarterDialog::StarterDialog(Services& services, const StarterCatalog& catalog, const Starter& starter, QWidget* anchor)
    : DialogFrame(anchor, dialogWidth), m_services(services), m_starter(starter), m_installer(tools(), catalog), m_pages(new PageStack)
{
    setObjectName(u"starter.dialog"_s);
    setAccessibleName(tr("Use %1").arg(starter.title));
    body()->addWidget(buildHead());
    body()->addWidget(rule());
    m_pages->addWidget(new FormScroll(buildForm(), dialogWidth));
    m_pages->addWidget(new FormScroll(buildSteps(), dialogWidth));
    body()->addWidget(m_pages, 1);
    buildFoot();
    setFirstFocus(m_form->nameEdit());
    auto* go = new QShortcut(QKeySequence(u"Ctrl+Return"_s), this);
    connect(go, &QShortcut::activated, this, [this] {
        if (m_go->isEnabled() && m_go->isVisible())
            m_go->click();
    });
    connect(&m_installer, &StarterInstaller::stepsChanged, this, &StarterDialog::showSteps);
    connect(&m_installer, &StarterInstaller::failed, this, &StarterDialog::showFailure);
    connect(&m_installer, &StarterInstaller::finished, this, &StarterDialog::finish);
    Workspace& w = services.workspace();
    connect(&w, &Workspace::environmentChanged, this, [this] { m_installer.interrupt(); });
    w.refreshTier();
    m_form->setName(starter.title);
    refresh();
}

StarterTools StarterDialog::tools()
{
    Services& s = m_services;
    return {[&s]() -> Projects& { return s.projects(); },   [&s]() -> Releases& { return s.releases(); },
            [&s]() -> Functions& { return s.functions(); }, [&s]() -> Addresses& { return s.addresses(); },
            [&s]() -> Database& { return s.database(); },
            [&s](const NewProject& project, const QString& name) { return s.workspace().adoptProject(project, name); },
            [&s] { return s.workspace().gateway().base; }};
}

QWidget* StarterDialog::buildHead()
{
    auto* head = new QWidget;
    head->setFixedHeight(Theme::of(this).scaled(52));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(20, 0, 12, 0);
    row->addWidget(new ElidedLabel(tr("Your own %1").arg(m_starter.title), Theme::Font::Title), 1);
    auto* close = new IconButton(u"x"_s, tr("Close"));
    connect(close, &QAbstractButton::clicked, this, &StarterDialog::reject);
    row->addWidget(close);
    return head;
}

QWidget* StarterDialog::buildForm()
{
    m_form = new NewProjectForm(m_services, {u"starter"_s, m_starter.variables, u"prototype"_s, int(m_starter.functions.size())});
    connect(m_form, &NewProjectForm::changed, this, &StarterDialog::refresh);
    connect(m_form, &NewProjectForm::paneRequested, this, [this](const QString& target) {
        Q_EMIT paneRequested(target);
        reject();
    });
    return m_form;
}

QWidget* StarterDialog::buildSteps()
{
    auto* page = new QWidget;
    m_stepColumn = new QVBoxLayout(page);
    m_stepColumn->setContentsMargins(20, 14, 20, 14);
    m_stepColumn->setSpacing(2);
    m_error = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_error->setObjectName(u"starter.error"_s);
    m_error->hide();
    m_stepColumn->addWidget(m_error);
    m_stepColumn->addStretch();
    return page;
}

void StarterDialog::buildFoot()
{
    m_note = new ElidedLabel({}, Theme::Font::Small, "text.muted");
    m_note->setObjectName(u"starter.note"_s);
    m_back = new Button(tr("Change values"));
    m_back->setObjectName(u"starter.back"_s);
    m_back->hide();
    m_cancel = new Button(tr("Cancel"));
    m_cancel->setObjectName(u"starter.cancel"_s);
    m_go = new Button(tr("Make it live, free"), u"rocket"_s, Button::Variant::Primary);
    m_go->setObjectName(u"starter.go"_s);
    m_go->setKeyHint(u"Ctrl ↵"_s);
    foot()->addWidget(m_note, 1);
    foot()->addWidget(m_back);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_go);
    connect(m_back, &Button::clicked, this, [this] {
        m_pages->setCurrentIndex(0);
        m_pages->updateGeometry();
        refresh();
    });
    connect(m_cancel, &Button::clicked, this, &StarterDialog::reject);
    connect(m_go, &Button::clicked, this, &StarterDialog::begin);
}

void StarterDialog::refresh()
{
    if (m_go && !m_installer.isRunning() && !m_installer.isFinished() && m_pages->currentIndex() == 0) {
        const bool begun = m_installer.hasBegun();
        m_go->setEnabled(m_form->isNamed() && (begun || m_form->isPaidFor()));
        m_go->setText(begun ? tr("Go on from there, free") : tr("Make it live, free"));
        m_note->setText(begun ? tr("The project is made; its name stays.") : tr("Takes about 10 seconds"));
        m_form->setNameEnabled(!begun);
        m_back->hide();
    }
}

void StarterDialog::reject()
{
    if (!m_installer.isRunning())
        DialogFrame::reject();
}

void StarterDialog::begin()
{
    if (m_installer.isFinished()) {
        Q_EMIT previewRequested(m_services.workspace().openable(m_installer.address()));
        accept();
        return;
    }
    if (!m_services.hasSession() || m_installer.isRunning() || !m_form->checkSettings())
        return;
    m_installer.setWish({m_starter, m_form->name(), m_form->subdomain(), m_form->values()});
    m_error->hide();
    m_pages->setCurrentIndex(1);
    m_pages->updateGeometry();
    m_back->hide();
    m_cancel->setEnabled(false);
    m_go->setBusy(true);
    m_note->setText({});
    m_installer.start();
}

QString StarterDialog::stepName(InstallStep::Kind kind) const
{
    switch (kind) {
    case InstallStep::Kind::Project: return tr("Make the project");
    case InstallStep::Kind::Tables: return tr("Create tables and example rows");
    case InstallStep::Kind::Rules: return tr("Set who may do what");
    case InstallStep::Kind::Policies: return tr("Set the finer rules");
    case InstallStep::Kind::Functions: return tr("Deploy functions");
    case InstallStep::Kind::Site: return tr("Send the page");
    case InstallStep::Kind::Setup: return tr("Make it yours");
    case InstallStep::Kind::Address: return tr("Take the address");
    }
    return {};
}

QString StarterDialog::stepDetail(const InstallStep& step) const
{
    using State = InstallStep::State;
    switch (step.state) {
    case State::Failed: return tr("failed");
    case State::Unknown: return tr("not known");
    case State::Running: return step.count > 1 ? tr("%1 of %2").arg(step.done).arg(step.count) : QString();
    case State::Done: return step.kind == InstallStep::Kind::Address || step.kind == InstallStep::Kind::Project ? step.detail : QString();
    case State::Skipped: return tr("not needed");
    case State::Waiting: break;
    }
    return {};
}

void StarterDialog::showSteps()
{
    using State = InstallStep::State;
    const QList<InstallStep>& steps = m_installer.steps();
    while (m_rows.size() > steps.size())
        delete m_rows.takeLast().box;
    while (m_rows.size() < steps.size()) {
        StepRow row{new QWidget, new IconLabel(u"circle"_s, 16), new ProgressRing, new Label({}, Theme::Font::Body), new ElidedLabel({}, Theme::Font::MonoSmall, "text.muted")};
        row.box->setFixedHeight(Theme::of(this).scaled(30));
        auto* line = new QHBoxLayout(row.box);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        line->addWidget(row.icon);
        line->addWidget(row.ring);
        line->addWidget(row.name);
        line->addStretch();
        line->addWidget(row.detail, 1);
        row.detail->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.detail->setTextFormat(Qt::PlainText);
        m_stepColumn->insertWidget(m_stepColumn->count() - 2, row.box); // before the error and the stretch
        m_rows << row;
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const InstallStep& s = steps[i];
        const StepRow& row = m_rows[i];
        const bool running = s.state == State::Running;
        row.ring->setVisible(running);
        row.icon->setVisible(!running);
        const bool done = s.state == State::Done || s.state == State::Skipped;
        const bool bad = s.state == State::Failed || s.state == State::Unknown;
        row.icon->setIconName(done ? u"circle-check"_s : s.state == State::Failed ? u"circle-x"_s : bad ? u"circle-help"_s : u"circle"_s);
        row.icon->setToken(done ? "accent.text" : bad ? "danger.text" : "text.disabled");
        row.name->setText(stepName(s.kind));
        row.name->setToken(done || running || bad ? "text.primary" : "text.muted");
        row.detail->setText(stepDetail(s));
    }
}

void StarterDialog::showFailure(const Problem& problem)
{
    m_go->setBusy(false);
    m_cancel->setEnabled(true);
    m_go->setEnabled(true);
    m_go->setText(m_installer.hasBegun() ? tr("Go on from there, free") : tr("Try again, free"));
    m_back->show();
    const ProblemWords words = problemWords(problem);
    const QString kept = m_installer.hasBegun() ? tr("What has a check mark stays and is not done again.") : tr("Nothing was made.");
    m_error->setText(tr("%1 %2").arg(problem.message.left(600), kept), words.title);
    m_error->show();
    m_note->setText({});
    if (problem.code.startsWith("address."_L1)) {
        m_pages->setCurrentIndex(0);
        m_pages->updateGeometry();
        refresh();
        m_form->setSubdomainProblem(problem.message);
    }
    m_services.workspace().refreshProject();
}

void StarterDialog::finish()
{
    Workspace& w = m_services.workspace();
    Release release = m_installer.release();
    release.projectId = m_installer.projectId();
    if (release.addresses.isEmpty() && m_installer.address() != QUrl(release.url))
        release.addresses << m_installer.address().toString();
    m_services.releaseHistory().append(release);
    w.noteDeployment(m_installer.projectId(), release);
    w.record(u"market"_s, tr("Made %1 from the starter %2").arg(m_form->name(), m_starter.title),
             {{u"starter"_s, m_starter.slug}, {u"project"_s, m_installer.projectId()}, {u"address"_s, m_installer.address().toString()}});
    w.refreshAll();
    m_go->setBusy(false);
    m_go->setKeyHint({});
    m_go->setIconName(u"app-window"_s);
    m_go->setText(tr("Open the page"));
    m_cancel->setEnabled(true);
    m_cancel->setText(tr("Close"));
    m_note->setText(tr("Live at %1").arg(w.openable(m_installer.address()).toString()));
    m_go->setFocus();
    // One click to a live app: the page opens by itself, beside the steps.
    Q_EMIT previewRequested(w.openable(m_installer.address()));
}

} // namespace run402
