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
#include "ui/market/markettext.h"
#include "ui/market/pagestack.h"
#include "ui/market/subdomainfield.h"
#include "ui/market/tierbox.h"
#include "ui/market/variableform.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QShortcut>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int dialogWidth = 640; // mockup 09b
constexpr int longestName = 80;

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
    setFirstFocus(m_name);
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
    auto* form = new QWidget;
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    m_error = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_error->setObjectName(u"fork.error"_s);
    m_error->hide();
    column->addWidget(m_error);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(20);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_name = new LineEdit;
    m_name->setObjectName(u"fork.name"_s);
    m_name->setMaxLength(longestName);
    auto* nameBox = new QWidget;
    auto* nameColumn = new QVBoxLayout(nameBox);
    nameColumn->setContentsMargins(0, 0, 0, 0);
    nameColumn->setSpacing(4);
    auto* nameHead = new QHBoxLayout;
    nameHead->setSpacing(6);
    nameHead->addWidget(new Label(tr("Project name"), Theme::Font::Label));
    nameHead->addWidget(new Label(tr("required"), Theme::Font::CaptionPlain, "text.muted"));
    nameHead->addStretch();
    nameColumn->addLayout(nameHead);
    nameColumn->addWidget(m_name);
    nameColumn->addStretch();
    m_name->setAccessibleName(tr("Project name"));
    m_subdomain = new SubdomainField(m_services, u"fork.subdomain"_s);
    grid->addWidget(nameBox, 0, 0);
    grid->addWidget(m_subdomain, 0, 1);
    column->addLayout(grid);
    m_form = new VariableForm(u"fork"_s, m_app.variables);
    column->addWidget(m_form);
    m_form->setVisible(!m_app.variables.isEmpty() || m_app.functionCount != 0); // without functions nothing could set up
    m_tier = new TierBox(m_services, m_app.minTier, m_app.functionCount);
    column->addWidget(m_tier);
    column->addStretch();
    connect(m_tier, &TierBox::changed, this, &ForkDialog::refresh);
    connect(m_tier, &TierBox::paneRequested, this, [this](const QString& target) {
        Q_EMIT paneRequested(target);
        reject();
    });
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (!m_subdomainEdited)
            m_subdomain->setName(MarketText::subdomainOf(text));
        refresh();
    });
    connect(m_subdomain, &SubdomainField::edited, this, [this] { m_subdomainEdited = true; });
    connect(m_subdomain, &SubdomainField::changed, this, &ForkDialog::refresh);
    connect(m_form, &VariableForm::changed, this, &ForkDialog::refresh);
    return form;
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
        m_fork->setEnabled(!m_busy && !m_name->text().trimmed().isEmpty() && m_subdomain->isUsable() && m_tier->isOk());
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
    if (!m_form->check())
        return;
    m_error->hide();
    setBusy(true, tr("Copying tables, functions and site"));
    const Market::ForkRequest request{m_app.id, m_name->text().trimmed(), m_subdomain->name(), m_form->values()};
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
    if (p.code.startsWith("address."_L1)) {
        m_subdomain->setProblem(p.message);
        m_subdomain->edit()->setFocus();
    }
    const QString left = p.mutation == Problem::Mutation::Unknown ? tr("Whether the project was made is not known. Look at the list of projects before you try again.")
                                                                  : tr("Nothing was made.");
    m_error->setText(tr("%1 %2").arg(p.message, left), words.title);
    m_error->show();
    m_services.workspace().refreshProjects();
}

void ForkDialog::adopt(const ForkedProject& fork)
{
    setBusy(true, tr("Keeping the keys of the new project"));
    m_services.workspace().adoptProject(fork.project, m_name->text().trimmed())->onDone(this, [this, fork](const Result<Done>& kept) {
        setBusy(false);
        m_services.workspace().record(u"market"_s, tr("Forked %1 into %2").arg(m_app.name, m_name->text().trimmed()),
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
    m_title->setText(tr("Forked into %1").arg(m_name->text().trimmed()));
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
