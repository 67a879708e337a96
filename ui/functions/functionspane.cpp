// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/functionspane.h"

#include "services/deploy/sitediff.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/functions/functionsettings.h"
#include "ui/functions/newfunctiondialog.h"
#include "ui/functions/responseview.h"
#include "ui/functions/tryit.h"
#include "ui/common/writeblock.h"
#include "ui/sql/sqleditor.h"

#include <QListView>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr int draftMs = 300;
constexpr int compareMs = 200;
constexpr qint64 clockSlackMs = 60'000;
constexpr int mostTimes = 12;
constexpr qint64 clockErrorMs = 1500; ///< the service tells its time in seconds
constexpr int logTries = 3;
} // namespace

FunctionsPane::~FunctionsPane()
{
    if (m_draft.isActive())
        writeDraft();
}

void FunctionsPane::connectFacts()
{
    m_draft.setSingleShot(true);
    m_draft.setInterval(draftMs);
    m_compare.setSingleShot(true);
    m_compare.setInterval(compareMs);
    connect(&m_draft, &QTimer::timeout, this, &FunctionsPane::writeDraft);
    connect(&m_compare, &QTimer::timeout, this, &FunctionsPane::refreshChanges);
    connect(&m_workspace, &Workspace::codeChanged, this, [this] {
        refresh();
        reloadSources();
    });
    connect(&m_workspace, &Workspace::connectionChanged, this, &FunctionsPane::refresh);
    connect(&m_workspace, &Workspace::tierChanged, this, [this] {
        refreshLimits();
        refreshCode();
    });
    connect(&m_workspace, &Workspace::projectsChanged, this, &FunctionsPane::refreshLimits);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        if (m_draft.isActive())
            writeDraft(); // to the project it was typed in
        m_current.clear();
        m_calls.clear();
        loadSources();
        refresh();
    });
}

void FunctionsPane::activated()
{
    m_workspace.refreshCode();
}

const Functions::Function* FunctionsPane::atServer(const QString& name) const
{
    const auto& list = m_workspace.functions().value;
    if (!list)
        return nullptr;
    const auto it = std::find_if(list->cbegin(), list->cend(), [&](const Functions::Function& f) { return f.name == name; });
    return it == list->cend() ? nullptr : &*it;
}

bool FunctionsPane::isDirty(const QString& name) const
{
    const auto source = m_sources.constFind(name);
    return source != m_sources.cend() && source->draft && source->draft != source->code;
}

bool FunctionsPane::changedElsewhere(const QString& name) const
{
    const Functions::Function* function = atServer(name);
    const auto source = m_sources.constFind(name);
    if (!function || source == m_sources.cend() || !source->code || !function->updatedAt.isValid())
        return false;
    if (source->serverUpdatedAt.isValid())
        return function->updatedAt > source->serverUpdatedAt;
    // The time was not written down: the clocks of two computers are compared, with some slack.
    return function->updatedAt > source->deployedAt.addMSecs(clockSlackMs);
}

FunctionSources::Settings FunctionsPane::settings() const
{
    return {m_settings->timeoutSeconds(), m_settings->memoryMb(), m_settings->packages()};
}

QString FunctionsPane::tier() const
{
    const auto project = m_workspace.currentProject();
    if (project && !project->tier.isEmpty())
        return project->tier;
    return m_workspace.tier().value ? m_workspace.tier().value->tier : QString();
}

void FunctionsPane::loadSources()
{
    const QString project = m_workspace.currentProjectId();
    m_sources.clear();
    m_sourcesOf.clear();
    m_services.functionSources().load(project)->onDone(this, [this, project](const Result<QHash<QString, FunctionSource>>& sources) {
        if (project != m_workspace.currentProjectId())
            return;
        m_sources = sources.valueOr({});
        m_sourcesOf = project;
        refresh();
    });
}

/// A release sent from the Deploy pane brings sources, too. What is being typed stays.
void FunctionsPane::reloadSources()
{
    const QString project = m_workspace.currentProjectId();
    if (m_sourcesOf != project || project.isEmpty())
        return;
    m_services.functionSources().load(project)->onDone(this, [this, project](const Result<QHash<QString, FunctionSource>>& sources) {
        if (!sources.ok() || project != m_sourcesOf || m_draft.isActive() || !m_deploying.isEmpty())
            return;
        m_sources = *sources;
        const FunctionSource source = m_sources.value(m_current);
        if (!m_current.isEmpty() && m_editor->text() != source.draft.value_or(source.code.value_or(QString())))
            show(m_current);
        refresh();
    });
}

bool FunctionsPane::isModified() const
{
    return isDirty(m_current);
}

void FunctionsPane::save(std::function<void(bool saved)> done)
{
    deploy(std::move(done));
}

QJsonObject FunctionsPane::saveState() const
{
    return {{u"function"_s, m_current}};
}

void FunctionsPane::restoreState(const QJsonObject& state)
{
    select(state.value("function"_L1).toString());
}

void FunctionsPane::select(const QString& name, int line)
{
    m_wanted = name;
    m_wantedLine = line;
    refresh();
}

void FunctionsPane::sendAgain(const QString& name, qint64 atMs)
{
    m_wantedAgain = atMs - m_services.transport().clockOffsetMs(m_workspace.gateway().base.host());
    select(name);
}

void FunctionsPane::refresh()
{
    const auto& functions = m_workspace.functions();
    const bool known = functions.value && m_sourcesOf == m_workspace.currentProjectId();
    const bool any = known && (!functions.value->isEmpty() || !m_sources.isEmpty());
    if (m_workspace.currentProjectId().isEmpty() || (known && !any))
        m_states->showEmpty();
    else if (functions.problem && !functions.value && m_sources.isEmpty())
        m_states->showProblem(*functions.problem);
    else if (any || !m_sources.isEmpty())
        m_states->showContent();
    else
        m_states->showLoading(tr("Reading functions"));
    m_new->setEnabled(!m_workspace.currentProjectId().isEmpty());
    refreshLimits();
    refreshList();
    refreshCode();
}

void FunctionsPane::refreshLimits()
{
    const QString name = tier();
    const TierLimits limits = TierLimits::of(name);
    m_settings->setLimits(limits.functionTimeoutSeconds, limits.functionMemoryMb, name);
    int most = 0;
    for (const TierOffer& offer : m_workspace.prices().value.value_or(QList<TierOffer>())) {
        if (offer.name == name)
            most = offer.maxFunctions;
    }
    const int count = m_workspace.functions().value ? int(m_workspace.functions().value->size()) : 0;
    m_count->setText(most > 0 ? tr("%1 of %2").arg(count).arg(most) : QString::number(count));
}

void FunctionsPane::refreshList()
{
    if (m_sourcesOf != m_workspace.currentProjectId())
        return;
    QMap<QString, FunctionItem> items;
    for (const Functions::Function& f : m_workspace.functions().value.value_or(QList<Functions::Function>())) {
        FunctionItem item;
        item.name = f.name;
        item.updatedAt = f.updatedAt;
        item.state = changedElsewhere(f.name) ? FunctionItem::State::Elsewhere : FunctionItem::State::Deployed;
        items.insert(f.name, item);
    }
    for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it) {
        if (!items.contains(it.key())) {
            items[it.key()].name = it.key();
            items[it.key()].state = FunctionItem::State::New;
        }
    }
    for (FunctionItem& item : items) {
        const Calls calls = m_calls.value(item.name);
        item.dirty = isDirty(item.name);
        item.calls = calls.all;
        item.failed = calls.failed;
        item.callTimes = calls.times;
    }
    m_model.setItems(items.values());
    const bool wantedThere = !m_wanted.isEmpty() && m_model.rowOf(m_wanted) >= 0;
    QString name = wantedThere ? m_wanted : m_model.rowOf(m_current) >= 0 ? m_current : m_model.rowCount() > 0 ? m_model.item(0).name : QString();
    if (wantedThere)
        m_wanted.clear();
    if (name != m_current)
        show(name);
    if (const int row = m_model.rowOf(name); row >= 0 && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(m_model.index(row));
    if (wantedThere && m_wantedLine > 0) {
        const QStringList lines = m_editor->text().split(u'\n').mid(0, m_wantedLine - 1);
        m_editor->setCursorAt(lines.isEmpty() ? 0 : lines.join(u'\n').size() + 1);
        m_editor->setFocus();
        m_wantedLine = 0;
    }
    if (wantedThere && m_wantedAgain > 0)
        m_try->sendAgain(name, std::exchange(m_wantedAgain, 0));
}

void FunctionsPane::chosen(const QModelIndex& index)
{
    if (index.isValid() && m_model.item(index.row()).name != m_current)
        show(m_model.item(index.row()).name);
}

void FunctionsPane::show(const QString& name)
{
    if (m_draft.isActive())
        writeDraft();
    m_current = name;
    const FunctionSource source = m_sources.value(name);
    const Functions::Function* function = atServer(name);
    m_loading = true;
    m_editor->setText(source.draft.value_or(source.code.value_or(QString())));
    m_settings->setValues(source.timeoutSeconds > 0 ? source.timeoutSeconds : function ? function->timeoutSeconds : 0,
                          source.memoryMb > 0 ? source.memoryMb : function ? function->memoryMb : 0, source.dependencies);
    m_loading = false;
    refreshCode();
    refreshChanges();
    notifyChanged();
    Q_EMIT stateChanged();
}

void FunctionsPane::refreshCode()
{
    const Functions::Function* function = atServer(m_current);
    const FunctionSource source = m_sources.value(m_current);
    const QString why = writeBlock(m_workspace, Capability::Functions);
    const bool any = !m_current.isEmpty();
    m_fileName->setText(any ? m_current + ".js"_L1 : QString());
    m_editor->setEnabled(any);
    const bool dirty = isDirty(m_current), elsewhere = changedElsewhere(m_current);
    m_chip->setVisible(any && (dirty || !function || elsewhere));
    m_chip->setText(elsewhere ? tr("Changed elsewhere") : tr("Not deployed"));
    m_chip->setTone(Tone::Warning);
    m_fromFile->setEnabled(any);
    m_diff->setEnabled(source.code.has_value());
    m_diff->setToolTip(source.code ? QString() : tr("Nothing was deployed from this computer to compare with."));
    m_logs->setEnabled(function != nullptr);
    const bool tooLarge = m_editor->text().size() > largestCode;
    m_deploy->setBusy(!m_deploying.isEmpty());
    m_deploy->setEnabled(any && why.isEmpty() && !m_editor->text().trimmed().isEmpty() && !tooLarge);
    m_deploy->setToolTip(!why.isEmpty() ? why : tooLarge ? tr("The code is larger than 1 MB.") : tr("Deploys this function. Free with your tier."));
    m_settings->setEnabled(any);
    m_settings->setAddress(function ? function->url : QString());
    m_try->setFunction(m_current, function ? function->url : QString(), QString());
    m_try->setBlocked(!m_workspace.isConnected() ? tr("There is no connection.") : function || !any ? QString() : tr("Deploy it first, then it can be tried."));
    if (any && function && !source.code && !source.draft)
        m_banner->setText(tr("It was deployed elsewhere, and Run402 does not give source back. What you deploy here replaces it."), tr("The code is not known on this computer."));
    else if (elsewhere)
        m_banner->setText(tr("A newer version was deployed at %1. Run402 does not give source back, so this is the text from here.").arg(dayAndTime(function->updatedAt)),
                          tr("Changed elsewhere."));
    m_banner->setVisible(any && function && (elsewhere || (!source.code && !source.draft)));
    refreshStatus();
}

void FunctionsPane::refreshStatus()
{
    const QString text = m_editor->text();
    const QStringView before = QStringView(text).left(m_editor->cursor());
    const qsizetype lineStart = before.lastIndexOf(u'\n') + 1;
    m_position->setText(tr("Line %1, column %2").arg(before.count(u'\n') + 1).arg(before.size() - lineStart + 1));
    m_size->setText(tr("%1 KB of 1 MB").arg(QString::number(double(text.size()) / 1024, 'f', 1)));
    static const QRegularExpression exported(
        u"export\\s+default\\b|export\\s*\\{[^}]*\\bas\\s+default\\b|export\\s+(?:async\\s+)?(?:function|const|let)\\s+handler\\b"_s);
    static const QRegularExpression isAsync(u"export\\s+default\\s+async\\b"_s);
    const bool good = exported.match(text).hasMatch();
    m_export->setText(good ? isAsync.match(text).hasMatch() ? tr("exports default async") : tr("exports a handler") : tr("no default export"));
    m_export->setToken(good ? "accent.text" : "warning.text");
    m_exportIcon->setIconName(good ? u"check"_s : u"triangle-alert"_s);
    m_exportIcon->setToken(good ? "accent.text" : "warning.text");
    const bool any = !text.trimmed().isEmpty();
    m_export->setVisible(any);
    m_exportIcon->setVisible(any);
}

/// Bars at the lines that differ from what was deployed; compared on a worker.
void FunctionsPane::refreshChanges()
{
    const FunctionSource source = m_sources.value(m_current);
    const int comparison = ++m_comparison;
    if (!source.code || !isDirty(m_current)) {
        m_editor->setChanges({});
        return;
    }
    using Changes = QHash<int, SqlEditor::ChangeKind>;
    onWorker(this, [before = *source.code, after = m_editor->text()] {
        Changes changes;
        const auto edits = diffLines(before, after);
        if (!edits)
            return changes;
        // An added line that stands where one was removed is "changed".
        int removed = 0, shift = 0, next = 0;
        for (const ChangedLine& edit : *edits) {
            const bool added = edit.kind == ChangedLine::Kind::Added;
            const int at = added ? edit.line : edit.line + shift;
            if (at != next)
                removed = 0;
            if (added)
                changes.insert(edit.line - 1, removed-- > 0 ? SqlEditor::ChangeKind::Changed : SqlEditor::ChangeKind::Added);
            else
                ++removed;
            shift += added ? 1 : -1;
            next = added ? at + 1 : at;
        }
        return changes;
    }, [this, comparison](const Changes& found) {
        if (comparison == m_comparison)
            m_editor->setChanges(found);
    });
}

void FunctionsPane::edited()
{
    if (m_loading || m_current.isEmpty() || m_sourcesOf != m_workspace.currentProjectId())
        return;
    const bool was = isDirty(m_current);
    FunctionSource& source = m_sources[m_current];
    source.draft = m_editor->text();
    std::tie(source.timeoutSeconds, source.memoryMb, source.dependencies) = settings();
    m_draft.start();
    m_compare.start();
    if (was != isDirty(m_current)) {
        refreshList();
        notifyChanged();
    }
    refreshCode();
}

void FunctionsPane::writeDraft()
{
    m_draft.stop();
    const auto source = m_sources.constFind(m_current);
    if (source == m_sources.cend() || m_sourcesOf.isEmpty())
        return;
    m_services.functionSources().saveDraft(m_sourcesOf, m_current, isDirty(m_current) ? source->draft : std::nullopt,
                                           {source->timeoutSeconds, source->memoryMb, source->dependencies});
}

void FunctionsPane::create()
{
    QStringList taken;
    for (int row = 0; row < m_model.rowCount(); ++row)
        taken << m_model.item(row).name;
    auto* dialog = new NewFunctionDialog(this, taken);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QString name = dialog->functionName();
        FunctionSource source;
        source.draft = dialog->chosen().code;
        m_sources.insert(name, source);
        m_services.functionSources().saveDraft(m_workspace.currentProjectId(), name, source.draft, {0, 0, {}});
        m_try->setBody(dialog->chosen().body);
        select(name);
        m_editor->setFocus();
    });
    dialog->open();
}

void FunctionsPane::answered(const TryCall& call)
{
    Calls& calls = m_calls[call.function];
    ++calls.all;
    const bool failed = !call.answer || call.answer->status >= 500;
    calls.failed += failed;
    if (call.answer) {
        calls.times << double(call.answer->elapsedMs);
        if (calls.times.size() > mostTimes)
            calls.times.removeFirst();
    }
    refreshList();
    const qint64 since = call.startedAt.toMSecsSinceEpoch() + m_services.transport().clockOffsetMs(m_workspace.gateway().base.host()) - clockErrorMs;
    fetchLogLines(m_workspace.currentProjectId(), call.function, since, logTries);
}

} // namespace run402
