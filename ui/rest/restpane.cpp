// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/restpane.h"

#include "models/sql/jshighlight.h"
#include "services/auth/testusers.h"
#include "services/net/redact.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/writeblock.h"
#include "ui/rest/jsonhighlighter.h"
#include "ui/rest/paramdelegates.h"
#include "ui/rest/restresponseview.h"
#include "ui/sql/plainhighlighter.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace run402 {

namespace {

const QString prefix = QStringLiteral("/rest/v1/");

QWidget* rule()
{
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    return line;
}

} // namespace

RestPane::RestPane(Services& services, const QString& table, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_users(services.testUsers())
{
    setObjectName(QStringLiteral("rest"));
    setProperty("surface", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    column->addWidget(rule());
    auto* halves = new QSplitter(Qt::Horizontal);
    auto* left = new QSplitter(Qt::Vertical);
    left->addWidget(buildRequest());
    left->addWidget(buildCode());
    left->setStretchFactor(0, 3);
    left->setStretchFactor(1, 2);
    left->setSizes({390, 240});
    m_response = new RestResponseView;
    halves->addWidget(left);
    halves->addWidget(m_response);
    halves->setStretchFactor(0, 5);
    halves->setStretchFactor(1, 6);
    halves->setSizes({550, 640});
    halves->setChildrenCollapsible(false);
    left->setChildrenCollapsible(false);
    column->addWidget(halves, 1);

    auto* run = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(run, &QShortcut::activated, this, &RestPane::send);
    connect(m_send, &Button::clicked, this, &RestPane::send);
    connect(m_url, &QLineEdit::textChanged, this, &RestPane::urlEdited);
    connect(m_url, &QLineEdit::returnPressed, this, &RestPane::send);
    connect(&m_params, &RestParamsModel::edited, this, &RestPane::rowsEdited);
    connect(m_method, &QComboBox::currentIndexChanged, this, &RestPane::refreshCode);
    connect(m_as, &QComboBox::currentIndexChanged, this, &RestPane::refreshCode);
    connect(m_response, &RestResponseView::cancelRequested, this, [this] {
        if (m_running)
            m_running->cancel();
    });
    connect(m_response, &RestResponseView::retryRequested, this, &RestPane::send);
    connect(m_response, &RestResponseView::actionRequested, this, &RestPane::actionRequested);
    connect(m_response, &RestResponseView::noticed, this, &RestPane::noticed);
    connect(&m_users, &TestUsers::changed, this, &RestPane::fillRoles);
    connect(&m_workspace, &Workspace::connectionChanged, this, &RestPane::refreshCode);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        if (m_running)
            m_running->cancel();
        m_response->clear();
        m_functions.reset();
        loadHistory();
    });
    fillRoles();
    loadHistory();
    m_url->setText(prefix + (table.isEmpty() ? QString() : table + QStringLiteral("?limit=20")));
    refreshCode();
    checkBody();
}

QWidget* RestPane::buildBar()
{
    auto* bar = new QWidget;
    bar->setFixedHeight(44);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    m_method = new QComboBox;
    m_method->setObjectName(QStringLiteral("rest.method"));
    m_method->setAccessibleName(tr("Method"));
    m_method->addItems({QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PATCH"), QStringLiteral("DELETE"), QStringLiteral("PUT"), QStringLiteral("HEAD")});
    m_url = new LineEdit(tr("/rest/v1/table?column=eq.value"));
    m_url->setObjectName(QStringLiteral("rest.url"));
    m_url->setAccessibleName(tr("Address"));
    m_url->setMono(true);
    m_as = new QComboBox;
    m_as->setObjectName(QStringLiteral("rest.as"));
    m_as->setAccessibleName(tr("Send as"));
    m_as->setMinimumWidth(150);
    m_history = new Button(tr("History"), QStringLiteral("history"), Button::Variant::Secondary);
    m_history->setObjectName(QStringLiteral("rest.history"));
    m_historyMenu = new QMenu(m_history);
    connect(m_history, &Button::clicked, this, [this] {
        fillHistory();
        m_historyMenu->popup(m_history->mapToGlobal(QPoint(0, m_history->height())));
    });
    m_send = new Button(tr("Send"), QStringLiteral("play"), Button::Variant::Primary);
    m_send->setObjectName(QStringLiteral("rest.send"));
    m_send->setKeyHint(QStringLiteral("Ctrl ↵"));
    row->addWidget(m_method);
    row->addWidget(m_url, 1);
    row->addWidget(m_as);
    row->addWidget(m_history);
    row->addWidget(m_send);
    return bar;
}

QWidget* RestPane::buildRequest()
{
    auto* box = new QWidget;
    box->setProperty("surface", true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setProperty("bar", true);
    head->setFixedHeight(38);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 0, 8, 0);
    m_tabs = new SegmentedControl;
    m_tabs->setObjectName(QStringLiteral("rest.parts"));
    m_tabs->setAccessibleName(tr("Part of the request"));
    m_tabs->setSmall(true);
    m_tabs->addSegment(tr("Query"));
    m_tabs->addSegment(tr("Headers"));
    m_tabs->addSegment(tr("Body"));
    m_tabs->setCurrent(0);
    m_add = new Button(tr("Add"), QStringLiteral("plus"), Button::Variant::Ghost);
    m_add->setObjectName(QStringLiteral("rest.add"));
    m_addMenu = new QMenu(m_add);
    connect(m_add, &Button::clicked, this, [this] {
        fillAddMenu();
        m_addMenu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
    });
    row->addWidget(m_tabs);
    row->addStretch();
    row->addWidget(m_add);
    column->addWidget(head);
    column->addWidget(rule());
    m_rows = new QTableView;
    m_rows->setObjectName(QStringLiteral("rest.rows"));
    m_rows->setAccessibleName(tr("Parameters"));
    m_rows->setModel(&m_params);
    m_rows->setProperty("plain", true);
    m_rows->setShowGrid(false);
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_rows->setFont(Theme::of().font(Theme::Font::Mono));
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(30);
    m_rows->horizontalHeader()->setStretchLastSection(true);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->setColumnWidth(RestParamsModel::Name, 160);
    m_rows->setColumnWidth(RestParamsModel::Operator, 100);
    m_rows->setItemDelegate(new ParamDelegate(m_rows));
    m_rows->setItemDelegateForColumn(RestParamsModel::Operator, new OperatorDelegate(m_rows));
    auto* remove = new QShortcut(QKeySequence::Delete, m_rows, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] { m_params.removeAt(m_rows->currentIndex().row()); });
    m_parts = new QStackedWidget;
    m_parts->addWidget(buildQuery());
    m_parts->addWidget(buildHeaders());
    m_parts->addWidget(buildBody());
    connect(m_tabs, &SegmentedControl::currentChanged, m_parts, &QStackedWidget::setCurrentIndex);
    column->addWidget(m_parts, 1);
    return box;
}

/// The rows, as high as they are, and under them what else can be asked.
QWidget* RestPane::buildQuery()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_rows);
    auto* note = new Label(tr("Add filters with Add: a column, how it compares, a value. select chooses columns and embeds tables, order sorts, "
                              "limit and offset page. A double click edits a cell, Delete takes the row away, the box switches it off."),
                           Theme::Font::Small, "text.muted");
    note->setWordWrap(true);
    note->setContentsMargins(12, 10, 12, 10);
    column->addWidget(note);
    column->addStretch(1);
    const auto fit = [this] {
        constexpr int frame = 2;
        m_rows->setMaximumHeight(m_rows->horizontalHeader()->sizeHint().height() + m_params.rowCount() * m_rows->verticalHeader()->defaultSectionSize() + frame);
    };
    connect(&m_params, &QAbstractItemModel::rowsInserted, this, fit);
    connect(&m_params, &QAbstractItemModel::rowsRemoved, this, fit);
    connect(&m_params, &QAbstractItemModel::modelReset, this, fit);
    fit();
    return box;
}

QWidget* RestPane::buildBody()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(8, 8, 8, 6);
    m_body = new QPlainTextEdit;
    m_body->setObjectName(QStringLiteral("rest.body"));
    m_body->setAccessibleName(tr("Body as JSON"));
    m_body->setPlaceholderText(QStringLiteral("{ \"title\": \"…\" }"));
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setProperty("bare", true);
    m_body->setFont(Theme::of().font(Theme::Font::Mono));
    m_body->setTabChangesFocus(true);
    new JsonHighlighter(m_body->document());
    m_bodyNote = new Label({}, Theme::Font::Small, "text.muted");
    m_bodyNote->setObjectName(QStringLiteral("rest.bodyNote"));
    column->addWidget(m_body, 1);
    column->addWidget(m_bodyNote);
    connect(m_body, &QPlainTextEdit::textChanged, this, [this] {
        checkBody();
        refreshCode();
    });
    return box;
}

QWidget* RestPane::buildCode()
{
    auto* box = new QWidget;
    box->setProperty("bar", true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setFixedHeight(38);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(8);
    m_language = new SegmentedControl;
    m_language->setObjectName(QStringLiteral("rest.language"));
    m_language->setAccessibleName(tr("Language of the code"));
    m_language->setSmall(true);
    for (const char* name : {"curl", "fetch", "supabase-js"})
        m_language->addSegment(QString::fromLatin1(name));
    m_language->setCurrent(1);
    connect(m_language, &SegmentedControl::currentChanged, this, &RestPane::refreshCode);
    auto* copy = new Button(tr("Copy"), QStringLiteral("copy"), Button::Variant::Secondary);
    copy->setObjectName(QStringLiteral("rest.copyCode"));
    copy->setAccessibleName(tr("Copy the code"));
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return m_code->toPlainText(); });
    row->addWidget(new Label(tr("Code"), Theme::Font::Subtitle));
    row->addWidget(m_language);
    row->addStretch();
    row->addWidget(copy);
    column->addWidget(head);
    m_code = new QPlainTextEdit;
    m_code->setObjectName(QStringLiteral("rest.code"));
    m_code->setAccessibleName(tr("The request as code"));
    m_code->setReadOnly(true);
    m_code->setFrameShape(QFrame::NoFrame);
    m_code->setProperty("bare", true);
    m_code->setFont(Theme::of().font(Theme::Font::MonoSmall));
    m_code->setWordWrapMode(QTextOption::WrapAnywhere); // an address has no blanks
    new PlainHighlighter(m_code->document(), std::make_unique<JsHighlighter>());
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(8, 0, 8, 0);
    inset->addWidget(m_code);
    column->addLayout(inset, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 0, 12, 0);
    foot->setSpacing(6);
    foot->addWidget(new IconLabel(QStringLiteral("shield-check"), 12, "success.text"));
    foot->addWidget(new ElidedLabel(tr("Code names the keys and never holds one."), Theme::Font::Small, "text.muted"), 1);
    column->addLayout(foot);
    return box;
}

void RestPane::activated()
{
    fillRoles();
}

QString RestPane::resource() const
{
    QString path = m_url->text().section(QLatin1Char('?'), 0, 0).trimmed();
    if (path.startsWith(prefix))
        path = path.mid(prefix.size());
    while (path.startsWith(QLatin1Char('/')))
        path = path.mid(1);
    return QUrl::fromPercentEncoding(path.toUtf8());
}

QString RestPane::query() const
{
    return m_url->text().section(QLatin1Char('?'), 1).trimmed();
}

QString RestPane::prefer() const
{
    QStringList parts;
    for (const auto& [value, check] : m_prefer) {
        if (check->isChecked())
            parts << value;
    }
    if (const QString more = m_morePrefer->text().trimmed(); !more.isEmpty())
        parts << more;
    return parts.join(QLatin1Char(','));
}

Role RestPane::role() const
{
    const QString id = m_as->currentData().toString();
    return id == QLatin1String("anon") ? Role::Anonymous : id == QLatin1String("service") ? Role::Service : Role::User;
}

void RestPane::urlEdited()
{
    if (!m_mirroring)
        m_params.setQuery(query());
    refreshCode();
}

void RestPane::rowsEdited()
{
    m_mirroring = true;
    const QString text = m_params.query();
    m_url->setText(prefix + QString::fromLatin1(QUrl::toPercentEncoding(resource(), "/")) + (text.isEmpty() ? QString() : QLatin1Char('?') + text));
    m_mirroring = false;
}

void RestPane::fillRoles()
{
    const QString chosen = m_as->count() == 0 ? (m_users.activeId().isEmpty() ? QStringLiteral("anon") : m_users.activeId()) : m_as->currentData().toString();
    const QSignalBlocker quiet(m_as);
    m_as->clear();
    m_as->addItem(tr("Anonymous"), QStringLiteral("anon"));
    for (const TestUsers::User& user : m_users.users()) {
        if (user.isSignedIn())
            m_as->addItem(user.title(), user.id);
    }
    m_as->addItem(tr("Service key"), QStringLiteral("service"));
    m_as->setCurrentIndex(std::max(0, m_as->findData(chosen)));
    refreshCode();
}

void RestPane::fillAddMenu()
{
    QMenu* menu = m_addMenu;
    menu->clear();
    const auto add = [&](const QString& text, const RestRow& row) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, row] {
            m_tabs->setCurrent(QueryTab);
            m_parts->setCurrentIndex(QueryTab);
            m_params.append(row);
            const QModelIndex value = m_params.index(m_params.rowCount() - 1, RestParamsModel::Value);
            m_rows->setCurrentIndex(value);
            m_rows->edit(value);
        });
    };
    const auto& schema = m_workspace.schema().value;
    const Table* table = schema ? schema->table(resource()) : nullptr;
    if (schema && !schema->tables.isEmpty()) {
        QMenu* tables = menu->addMenu(tr("Table"));
        for (const Table& t : schema->tables) {
            connect(tables->addAction(t.name), &QAction::triggered, this, [this, name = t.name] {
                m_url->setText(prefix + QString::fromLatin1(QUrl::toPercentEncoding(name)) + QStringLiteral("?limit=20"));
            });
        }
        menu->addSeparator();
    }
    QMenu* functions = menu->addMenu(tr("Function (rpc)"));
    functions->setObjectName(QStringLiteral("rest.functions"));
    fillFunctions(functions);
    menu->addSeparator();
    add(tr("Columns (select)"), {true, QStringLiteral("select"), {}, QStringLiteral("*")});
    add(tr("Order"), {true, QStringLiteral("order"), {}, table && !table->columns.isEmpty() ? table->columns.first().name + QStringLiteral(".asc") : QString()});
    add(tr("Limit"), {true, QStringLiteral("limit"), {}, QStringLiteral("20")});
    add(tr("Offset"), {true, QStringLiteral("offset"), {}, QStringLiteral("0")});
    if (!table)
        return add(tr("Filter"), {true, QStringLiteral("id"), QStringLiteral("eq"), {}});
    menu->addSeparator();
    for (const Column& c : table->columns)
        add(tr("Filter by %1").arg(c.name), {true, c.name, QStringLiteral("eq"), {}});
    for (const Constraint& c : table->constraints) {
        const QString target = c.definition.section(QStringLiteral("REFERENCES "), 1).section(QLatin1Char('('), 0, 0).section(QLatin1Char('.'), -1).trimmed();
        if (c.type == QLatin1String("FOREIGN KEY") && !target.isEmpty())
            add(tr("Embed %1").arg(target), {true, QStringLiteral("select"), {}, QStringLiteral("*,%1(*)").arg(target)});
    }
}

void RestPane::checkBody()
{
    const QByteArray text = m_body->toPlainText().trimmed().toUtf8();
    QJsonParseError error{};
    if (!text.isEmpty() && text.size() <= (1 << 20))
        QJsonDocument::fromJson(text, &error);
    const bool wrong = error.error != QJsonParseError::NoError || text.size() > (1 << 20);
    m_bodyNote->setToken(wrong ? "danger.text" : "text.muted");
    m_bodyNote->setText(text.isEmpty() ? tr("No body. POST, PATCH and PUT take a JSON object or list.")
                        : text.size() > (1 << 20) ? tr("Over 1 MB: the service does not take it.")
                        : wrong ? tr("Not JSON: %1 at letter %2").arg(error.errorString()).arg(error.offset)
                                : tr("Valid JSON"));
}

void RestPane::refreshCode()
{
    const bool reads = m_method->currentText() == QLatin1String("GET") || m_method->currentText() == QLatin1String("HEAD");
    const QString why = !m_workspace.isConnected() ? tr("There is no connection. What you type is kept.")
                        : reads                    ? QString()
                                                   : writeBlock(m_workspace, Capability::Sql);
    m_send->setEnabled(why.isEmpty());
    m_send->setToolTip(why);
    RestSnippetSource s;
    s.base = m_workspace.gateway().base.toString(QUrl::StripTrailingSlash);
    s.method = m_method->currentText();
    s.resource = resource();
    s.query = query();
    s.prefer = prefer();
    QString error;
    const HeaderList extra = headerList(&error);
    for (const auto& [name, value] : extra) // code names what may be secret
        s.headers << qMakePair(QString::fromLatin1(name), redact::isHeaderLoggable(name) ? QString::fromUtf8(value) : QStringLiteral("<%1>").arg(QString::fromLatin1(name).toUpper()));
    refreshCounts();
    s.body = m_body->toPlainText().trimmed();
    s.as = role() == Role::Service ? RestSnippetSource::As::Service : role() == Role::User ? RestSnippetSource::As::User : RestSnippetSource::As::Anonymous;
    m_code->setPlainText(m_language->current() == 0 ? restCurl(s) : m_language->current() == 1 ? restFetch(s) : restSupabase(s));
}

/// Empty = may go without asking.
QString RestPane::question() const
{
    const QString method = m_method->currentText();
    const bool writes = method != QLatin1String("GET") && method != QLatin1String("HEAD");
    if ((method == QLatin1String("DELETE") || method == QLatin1String("PATCH")) && !hasRestFilter(m_params.rows()))
        return tr("There is no filter: this touches every row of %1 that the caller may change. It cannot be undone.").arg(resource());
    if (writes && role() == Role::Service)
        return tr("The service key passes every access rule. This changes real rows and cannot be undone.");
    return {};
}

void RestPane::send()
{
    if (m_running || m_workspace.currentProjectId().isEmpty() || resource().isEmpty()) {
        if (resource().isEmpty())
            m_url->setFocus();
        return;
    }
    QString error;
    headerList(&error);
    if (!error.isEmpty()) {
        m_tabs->setCurrent(HeadersTab);
        m_parts->setCurrentIndex(HeadersTab);
        m_headers->setFocus();
        return;
    }
    const QString text = question();
    if (text.isEmpty())
        return carryOut();
    ConfirmDialog::Options options;
    options.title = tr("Send %1 to %2?").arg(m_method->currentText(), resource());
    options.text = text;
    options.accept = tr("Send %1").arg(m_method->currentText());
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this] { carryOut(); });
}

void RestPane::carryOut()
{
    if (role() != Role::User)
        return sendNow({});
    m_send->setBusy(true);
    auto* call = m_users.accessToken(m_as->currentData().toString());
    m_running = call;
    call->onDone(this, [this](const Result<QByteArray>& token) {
        m_running = nullptr;
        m_send->setBusy(false);
        if (!token.ok())
            return m_response->showProblem(token.error(), QStringLiteral("POST /auth/v1/token"));
        sendNow(*token);
    });
}

void RestPane::sendNow(const QByteArray& userToken)
{
    Database::RestRequest request;
    request.method = m_method->currentText().toLatin1();
    request.resource = resource();
    request.query = query();
    request.prefer = prefer();
    QString error;
    request.headers = headerList(&error);
    request.role = role();
    request.userToken = userToken;
    const bool writes = request.method != "GET" && request.method != "HEAD";
    if (writes)
        request.body = m_body->toPlainText().trimmed().toUtf8();
    const QString line = QString::fromLatin1(request.method) + QLatin1Char(' ') + prefix + request.resource;
    m_send->setBusy(true);
    m_response->showWaiting(line);
    auto* call = m_services.database().rest(m_workspace.currentProjectId(), request);
    m_running = call;
    call->onDone(this, [this, line, writes, resource = request.resource](const Result<Database::RestReply>& r) {
        m_running = nullptr;
        m_send->setBusy(false);
        if (!r.ok())
            return m_response->showProblem(r.error(), line);
        m_response->showReply(*r);
        remember(r->status);
        if (writes && r->status < 300) {
            m_workspace.record(QStringLiteral("rest"), tr("%1, answered %2").arg(line).arg(r->status), {{QStringLiteral("resource"), resource}});
            m_workspace.refreshSchema();
        }
    });
}

} // namespace run402
