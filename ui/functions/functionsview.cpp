// SPDX-License-Identifier: GPL-3.0-or-later
// The look of FunctionsPane and what its buttons start.
#include "services/services.h"
#include "services/store/logstore.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/choosefile.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/functions/deploydiffdialog.h"
#include "ui/functions/functionlist.h"
#include "ui/functions/functionsettings.h"
#include "ui/functions/functionspane.h"
#include "ui/functions/responseview.h"
#include "ui/functions/tryit.h"
#include "ui/common/writeblock.h"
#include "ui/shell/doctoolbar.h"
#include "ui/sql/sqleditor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr int listWidth = 212;
constexpr int sideWidth = 400;
constexpr int logDelayMs = 400; ///< the service writes a line a moment after the answer
constexpr int logTail = 200;

QFrame* makeRule(QFrame::Shape shape)
{
    auto* rule = new QFrame;
    rule->setFrameShape(shape);
    rule->setProperty("rule", true);
    return rule;
}
} // namespace

FunctionsPane::FunctionsPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(u"functions"_s);
    auto* content = new QWidget;
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    QWidget* list = buildList();
    QWidget* code = buildCode();
    m_side = buildSide();
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setObjectName(u"functions.splitter"_s);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(code);
    m_splitter->addWidget(m_side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({600, Theme::of(this).scaled(sideWidth)});
    row->addWidget(list);
    row->addWidget(makeRule(QFrame::VLine));
    row->addWidget(m_splitter, 1);
    auto* empty = new EmptyState(u"square-function"_s, tr("No functions yet"),
                                 tr("A function is a piece of JavaScript that Run402 runs when its address is called. It can read and write your tables."));
    Button* first = empty->addButton(tr("New function"), u"plus"_s, true);
    first->setObjectName(u"functions.first"_s);
    connect(first, &Button::clicked, this, &FunctionsPane::create);
    m_states = new StateStack(content, empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_states);
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action == "retry"_L1)
            m_workspace.refreshCode();
        else
            Q_EMIT actionRequested(action);
    });
    connectFacts();
    bindKeys();
    loadSources();
    refresh();
}

QWidget* FunctionsPane::buildList()
{
    auto* box = new QWidget;
    box->setFixedWidth(Theme::of(this).scaled(listWidth));
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setFixedHeight(Theme::of(this).scaled(44));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 0, 6, 0);
    row->setSpacing(8);
    row->addWidget(new Label(tr("Functions"), Theme::Font::Subtitle));
    m_count = new Label({}, Theme::Font::Small, "text.muted");
    row->addWidget(m_count);
    row->addStretch();
    m_new = new Button(tr("New"), u"plus"_s, Button::Variant::Ghost);
    m_new->setObjectName(u"functions.new"_s);
    m_new->setAccessibleName(tr("New function"));
    m_new->setSize(Button::Size::Small);
    row->addWidget(m_new);
    column->addWidget(head);
    column->addWidget(makeRule(QFrame::HLine));
    m_list = new QListView;
    m_list->setObjectName(u"functions.list"_s);
    m_list->setAccessibleName(tr("Functions"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setProperty("plain", true);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new FunctionDelegate(m_list));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    column->addWidget(m_list, 1);
    connect(m_new, &Button::clicked, this, &FunctionsPane::create);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &FunctionsPane::chosen);
    connect(m_list, &QWidget::customContextMenuRequested, this, &FunctionsPane::showListMenu);
    return box;
}

QWidget* FunctionsPane::buildCode()
{
    auto* box = new QWidget;
    box->setMinimumWidth(300);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new DocToolBar;
    m_fileName = new ElidedLabel({}, Theme::Font::MonoStrong);
    m_chip = new Chip({}, Tone::Warning);
    m_chip->setObjectName(u"functions.state"_s);
    m_fromFile = new IconButton(u"file-up"_s, tr("Take the code from a file"));
    m_fromFile->setObjectName(u"functions.fromFile"_s);
    m_diff = new Button(tr("Diff"), u"git-compare"_s, Button::Variant::Ghost);
    m_diff->setObjectName(u"functions.diff"_s);
    m_logs = new Button(tr("Logs"), u"scroll-text"_s, Button::Variant::Ghost);
    m_logs->setObjectName(u"functions.logs"_s);
    m_deploy = new Button(tr("Deploy, free"), u"rocket"_s, Button::Variant::Primary);
    m_deploy->setObjectName(u"functions.deploy"_s);
    m_deploy->setKeyHint(u"Ctrl D"_s);
    bar->row()->addWidget(m_fileName);
    bar->add(m_chip);
    bar->addStretch();
    bar->add(m_fromFile);
    bar->add(m_diff);
    bar->add(m_logs);
    bar->add(m_deploy);
    column->addWidget(bar);
    m_banner = new Banner(Tone::Warning, u"triangle-alert"_s, {});
    m_banner->setObjectName(u"functions.banner"_s);
    m_banner->hide();
    column->addWidget(m_banner);
    m_editor = SqlEditor::create(box, SqlEditor::Language::JavaScript);
    m_editor->input()->setObjectName(u"functions.code"_s);
    column->addWidget(m_editor, 1);
    column->addWidget(makeRule(QFrame::HLine));
    auto* status = new QWidget;
    status->setFixedHeight(Theme::of(this).scaled(26));
    auto* row = new QHBoxLayout(status);
    row->setContentsMargins(14, 0, 14, 0);
    row->setSpacing(14);
    m_position = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_size = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_exportIcon = new IconLabel(u"check"_s, 12, "accent.text");
    m_export = new Label({}, Theme::Font::CaptionPlain, "accent.text");
    row->addWidget(m_position);
    row->addWidget(new Label(tr("Node 22"), Theme::Font::CaptionPlain, "text.muted"));
    row->addWidget(m_size);
    row->addStretch();
    row->addWidget(m_exportIcon);
    row->addWidget(m_export);
    column->addWidget(status);
    connect(m_editor, &SqlEditor::textEdited, this, &FunctionsPane::edited);
    connect(m_editor, &SqlEditor::cursorMoved, this, &FunctionsPane::refreshStatus);
    connect(m_fromFile, &IconButton::clicked, this, &FunctionsPane::chooseCode);
    connect(m_diff, &Button::clicked, this, &FunctionsPane::showDiff);
    connect(m_logs, &Button::clicked, this, [this] { Q_EMIT logsRequested(m_current, 0); });
    connect(m_deploy, &Button::clicked, this, [this] { deploy(); });
    return box;
}

QWidget* FunctionsPane::buildSide()
{
    auto* box = new QWidget;
    box->setMinimumWidth(320);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setFixedHeight(Theme::of(this).scaled(36));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(14, 0, 14, 0);
    row->addWidget(new Label(tr("Settings"), Theme::Font::Subtitle));
    row->addStretch();
    row->addWidget(new Label(tr("sent with the next deploy"), Theme::Font::CaptionPlain, "text.muted"));
    column->addWidget(head);
    column->addWidget(makeRule(QFrame::HLine));
    m_settings = new FunctionSettings;
    m_settings->setObjectName(u"functions.settings"_s);
    column->addWidget(m_settings);
    column->addWidget(makeRule(QFrame::HLine));
    m_try = new TryIt([this](const TryCall& call, const QByteArray& token, const HeaderList& headers) {
        const QByteArray body = call.method == "GET" ? QByteArray() : call.body.toUtf8();
        return m_services.functions().invoke(m_workspace.currentProjectId(), call.function, call.method, call.path, body, call.role, token, headers);
    }, m_services.testUsers());
    column->addWidget(m_try, 1);
    connect(m_settings, &FunctionSettings::edited, this, &FunctionsPane::edited);
    connect(m_try, &TryIt::answered, this, &FunctionsPane::answered);
    connect(m_try, &TryIt::usersRequested, this, [this] { Q_EMIT actionRequested(u"auth.open"_s); });
    connect(m_try, &TryIt::logsRequested, this, [this](const QString& function, const QDateTime& since) {
        Q_EMIT logsRequested(function, since.toMSecsSinceEpoch());
    });
    return box;
}

void FunctionsPane::bindKeys()
{
    const auto bind = [this](const QKeySequence& keys, auto&& action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    bind(QKeySequence(Qt::CTRL | Qt::Key_D), [this] { deploy(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_S), [this] { deploy(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { m_try->send(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_I), [this] { create(); });
}

void FunctionsPane::showListMenu(const QPoint& at)
{
    const QModelIndex index = m_list->indexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!index.isValid()) {
        menu->addAction(tr("New function"), this, &FunctionsPane::create);
        menu->popup(m_list->viewport()->mapToGlobal(at));
        return;
    }
    const QString name = m_model.item(index.row()).name;
    const Functions::Function* function = atServer(name);
    if (function) {
        menu->addAction(tr("Copy address"), this, [url = function->url] { QGuiApplication::clipboard()->setText(url); });
        menu->addAction(tr("Show logs"), this, [this, name] { Q_EMIT logsRequested(name, 0); });
    }
    QAction* rename = menu->addAction(tr("Rename: not possible, the name is its address"));
    rename->setEnabled(false);
    menu->addSeparator();
    QAction* remove = menu->addAction(function ? tr("Delete function…") : tr("Discard draft…"), this, [this, name] { askRemove(name); });
    remove->setProperty("danger", true);
    remove->setEnabled(!function || writeBlock(m_workspace, Capability::Functions).isEmpty());
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void FunctionsPane::showDiff()
{
    const FunctionSource source = m_sources.value(m_current);
    if (source.code)
        (new DeployDiffDialog(this, m_current, *source.code, m_editor->text(), {}))->open();
}

void FunctionsPane::chooseCode()
{
    chooseTextFile(this, tr("Code from a file"), tr("JavaScript (*.js *.mjs *.ts);;All files (*)"), largestCode,
                   [this, name = m_current](const ChosenFile& file) {
                       if (!file.problem.isEmpty())
                           Q_EMIT noticed(file.problem, true);
                       else if (name == m_current)
                           m_editor->replace(0, m_editor->text().size(), QString::fromUtf8(file.bytes)); // Ctrl+Z gives the old text back
                   });
}

void FunctionsPane::deploy(std::function<void(bool)> done)
{
    if (!m_deploy->isEnabled() || m_deploy->isBusy()) {
        if (done)
            done(false);
        return;
    }
    const FunctionSource source = m_sources.value(m_current);
    const QString name = m_current;
    const auto send = [this, name, done] { sendDeploy(name, done); };
    const auto refuse = [done] {
        if (done)
            done(false);
    };
    if (changedElsewhere(name)) {
        auto* dialog = new DeployDiffDialog(this, name, *source.code, m_editor->text(),
                                            tr("Somebody deployed a newer version at %1. Run402 does not give its source back, so it cannot be compared: these are your changes since your own last deploy. Deploying replaces theirs.")
                                                .arg(dayAndTime(atServer(name)->updatedAt)));
        connect(dialog, &QDialog::accepted, this, send);
        connect(dialog, &QDialog::rejected, this, refuse);
        dialog->open();
    } else if (atServer(name) && !source.code) {
        ConfirmDialog::Options options;
        options.title = tr("Replace code that cannot be seen?");
        options.text = tr("%1 was deployed elsewhere and its source is not known here. Deploying replaces it and it cannot be brought back from this computer.").arg(name);
        options.accept = tr("Replace it, free");
        options.dangerous = true;
        connect(ConfirmDialog::ask(this, options, this, send), &QDialog::rejected, this, refuse);
    } else {
        send();
    }
}

void FunctionsPane::sendDeploy(const QString& name, std::function<void(bool)> done)
{
    const QString project = m_workspace.currentProjectId();
    Functions::Spec spec;
    spec.name = name;
    spec.code = m_editor->text();
    std::tie(spec.timeoutSeconds, spec.memoryMb, spec.dependencies) = settings();
    m_deploying = name;
    refreshCode();
    m_services.functions().put(project, spec)->onDone(this, [this, project, spec, done](const Result<Functions::Function>& function) {
        m_deploying.clear();
        if (function.ok()) {
            deployed(project, spec.name, *function, spec);
        } else {
            const ProblemWords words = problemWords(function.error());
            m_banner->setTone(Tone::Danger, u"circle-x"_s);
            m_banner->setText(words.why.isEmpty() ? function.error().message : words.why + u' ' + words.next, tr("It was not deployed. %1").arg(words.title));
            Q_EMIT noticed(tr("%1 was not deployed: %2").arg(spec.name, words.title), true);
        }
        refreshCode();
        if (!function.ok())
            m_banner->show();
        if (done)
            done(function.ok());
    });
}

void FunctionsPane::deployed(const QString& project, const QString& name, const Functions::Function&, const Functions::Spec& spec)
{
    m_banner->setTone(Tone::Warning, u"triangle-alert"_s);
    m_services.functionSources().noteDeployed(project, name, spec.code, {spec.timeoutSeconds, spec.memoryMb, spec.dependencies});
    m_workspace.record(u"function"_s, tr("Deployed the function %1").arg(name));
    Q_EMIT noticed(tr("%1 is deployed").arg(name), false);
    if (project != m_workspace.currentProjectId())
        return;
    FunctionSource& source = m_sources[name];
    source.code = spec.code;
    source.deployedAt = QDateTime::currentDateTimeUtc();
    source.serverUpdatedAt = {};
    if (source.draft == source.code)
        source.draft.reset();
    // The answer has no updated_at; the list does, and a later one means that somebody else deployed.
    m_services.functions().list(project)->onDone(this, [this, project, name](const Result<QList<Functions::Function>>& list) {
        if (!list.ok())
            return;
        for (const Functions::Function& f : *list) {
            if (f.name != name)
                continue;
            m_services.functionSources().noteServerTime(project, name, f.updatedAt);
            if (project == m_workspace.currentProjectId())
                m_sources[name].serverUpdatedAt = f.updatedAt;
        }
        m_workspace.refreshCode();
    });
    refreshList();
    refreshChanges();
    notifyChanged();
}

void FunctionsPane::askRemove(const QString& name)
{
    const bool exists = atServer(name) != nullptr;
    ConfirmDialog::Options options;
    options.title = exists ? tr("Delete the function %1?").arg(name) : tr("Discard the draft %1?").arg(name);
    options.text = exists ? tr("Its address stops answering at once, and the text kept on this computer goes too. This cannot be undone.")
                          : tr("It was never deployed; its text is only on this computer. This cannot be undone.");
    options.accept = exists ? tr("Delete function, free") : tr("Discard draft");
    options.dangerous = true;
    options.typeName = exists ? name : QString();
    const QString project = m_workspace.currentProjectId();
    const auto forget = [this, project, name] {
        if (name == m_current)
            m_draft.stop();
        m_services.functionSources().remove(project, name);
        m_sources.remove(name);
        refresh();
    };
    ConfirmDialog::ask(this, options, this, [this, exists, project, name, forget] {
        if (!exists) {
            forget();
            return;
        }
        m_services.functions().remove(project, name)->onDone(this, [this, name, forget](const Result<Done>& removed) {
            if (removed.ok()) {
                forget();
                m_workspace.record(u"function"_s, tr("Deleted the function %1").arg(name));
                Q_EMIT noticed(tr("%1 is deleted").arg(name), false);
            } else {
                Q_EMIT noticed(tr("%1 was not deleted: %2").arg(name, problemWords(removed.error()).title), true);
            }
            m_workspace.refreshCode();
        });
    });
}

/// The service writes a line a moment after the answer, so it is asked up to three times. Its clock is known to the
/// second only: lines of this call are those near its time that were not in the store after the call before.
void FunctionsPane::fetchLogLines(const QString& project, const QString& function, qint64 sinceMs, int tries)
{
    const auto show = [this, project, function, sinceMs, tries] {
        LogQuery query;
        query.projectId = project;
        query.function = function;
        query.fromMs = sinceMs;
        query.afterId = m_logMark;
        m_services.logs().read(query)->onDone(this, [this, project, function, sinceMs, tries](const Result<LogPage>& page) {
            QStringList lines;
            qint64 mark = m_logMark;
            for (const LogRow& row : page.valueOr({}).rows) {
                mark = std::max(mark, row.id);
                if (!row.gap)
                    lines << row.text;
            }
            if (lines.isEmpty() && tries > 1) {
                fetchLogLines(project, function, sinceMs, tries - 1);
                return;
            }
            m_logMark = mark;
            if (function == m_current)
                m_try->response()->setLogLines(lines);
        });
    };
    QTimer::singleShot(logDelayMs, this, [this, project, function, show] {
        if (project != m_workspace.currentProjectId() || !m_services.hasSession())
            return;
        m_services.functions().logs(project, function, logTail, true)->onDone(this, [this, project, function, show](const Result<QList<Functions::LogLine>>& lines) {
            if (lines.ok())
                m_services.logs().merge(project, function, *lines, logTail)->onDone(this, [show](const Result<int>&) { show(); });
        });
    });
}

} // namespace run402
