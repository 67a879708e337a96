// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/services.h"
#include "services/workspace.h"
#include "ui/auth/authpane.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"
#include "ui/rest/jsonhighlighter.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

QWidget* AuthPane::buildInspector()
{
    auto* box = new QWidget;
    box->setObjectName(QStringLiteral("auth.inspector"));
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    const auto fact = [&](const QString& name, Theme::Font font) {
        auto* pair = new QVBoxLayout;
        pair->setSpacing(1);
        pair->addWidget(new Label(name, Theme::Font::Small, "text.secondary"));
        auto* value = new Label({}, font);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        pair->addWidget(value);
        column->addLayout(pair);
        return value;
    };
    m_id = fact(tr("User id"), Theme::Font::Mono);
    m_email = fact(tr("E-mail"), Theme::Font::Body);
    m_providers = fact(tr("Sign-in"), Theme::Font::Body);
    m_rows = fact(tr("Rows that belong to this person"), Theme::Font::Body);
    column->addSpacing(6);
    auto* head = new QHBoxLayout;
    head->addWidget(new Label(tr("Session in this app"), Theme::Font::Subtitle), 1);
    m_session = new Chip({});
    m_session->setObjectName(QStringLiteral("auth.session"));
    head->addWidget(m_session);
    column->addLayout(head);
    m_countdown = new Label({}, Theme::Font::Small, "text.secondary");
    m_countdown->setObjectName(QStringLiteral("auth.countdown"));
    m_countdown->setWordWrap(true);
    column->addWidget(m_countdown);
    m_claims = new QPlainTextEdit;
    m_claims->setObjectName(QStringLiteral("auth.claims"));
    m_claims->setAccessibleName(tr("Claims of the access token"));
    m_claims->setReadOnly(true);
    m_claims->setFixedHeight(140);
    m_claims->setFont(Theme::of().font(Theme::Font::MonoSmall));
    new JsonHighlighter(m_claims->document());
    column->addWidget(m_claims);
    const auto button = [&](const QString& text, const char* name) {
        auto* b = new Button(text);
        b->setObjectName(QString::fromLatin1(name));
        return b;
    };
    m_use = button(tr("Use in other panes"), "auth.use");
    m_ask = button(tr("Ask who this is"), "auth.ask");
    m_ask->setToolTip(tr("GET /auth/v1/user with this session, as your app would. Free; counts as one API call."));
    m_refresh = button(tr("Refresh"), "auth.refresh");
    m_signOut = button(tr("Sign out"), "auth.signOut");
    m_forget = button(tr("Forget here"), "auth.forget");
    auto* first = new QHBoxLayout;
    first->addWidget(m_use);
    first->addWidget(m_ask);
    first->addStretch();
    auto* second = new QHBoxLayout;
    second->addWidget(m_refresh);
    second->addWidget(m_signOut);
    second->addWidget(m_forget);
    second->addStretch();
    m_who = new Label({}, Theme::Font::Small, "text.secondary");
    m_who->setObjectName(QStringLiteral("auth.who"));
    m_who->setWordWrap(true);
    m_who->hide();
    column->addWidget(m_who);
    column->addLayout(first);
    column->addLayout(second);
    column->addStretch();
    connect(m_use, &Button::clicked, this, [this] { m_users.setActive(m_users.activeId() == selectedId() ? QString() : selectedId()); });
    connect(m_ask, &Button::clicked, this, &AuthPane::askWho);
    connect(m_refresh, &Button::clicked, this, [this] {
        m_refresh->setBusy(true);
        m_users.refresh(selectedId())->onDone(this, [this](const Result<TestUsers::User>& r) {
            m_refresh->setBusy(false);
            if (!r.ok())
                showProblem(r.error());
        });
    });
    connect(m_signOut, &Button::clicked, this, [this] {
        m_users.signOut(selectedId())->onDone(this, [this](const Result<Done>& r) {
            if (!r.ok())
                showProblem(r.error());
        });
    });
    connect(m_forget, &Button::clicked, this, [this] { m_users.forget(selectedId()); });
    return box;
}

QWidget* AuthPane::inspectorWidget()
{
    return selectedId().isEmpty() ? nullptr : m_inspector;
}

QString AuthPane::inspectorTitle() const
{
    const auto user = m_users.find(selectedId());
    return user ? user->title() : selectedId().left(8);
}

void AuthPane::refreshInspector()
{
    const QString id = selectedId();
    const auto user = m_users.find(id);
    m_id->setText(id);
    m_email->setText(user ? user->email : tr("Not known"));
    m_providers->setText(user ? user->providers.join(QStringLiteral(", ")) : tr("Not known"));
    QStringList tables;
    for (const auto& [table, count] : m_owners.value(id).tables)
        tables << tr("%1: %2").arg(table).arg(count);
    m_rows->setText(tables.isEmpty() ? tr("None in the tables with an owner column") : tables.join(QLatin1Char('\n')));
    if (id != m_whoOf) {
        m_whoOf = id;
        m_who->clear();
        m_who->hide();
    }
    const bool in = user && user->isSignedIn();
    m_session->setText(in ? tr("Signed in") : tr("Signed out"));
    m_session->setTone(in ? Tone::Success : Tone::Neutral);
    m_use->setEnabled(in);
    m_ask->setEnabled(in);
    m_use->setText(in && m_users.activeId() == id ? tr("Stop using") : tr("Use in other panes"));
    m_refresh->setEnabled(in);
    m_signOut->setEnabled(in);
    m_forget->setEnabled(user.has_value());
    m_claims->clear();
    m_claims->setVisible(in);
    refreshCountdown();
    if (in)
        showClaims();
}

void AuthPane::refreshCountdown()
{
    const auto user = m_users.find(selectedId());
    if (!user || !user->isSignedIn())
        return m_countdown->setText(user ? tr("Sign in again to act as this person.") : tr("Only people signed in here can be acted as."));
    const qint64 seconds = QDateTime::currentDateTimeUtc().secsTo(user->expiresAt);
    m_countdown->setText(seconds <= 0 ? tr("The access token has run out. It is renewed when it is used next.")
                                      : tr("Access token runs out in %n minute(s). It is renewed by itself when it is used.", nullptr, int((seconds + 59) / 60)));
}

/// What the service itself says of the session: GET /auth/v1/user.
void AuthPane::askWho()
{
    const QString id = selectedId(), project = m_workspace.currentProjectId();
    m_ask->setBusy(true);
    const auto told = [this, id](const Result<AppAuth::Person>& r) {
        m_ask->setBusy(false);
        if (!r.ok())
            return showProblem(r.error());
        if (id != selectedId())
            return;
        const auto day = [](const QDateTime& at) {
            return at.isValid() ? QLocale(QLocale::English).toString(at.toLocalTime(), QStringLiteral("d MMM yyyy, HH:mm")) : tr("never");
        };
        QStringList lines{tr("Answered: %1").arg(r->email), tr("E-mail confirmed: %1").arg(day(r->emailVerifiedAt)),
                          tr("Last sign-in: %1").arg(day(r->lastSignInAt)), tr("Account made: %1").arg(day(r->createdAt))};
        for (const AppAuth::Identity& identity : r->identities)
            lines << tr("Identity: %1 %2").arg(identity.provider, identity.email);
        m_who->setText(lines.join(QLatin1Char('\n')));
        m_who->show();
    };
    m_users.accessToken(id)->onDone(this, [this, project, told](const Result<QByteArray>& token) {
        if (!token.ok())
            return told(token.error());
        m_services.appAuth().person(project, *token)->onDone(this, told);
    });
}

/// The middle part is no secret; the signature never comes on screen.
void AuthPane::showClaims()
{
    const QString id = selectedId();
    const auto user = m_users.find(id);
    if (!user || QDateTime::currentDateTimeUtc().secsTo(user->expiresAt) < 90)
        return; // looking must not renew
    m_users.accessToken(id)->onDone(this, [this, id](const Result<QByteArray>& token) {
        if (!token.ok() || id != selectedId())
            return;
        const QList<QByteArray> parts = token->split('.');
        if (parts.size() != 3 || parts.at(1).size() > 8192)
            return;
        const QByteArray claims = QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding);
        m_claims->setPlainText(QString::fromUtf8(QJsonDocument::fromJson(claims).toJson()).trimmed());
    });
}

} // namespace run402
