// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contact/contactpane.h"

#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/toggleswitch.h"
#include "ui/contact/diagnostics.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr qsizetype longestMessage = 20'000; ///< characters of the person's own words

Label* words(const QString& text)
{
    auto* label = new Label(text, Theme::Font::Small, "text.secondary");
    label->setWordWrap(true);
    return label;
}

} // namespace

ContactPane::ContactPane(Services& services, FailedRequests failed, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_failed(std::move(failed))
{
    setObjectName(u"contact"_s);
    setProperty("surface", true);
    auto* page = new QWidget;
    page->setProperty("surface", true);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(20, 14, 20, 14);
    row->setSpacing(12);
    row->addWidget(buildMessage(), 3, Qt::AlignTop);
    row->addWidget(buildContact(), 2, Qt::AlignTop);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    connect(&m_workspace, &Workspace::connectionChanged, this, &ContactPane::refresh);
    connect(&m_services.wallets(), &Wallets::changed, this, &ContactPane::refresh);
    showDiagnostics();
    refresh();
}

QWidget* ContactPane::buildMessage()
{
    auto* card = new Card(tr("Message to Run402"));
    auto* column = card->body();
    column->setContentsMargins(14, 12, 14, 14);
    column->setSpacing(10);
    m_messageTrouble = new Banner(Tone::Danger, u"circle-alert"_s, {});
    m_messageTrouble->setObjectName(u"contact.messageProblem"_s);
    m_messageTrouble->hide();
    connect(m_messageTrouble, &Banner::actionTriggered, this, [this] { Q_EMIT actionRequested(m_action); });
    column->addWidget(m_messageTrouble);
    column->addWidget(words(tr("It goes to the people who run the service, signed with your wallet's address. Leave a contact if you want an answer.")));
    m_text = new QPlainTextEdit;
    m_text->setObjectName(u"contact.text"_s);
    m_text->setAccessibleName(tr("Message"));
    m_text->setPlaceholderText(tr("What happened, what you expected, what would help"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(150);
    column->addWidget(m_text);
    m_attach = new Switch(tr("Add diagnostics"));
    m_attach->setCheckable(true);
    m_attach->setObjectName(u"contact.attach"_s);
    column->addWidget(m_attach);
    m_diagnostics = new QPlainTextEdit;
    m_diagnostics->setObjectName(u"contact.diagnostics"_s);
    m_diagnostics->setAccessibleName(tr("Diagnostics that go with the message"));
    m_diagnostics->setReadOnly(true);
    m_diagnostics->setTabChangesFocus(true);
    m_diagnostics->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_diagnostics->setMinimumHeight(150);
    followFont(m_diagnostics, Theme::Font::MonoSmall);
    column->addWidget(m_diagnostics);
    auto* foot = new QHBoxLayout;
    foot->addWidget(words(tr("Exactly what stands here is sent. Keys never are.")), 1);
    m_send = new Button(tr("Send message, free"), u"send"_s, Button::Variant::Primary);
    m_send->setObjectName(u"contact.send"_s);
    foot->addWidget(m_send);
    column->addLayout(foot);
    connect(m_text, &QPlainTextEdit::textChanged, this, &ContactPane::refresh);
    connect(m_attach, &Switch::toggled, this, &ContactPane::showDiagnostics);
    connect(m_send, &Button::clicked, this, &ContactPane::send);
    return card;
}

QWidget* ContactPane::buildContact()
{
    auto* card = new Card(tr("How to reach you"));
    auto* column = card->body();
    column->setContentsMargins(14, 12, 14, 14);
    column->setSpacing(10);
    m_contactTrouble = new Banner(Tone::Danger, u"circle-alert"_s, {});
    m_contactTrouble->setObjectName(u"contact.contactProblem"_s);
    m_contactTrouble->hide();
    connect(m_contactTrouble, &Banner::actionTriggered, this, [this] { Q_EMIT actionRequested(m_action); });
    column->addWidget(m_contactTrouble);
    column->addWidget(words(tr("The service keeps one contact per wallet, for your agent too. Saving replaces all three fields; it cannot be read back.")));
    const auto add = [&](const QString& name, const QString& placeholder, const QString& id) {
        auto* edit = new LineEdit(placeholder);
        edit->setObjectName(id);
        edit->setAccessibleName(name);
        column->addWidget(new Field(name, edit));
        connect(edit, &QLineEdit::textChanged, this, &ContactPane::refresh);
        return edit;
    };
    m_name = add(tr("Name"), tr("You or your agent"), u"contact.name"_s);
    m_email = add(tr("E-mail, optional"), u"you@example.com"_s, u"contact.email"_s);
    m_webhook = add(tr("Webhook, optional"), u"https://"_s, u"contact.webhook"_s);
    auto* foot = new QHBoxLayout;
    foot->addStretch();
    m_save = new Button(tr("Save contact, free"), Button::Variant::Primary);
    m_save->setObjectName(u"contact.save"_s);
    foot->addWidget(m_save);
    column->addLayout(foot);
    connect(m_save, &Button::clicked, this, &ContactPane::saveContact);
    return card;
}

void ContactPane::activated()
{
    showDiagnostics();
}

QString ContactPane::whyNot() const
{
    if (!m_workspace.isConnected() || !m_services.hasSession())
        return tr("Not connected");
    if (!m_services.wallets().active(m_workspace.isSandbox()))
        return tr("A wallet signs it: make one first");
    return m_workspace.capabilities().whyNot(Capability::Messages);
}

void ContactPane::refresh()
{
    // The rules of contract.md §3.19, told before anything is sent.
    static const QRegularExpression mail(u"^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"_s);
    const QString email = m_email->text().trimmed(), hook = m_webhook->text().trimmed();
    m_email->setError(email.isEmpty() || mail.match(email).hasMatch() ? QString() : tr("This is not an e-mail address."));
    const QUrl url(hook, QUrl::StrictMode);
    const bool hookOk = hook.isEmpty() || (hook.startsWith("https://"_L1) && url.isValid() && !url.host().isEmpty());
    m_webhook->setError(hookOk ? QString() : tr("It must start with https:// and name a host."));
    const QString block = whyNot();
    const QString text = m_text->toPlainText();
    const bool tooLong = text.size() > longestMessage;
    m_send->setBusy(m_sending);
    m_send->setEnabled(block.isEmpty() && !text.trimmed().isEmpty() && !tooLong);
    m_send->setToolTip(tooLong ? tr("The message is longer than %1 characters.").arg(longestMessage) : block);
    m_save->setBusy(m_saving);
    m_save->setEnabled(block.isEmpty() && !m_name->text().trimmed().isEmpty() && m_email->error().isEmpty() && m_webhook->error().isEmpty());
    m_save->setToolTip(block);
}

void ContactPane::showDiagnostics()
{
    m_diagnostics->setVisible(m_attach->isChecked());
    if (m_attach->isChecked())
        m_diagnostics->setPlainText(diagnosticsText(m_workspace, m_failed ? m_failed() : QList<RequestRecord>()));
}

void ContactPane::send()
{
    if (m_sending || !m_services.hasSession())
        return;
    QString text = m_text->toPlainText().trimmed();
    if (m_attach->isChecked())
        text += u"\n\n-- diagnostics --\n"_s + m_diagnostics->toPlainText();
    m_sending = true;
    m_messageTrouble->hide();
    refresh();
    m_services.operatorDesk().message(text)->onDone(this, [this](const Result<Done>& done) {
        m_sending = false;
        if (done.ok()) {
            m_text->clear();
            m_attach->setChecked(false);
            m_workspace.record(u"message"_s, tr("Sent a message to Run402"));
            Q_EMIT noticed(tr("The message was sent"));
        } else {
            showProblem(m_messageTrouble, done.error());
        }
        refresh();
    });
}

void ContactPane::saveContact()
{
    if (m_saving || !m_services.hasSession())
        return;
    m_saving = true;
    m_contactTrouble->hide();
    refresh();
    m_services.operatorDesk().contact(m_name->text().trimmed(), m_email->text().trimmed(), m_webhook->text().trimmed())
        ->onDone(this, [this](const Result<QJsonObject>& done) {
            m_saving = false;
            if (done.ok()) {
                m_workspace.record(u"contact"_s, tr("Saved the contact of this wallet"));
                Q_EMIT noticed(tr("The contact was saved"));
            } else {
                showProblem(m_contactTrouble, done.error());
            }
            refresh();
        });
}

void ContactPane::showProblem(Banner* banner, const Problem& problem)
{
    if (problem.kind == Problem::Kind::Cancelled)
        return;
    const ProblemWords told = problemWords(problem);
    m_action = told.action == "retry"_L1 ? QString() : told.action;
    banner->setText(told.why.isEmpty() ? problem.message : told.why, told.title);
    banner->setAction(m_action.isEmpty() ? QString() : told.button);
    banner->show();
}

} // namespace run402
