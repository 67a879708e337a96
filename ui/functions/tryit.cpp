// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/tryit.h"

#include "models/item/functionlistmodel.h"
#include "models/sql/jshighlight.h"
#include "ui/common/button.h"
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

TryIt::TryIt(Send send, QWidget* parent) : QWidget(parent), m_send(std::move(send))
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
    m_role->addItem(tr("Anonymous"), int(Role::Anonymous));
    m_role->addItem(tr("Test user"), int(Role::User));
    m_role->addItem(tr("Service"), int(Role::Service));
    m_go = new Button(tr("Send"), u"play"_s, Button::Variant::Primary);
    m_go->setObjectName(u"functions.send"_s);
    m_go->setToolTip(tr("Ctrl+Enter. Free; counts as one API call."));
    row->addWidget(m_method);
    row->addWidget(m_role, 1);
    row->addWidget(m_go);
    column->addLayout(row);
    m_token = new LineEdit(tr("Access token of a user who is signed in"));
    m_token->setObjectName(u"functions.token"_s);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setMono(true);
    m_token->hide();
    column->addWidget(m_token);
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
    connect(m_role, &QComboBox::currentIndexChanged, this, &TryIt::refreshTabs);
    connect(m_path, &QLineEdit::returnPressed, this, &TryIt::send);
    return box;
}

void TryIt::refreshTabs()
{
    const bool headers = m_tabs->current() == 1;
    m_body->setVisible(!headers);
    m_headers->setVisible(headers);
    m_token->setVisible(Role(m_role->currentData().toInt()) == Role::User);
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
    TryCall call{m_function, m_method->currentText().toLatin1(), m_path->text().trimmed(), m_headers->toPlainText(), m_body->toPlainText(),
                 Role(m_role->currentData().toInt()), QDateTime::currentDateTimeUtc(), {}, {}};
    if (!error.isEmpty()) {
        m_response->showNote(error);
        return;
    }
    if (call.role == Role::User && m_token->text().isEmpty()) {
        m_response->showNote(tr("Paste the access token of a user first. Signing in under Auth users gives one."));
        return;
    }
    m_response->showWaiting();
    m_go->setText(tr("Cancel"));
    m_go->setIconName(u"circle-stop"_s);
    Call<Functions::Invocation>* running = m_send(call, call.role == Role::User ? m_token->text().toLatin1() : QByteArray(), headers);
    m_running = running;
    Q_EMIT started(call.function);
    running->onDone(this, [this, call](const Result<Functions::Invocation>& answer) mutable {
        m_running.clear();
        m_go->setText(tr("Send"));
        m_go->setIconName(u"play"_s);
        if (answer.ok())
            call.answer = *answer;
        else
            call.problem = answer.error();
        m_history.prepend(call);
        if (m_history.size() > mostHistory)
            m_history.removeLast();
        m_historyButton->setEnabled(true);
        if (call.function == m_function)
            m_response->showCall(call);
        Q_EMIT answered(call);
    });
}

void TryIt::showCall(const TryCall& call)
{
    m_method->setCurrentText(QString::fromLatin1(call.method));
    m_path->setText(call.path);
    m_headers->setPlainText(call.headers);
    m_body->setPlainText(call.body);
    m_role->setCurrentIndex(m_role->findData(int(call.role)));
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
    const Role role = Role(m_role->currentData().toInt());
    QString path = m_path->text().trimmed();
    if (!path.isEmpty() && !path.startsWith(u'/') && !path.startsWith(u'?'))
        path.prepend(u'/');
    // Keys stay names: a snippet is pasted where others read it.
    QString text = "curl -X "_L1 + m_method->currentText() + u' ' + shellQuoted(m_url + path)
                   + " \\\n  -H \"apikey: "_L1 + (role == Role::Service ? "$RUN402_SERVICE_KEY"_L1 : "$RUN402_ANON_KEY"_L1) + u'"';
    if (role == Role::User)
        text += " \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\""_L1;
    if (m_body->isEnabled() && !m_body->toPlainText().isEmpty())
        text += " \\\n  -H 'Content-Type: application/json' \\\n  -d "_L1 + shellQuoted(m_body->toPlainText());
    QGuiApplication::clipboard()->setText(text);
    m_response->showNote(tr("Copied as curl. Keys are left as $NAMES."));
}

} // namespace run402
