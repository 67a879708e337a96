// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/auth/authpane.h"

#include "services/auth/googlesignin.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/auth/persondelegate.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/grid.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/writeblock.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QVBoxLayout>

namespace run402 {

namespace {

enum Part { Everybody, SeenInData, TestUsersOnly };

QStringList providerNames(const QStringList& providers)
{
    QStringList names;
    for (const QString& p : providers)
        names << (p == QLatin1String("password") ? AuthPane::tr("Password") : p == QLatin1String("google") ? AuthPane::tr("Google") : p);
    return names;
}

QString quoted(QString name)
{
    return QLatin1Char('"') + name.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

} // namespace

AuthPane::AuthPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_users(services.testUsers()),
      m_browser([](const QUrl& page) { return QDesktopServices::openUrl(page); })
{
    setObjectName(QStringLiteral("auth"));
    setProperty("surface", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 14, 20, 16);
    column->setSpacing(12);
    column->addWidget(buildHead());
    column->addWidget(buildProviders());
    m_waiting = new Banner(Tone::Info, QStringLiteral("hourglass"), tr("Finish the sign-in in your browser. This page waits five minutes."));
    m_waiting->setObjectName(QStringLiteral("auth.waiting"));
    m_waiting->setAction(tr("Cancel"));
    connect(m_waiting, &Banner::actionTriggered, this, [this] {
        if (m_google)
            m_google->cancel();
    });
    m_failure = new Banner(Tone::Danger, QStringLiteral("circle-x"), {});
    m_failure->setObjectName(QStringLiteral("auth.failure"));
    m_failure->setAction(tr("Hide"));
    connect(m_failure, &Banner::actionTriggered, this, [this] {
        m_failure->hide();
        if (std::exchange(m_retries, false))
            activated();
    });
    for (Banner* banner : {m_waiting, m_failure}) {
        banner->setBoxed(true);
        banner->hide();
    }
    column->addWidget(m_waiting);
    column->addWidget(m_failure);
    auto* note = new Banner(Tone::Info, QStringLiteral("info"),
                            tr("Run402 has no list of sign-ups to ask for. This one comes from the owner columns of your tables and your test users."));
    note->setBoxed(true);
    column->addWidget(note);
    column->addWidget(buildPeople(), 1);
    m_inspector = buildInspector();
    m_inspector->setParent(this);
    m_inspector->hide();
    connect(&m_users, &TestUsers::changed, this, &AuthPane::refreshList);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &AuthPane::projectChanged);
    connect(&m_workspace, &Workspace::connectionChanged, this, &AuthPane::projectChanged);
    connect(&m_workspace, &Workspace::tierChanged, this, &AuthPane::refreshWritable);
    connect(&m_workspace, &Workspace::accessChanged, this, &AuthPane::refreshOwners);
    m_tick.setInterval(15'000);
    connect(&m_tick, &QTimer::timeout, this, &AuthPane::refreshCountdown);
    m_tick.start();
    projectChanged();
}

QWidget* AuthPane::buildHead()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new Label(tr("Auth users"), Theme::Font::Display));
    row->addWidget(new ElidedLabel(tr("People who sign in to your app"), Theme::Font::Body, "text.muted"), 1);
    m_withGoogle = new Button(tr("Sign in with Google"), QStringLiteral("globe"), Button::Variant::Secondary);
    m_withGoogle->setObjectName(QStringLiteral("auth.google"));
    m_signIn = new Button(tr("Sign in as someone"), QStringLiteral("log-in"), Button::Variant::Secondary);
    m_signIn->setObjectName(QStringLiteral("auth.signIn"));
    m_add = new Button(tr("Add test user"), QStringLiteral("user-plus"), Button::Variant::Primary);
    m_add->setObjectName(QStringLiteral("auth.add"));
    row->addWidget(m_withGoogle);
    row->addWidget(m_signIn);
    row->addWidget(m_add);
    connect(m_withGoogle, &Button::clicked, this, &AuthPane::startGoogle);
    connect(m_signIn, &Button::clicked, this, [this] { askPassword(false); });
    connect(m_add, &Button::clicked, this, [this] { askPassword(true); });
    return box;
}

QWidget* AuthPane::buildProviders()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    const auto add = [&](const char* icon, const QString& name, const QString& note, Label** noteLabel = nullptr) {
        auto* card = new Card;
        card->body()->setContentsMargins(16, 9, 14, 9);
        auto* line = new QHBoxLayout;
        line->setSpacing(12);
        line->addWidget(new IconLabel(QString::fromLatin1(icon), 18, "accent.text"));
        auto* words = new QVBoxLayout;
        words->setSpacing(1);
        words->addWidget(new Label(name, Theme::Font::BodyMedium));
        auto* below = new ElidedLabel(note, Theme::Font::Small, "text.secondary");
        words->addWidget(below);
        if (noteLabel)
            *noteLabel = below;
        line->addLayout(words, 1);
        auto* state = new Chip(tr("Not read yet"));
        line->addWidget(state);
        card->body()->addLayout(line);
        row->addWidget(card, 1);
        return state;
    };
    m_passwordState = add("key-round", tr("Password"), tr("E-mail and password"));
    m_passwordState->setObjectName(QStringLiteral("auth.provider.password"));
    m_googleState = add("log-in", tr("Google"), tr("In the browser, then back here or to your site"), &m_googleNote);
    m_googleState->setObjectName(QStringLiteral("auth.provider.google"));
    return box;
}

QWidget* AuthPane::buildPeople()
{
    auto* card = new Card;
    card->body()->setContentsMargins(1, 1, 1, 1);
    card->body()->setSpacing(0);
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(14, 7, 14, 7);
    m_search = new SearchField(tr("Name, e-mail or id"));
    m_search->setObjectName(QStringLiteral("auth.search"));
    m_search->setAccessibleName(tr("Find a person"));
    m_search->setFixedWidth(Theme::of(this).scaled(240));
    m_part = new SegmentedControl;
    m_part->setObjectName(QStringLiteral("auth.part"));
    m_part->setAccessibleName(tr("Which people"));
    for (const QString& name : {tr("All"), tr("Seen in data"), tr("Test users")})
        m_part->addSegment(name);
    m_part->setCurrent(Everybody);
    row->addWidget(m_search);
    row->addStretch();
    row->addWidget(m_part);
    card->body()->addWidget(tools);
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    card->body()->addWidget(line);
    connect(m_search, &SearchField::searchChanged, this, &AuthPane::refreshList);
    connect(m_part, &SegmentedControl::currentChanged, this, &AuthPane::refreshList);
    m_none = new Label({}, Theme::Font::Body, "text.muted");
    m_none->setObjectName(QStringLiteral("auth.none"));
    m_none->setContentsMargins(16, 14, 16, 14);
    m_none->setWordWrap(true);
    m_grid = new GridView;
    m_grid->setObjectName(QStringLiteral("auth.people"));
    m_grid->setAccessibleName(tr("People"));
    m_model.setColumnCount(PersonDelegate::ColumnCount);
    m_model.setHorizontalHeaderLabels({tr("Person"), tr("Sign-in"), tr("Session here"), tr("Rows")});
    m_model.setHeaderData(PersonDelegate::Rows, Qt::Horizontal, int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    m_grid->setModel(&m_model);
    m_grid->setItemDelegate(new PersonDelegate(m_grid));
    m_grid->setHorizontalHeader(new GridHeader(Qt::Horizontal, m_grid));
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_grid->verticalHeader()->hide();
    const auto rowHeight = [this] { m_grid->verticalHeader()->setDefaultSectionSize(Theme::of(this).scaled(40)); };
    connect(&Theme::of(this), &Theme::changed, m_grid, rowHeight); // the grid takes its own for it
    rowHeight();
    m_grid->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
    m_grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_grid->horizontalHeader()->setSectionResizeMode(PersonDelegate::Person, QHeaderView::Stretch);
    m_grid->setColumnWidth(PersonDelegate::SignIn, Theme::of(this).scaled(190));
    m_grid->setColumnWidth(PersonDelegate::Session, Theme::of(this).scaled(150));
    m_grid->setColumnWidth(PersonDelegate::Rows, Theme::of(this).scaled(90));
    connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        refreshInspector();
        notifyChanged();
    });
    tools->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // at the top, with people or without
    card->body()->addWidget(m_none, 1, Qt::AlignTop);
    card->body()->addWidget(m_grid, 1);
    return card;
}

void AuthPane::projectChanged()
{
    ++m_generation;
    m_owners.clear();
    if (m_google)
        m_google->cancel();
    const bool usable = m_workspace.isConnected() && !m_workspace.currentProjectId().isEmpty();
    refreshWritable();
    refreshList();
    if (usable) {
        refreshProviders();
        refreshOwners();
    }
}

void AuthPane::refreshWritable()
{
    const QString why = writeBlock(m_workspace, Capability::SignIn);
    for (Button* b : {m_add, m_signIn, m_withGoogle}) {
        b->setEnabled(why.isEmpty());
        b->setToolTip(why);
    }
}

void AuthPane::activated()
{
    m_failure->hide();
    if (m_workspace.isConnected() && !m_workspace.currentProjectId().isEmpty()) {
        refreshProviders();
        refreshOwners();
    }
}

void AuthPane::refreshProviders()
{
    m_services.appAuth().providers(m_workspace.currentProjectId())->onDone(this, [this, generation = m_generation](const Result<QList<AppAuth::Provider>>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok())
            return showProblem(r.error());
        for (const AppAuth::Provider& p : *r) {
            Chip* chip = p.id == QLatin1String("password") ? m_passwordState : p.id == QLatin1String("google") ? m_googleState : nullptr;
            if (chip) {
                chip->setText(p.enabled ? tr("On") : tr("Off"));
                chip->setTone(p.enabled ? Tone::Success : Tone::Neutral);
            }
            if (p.id == QLatin1String("google"))
                m_withGoogle->setEnabled(p.enabled && m_add->isEnabled());
        }
    });
}

/// One read-only statement over the columns that own rows (as the access rules tell).
void AuthPane::refreshOwners()
{
    QStringList parts;
    if (m_workspace.access().value) {
        for (const TableAccess& t : *m_workspace.access().value) {
            const QString owner = t.ownerColumn();
            if (owner.isEmpty())
                continue;
            QString literal = t.table;
            literal.replace(QLatin1Char('\''), QLatin1String("''"));
            parts << QStringLiteral("select %1::text as id, '%2' as tbl, count(*)::int as n from %3 where %1 is not null group by 1").arg(quoted(owner), literal, quoted(t.table));
        }
    }
    if (parts.isEmpty() || !m_services.hasSession())
        return;
    const QString sql = QStringLiteral("select * from (%1) x order by n desc limit 500").arg(parts.join(QStringLiteral(" union all ")));
    m_services.database().run(m_workspace.currentProjectId(), sql)->onDone(this, [this, generation = m_generation](const Result<SqlOutcome>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok())
            return showProblem(r.error());
        m_owners.clear();
        const QJsonArray rows = QJsonDocument::fromJson(r->rowsJson).array();
        for (const QJsonValue& v : rows) {
            const QJsonObject o = v.toObject();
            Owned& owned = m_owners[o.value(QLatin1String("id")).toString()];
            owned.rows += o.value(QLatin1String("n")).toInt();
            owned.tables << qMakePair(o.value(QLatin1String("tbl")).toString(), qint64(o.value(QLatin1String("n")).toInt()));
        }
        refreshList();
    });
}

QString AuthPane::selectedId() const
{
    const auto rows = m_grid->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.first().data(PersonDelegate::IdRole).toString();
}

void AuthPane::refreshList()
{
    const QString selected = selectedId(), wanted = m_search->text().trimmed();
    const int part = m_part->current();
    const QSignalBlocker quiet(m_grid->selectionModel());
    m_model.removeRows(0, m_model.rowCount());
    const auto add = [&](const QString& id, const QString& name, const QString& sub, const QStringList& chips, const QString& session, Tone tone) {
        if (!wanted.isEmpty() && !name.contains(wanted, Qt::CaseInsensitive) && !sub.contains(wanted, Qt::CaseInsensitive) && !id.contains(wanted, Qt::CaseInsensitive))
            return;
        const QString texts[] = {name, chips.join(QStringLiteral(", ")), session, QString::number(m_owners.value(id).rows)};
        QList<QStandardItem*> items;
        for (const QString& text : texts) {
            auto* item = new QStandardItem(text);
            item->setData(id, PersonDelegate::IdRole);
            item->setData(sub, PersonDelegate::SubRole);
            item->setData(chips, PersonDelegate::ChipsRole);
            item->setData(int(tone), PersonDelegate::ToneRole);
            items << item;
        }
        m_model.appendRow(items);
        if (id == selected)
            m_grid->selectRow(m_model.rowCount() - 1);
    };
    int seenCount = int(m_owners.size());
    for (const TestUsers::User& u : m_users.users()) {
        if (part == SeenInData && !m_owners.contains(u.id))
            continue;
        const bool inUse = m_users.activeId() == u.id;
        const QString session = !u.isSignedIn() ? tr("Signed out") : inUse ? tr("Signed in, in use") : tr("Signed in");
        add(u.id, u.title(), u.displayName.isEmpty() ? PersonDelegate::shortId(u.id) : u.email, QStringList(tr("Test user")) + providerNames(u.providers), session,
            u.isSignedIn() ? Tone::Success : Tone::Neutral);
    }
    QStringList seen = m_owners.keys();
    std::sort(seen.begin(), seen.end(), [this](const QString& a, const QString& b) { return m_owners[a].rows > m_owners[b].rows; });
    int others = 0;
    for (const QString& id : std::as_const(seen)) {
        if (m_users.find(id))
            continue;
        ++others;
        if (part != TestUsersOnly)
            add(id, PersonDelegate::shortId(id), tr("seen in data"), {tr("Unknown")}, {}, Tone::Neutral);
    }
    const int known = int(m_users.users().size());
    m_part->setSegmentText(Everybody, tr("All %1").arg(known + others));
    m_part->setSegmentText(SeenInData, tr("Seen in data %1").arg(seenCount));
    m_part->setSegmentText(TestUsersOnly, tr("Test users %1").arg(known));
    m_none->setVisible(m_model.rowCount() == 0);
    m_grid->setVisible(m_model.rowCount() > 0);
    m_none->setText(!wanted.isEmpty() ? tr("Nobody matches %1.").arg(wanted)
                    : part == TestUsersOnly ? tr("No test users yet. Add one, or sign in as somebody of your app.")
                                            : tr("Nobody yet. Add a test user; people whose rows are in tables with an owner column show up by themselves."));
    refreshInspector();
    notifyChanged();
}

void AuthPane::askPassword(bool signUp)
{
    ConfirmDialog::Options options;
    options.title = signUp ? tr("Add a test user?") : tr("Sign in as someone");
    options.text = signUp ? tr("This signs a new person up to your app, as its own sign-up form would. It is free and cannot be undone: the service has no way to remove a person.")
                          : tr("With the e-mail and password of a person of your app. The password is not kept.");
    options.accept = signUp ? tr("Add test user") : tr("Sign in");
    auto* dialog = new ConfirmDialog(this, options);
    auto* email = new LineEdit(QStringLiteral("reader@test.local"));
    email->setObjectName(QStringLiteral("auth.email"));
    email->setAccessibleName(tr("E-mail"));
    auto* password = new LineEdit;
    password->setObjectName(QStringLiteral("auth.password"));
    password->setAccessibleName(tr("Password"));
    password->setEchoMode(QLineEdit::Password);
    dialog->addField(new Field(tr("E-mail"), email));
    dialog->addField(new Field(tr("Password"), password));
    dialog->acceptButton()->setObjectName(QStringLiteral("auth.accept"));
    dialog->setFirstFocus(email);
    const auto check = [=] { dialog->acceptButton()->setEnabled(!email->text().trimmed().isEmpty() && !password->text().isEmpty()); };
    connect(email, &QLineEdit::textChanged, dialog, check);
    connect(password, &QLineEdit::textChanged, dialog, check);
    check();
    connect(dialog, &QDialog::accepted, this, [this, email, password, signUp] {
        m_failure->hide();
        auto* call = signUp ? m_users.signUp(email->text().trimmed(), password->text()) : m_users.signIn(email->text().trimmed(), password->text());
        call->onDone(this, [this, signUp](const Result<TestUsers::User>& r) {
            if (!r.ok())
                return showProblem(r.error());
            m_workspace.record(QStringLiteral("auth"), signUp ? tr("Test user %1 added").arg(r->email) : tr("Signed in as %1").arg(r->email));
        });
    });
    dialog->open();
}

void AuthPane::startGoogle()
{
    if (m_google)
        return;
    m_failure->hide();
    m_google = new GoogleSignIn(m_services.appAuth(), m_workspace.currentProjectId(), this);
    connect(m_google, &GoogleSignIn::browserWanted, this, [this](const QUrl& page) {
        m_waiting->show();
        if (!m_browser(page)) {
            m_google->cancel();
            showProblem(Problem::make(Problem::Kind::Local, QStringLiteral("auth.no_browser"), QStringLiteral("No browser could be opened")));
        }
    });
    connect(m_google, &GoogleSignIn::finished, this, [this](const Result<AppAuth::Tokens>& r) {
        endGoogle();
        if (!r.ok()) {
            if (r.error().kind != Problem::Kind::Cancelled)
                showProblem(r.error());
            return;
        }
        m_users.adopt(*r, QStringLiteral("google"))->onDone(this, [this](const Result<TestUsers::User>& kept) {
            if (!kept.ok())
                return showProblem(kept.error());
            m_workspace.record(QStringLiteral("auth"), tr("Signed in as %1 with Google").arg(kept->email));
        });
    });
    m_google->start();
}

void AuthPane::endGoogle()
{
    m_waiting->hide();
    if (m_google)
        m_google->deleteLater();
    m_google = nullptr;
}

void AuthPane::showProblem(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    m_failure->setText(words.why.isEmpty() ? problem.message : words.why, words.title);
    m_retries = problem.retryable && problem.safeToRetry && problem.mutation == Problem::Mutation::None;
    m_failure->setAction(m_retries ? tr("Read again") : tr("Hide"));
    m_failure->show();
}

} // namespace run402
