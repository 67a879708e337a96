// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/viewaspanel.h"

#include "models/item/accessmatrixmodel.h"
#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/rules/viewasdelegate.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

enum As { Anonymous, Person, Server };
enum When { Now, After };
constexpr int settleMs = 120;

QString levelText(AccessLevel level)
{
    switch (level) {
    case AccessLevel::None: return ViewAsPanel::tr("no");
    case AccessLevel::Own: return ViewAsPanel::tr("own");
    case AccessLevel::Rule: return ViewAsPanel::tr("by rule");
    case AccessLevel::All: return ViewAsPanel::tr("all");
    }
    return {};
}

/// As concat_ws(', ', …) joins them in viewAsQuery().
QString keyOf(const QJsonValue& row, const QStringList& key)
{
    QStringList parts;
    for (const QString& column : key)
        parts << row[column].toVariant().toString();
    return parts.join(u", "_s);
}

} // namespace

ViewAsPanel::ViewAsPanel(Services& services, const AccessMatrixModel& model, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_users(services.testUsers()), m_model(model)
{
    setObjectName(u"rules.viewas"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    m_list = new QListView;
    m_list->setObjectName(u"rules.viewas.rows"_s);
    m_list->setAccessibleName(tr("Rows of the table, and what the person may do with each"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setProperty("bare", true);
    m_list->setModel(&m_rows);
    m_list->setItemDelegate(new ViewAsDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    column->addWidget(m_list, 1);
    auto* foot = new QWidget;
    foot->setProperty("bar", true);
    auto* footRow = new QVBoxLayout(foot);
    footRow->setContentsMargins(14, 9, 14, 9);
    m_foot = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_foot->setObjectName(u"rules.viewas.foot"_s);
    m_foot->setWordWrap(true);
    footRow->addWidget(m_foot);
    column->addWidget(foot);

    m_soon.setSingleShot(true);
    m_soon.setInterval(settleMs);
    connect(&m_soon, &QTimer::timeout, this, &ViewAsPanel::ask);
    connect(m_as, &SegmentedControl::currentChanged, this, &ViewAsPanel::refreshSoon);
    connect(m_when, &SegmentedControl::currentChanged, this, &ViewAsPanel::refreshSoon);
    connect(m_table, &QComboBox::activated, this, &ViewAsPanel::refreshSoon);
    connect(m_user, &QComboBox::activated, this, [this] {
        m_users.setActive(m_user->currentData().toString());
        refreshSoon();
    });
    connect(m_noUser, &LinkLabel::clicked, this, [this] { Q_EMIT paneRequested(u"auth"_s); });
    connect(&m_users, &TestUsers::changed, this, [this] {
        fillUsers();
        refreshSoon();
    });
    fillUsers();
}

QWidget* ViewAsPanel::buildHead()
{
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(14, 12, 14, 10);
    column->setSpacing(8);
    m_as = new SegmentedControl;
    m_as->setObjectName(u"rules.viewas.as"_s);
    m_as->setAccessibleName(tr("View as"));
    for (const QString& text : {tr("Anonymous"), tr("User"), tr("Server")})
        m_as->addSegment(text);
    m_as->setCurrent(Anonymous);
    m_as->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto segments = m_as->findChildren<QAbstractButton*>();
    for (QAbstractButton* segment : segments)
        segment->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    column->addWidget(m_as);
    m_user = new QComboBox;
    m_user->setObjectName(u"rules.viewas.user"_s);
    m_user->setAccessibleName(tr("Test user"));
    column->addWidget(m_user);
    m_noUser = new LinkLabel(tr("No test users yet. Add one in Auth users"));
    m_noUser->setObjectName(u"rules.viewas.nouser"_s);
    column->addWidget(m_noUser);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    m_table = new QComboBox;
    m_table->setObjectName(u"rules.viewas.table"_s);
    m_table->setAccessibleName(tr("Table"));
    m_when = new SegmentedControl;
    m_when->setObjectName(u"rules.viewas.when"_s);
    m_when->setAccessibleName(tr("Rules in effect, or after the changes"));
    m_when->addSegment(tr("Now"));
    m_when->addSegment(tr("After"));
    m_when->setCurrent(Now);
    line->addWidget(m_table, 1);
    line->addWidget(m_when);
    column->addLayout(line);
    m_title = new Label({}, Theme::Font::Title);
    m_title->setObjectName(u"rules.viewas.title"_s);
    m_title->setWordWrap(true);
    m_text = new Label({}, Theme::Font::Small, "text.secondary");
    m_text->setObjectName(u"rules.viewas.text"_s);
    m_text->setWordWrap(true);
    column->addSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_text);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(6);
    for (Chip** chip : {&m_add, &m_change, &m_delete}) {
        *chip = new Chip({});
        (*chip)->hide();
        chips->addWidget(*chip);
    }
    m_add->setObjectName(u"rules.viewas.add"_s);
    m_change->setObjectName(u"rules.viewas.change"_s);
    m_delete->setObjectName(u"rules.viewas.delete"_s);
    chips->addStretch();
    column->addLayout(chips);
    return head;
}

void ViewAsPanel::setTable(const QString& table)
{
    fillTables();
    const int at = m_table->findText(table);
    if (at < 0 || at == m_table->currentIndex())
        return;
    m_table->setCurrentIndex(at);
    refreshSoon();
}

void ViewAsPanel::fillTables()
{
    QStringList names;
    for (int i = 0; i < m_model.rowCount(); ++i)
        names << m_model.table(i).table;
    QStringList shown;
    for (int i = 0; i < m_table->count(); ++i)
        shown << m_table->itemText(i);
    if (shown == names)
        return;
    const QString current = m_table->currentText();
    m_table->clear();
    m_table->addItems(names);
    m_table->setCurrentIndex(std::max(0, m_table->findText(current)));
}

void ViewAsPanel::fillUsers()
{
    const QString current = m_user->currentData().toString();
    m_user->clear();
    for (const TestUsers::User& user : m_users.users())
        m_user->addItem(user.title(), user.id);
    const int kept = m_user->findData(current);
    m_user->setCurrentIndex(kept >= 0 ? kept : std::max(0, m_user->findData(m_users.activeId())));
}

void ViewAsPanel::refreshSoon()
{
    fillTables();
    const bool person = m_as->current() == Person;
    m_user->setVisible(person && m_user->count() > 0);
    m_noUser->setVisible(person && m_user->count() == 0);
    m_when->setSegmentEnabled(After, m_model.isChanged());
    if (!m_model.isChanged())
        m_when->setCurrent(Now);
    ++m_generation; // what is on its way answers another question
    if (isVisible())
        m_soon.start();
}

void ViewAsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshSoon();
}

int ViewAsPanel::row() const
{
    const int at = m_table->currentIndex();
    return at >= 0 && at < m_model.rowCount() ? at : -1;
}

ViewAsWho ViewAsPanel::who() const
{
    ViewAsWho who;
    who.skipsRules = m_as->current() == Server;
    who.role = m_as->current() == Person ? AccessRole::SignedIn : AccessRole::Anonymous;
    if (m_as->current() == Person)
        who.userId = m_user->currentData().toString();
    return who;
}

QString ViewAsPanel::whoText() const
{
    return m_as->current() == Person ? m_user->currentText() : m_as->current() == Server ? tr("The server") : tr("A visitor");
}

void ViewAsPanel::ask()
{
    const int generation = ++m_generation;
    if (!m_workspace.isConnected()) {
        if (!m_result)
            show();
        return; // what was read last stays
    }
    m_result.reset();
    m_today.reset();
    m_asked = {};
    const int at = row();
    const Schema schema = m_workspace.schema().value.value_or(Schema());
    if (at < 0 || !m_services.hasSession() || !schema.table(m_model.table(at).table) || (m_as->current() == Person && m_user->count() == 0)) {
        show();
        return;
    }
    if (m_as->current() != Person) {
        askRest({}, generation);
        return;
    }
    if (const auto user = m_users.find(m_user->currentData().toString()); !user || !user->isSignedIn()) {
        askRows(generation); // worked out only; the foot says so
        return;
    }
    m_users.accessToken(m_user->currentData().toString())->onDone(this, [this, generation](const Result<QByteArray>& token) {
        if (generation != m_generation)
            return;
        if (token.ok())
            askRest(*token, generation);
        else
            askRows(generation);
    });
}

/// The real thing: what the service gives this person.
void ViewAsPanel::askRest(const QByteArray& token, int generation)
{
    const TableAccess& access = m_model.table(row());
    const QStringList key = m_workspace.schema().value->table(access.table)->primaryKey();
    Database::RestRequest request;
    request.resource = access.table;
    request.query = u"select=*&limit=%1"_s.arg(viewAsRows);
    if (!key.isEmpty())
        request.query += u"&order="_s + key.join(u".desc,"_s) + u".desc"_s;
    request.prefer = u"count=exact"_s;
    request.role = m_as->current() == Person ? run402::Role::User : m_as->current() == Server ? run402::Role::Service : run402::Role::Anonymous;
    request.userToken = token;
    m_services.database().rest(m_workspace.currentProjectId(), request)->onDone(this, [this, generation, key](const Result<Database::RestReply>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok()) {
            showProblem(r.error());
            return;
        }
        m_asked.status = r->status;
        const QJsonDocument body = QJsonDocument::fromJson(r->body);
        if (r->status >= 400)
            m_asked.refusal = body[u"message"].toString(body[u"error"].toString());
        for (const QJsonValue& row : body.array()) {
            m_asked.keys.insert(keyOf(row, key));
            if (m_asked.columns.isEmpty())
                m_asked.columns = row.toObject().keys();
        }
        for (const auto& [name, value] : r->headers) {
            if (name.toLower() != "content-range")
                continue;
            bool ok = false;
            const qint64 total = value.mid(value.indexOf('/') + 1).toLongLong(&ok);
            m_asked.total = ok ? total : -1;
        }
        askRows(generation);
    });
}

void ViewAsPanel::askRows(int generation)
{
    const int at = row();
    const bool after = m_when->current() == After;
    const Table table = *m_workspace.schema().value->table(m_model.table(at).table);
    const auto run = [&](const TableAccess& access, auto then) {
        m_services.database().run(m_workspace.currentProjectId(), viewAsQuery(access, table, who()))
            ->onDone(this, [this, generation, then](const Result<SqlOutcome>& r) {
                if (generation != m_generation)
                    return;
                const Result<ViewAsResult> rows = r.ok() ? viewAsFromJson(r->rowsJson) : Result<ViewAsResult>(r.error());
                if (!rows.ok())
                    return showProblem(rows.error());
                then(*rows);
                if (m_result && (m_today || m_when->current() == Now))
                    show();
            });
    };
    if (after)
        run(m_model.table(at), [this](const ViewAsResult& rows) { m_today = rows; });
    run(after ? m_model.after(at) : m_model.table(at), [this](const ViewAsResult& rows) { m_result = rows; });
}

void ViewAsPanel::showProblem(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    m_rows.clear();
    m_title->setText(words.title);
    m_text->setText(words.why.isEmpty() ? problem.message : words.why);
    for (Chip* chip : {m_add, m_change, m_delete})
        chip->hide();
    m_foot->setText(tr("Nothing is written by this test."));
}

void ViewAsPanel::show()
{
    const int at = row();
    m_rows.clear();
    for (Chip* chip : {m_add, m_change, m_delete})
        chip->setVisible(m_result && at >= 0);
    m_foot->setText(footText());
    if (!m_result || at < 0) {
        const bool nobody = m_as->current() == Person && m_user->count() == 0;
        m_title->setText(nobody ? tr("Nobody to view as") : !m_workspace.isConnected() ? tr("No connection") : QString());
        m_text->setText(nobody ? tr("A test user is a person of your app that you signed up from here.") : QString());
        return;
    }
    const TableAccess access = m_when->current() == After ? m_model.after(at) : m_model.table(at);
    const ViewAsWho person = who();
    const auto tell = [&](Chip* chip, const QString& what, AccessCommand command) {
        const AccessLevel level = person.skipsRules ? AccessLevel::All : access.level(person.role, command);
        chip->setText(tr("%1: %2", "operation, which rows").arg(what, levelText(level)));
        chip->setTone(level == AccessLevel::None ? Tone::Neutral : level == AccessLevel::All && !person.skipsRules && access.risky(person.role, command) ? Tone::Warning : Tone::Info);
        chip->setIconName(level == AccessLevel::None ? u"ban"_s : u"check"_s);
    };
    tell(m_add, tr("Add"), AccessCommand::Add);
    tell(m_change, tr("Change"), AccessCommand::Change);
    tell(m_delete, tr("Delete"), AccessCommand::Delete);
    showRows(*m_result);
}

void ViewAsPanel::showRows(const ViewAsResult& rows)
{
    const bool isNow = m_when->current() == Now;
    const bool refused = isNow && m_asked.status >= 400;
    const bool keyed = !m_workspace.schema().value->table(m_model.table(row()).table)->primaryKey().isEmpty();
    const qint64 sees = refused ? 0 : isNow && m_asked.status && m_asked.total >= 0 ? m_asked.total : rows.reads;
    m_title->setText(refused ? tr("%1 is refused").arg(whoText()) : tr("%1 sees %2 of %3 rows").arg(whoText()).arg(sees).arg(rows.all));
    QStringList text;
    if (refused)
        text << tr("The service answers %1: %2").arg(m_asked.status).arg(m_asked.refusal);
    else if (m_as->current() == Server)
        text << tr("The service key skips the rules. Keep it on servers.");
    else
        text << (rows.touches == 0 ? tr("No row can be changed or deleted.") : tr("%n row(s) can be changed or deleted.", nullptr, int(rows.touches)));
    if (m_today && m_today->touches != rows.touches)
        text << tr("Today it is %1.").arg(m_today->touches);
    if (m_today && m_today->reads != rows.reads)
        text << tr("Today %1 can be seen.").arg(m_today->reads);
    if (isNow && m_asked.status && m_asked.total >= 0 && m_asked.total != rows.reads && !rows.cut)
        text << tr("The policies alone would give %1.").arg(rows.reads);
    m_text->setText(text.join(u' '));
    // Now: where the service and the policies do not agree, what came over REST counts, as far as its page reaches.
    const bool byKeys = isNow && m_asked.status && !refused && keyed && m_asked.total != rows.reads && m_asked.keys.size() < viewAsRows;
    for (const ViewAsRow& r : rows.rows) {
        const bool came = byKeys ? m_asked.keys.contains(r.key) : r.reads && !refused;
        const ViewAsDelegate::May may = !came ? ViewAsDelegate::Hidden : r.changes || r.deletes ? ViewAsDelegate::Edit : ViewAsDelegate::Read;
        auto* item = new QStandardItem(r.title);
        item->setData(r.key, ViewAsDelegate::KeyRole);
        item->setData(r.detail, ViewAsDelegate::DetailRole);
        item->setData(may, ViewAsDelegate::MayRole);
        item->setData(tr("%1, %2, %3").arg(r.key, r.title, may == ViewAsDelegate::Edit ? tr("edit") : may == ViewAsDelegate::Read ? tr("read") : tr("hidden")),
                      Qt::AccessibleTextRole);
        m_rows.appendRow(item);
    }
}

QString ViewAsPanel::footText() const
{
    QStringList text{tr("Worked out from the policies by a query that only reads.")};
    if (m_when->current() == Now && m_asked.status)
        text << tr("Also asked over REST: %1, %n column(s).", nullptr, int(m_asked.columns.size())).arg(m_asked.status);
    else if (m_when->current() == Now && m_as->current() == Person && m_user->count() > 0)
        text << tr("Not asked over REST: %1 is not signed in here.").arg(whoText());
    if (m_result && m_result->all > m_result->rows.size())
        text << tr("The last %n row(s) are listed.", nullptr, int(m_result->rows.size()));
    return text.join(u' ');
}

} // namespace run402
