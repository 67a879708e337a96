// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/publishdialog.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/toggleswitch.h"
#include "ui/market/markettext.h"
#include "ui/market/pagestack.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int dialogWidth = 640;
constexpr int longestDescription = 20'000;
constexpr int mostSeedTables = 60;
const QStringList& visibilities()
{
    static const QStringList list{u"public"_s, u"unlisted"_s, u"private"_s};
    return list;
}

QPlainTextEdit* textBox(const QString& objectName, const QString& name, int height)
{
    auto* edit = new QPlainTextEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(Theme::of(edit).scaled(height));
    return edit;
}

void fill(QPlainTextEdit* edit, const QList<AppNeed>& needs)
{
    QStringList lines;
    for (const AppNeed& n : needs)
        lines << (n.description.isEmpty() ? n.name : n.name + u": "_s + n.description);
    edit->setPlainText(lines.join(u'\n'));
}

} // namespace

QList<AppNeed> PublishDialog::needsFrom(const QString& text)
{
    QList<AppNeed> needs;
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const qsizetype colon = line.indexOf(u':');
        const AppNeed need{line.left(colon < 0 ? line.size() : colon).trimmed(), colon < 0 ? QString() : line.mid(colon + 1).trimmed()};
        if (!need.name.isEmpty())
            needs << need;
    }
    return needs;
}

QStringList PublishDialog::tagsFrom(const QString& text)
{
    static const QRegularExpression between(u"[\\s,;]+"_s);
    return text.split(between, Qt::SkipEmptyParts);
}

QJsonArray PublishDialog::variablesFrom(const QString& text, const QJsonArray& before)
{
    QJsonArray list;
    for (const AppNeed& line : needsFrom(text)) {
        const bool required = line.name.endsWith(u'*');
        const QString name = required ? line.name.chopped(1).trimmed() : line.name;
        QJsonObject variable;
        for (const QJsonValue& old : before) {
            if (old.toObject().value("name"_L1).toString() == name)
                variable = old.toObject();
        }
        variable.insert("name"_L1, name);
        variable.insert("required"_L1, required);
        if (!line.description.isEmpty())
            variable.insert("label"_L1, line.description);
        if (!name.isEmpty())
            list << variable;
    }
    return list;
}

PublishDialog::PublishDialog(Services& services, const QString& projectId, const QString& projectName,
                             const std::optional<AppVersion>& existing, bool again, QWidget* anchor)
    : DialogFrame(anchor, dialogWidth), m_services(services), m_projectId(projectId), m_projectName(projectName),
      m_existing(existing), m_updating(existing && !again)
{
    setObjectName(u"publish.dialog"_s);
    const QString title = m_updating ? tr("Change %1").arg(existing->name) : tr("Publish %1 as an app").arg(projectName);
    setAccessibleName(title);
    auto* head = new QWidget;
    head->setFixedHeight(Theme::of(this).scaled(52));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(20, 0, 12, 0);
    row->addWidget(new ElidedLabel(title, Theme::Font::Title), 1);
    auto* close = new IconButton(u"x"_s, tr("Close"));
    connect(close, &QAbstractButton::clicked, this, &PublishDialog::reject);
    row->addWidget(close);
    body()->addWidget(head);
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    body()->addWidget(line);
    body()->addWidget(new FormScroll(buildForm(), dialogWidth), 1);
    buildFoot();
    setFirstFocus(m_description);
    auto* go = new QShortcut(QKeySequence(u"Ctrl+Return"_s), this);
    connect(go, &QShortcut::activated, this, [this] {
        if (m_publish->isEnabled())
            m_publish->click();
    });
    if (!m_updating)
        preflight();
    refresh();
}

QWidget* PublishDialog::buildForm()
{
    auto* form = new QWidget;
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(14);
    m_error = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_error->setObjectName(u"publish.error"_s);
    m_error->hide();
    column->addWidget(m_error);
    if (!m_updating) {
        m_checkBox = new QWidget;
        m_checkBox->setObjectName(u"publish.check"_s);
        m_check = new QVBoxLayout(m_checkBox);
        m_check->setContentsMargins(0, 0, 0, 0);
        m_check->setSpacing(8);
        column->addWidget(m_checkBox);
    }
    column->addWidget(buildTexts());
    if (!m_updating) {
        column->addWidget(buildSeeds());
        column->addWidget(buildNeeds());
    }
    column->addStretch();
    return form;
}

QWidget* PublishDialog::buildTexts()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_description = textBox(u"publish.description"_s, tr("Description"), 64);
    m_description->setPlainText(m_existing ? m_existing->description : QString());
    column->addWidget(new Field(tr("Description"), m_description));
    m_tags = new LineEdit(tr("todo, family"));
    m_tags->setObjectName(u"publish.tags"_s);
    m_tags->setText(m_existing ? m_existing->tags.join(u", "_s) : QString());
    auto* tags = new Field(tr("Tags"), m_tags);
    tags->setHint(tr("At most 10, each 2 to 30 small letters, digits and hyphens."));
    column->addWidget(tags);
    auto* row = new QHBoxLayout;
    row->setSpacing(20);
    auto* seen = new QVBoxLayout;
    seen->setSpacing(4);
    seen->addWidget(new Label(tr("Who sees it"), Theme::Font::Label));
    m_visibility = new SegmentedControl;
    m_visibility->setObjectName(u"publish.visibility"_s);
    m_visibility->setAccessibleName(tr("Who sees it"));
    for (const QString& v : visibilities())
        m_visibility->addSegment(MarketText::visibility(v));
    m_visibility->setCurrent(m_existing ? std::max<int>(0, int(visibilities().indexOf(m_existing->visibility))) : 0);
    seen->addWidget(m_visibility, 0, Qt::AlignLeft);
    m_visibilityNote = new Label({}, Theme::Font::Caption, "text.muted");
    m_visibilityNote->setWordWrap(true);
    seen->addWidget(m_visibilityNote);
    row->addLayout(seen, 1);
    auto* copies = new QVBoxLayout;
    copies->setSpacing(4);
    copies->addWidget(new Label(tr("Copies"), Theme::Font::Label));
    m_fork = new Switch(tr("Others may fork it"));
    m_fork->setObjectName(u"publish.fork"_s);
    m_fork->setAccessibleName(tr("Others may fork it"));
    m_fork->setChecked(m_existing ? m_existing->forkAllowed : true);
    copies->addWidget(m_fork, 0, Qt::AlignLeft);
    copies->addStretch();
    row->addLayout(copies, 1);
    column->addLayout(row);
    connect(m_tags, &QLineEdit::textChanged, this, &PublishDialog::refresh);
    connect(m_description, &QPlainTextEdit::textChanged, this, &PublishDialog::refresh);
    connect(m_visibility, &SegmentedControl::currentChanged, this, &PublishDialog::refresh);
    connect(m_fork, &QAbstractButton::toggled, this, &PublishDialog::refresh);
    return box;
}

QWidget* PublishDialog::buildSeeds()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(new Label(tr("Rows that go along"), Theme::Font::Label));
    auto* note = new Label(tr("Everybody who forks gets them and can read them. Leave tables with people's data out."), Theme::Font::Caption, "text.muted");
    note->setWordWrap(true);
    column->addWidget(note);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    const Workspace& w = m_services.workspace();
    const QList<Table> tables = w.schema().value && w.currentProjectId() == m_projectId ? w.schema().value->tables : QList<Table>();
    for (const Table& t : tables.mid(0, mostSeedTables)) {
        auto* check = new QCheckBox(QString(t.name).replace(u'&', "&&"_L1));
        check->setObjectName("publish.seed."_L1 + t.name);
        check->setProperty("table", t.name);
        check->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        const auto rows = w.rowCounts().constFind(t.name);
        if (rows != w.rowCounts().cend())
            check->setToolTip(tr("%1 rows").arg(*rows));
        grid->addWidget(check, int(m_seeds.size()) / 3, int(m_seeds.size()) % 3);
        m_seeds << check;
    }
    if (m_seeds.isEmpty())
        column->addWidget(new Label(tr("This project has no tables yet."), Theme::Font::Small, "text.secondary"));
    column->addLayout(grid);
    return box;
}

QWidget* PublishDialog::buildNeeds()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(20);
    m_secrets = textBox(u"publish.secrets"_s, tr("Secrets a copy needs"), 58);
    m_secrets->setPlaceholderText(tr("OPENAI_API_KEY: writes the summaries"));
    auto* secrets = new Field(tr("Secrets a copy needs"), m_secrets);
    secrets->setHint(tr("One a line: the key, a colon, why."));
    m_actions = textBox(u"publish.actions"_s, tr("What a person does afterwards"), 58);
    m_actions->setPlaceholderText(tr("Add your logo: upload it to the bucket media"));
    auto* actions = new Field(tr("What a person does afterwards"), m_actions);
    actions->setHint(tr("One a line: the action, a colon, how."));
    if (m_existing) {
        fill(m_secrets, m_existing->requiredSecrets);
        fill(m_actions, m_existing->requiredActions);
    }
    row->addWidget(secrets, 1);
    row->addWidget(actions, 1);
    const QList<Functions::Function> functions = m_services.workspace().functions().value.value_or(QList<Functions::Function>());
    const bool setsUp = std::any_of(functions.cbegin(), functions.cend(), [](const Functions::Function& f) { return f.name == "bootstrap"_L1; });
    if (m_services.workspace().currentProjectId() != m_projectId || !setsUp)
        return box;
    m_variables = textBox(u"publish.variables"_s, tr("Settings a copy asks for"), 58);
    m_variables->setPlaceholderText(tr("TITLE*: Name of the list"));
    QStringList lines;
    for (const AppVariable& v : m_existing ? m_existing->variables : QList<AppVariable>())
        lines << v.name + (v.required ? u"*"_s : QString()) + (v.label == v.name ? QString() : u": "_s + v.label);
    m_variables->setPlainText(lines.join(u'\n'));
    auto* variables = new Field(tr("Settings a copy asks for"), m_variables);
    variables->setHint(tr("The function bootstrap gets them. A star means required."));
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(box);
    column->addWidget(variables);
    return all;
}

void PublishDialog::buildFoot()
{
    m_note = new ElidedLabel(m_updating ? QString() : tr("Replaces the version published before, if there is one."), Theme::Font::Small, "text.muted");
    m_cancel = new Button(tr("Cancel"));
    m_cancel->setObjectName(u"publish.cancel"_s);
    m_publish = new Button(m_updating ? tr("Save changes") : tr("Publish, free"), m_updating ? QString() : u"upload"_s, Button::Variant::Primary);
    m_publish->setObjectName(u"publish.submit"_s);
    m_publish->setKeyHint(u"Ctrl ↵"_s);
    foot()->addWidget(m_note, 1);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_publish);
    connect(m_cancel, &Button::clicked, this, &PublishDialog::reject);
    connect(m_publish, &Button::clicked, this, &PublishDialog::submit);
}

void PublishDialog::preflight()
{
    if (!m_services.hasSession())
        return;
    m_check->addWidget(new Label(tr("Looking whether everything can be copied"), Theme::Font::Small, "text.muted"));
    m_services.database().run(m_projectId, preflightSql())->onDone(this, [this](const Result<SqlOutcome>& r) {
        const auto obstacles = r.ok() ? readObstacles(r->rowsJson) : Result<QList<PublishObstacle>>(r.error());
        if (obstacles.ok()) {
            showObstacles(*obstacles);
            return;
        }
        qDeleteAll(m_checkBox->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
        auto* text = new Label(tr("The schema could not be looked at (%1). Publishing will tell.").arg(problemWords(obstacles.error()).title),
                               Theme::Font::Small, "text.secondary");
        text->setWordWrap(true);
        m_check->addWidget(text);
    });
}

void PublishDialog::showObstacles(const QList<PublishObstacle>& obstacles)
{
    qDeleteAll(m_checkBox->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    m_blocked = !obstacles.isEmpty();
    if (!m_blocked) {
        auto* fine = new Banner(Tone::Success, u"circle-check"_s, tr("Tables, keys, indexes and rules can be copied."));
        fine->setObjectName(u"publish.fine"_s);
        m_check->addWidget(fine);
    }
    for (const PublishObstacle& o : obstacles) {
        constexpr qsizetype mostNames = 12;
        QString names = o.names.mid(0, mostNames).join(u", "_s);
        if (o.names.size() > mostNames)
            names = tr("%1 and %2 more").arg(names).arg(o.names.size() - mostNames);
        auto* banner = new Banner(Tone::Warning, u"triangle-alert"_s, {});
        banner->setObjectName(u"publish.obstacle"_s);
        banner->setText(MarketText::obstacle(o.kind), tr("%1: %2.").arg(MarketText::obstacleName(o.kind), names));
        banner->setAction(o.kind == PublishObstacle::Kind::LostSource ? tr("Open Functions") : tr("Open SQL console"));
        const QString target = o.kind == PublishObstacle::Kind::LostSource ? u"functions"_s : u"sql"_s;
        connect(banner, &Banner::actionTriggered, this, [this, target] {
            Q_EMIT paneRequested(target);
            reject();
        });
        m_check->addWidget(banner);
    }
    refresh();
}

QString PublishDialog::visibility() const
{
    return visibilities().value(m_visibility->current());
}

void PublishDialog::refresh()
{
    if (!m_publish)
        return;
    const QString fault = tagsProblem(tagsFrom(m_tags->text()));
    m_tags->setError(fault);
    const QString v = visibility();
    m_visibilityNote->setText(v == "public"_L1     ? tr("Listed for everybody.")
                              : v == "unlisted"_L1 ? tr("For whoever knows its id; this service lists it all the same.")
                                                   : tr("Only you. A private app cannot be forked."));
    m_publish->setEnabled(!m_busy && !m_blocked && fault.isEmpty() && m_description->toPlainText().size() <= longestDescription);
    m_publish->setToolTip(m_blocked ? tr("Remove what stands in the way first.") : QString());
}

void PublishDialog::reject()
{
    if (!m_busy)
        DialogFrame::reject();
}

void PublishDialog::submit()
{
    if (m_busy || !m_services.hasSession())
        return;
    const QString description = m_description->toPlainText().trimmed();
    const QStringList tags = tagsFrom(m_tags->text());
    Call<AppVersion>* call = nullptr;
    if (m_updating) {
        AppChanges changes;
        if (description != m_existing->description)
            changes.description = description;
        if (tags != m_existing->tags)
            changes.tags = tags;
        if (visibility() != m_existing->visibility)
            changes.visibility = visibility();
        if (m_fork->isChecked() != m_existing->forkAllowed)
            changes.forkAllowed = m_fork->isChecked();
        if (changes.isEmpty()) {
            accept();
            return;
        }
        call = m_services.market().update(m_projectId, m_existing->id, changes);
    } else {
        PublishOptions options{description, tags, visibility(), m_fork->isChecked(), {}, needsFrom(m_secrets->toPlainText()), needsFrom(m_actions->toPlainText()), {}};
        if (m_variables)
            options.variables = variablesFrom(m_variables->toPlainText(), m_existing ? m_existing->variablesJson : QJsonArray());
        for (const QCheckBox* seed : std::as_const(m_seeds)) {
            if (seed->isChecked())
                options.seedTables << seed->property("table").toString();
        }
        call = m_services.market().publish(m_projectId, options);
    }
    m_busy = true;
    m_error->hide();
    m_publish->setBusy(true);
    m_cancel->setEnabled(false);
    call->onDone(this, [this](const Result<AppVersion>& r) { sent(r); });
}

void PublishDialog::sent(const Result<AppVersion>& version)
{
    m_busy = false;
    m_publish->setBusy(false);
    m_cancel->setEnabled(true);
    if (!version.ok()) {
        const QList<PublishObstacle> obstacles = m_updating ? QList<PublishObstacle>() : obstaclesOf(version.error());
        if (!obstacles.isEmpty())
            showObstacles(obstacles);
        const ProblemWords words = problemWords(version.error());
        m_error->setText(tr("%1 Nothing was published.").arg(version.error().message), words.title);
        m_error->setVisible(obstacles.isEmpty());
        refresh();
        return;
    }
    m_services.workspace().record(u"market"_s, m_updating ? tr("Changed the app %1").arg(version->name) : tr("Published %1 as version %2").arg(version->name).arg(version->version),
                                  {{u"version"_s, version->id}});
    Q_EMIT published(*version);
    accept();
}

} // namespace run402
