// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/forkdialog.h"

#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/market/forkresultview.h"
#include "ui/market/newprojectform.h"
#include "ui/market/pagestack.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QShortcut>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int dialogWidth = 640; // mockup 09b

} // namespace

ForkDialog::ForkDialog(Services& services, const AppVersion& app, QWidget* anchor)
    : DialogFrame(anchor, dialogWidth), m_services(services), m_app(app), m_pages(new PageStack)
{
    setObjectName(u"fork.dialog"_s);
    setAccessibleName(tr("Fork %1").arg(app.name));
    auto* head = new QWidget;
    head->setFixedHeight(Theme::of(this).scaled(52));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(20, 0, 12, 0);
    m_title = new ElidedLabel(tr("Fork %1").arg(app.name), Theme::Font::Title);
    row->addWidget(m_title, 1);
    auto* close = new IconButton(u"x"_s, tr("Close"));
    connect(close, &QAbstractButton::clicked, this, &ForkDialog::reject);
    row->addWidget(close);
    body()->addWidget(head);
    auto* rule = new QFrame;
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    body()->addWidget(rule);
    m_pages->addWidget(new FormScroll(buildForm(), dialogWidth));
    body()->addWidget(m_pages, 1);
    buildFoot();
    setFirstFocus(m_form->nameEdit());
    auto* go = new QShortcut(QKeySequence(u"Ctrl+Return"_s), this);
    connect(go, &QShortcut::activated, this, [this] {
        if (m_fork->isEnabled() && m_fork->isVisible())
            m_fork->click();
    });
    m_services.workspace().refreshTier();
    refresh();
}

QWidget* ForkDialog::buildForm()
{
    m_error = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_error->setObjectName(u"fork.error"_s);
    m_error->hide();
    // Without functions nothing could read the settings.
    const bool settings = !m_app.variables.isEmpty() || m_app.functionCount != 0;
    m_form = new NewProjectForm(m_services, {u"fork"_s, m_app.variables, m_app.minTier, m_app.functionCount, settings}, m_error);
    connect(m_form, &NewProjectForm::changed, this, &ForkDialog::refresh);
    connect(m_form, &NewProjectForm::paneRequested, this, [this](const QString& target) {
        Q_EMIT paneRequested(target);
        reject();
    });
    return m_form;
}

void ForkDialog::buildFoot()
{
    m_note = new ElidedLabel(tr("Takes about 10 seconds"), Theme::Font::Small, "text.muted");
    m_cancel = new Button(tr("Cancel"));
    m_cancel->setObjectName(u"fork.cancel"_s);
    m_fork = new Button(tr("Fork, free"), Button::Variant::Primary);
    m_fork->setObjectName(u"fork.submit"_s);
    m_fork->setKeyHint(u"Ctrl ↵"_s);
    foot()->addWidget(m_note, 1);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_fork);
    connect(m_cancel, &Button::clicked, this, &ForkDialog::reject);
    connect(m_fork, &Button::clicked, this, &ForkDialog::submit);
}

void ForkDialog::refresh()
{
    if (!m_result && m_fork)
        m_fork->setEnabled(!m_busy && m_form->isNamed() && m_form->isPaidFor());
}

void ForkDialog::setBusy(bool busy, const QString& note)
{
    m_busy = busy;
    m_fork->setBusy(busy);
    m_cancel->setEnabled(!busy);
    m_pages->widget(0)->setEnabled(!busy);
    m_note->setText(note);
    refresh();
}

void ForkDialog::reject()
{
    if (!m_busy)
        DialogFrame::reject();
}

void ForkDialog::submit()
{
    if (m_result) {
        accept();
        return;
    }
    if (m_busy || !m_services.hasSession())
        return;
    // Without named variables nothing is known to be wrong; with them the service would run the setup and fail it.
    if (!m_form->checkSettings())
        return;
    m_error->hide();
    setBusy(true, tr("Copying tables, functions and site"));
    const Market::ForkRequest request{m_app.id, m_form->name(), m_form->subdomain(), m_form->values()};
    m_services.market().fork(request)->onDone(this, [this](const Result<ForkedProject>& r) { forked(r); });
}

void ForkDialog::forked(const Result<ForkedProject>& fork)
{
    if (fork.ok()) {
        adopt(*fork);
        return;
    }
    setBusy(false, tr("Takes about 10 seconds"));
    const Problem& p = fork.error();
    const ProblemWords words = problemWords(p);
    if (p.code.startsWith("address."_L1))
        m_form->setSubdomainProblem(p.message);
    const QString left = p.mutation == Problem::Mutation::Unknown ? tr("Whether the project was made is not known. Look at the list of projects before you try again.")
                                                                  : tr("Nothing was made.");
    m_error->setText(tr("%1 %2").arg(p.message, left), words.title);
    m_error->show();
    m_services.workspace().refreshProjects();
}

void ForkDialog::adopt(const ForkedProject& fork)
{
    setBusy(true, tr("Keeping the keys of the new project"));
    m_services.workspace().adoptProject(fork.project, m_form->name())->onDone(this, [this, fork](const Result<Done>& kept) {
        setBusy(false);
        m_services.workspace().record(u"market"_s, tr("Forked %1 into %2").arg(m_app.name, m_form->name()),
                                      {{u"version"_s, m_app.id}, {u"project"_s, fork.project.id}});
        m_services.workspace().refreshProjects();
        ForkedProject shown = fork;
        wipe(shown.project.serviceKey);
        if (!kept.ok()) {
            m_error->setText(kept.error().message, problemWords(kept.error()).title);
            m_error->show();
        }
        m_made = shown;
        showResult(shown);
    });
}

void ForkDialog::showResult(const ForkedProject& fork)
{
    const QUrl site(fork.subdomainUrl.isEmpty() ? fork.siteUrl : fork.subdomainUrl);
    const QUrl open = site.isEmpty() ? QUrl() : m_services.workspace().openable(site);
    if (!fork.deploymentId.isEmpty()) {
        Release release;
        release.id = fork.deploymentId;
        release.projectId = fork.project.id;
        release.url = fork.siteUrl;
        if (!fork.subdomainUrl.isEmpty())
            release.addresses << fork.subdomainUrl;
        m_services.workspace().noteDeployment(fork.project.id, release);
    }
    m_result = new ForkResultView(fork, open, fork.functions.contains("bootstrap"_L1));
    m_pages->addWidget(new FormScroll(m_result, dialogWidth));
    m_pages->setCurrentIndex(1);
    m_pages->updateGeometry();
    m_title->setText(tr("Forked into %1").arg(m_form->name()));
    m_note->setText({});
    m_cancel->setText(tr("Close"));
    m_fork->setKeyHint({});
    m_fork->setIconName(u"app-window"_s);
    m_fork->setText(tr("Open the page"));
    m_fork->setVisible(!open.isEmpty());
    m_fork->setEnabled(true);
    connect(this, &QDialog::accepted, this, [this, open] { Q_EMIT previewRequested(open); });
    connect(m_result, &ForkResultView::bootstrapRequested, this, &ForkDialog::runBootstrap);
    connect(m_result, &ForkResultView::paneRequested, this, [this](const QString& target) {
        Q_EMIT paneRequested(target);
        DialogFrame::reject();
    });
    (m_fork->isVisible() ? m_fork : m_cancel)->setFocus();
}

void ForkDialog::runBootstrap()
{
    if (!m_made || !m_services.hasSession())
        return;
    m_result->setBootstrapBusy(true);
    const QByteArray body = QJsonDocument(m_form->values()).toJson(QJsonDocument::Compact);
    m_services.functions().invoke(m_made->project.id, u"bootstrap"_s, "POST", {}, body, Role::Service)
        ->onDone(this, [this](const Result<Functions::Invocation>& r) {
            m_result->setBootstrapBusy(false);
            if (!r.ok()) {
                m_result->showBootstrap({}, problemWords(r.error()).title + u'\n' + r.error().message);
                return;
            }
            constexpr int firstError = 400;
            const QString text = QString::fromUtf8(r->body);
            if (r->status >= firstError) {
                m_result->showBootstrap({}, tr("bootstrap answered %1: %2").arg(r->status).arg(text.left(20'000)));
                return;
            }
            const QJsonDocument json = QJsonDocument::fromJson(r->body);
            m_result->showBootstrap(json.isObject() ? QJsonValue(json.object()) : json.isArray() ? QJsonValue(json.array()) : QJsonValue(text), {});
            m_services.workspace().record(u"market"_s, tr("Ran the setup of %1").arg(m_app.name));
        });
}

} // namespace run402
