// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/tryit.h"

#include "models/item/functionlistmodel.h"
#include "models/sql/jshighlight.h"
#include "services/auth/testusers.h"
#include "services/net/redact.h"
#include "ui/common/button.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/functions/responseview.h"
#include "ui/sql/plainhighlighter.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int mostHistory = 50;
constexpr qint64 againSlackMs = 2500; ///< the service's clock is known to the second, and it writes lines late
constexpr auto anonymousId = "anon"_L1, serviceId = "service"_L1, signInId = "sign-in"_L1;

QString shellQuoted(QString text)
{
    return u'\'' + text.replace(u'\'', "'\\''"_L1) + u'\'';
}

QPlainTextEdit* makeText(const char* name, const QString& spoken, const QString& hint)
{
    auto* text = new QPlainTextEdit;
    text->setObjectName(QString::fromLatin1(name));
    text->setAccessibleName(spoken);
    text->setPlaceholderText(hint);
    text->setFont(Theme::of().font(Theme::Font::Mono));
    text->setTabChangesFocus(true);
    return text;
}

} // namespace

TryIt::TryIt(Send send, TestUsers& users, QWidget* parent) : QWidget(parent), m_send(std::move(send)), m_users(users)
{
    setObjectName(u"functions.tryit"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(buildRequest());
    m_response = new ResponseView;
    column->addWidget(m_response, 1);
    connect(m_response, &ResponseView::logsRequested, this, [this](const QDateTime& since) { Q_EMIT logsRequested(m_function, since); });
    connect(&m_users, &TestUsers::changed, this, &TryIt::fillRoles);
    fillRoles();
    refreshTabs();
}

QWidget* TryIt::buildHead()
{
    auto* head = new QWidget;
    head->setProperty("bar", true);
    head->setFixedHeight(Theme::of(this).scaled(36));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(14, 0, 10, 0);
    row->setSpacing(4);
    row->addWidget(new Label(tr("Try it"), Theme::Font::Subtitle));
    row->addStretch();
    m_historyButton = new IconButton(u"history"_s, tr("Requests sent before"));
    m_historyButton->setObjectName(u"functions.history"_s);
    m_historyButton->setSmall(true);
    m_historyButton->setEnabled(false);
    auto* curl = new Button(tr("curl"), u"code-xml"_s, Button::Variant::Ghost);
    curl->setObjectName(u"functions.curl"_s);
    curl->setSize(Button::Size::Small);
    curl->setToolTip(tr("Copy as curl; keys are left as $NAMES"));
    row->addWidget(m_historyButton);
    row->addWidget(curl);
    connect(m_historyButton, &IconButton::clicked, this, &TryIt::showHistory);
    connect(curl, &Button::clicked, this, &TryIt::copyCurl);
    return head;
}

QWidget* TryIt::buildRequest()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_method = new QComboBox;
    m_method->setObjectName(u"functions.method"_s);
    m_method->setAccessibleName(tr("Method"));
    m_method->addItems({u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s});
    m_method->setCurrentText(u"POST"_s);
    m_role = new QComboBox;
    m_role->setObjectName(u"functions.role"_s);
    m_role->setAccessibleName(tr("Send as"));
    m_go = new Button(tr("Send"), u"play"_s, Button::Variant::Primary);
    m_go->setObjectName(u"functions.send"_s);
    m_go->setToolTip(tr("Ctrl+Enter. Free; counts as one API call."));
    row->addWidget(m_method);
    row->addWidget(m_role, 1);
    row->addWidget(m_go);
    column->addLayout(row);
    auto* target = new QHBoxLayout;
    target->setSpacing(8);
    m_path = new LineEdit(tr("/sub/path?query=1"));
    m_path->setObjectName(u"functions.path"_s);
    m_path->setAccessibleName(tr("Sub-path and query"));
    m_path->setMono(true);
    m_tabs = new SegmentedControl;
    m_tabs->setObjectName(u"functions.requestTabs"_s);
    m_tabs->setAccessibleName(tr("Part of the request"));
    m_tabs->setSmall(true);
    m_tabs->addSegment(tr("Body"));
    m_tabs->addSegment(tr("Headers"));
    m_tabs->setCurrent(0);
    target->addWidget(m_path, 1);
    target->addWidget(m_tabs);
    column->addLayout(target);
    m_body = makeText("functions.body", tr("Body of the request, JSON"), tr("JSON body; functions receive no other kind"));
    m_headers = makeText("functions.headers", tr("Headers of the request"), u"Content-Type: application/json"_s);
    new PlainHighlighter(m_body->document(), std::make_unique<JsHighlighter>());
    for (QPlainTextEdit* text : {m_body, m_headers}) {
        text->setFixedHeight(Theme::of(this).scaled(90));
        column->addWidget(text);
    }
    m_note = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    connect(m_go, &Button::clicked, this, &TryIt::send);
    connect(m_tabs, &SegmentedControl::currentChanged, this, &TryIt::refreshTabs);
    connect(m_method, &QComboBox::currentTextChanged, this, &TryIt::refreshTabs);
    connect(m_role, &QComboBox::activated, this, &TryIt::roleChosen);
    connect(m_path, &QLineEdit::returnPressed, this, &TryIt::send);
    return box;
}

void TryIt::refreshTabs()
{
    const bool headers = m_tabs->current() == 1;
    m_body->setVisible(!headers);
    m_headers->setVisible(headers);
    m_body->setEnabled(m_method->currentText() != "GET"_L1);
    if (!m_blocked.isEmpty())
        m_note->setText(m_blocked);
    else if (headers)
        m_note->setText(tr("The service passes only authorization, content-type and apikey on to a function."));
    m_note->setVisible(headers || !m_blocked.isEmpty());
    m_go->setEnabled(m_blocked.isEmpty() && !m_url.isEmpty());
}

void TryIt::setFunction(const QString& name, const QString& url, const QString& bodyHint)
{
    if (name != m_function) {
        if (m_running)
            m_running->cancel();
        m_response->clear();
        for (const TryCall& call : std::as_const(m_history)) {
            if (call.function == name) {
                showCall(call);
                break;
            }
        }
        if (!bodyHint.isEmpty() && m_body->toPlainText().isEmpty())
            m_body->setPlainText(bodyHint);
    }
    m_function = name;
    m_url = url;
    refreshTabs();
}

void TryIt::setBlocked(const QString& why)
{
    m_blocked = why;
    refreshTabs();
}

void TryIt::setBody(const QString& body) { m_body->setPlainText(body); }

HeaderList TryIt::headerList(QString* error) const
{
    HeaderList list;
    const QStringList lines = m_headers->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const qsizetype colon = line.indexOf(u':');
        const QByteArray name = line.left(colon).trimmed().toLatin1(), value = line.mid(colon + 1).trimmed().toLatin1();
        static const QByteArray odd("()<>@,;:\\\"/[]?={} \t");
        const bool bad = colon <= 0 || name.isEmpty() || std::any_of(name.cbegin(), name.cend(), [](char c) { return c < 33 || c > 126 || odd.contains(c); });
        if (bad) {
            *error = tr("This is no header: %1").arg(line.left(60));
            return {};
        }
        list.append({name, value});
    }
    return list;
}

Role TryIt::role() const
{
    const QString id = m_role->currentData().toString();
    return id == anonymousId ? Role::Anonymous : id == serviceId ? Role::Service : Role::User;
}

void TryIt::fillRoles()
{
    const QString chosen = m_role->count() == 0 ? (m_users.activeId().isEmpty() ? QString(anonymousId) : m_users.activeId()) : m_role->currentData().toString();
    m_role->clear();
    m_role->addItem(Icons::get("globe"), tr("Anonymous"), QString(anonymousId));
    for (const TestUsers::User& user : m_users.users()) {
        if (user.isSignedIn())
            m_role->addItem(Icons::get("user"), user.title(), user.id);
    }
    m_role->addItem(Icons::get("key-round"), tr("Service key"), QString(serviceId));
    m_role->insertSeparator(m_role->count());
    m_role->addItem(Icons::get("user-plus"), tr("Sign in a test user…"), QString(signInId));
    m_role->setCurrentIndex(std::max(0, m_role->findData(chosen)));
    m_roleBefore = m_role->currentIndex();
}

void TryIt::roleChosen(int index)
{
    if (m_role->itemData(index).toString() != signInId) {
        m_roleBefore = index;
        return;
    }
    m_role->setCurrentIndex(m_roleBefore);
    Q_EMIT usersRequested();
}

void TryIt::setRunning(bool on)
{
    m_go->setText(on ? tr("Stop waiting") : tr("Send"));
    m_go->setIconName(on ? u"circle-stop"_s : u"play"_s);
}

void TryIt::send()
{
    if (m_running) {
        m_running->cancel();
        return;
    }
    if (!m_go->isEnabled())
        return;
    QString error;
    const HeaderList headers = headerList(&error);
    if (!error.isEmpty()) {
        m_response->showNote(error);
        return;
    }
    TryCall call;
    call.function = m_function;
    call.method = m_method->currentText().toLatin1();
    call.path = m_path->text().trimmed();
    call.headers = m_headers->toPlainText();
    call.body = m_body->toPlainText();
    call.role = role();
    call.userId = call.role == Role::User ? m_role->currentData().toString() : QString();
    call.as = m_role->currentText();
    m_response->showWaiting();
    setRunning(true);
    if (call.role != Role::User)
        return carryOut(call, headers, {});
    Call<QByteArray>* token = m_users.accessToken(call.userId);
    m_running = token;
    token->onDone(this, [this, call, headers](const Result<QByteArray>& r) mutable {
        m_running.clear();
        if (r.ok())
            return carryOut(call, headers, *r);
        setRunning(false);
        call.problem = r.error();
        if (call.function == m_function)
            m_response->showCall(call);
    });
}

void TryIt::carryOut(const TryCall& call, const HeaderList& headers, const QByteArray& userToken)
{
    TryCall sent = call;
    sent.startedAt = QDateTime::currentDateTimeUtc();
    Call<Functions::Invocation>* running = m_send(sent, userToken, headers);
    m_running = running;
    Q_EMIT started(sent.function);
    running->onDone(this, [this, sent](const Result<Functions::Invocation>& answer) mutable {
        m_running.clear();
        setRunning(false);
        if (answer.ok())
            sent.answer = *answer;
        else
            sent.problem = answer.error();
        finished(sent);
    });
}

void TryIt::finished(const TryCall& call)
{
    m_history.prepend(call);
    if (m_history.size() > mostHistory)
        m_history.removeLast();
    m_historyButton->setEnabled(true);
    if (call.function == m_function)
        m_response->showCall(call);
    Q_EMIT answered(call);
}

bool TryIt::sendAgain(const QString& function, qint64 atMs)
{
    const TryCall* newest = nullptr;
    for (const TryCall& call : std::as_const(m_history)) {
        if (call.function != function)
            continue;
        if (!newest)
            newest = &call;
        const qint64 from = call.startedAt.toMSecsSinceEpoch(), took = call.answer ? call.answer->elapsedMs : 0;
        if (atMs < from - againSlackMs || atMs > from + took + againSlackMs)
            continue;
        showCall(TryCall(call)); // sending changes the list
        send();
        return true;
    }
    if (newest)
        showCall(TryCall(*newest));
    m_response->showNote(tr("The request behind that line was not sent from here in this run, so its body is not known. Fill one in and send it."));
    return false;
}

void TryIt::showCall(const TryCall& call)
{
    m_method->setCurrentText(QString::fromLatin1(call.method));
    m_path->setText(call.path);
    m_headers->setPlainText(call.headers);
    m_body->setPlainText(call.body);
    const QString id = call.role == Role::Anonymous ? QString(anonymousId) : call.role == Role::Service ? QString(serviceId) : call.userId;
    m_role->setCurrentIndex(std::max(0, m_role->findData(id)));
    m_roleBefore = m_role->currentIndex();
    m_response->showCall(call);
}

void TryIt::showHistory()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const TryCall& call : std::as_const(m_history)) {
        if (call.function != m_function)
            continue;
        const QString outcome = call.answer ? QString::number(call.answer->status) : tr("no answer");
        menu->addAction(tr("%1  %2 %3  %4").arg(call.startedAt.toLocalTime().toString(u"HH:mm:ss"_s), QString::fromLatin1(call.method),
                                               call.path.isEmpty() ? u"/"_s : call.path.left(40), outcome),
                        this, [this, call] { showCall(call); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("None to this function yet"))->setEnabled(false);
    menu->popup(m_historyButton->mapToGlobal(QPoint(0, m_historyButton->height())));
}

void TryIt::copyCurl()
{
    const Role as = role();
    QString path = m_path->text().trimmed();
    if (!path.isEmpty() && !path.startsWith(u'/') && !path.startsWith(u'?'))
        path.prepend(u'/');
    // Keys stay names: a snippet is pasted where others read it.
    QString text = "curl -X "_L1 + m_method->currentText() + u' ' + shellQuoted(m_url + path)
                   + " \\\n  -H \"apikey: "_L1 + (as == Role::Service ? "$RUN402_SERVICE_KEY"_L1 : "$RUN402_ANON_KEY"_L1) + u'"';
    if (as != Role::Anonymous)
        text += u" \\\n  -H \"Authorization: Bearer $%1\""_s.arg(as == Role::Service ? "RUN402_SERVICE_KEY"_L1 : "ACCESS_TOKEN"_L1);
    QString error;
    const HeaderList headers = headerList(&error);
    for (const auto& [name, value] : headers) {
        if (!redact::isHeaderLoggable(name) && name.compare("content-type", Qt::CaseInsensitive) != 0)
            text += u" \\\n  -H '%1: '\"$%2\""_s.arg(QString::fromLatin1(name), QString::fromLatin1(name).toUpper().replace(u'-', u'_'));
        else
            text += " \\\n  -H "_L1 + shellQuoted(QString::fromLatin1(name + ": " + value));
    }
    const bool typed = std::any_of(headers.cbegin(), headers.cend(), [](const auto& h) { return h.first.compare("content-type", Qt::CaseInsensitive) == 0; });
    if (m_body->isEnabled() && !m_body->toPlainText().isEmpty())
        text += (typed ? QString() : u" \\\n  -H 'Content-Type: application/json'"_s) + " \\\n  -d "_L1 + shellQuoted(m_body->toPlainText());
    QGuiApplication::clipboard()->setText(text);
    m_response->showNote(tr("Copied as curl. Keys are left as $NAMES."));
}

} // namespace run402
