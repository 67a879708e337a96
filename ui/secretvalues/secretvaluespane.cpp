// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secretvalues/secretvaluespane.h"

#include "models/item/functionlistmodel.h"
#include "services/net/transport.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/writeblock.h"
#include "ui/secretvalues/envimportdialog.h"
#include "ui/secretvalues/secreteditor.h"
#include "ui/secretvalues/secretrow.h"
#include "ui/secretvalues/sitecheckcard.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr qint64 largestFile = 1 << 20;
constexpr int mostMissing = 8;
constexpr qint64 clockSlackMs = 5000; ///< between the request and the service's own time of it

struct ReadFile
{
    QList<DotenvEntry> entries;
    QString error;
};

ReadFile readDotenv(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, file.errorString()};
    if (file.size() > largestFile)
        return {{}, SecretValuesPane::tr("It is larger than 1 MB.")};
    QByteArray text = file.read(largestFile + 1);
    ReadFile read{parseDotenv(text), {}};
    wipe(text);
    return read;
}

void clearLayout(QVBoxLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

SecretValuesPane::SecretValuesPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(u"secrets"_s);
    setProperty("surface", true);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(buildContent());
    auto* empty = new EmptyState(u"key-round"_s, tr("No project"), tr("Secrets belong to a project. Choose or make one first."));
    m_states = new StateStack(scroll, empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_states);

    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action == "retry"_L1)
            m_workspace.refreshCode();
        else
            Q_EMIT actionRequested(action);
    });
    connect(&m_workspace, &Workspace::codeChanged, this, &SecretValuesPane::refresh);
    connect(&m_workspace, &Workspace::connectionChanged, this, &SecretValuesPane::refresh);
    connect(&m_workspace, &Workspace::tierChanged, this, &SecretValuesPane::refreshWritable);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        m_editor->wipeFields();
        m_editor->hide();
        m_trouble->hide();
        m_site->refresh();
        loadSources();
        refresh();
    });
    loadSources();
    refresh();
}

SecretValuesPane::~SecretValuesPane()
{
    for (DotenvEntry& entry : m_queue)
        wipe(entry.value);
}

QWidget* SecretValuesPane::buildContent()
{
    auto* content = new QWidget;
    content->setProperty("surface", true);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(20, 14, 20, 16);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new Label(tr("Secrets"), Theme::Font::Display));
    m_note = new Label({}, Theme::Font::Body, "text.muted");
    head->addWidget(m_note);
    head->addStretch();
    m_import = new Button(tr("Import .env"), u"file-up"_s, Button::Variant::Secondary);
    m_import->setObjectName(u"secrets.import"_s);
    m_add = new Button(tr("Add secret"), u"plus"_s, Button::Variant::Primary);
    m_add->setObjectName(u"secrets.add"_s);
    head->addWidget(m_import);
    head->addWidget(m_add);
    column->addLayout(head);
    auto* writeOnly = new Banner(Tone::Info, u"info"_s, tr("Run402 never gives a secret back. You can replace or delete one, nobody can read it here, not even you."));
    writeOnly->setBoxed(true);
    column->addWidget(writeOnly);
    m_trouble = new Banner(Tone::Danger, u"circle-x"_s, {});
    m_trouble->setObjectName(u"secrets.trouble"_s);
    m_trouble->setBoxed(true);
    m_trouble->hide();
    column->addWidget(m_trouble);

    auto* card = new Card;
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    card->body()->setContentsMargins(1, 1, 1, 1);
    card->body()->setSpacing(0);
    card->body()->addWidget(buildHeads());
    m_editor = new SecretEditor;
    m_editor->hide();
    card->body()->addWidget(m_editor);
    auto* rows = new QWidget;
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    card->body()->addWidget(rows);
    column->addWidget(card);
    auto* below = new QHBoxLayout;
    below->setSpacing(12);
    m_site = new SiteCheckCard(m_services);
    below->addWidget(buildMissing(), 1);
    below->addWidget(m_site, 1);
    column->addLayout(below);
    column->addStretch(1);

    connect(m_add, &Button::clicked, this, [this] { begin({}); });
    connect(m_import, &Button::clicked, this, &SecretValuesPane::chooseFile);
    connect(m_editor, &SecretEditor::cancelled, m_editor, &QWidget::hide);
    connect(m_editor, &SecretEditor::saveRequested, this, &SecretValuesPane::save);
    return content;
}

QWidget* SecretValuesPane::buildHeads()
{
    auto* heads = new QWidget;
    heads->setProperty("bar", true);
    heads->setFixedHeight(Theme::of(this).scaled(34));
    auto* row = new QHBoxLayout(heads);
    row->setContentsMargins(15, 0, 12, 0);
    row->setSpacing(0);
    const QStringList names{tr("Name"), tr("Value"), tr("Read by"), tr("Set"), tr("From")};
    for (int i = 0; i < names.size(); ++i)
        SecretRow::addColumn(row, new Label(names.at(i), Theme::Font::Subtitle), i);
    row->addSpacing(SecretRow::buttonsWidth());
    return heads;
}

QWidget* SecretValuesPane::buildMissing()
{
    m_missing = new Card(tr("Read in code but not set"));
    m_missingCount = new Chip({}, Tone::Warning);
    m_missingCount->setBadge(true);
    m_missing->addBesideTitle(m_missingCount);
    auto* rows = new QWidget;
    m_missingRows = new QVBoxLayout(rows);
    m_missingRows->setContentsMargins(0, 4, 0, 4);
    m_missingRows->setSpacing(2);
    m_missing->body()->addWidget(rows);
    return m_missing;
}

void SecretValuesPane::activated()
{
    m_workspace.refreshCode();
    loadSources();
    m_site->refresh();
}

void SecretValuesPane::loadSources()
{
    const QString project = m_workspace.currentProjectId();
    m_services.functionSources().load(project)->onDone(this, [this, project](const Result<QHash<QString, FunctionSource>>& sources) {
        if (project != m_workspace.currentProjectId())
            return;
        m_sources = sources.valueOr({});
        refreshRows();
    });
    loadOrigins();
}

void SecretValuesPane::loadOrigins()
{
    const QString project = m_workspace.currentProjectId();
    m_services.secretOrigins().load(project)->onDone(this, [this, project](const Result<QHash<QString, SecretOrigin>>& origins) {
        if (project != m_workspace.currentProjectId())
            return;
        m_origins = origins.valueOr({});
        refreshRows();
    });
}

/// Words and what they mean. What was set later than anything from here came from elsewhere.
QPair<QString, QString> SecretValuesPane::originOf(const Functions::Secret& secret) const
{
    const auto origin = m_origins.constFind(secret.key);
    const QDateTime set = secret.updatedAt.isValid() ? secret.updatedAt : secret.createdAt;
    const qint64 ahead = m_services.transport().clockOffsetMs(m_workspace.gateway().base.host());
    if (origin == m_origins.cend() || (set.isValid() && set > origin->at.addMSecs(ahead + clockSlackMs)))
        return {tr("Elsewhere"), tr("The run402 command, an agent or another computer set it.")};
    switch (origin->from) {
    case SecretOrigin::From::EnvFile: return {tr(".env file"), tr("Imported from a .env file here.")};
    case SecretOrigin::From::Deploy: return {tr("Deploy"), tr("Sent with a deploy from here.")};
    case SecretOrigin::From::Typed: break;
    }
    return {tr("Typed here"), tr("Typed into this page.")};
}

int SecretValuesPane::limit() const
{
    const auto project = m_workspace.currentProject();
    const QString tier = project && !project->tier.isEmpty() ? project->tier : m_workspace.tier().value ? m_workspace.tier().value->tier : QString();
    return TierLimits::of(tier).maxSecrets;
}

void SecretValuesPane::refresh()
{
    const auto& secrets = m_workspace.secrets();
    if (m_workspace.currentProjectId().isEmpty())
        m_states->showEmpty();
    else if (secrets.value)
        m_states->showContent();
    else if (secrets.problem)
        m_states->showProblem(*secrets.problem);
    else
        m_states->showLoading(tr("Reading secrets"));
    refreshWritable();
}

void SecretValuesPane::refreshRows()
{
    const QList<Functions::Secret> secrets = m_workspace.secrets().value.value_or(QList<Functions::Secret>());
    const int most = limit();
    m_note->setText(most > 0 ? tr("%1 of %2. Functions read them as process.env.NAME").arg(secrets.size()).arg(most)
                             : tr("%1. Functions read them as process.env.NAME").arg(secrets.size()));
    QHash<QString, QStringList> readBy;
    for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it) {
        const auto names = environmentNames(it->draft.value_or(it->code.value_or(QString())));
        for (const auto& use : names)
            readBy[use.first] << it.key();
    }
    const QString why = writeBlock(m_workspace, Capability::Secrets);
    QString shown = why + QString::number(m_workspace.secrets().value.has_value());
    for (const Functions::Secret& secret : secrets) {
        readBy[secret.key].sort();
        shown += u'\n' + secret.key + u' ' + secret.updatedAt.toString(Qt::ISODateWithMs) + u' ' + readBy[secret.key].join(u',') + u' ' + originOf(secret).first;
    }
    refreshMissing();
    if (shown == m_shown)
        return; // new rows would take the focus from the old ones
    m_shown = shown;
    clearLayout(m_rows);
    for (const Functions::Secret& secret : secrets) {
        const auto [from, note] = originOf(secret);
        auto* row = new SecretRow(secret.key, {readBy.value(secret.key), dayAndTime(secret.updatedAt.isValid() ? secret.updatedAt : secret.createdAt), from, note});
        row->setWritable(why.isEmpty(), why);
        connect(row, &SecretRow::replaceRequested, this, [this](const QString& name) {
            m_editor->show();
            m_editor->begin(name, true);
        });
        connect(row, &SecretRow::removeRequested, this, &SecretValuesPane::askRemove);
        m_rows->addWidget(row);
    }
    if (secrets.isEmpty() && m_workspace.secrets().value) {
        auto* none = new Label(tr("No secrets yet. Add one, or drop a .env file anywhere in the window."), Theme::Font::Body, "text.muted");
        none->setContentsMargins(15, 14, 15, 14);
        m_rows->addWidget(none);
    }
}

void SecretValuesPane::refreshMissing()
{
    clearLayout(m_missingRows);
    QSet<QString> set;
    for (const auto& secret : m_workspace.secrets().value.value_or(QList<Functions::Secret>()))
        set.insert(secret.key);
    int count = 0;
    QStringList functions = m_sources.keys();
    functions.sort();
    for (const QString& function : std::as_const(functions)) {
        const FunctionSource source = m_sources.value(function);
        const auto names = environmentNames(source.draft.value_or(source.code.value_or(QString())));
        for (const auto& [name, line] : names) {
            if (set.contains(name) || !isSecretName(name) || name.startsWith("RUN402_"_L1) || name == "NODE_ENV"_L1)
                continue;
            set.insert(name);
            if (++count > mostMissing)
                continue;
            auto* row = new QWidget;
            auto* layout = new QHBoxLayout(row);
            layout->setContentsMargins(14, 4, 12, 4);
            layout->setSpacing(10);
            layout->addWidget(new IconLabel(u"triangle-alert"_s, 15, "warning.text"));
            auto* words = new QVBoxLayout;
            words->setSpacing(1);
            words->addWidget(new Label(name, Theme::Font::MonoStrong));
            words->addWidget(new ElidedLabel(tr("%1.js, line %2: process.env.%3").arg(function).arg(line).arg(name), Theme::Font::Small, "text.secondary"));
            layout->addLayout(words, 1);
            auto* now = new Button(tr("Set now"));
            now->setSize(Button::Size::Small);
            now->setObjectName(u"secrets.setNow."_s + name);
            connect(now, &Button::clicked, this, [this, name = name] { begin(name); });
            layout->addWidget(now);
            m_missingRows->addWidget(row);
        }
    }
    if (count == 0) {
        auto* none = new Label(tr("Every name the functions known here read is set."), Theme::Font::Body, "text.secondary");
        none->setWordWrap(true);
        none->setContentsMargins(14, 6, 14, 6);
        m_missingRows->addWidget(none);
    } else if (count > mostMissing) {
        auto* more = new Label(tr("and %1 more").arg(count - mostMissing), Theme::Font::Small, "text.muted");
        more->setContentsMargins(14, 4, 14, 4);
        m_missingRows->addWidget(more);
    }
    m_missingCount->setVisible(count > 0);
    m_missingCount->setText(QString::number(count));
}

void SecretValuesPane::refreshWritable()
{
    const QString why = writeBlock(m_workspace, Capability::Secrets);
    for (Button* button : {m_add, m_import}) {
        button->setEnabled(why.isEmpty() && !m_sending);
        button->setToolTip(why);
    }
    refreshRows();
}

void SecretValuesPane::begin(const QString& name)
{
    m_editor->show();
    m_editor->begin(name, false);
}

void SecretValuesPane::chooseFile()
{
    auto* dialog = new QFileDialog(window(), tr("Choose a .env file"), {}, tr("Environment files (.env* *.env);;All files (*)"));
    dialog->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &SecretValuesPane::importFile);
    dialog->open();
}

void SecretValuesPane::importFile(const QString& path)
{
    onWorker(this, [path] { return readDotenv(path); }, [this, path](const ReadFile& read) {
        if (!read.error.isEmpty()) {
            m_trouble->setText(read.error, tr("%1 could not be read.").arg(QFileInfo(path).fileName()));
            m_trouble->show();
            return;
        }
        m_trouble->hide();
        showImport(QFileInfo(path).fileName(), read.entries);
    });
}

void SecretValuesPane::showImport(const QString& fileName, const QList<DotenvEntry>& entries)
{
    QSet<QString> existing;
    for (const auto& secret : m_workspace.secrets().value.value_or(QList<Functions::Secret>()))
        existing.insert(secret.key);
    const int room = limit() > 0 ? limit() - int(existing.size()) : 1000;
    auto* dialog = new EnvImportDialog(this, fileName, entries, existing, std::max(0, room));
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_queue = dialog->takeChosen();
        m_queueProject = m_workspace.currentProjectId();
        m_sent = 0;
        m_sending = true;
        refreshWritable();
        sendNext();
    });
    dialog->open();
}

void SecretValuesPane::sendNext()
{
    const bool stop = m_queueProject != m_workspace.currentProjectId() || !m_services.hasSession();
    if (m_queue.isEmpty() || stop) {
        for (DotenvEntry& entry : m_queue)
            wipe(entry.value);
        m_queue.clear();
        m_sending = false;
        refreshWritable();
        loadOrigins();
        m_workspace.record(u"secrets"_s, tr("Set %n secret(s) from a .env file", nullptr, m_sent));
        m_workspace.refreshCode();
        if (!stop)
            Q_EMIT noticed(tr("Set %n secret(s) from a .env file", nullptr, m_sent));
        return;
    }
    DotenvEntry entry = m_queue.takeFirst();
    m_services.functions().setSecret(m_queueProject, entry.name, entry.value)->onDone(this, [this, project = m_queueProject, name = entry.name](const Result<Done>& done) {
        if (done.ok()) {
            ++m_sent;
            m_services.secretOrigins().note(project, name, SecretOrigin::From::EnvFile);
            sendNext();
            return;
        }
        const auto left = m_queue.size();
        for (DotenvEntry& e : m_queue)
            wipe(e.value);
        m_queue.clear();
        m_sending = false;
        refreshWritable();
        const ProblemWords words = problemWords(done.error());
        m_trouble->setText(tr("%1 were set before it, %2 after it were not sent. %3").arg(m_sent).arg(left).arg(words.why.isEmpty() ? done.error().message : words.why),
                           tr("%1 was refused.").arg(name));
        m_trouble->show();
        m_workspace.refreshCode();
    });
    wipe(entry.value);
}

void SecretValuesPane::save(const QString& name, const QByteArray& value)
{
    if (!m_services.hasSession())
        return;
    m_editor->setBusy(true);
    const bool replaced = m_editor->isReplacing();
    const QString project = m_workspace.currentProjectId();
    m_services.functions().setSecret(project, name, value)->onDone(this, [this, project, name, replaced](const Result<Done>& done) {
        m_editor->setBusy(false);
        if (!done.ok()) {
            const ProblemWords words = problemWords(done.error());
            m_editor->setProblem(tr("%1 The value is still in the field.").arg(words.why.isEmpty() ? words.title : words.why));
            return;
        }
        m_services.secretOrigins().note(project, name, SecretOrigin::From::Typed);
        loadOrigins();
        m_editor->wipeFields();
        m_editor->hide();
        m_workspace.record(u"secrets"_s, replaced ? tr("Replaced the secret %1").arg(name) : tr("Set the secret %1").arg(name));
        m_workspace.refreshCode();
        Q_EMIT noticed(replaced ? tr("%1 has a new value").arg(name) : tr("%1 is set").arg(name));
    });
}

void SecretValuesPane::askRemove(const QString& name)
{
    ConfirmDialog::Options options;
    options.title = tr("Delete the secret %1?").arg(name);
    options.text = tr("Functions that read it get undefined from the next call on. The value cannot be brought back.");
    options.accept = tr("Delete secret, free");
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this, name, project = m_workspace.currentProjectId()] {
        m_services.functions().removeSecret(project, name)->onDone(this, [this, project, name](const Result<Done>& done) {
            if (done.ok()) {
                m_services.secretOrigins().forget(project, name);
                m_workspace.record(u"secrets"_s, tr("Deleted the secret %1").arg(name));
                m_trouble->hide();
            } else {
                const ProblemWords words = problemWords(done.error());
                m_trouble->setText(words.why.isEmpty() ? done.error().message : words.why, tr("%1 was not deleted.").arg(name));
                m_trouble->show();
            }
            m_workspace.refreshCode();
        });
    });
}

} // namespace run402
