// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlview.h"

#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/theme.h"
#include "ui/sql/completionpopup.h"
#include "ui/sql/findbar.h"
#include "ui/sql/rowinspector.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqltoolbar.h"

#include <QFutureWatcher>
#include <QKeyEvent>
#include <QPainter>
#include <QLocale>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace run402 {

namespace {
constexpr qsizetype readHere = 20'000; // longer texts are read on a worker
constexpr int mostUnderlines = 500;
constexpr int markedAround = 500; // statements on either side of the cursor whose outcome is shown
using State = SqlStep::State;

/// Splitter whose handle is 5 wide and paints one line.
class ThinSplitter : public QSplitter
{
public:
    using QSplitter::QSplitter;

protected:
    QSplitterHandle* createHandle() override
    {
        class Handle : public QSplitterHandle
        {
        public:
            using QSplitterHandle::QSplitterHandle;

        protected:
            void paintEvent(QPaintEvent*) override
            {
                QPainter painter(this);
                painter.fillRect(rect(), Theme::of(this).color("bg.surface"));
                painter.fillRect(0, height() - 1, width(), 1, Theme::of(this).color("border.default"));
            }
        };
        return new Handle(orientation(), this);
    }
};
}

SqlView::SqlView(QWidget* parent) : QWidget(parent), m_runner(new SqlRunner(this))
{
    setObjectName(QStringLiteral("sql.view"));
    setAcceptDrops(true);
    build();
    bindKeys();
    m_readLater.setSingleShot(true);
    m_readLater.setInterval(80);
    m_saveLater.setSingleShot(true);
    m_saveLater.setInterval(400);
    connect(&m_readLater, &QTimer::timeout, this, &SqlView::refreshScript);
    connect(&m_saveLater, &QTimer::timeout, this, &SqlView::stateChanged);

    connect(m_editor, &SqlEditor::textEdited, this, &SqlView::edited);
    connect(m_editor, &SqlEditor::cursorMoved, this, [this] {
        refreshCurrent();
        m_toolbar->setSelection(m_editor->hasSelection());
        m_saveLater.start();
    });
    connect(m_editor, &SqlEditor::scrolled, m_completion, &QWidget::hide);
    connect(m_completion, &CompletionPopup::chosen, this, &SqlView::insertCompletion);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_saveLater.start(); });

    connect(m_toolbar, &SqlToolbar::runRequested, this, [this] {
        run(m_editor->hasSelection() ? SqlRunScope::Selection : SqlRunScope::Statement);
    });
    connect(m_toolbar, &SqlToolbar::runAllRequested, this, [this] { run(SqlRunScope::All); });
    connect(m_toolbar, &SqlToolbar::explainRequested, this, [this] { run(SqlRunScope::Statement, 0, true); });
    connect(m_toolbar, &SqlToolbar::formatRequested, this, &SqlView::format);
    connect(m_toolbar, &SqlToolbar::findRequested, this, [this] { m_find->open(true); });
    connect(m_toolbar, &SqlToolbar::cancelRequested, this, &SqlView::cancel);
    connect(m_toolbar, &SqlToolbar::modeChanged, this, [this] { m_saveLater.start(); });
    connect(m_toolbar, &SqlToolbar::historyRequested, this, &SqlView::historyRequested);
    connect(m_toolbar, &SqlToolbar::saveRequested, this, [this] { save(); });
    connect(m_toolbar, &SqlToolbar::openRequested, this, [this] {
        QPointer<SqlView> self(this);
        m_dialogs.open(this, tr("SQL files (*.sql);;All files (*)"), [self](const QString& file) {
            if (self && !file.isEmpty())
                self->openFile(file);
        });
    });

    connect(m_results, &ResultView::cancelRequested, this, &SqlView::cancel);
    connect(m_results, &ResultView::noticed, this, &SqlView::noticed);
    connect(m_results, &ResultView::fixRequested, this, &SqlView::applyFix);
    connect(m_results, &ResultView::showLineRequested, this, &SqlView::showLine);
    connect(m_results, &ResultView::withoutLimitRequested, this, [this] {
        const SqlStep* step = m_results->currentStep();
        if (!step || m_runner->isRunning())
            return;
        SqlStep again = *step;
        again.sql = again.original;
        again.limit = 0;
        again.rows.reset();
        again.problem.reset();
        m_runner->start({again});
    });
    connect(m_runner, &SqlRunner::started, this, [this] {
        m_toolbar->setRunning(true);
        refreshUnderlines();
    });
    connect(m_runner, &SqlRunner::finished, this, [this] { m_toolbar->setRunning(false); });
    connect(m_runner, &SqlRunner::stepChanged, this, &SqlView::stepChanged);
}

SqlView::~SqlView() = default;

void SqlView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_toolbar = new SqlToolbar(this);
    column->addWidget(m_toolbar);
    m_splitter = new ThinSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("sql.splitter"));
    m_splitter->setHandleWidth(5);
    m_splitter->setChildrenCollapsible(false);
    m_editor = SqlEditor::create(m_splitter);
    m_editor->setMinimumHeight(60);
    m_find = new FindBar(m_editor, this);
    column->addWidget(m_find);
    connect(m_find, &FindBar::dismissed, m_editor, qOverload<>(&QWidget::setFocus));
    m_results = new ResultView(m_runner, m_splitter);
    m_results->setMinimumHeight(120);
    m_splitter->addWidget(m_editor);
    m_splitter->addWidget(m_results);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({334, 440});
    column->addWidget(m_splitter, 1);
    m_completion = new CompletionPopup(this);
    m_completion->setFacts(&m_schema, &m_rowCounts);
    m_editor->input()->installEventFilter(this);
    setFocusProxy(m_editor);
}

void SqlView::bindKeys()
{
    const auto bind = [this](const QKeySequence& keys, auto&& action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    const auto runHere = [this] { Q_EMIT m_toolbar->runRequested(); };
    bind(QKeySequence(Qt::CTRL | Qt::Key_Return), runHere);
    bind(QKeySequence(Qt::CTRL | Qt::Key_Enter), runHere);
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return), [this] { run(SqlRunScope::All); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter), [this] { run(SqlRunScope::All); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_S), [this] { save(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_O), [this] { Q_EMIT m_toolbar->openRequested(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { m_find->open(false); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_H), [this] { m_find->open(true); });
    bind(QKeySequence(Qt::Key_F3), [this] { m_find->isVisible() ? m_find->next() : m_find->open(false); });
    bind(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { m_find->isVisible() ? m_find->previous() : m_find->open(false); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] { format(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Slash), [this] { toggleComment(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Space), [this] { complete(true); });
}

void SqlView::setSend(SqlRunner::Send send)
{
    m_results->setCounter(send);
    m_runner->setSend(std::move(send));
}

void SqlView::setSchema(const Schema& schema, const QHash<QString, qint64>& rowCounts)
{
    m_schema = schema;
    m_rowCounts = rowCounts;
    m_results->setSchema(schema);
    m_results->setRowCounts(rowCounts);
    m_completion->hide();
}

void SqlView::setBlockedReason(const QString& reason)
{
    m_blockedReason = reason;
    m_toolbar->setBlockedReason(reason);
}

void SqlView::setFileDialogs(FileDialogs dialogs)
{
    m_dialogs = dialogs;
    m_results->setFileDialogs(std::move(dialogs));
}

QString SqlView::text() const
{
    return m_editor->text();
}

void SqlView::setText(const QString& text)
{
    m_editor->setText(text);
    edited();
}

bool SqlView::isModified() const
{
    return m_savedText.isEmpty() ? m_editor->length() > 0 : text() != m_savedText;
}

bool SqlView::isBlank() const
{
    return m_editor->length() <= readHere && text().trimmed().isEmpty();
}

// ---- reading the text

void SqlView::edited()
{
    m_scriptFresh = false;
    ++m_generation;
    m_readLater.start();
    m_saveLater.start();
    if (m_savedText.isEmpty() || m_editor->length() <= readHere)
        refreshModified(); // otherwise with the script: comparing means reading all of it
}

void SqlView::refreshModified()
{
    if (isModified() == m_wasModified)
        return;
    m_wasModified = !m_wasModified;
    Q_EMIT titleChanged();
}

void SqlView::refreshScript()
{
    if (m_reading)
        return; // reads again when done
    refreshModified();
    const QString text = m_editor->text();
    const int generation = m_generation;
    if (text.size() <= readHere) {
        scriptRead(generation, readSql(text));
        return;
    }
    m_reading = true;
    auto* watcher = new QFutureWatcher<SqlScript>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation] {
        m_reading = false;
        scriptRead(generation, watcher->future().takeResult());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run([text] { return readSql(text); }));
}

void SqlView::scriptRead(int generation, SqlScript script)
{
    if (generation != m_generation) {
        if (!m_readLater.isActive())
            m_readLater.start();
        (void)QtConcurrent::run([late = std::move(script)] {}); // hundreds of thousands of texts are freed elsewhere
        return;
    }
    m_readLater.stop();
    std::swap(m_script, script);
    if (script.statements.size() > markedAround)
        (void)QtConcurrent::run([former = std::move(script)] {});
    m_scriptFresh = true;
    refreshCurrent();
    refreshMarks();
    refreshUnderlines();
    if (const auto then = std::exchange(m_afterScript, {}))
        then();
}

/// Runs `then` when the script matches the text: at once, or when the worker is done.
void SqlView::withScript(std::function<void()> then)
{
    if (m_scriptFresh) {
        then();
        return;
    }
    m_afterScript = std::move(then);
    m_readLater.stop();
    refreshScript();
}

void SqlView::refreshCurrent()
{
    if (!m_scriptFresh)
        return;
    const int index = m_script.statementAt(m_editor->cursor());
    if (index < 0) {
        m_editor->setCurrentLines(-1, -1);
    } else {
        const SqlStatement& s = m_script.statements[index];
        m_editor->setCurrentLines(s.firstLine, s.lastLine);
    }
    refreshMarks();
}

void SqlView::refreshMarks()
{
    if (!m_scriptFresh)
        return;
    const QString text = m_editor->text();
    const int current = m_script.statementAt(m_editor->cursor());
    const int last = int(std::min<qsizetype>(m_script.statements.size(), current + markedAround));
    QList<SqlEditor::Mark> marks;
    for (int i = std::max(0, current - markedAround); i < last; ++i) {
        if (m_marks.isEmpty() && i != current)
            continue;
        const SqlStatement& s = m_script.statements[i];
        const auto known = m_marks.constFind(s.text(text));
        if (known != m_marks.constEnd())
            marks.push_back({s.line, SqlEditor::MarkState(known->state), known->note});
        else if (i == current)
            marks.push_back({s.line, SqlEditor::MarkState::Ready, {}});
    }
    m_editor->setMarks(marks);
}

void SqlView::refreshUnderlines()
{
    QList<SqlEditor::Underline> underlines;
    for (const BlockedWord& b : std::as_const(m_script.blocked)) {
        if (underlines.size() < mostUnderlines)
            underlines.push_back({b.start, b.length, SqlEditor::LineKind::Refused, refusedReason(blockedPattern(b.rule))});
    }
    m_editor->setUnderlines(underlines);
}

// ---- running

void SqlView::run(SqlRunScope scope, int limit, bool explain)
{
    if (m_runner->isRunning() || !m_blockedReason.isEmpty())
        return;
    m_completion->hide();
    withScript([this, scope, limit, explain] { plan(scope, limit, explain); });
}

void SqlView::plan(SqlRunScope scope, int limit, bool explain)
{
    SqlPlanInput input;
    input.text = m_editor->text();
    input.script = m_script;
    input.scope = scope;
    input.mode = m_toolbar->mode();
    input.cursor = m_editor->cursor();
    input.selectionStart = m_editor->selectionStart();
    input.selectionEnd = m_editor->selectionEnd();
    input.limit = limit;
    input.explain = explain;
    const SqlPlan plan = planSqlRun(input);
    if (plan.steps.isEmpty()) {
        Q_EMIT noticed(tr("There is no statement here to run."), true);
        return;
    }
    if (!plan.blocked.isEmpty())
        explainBlocked(plan);
    else
        confirm(plan);
}

void SqlView::explainBlocked(const SqlPlan& plan)
{
    const BlockedWord word = plan.blocked.first();
    ConfirmDialog::Options options;
    options.title = tr("The service will refuse this");
    options.text = refusedReason(blockedPattern(word.rule)) + QStringLiteral("\n\n")
        + tr("It looks at the whole text, also inside comments and quotes. Nothing has been sent.");
    options.accept = tr("Show it");
    options.extra = tr("Send anyway");
    auto* dialog = ConfirmDialog::ask(this, options, this, [this, word] {
        m_editor->select(word.start, word.length);
        m_editor->input()->setFocus();
    });
    dialog->setObjectName(QStringLiteral("sql.blockedDialog"));
    connect(dialog, &ConfirmDialog::extraTriggered, this, [this, plan, dialog] {
        dialog->close();
        confirm(plan);
    });
}

void SqlView::confirm(const SqlPlan& plan)
{
    if (plan.warnings.isEmpty()) {
        start(plan);
        return;
    }
    const SqlWarningText words = warningText(plan.warnings, m_rowCounts);
    ConfirmDialog::Options options;
    options.title = words.title;
    options.text = words.text;
    options.accept = words.accept;
    options.dangerous = true;
    auto* dialog = ConfirmDialog::ask(this, options, this, [this, plan] { start(plan); });
    dialog->setObjectName(QStringLiteral("sql.riskDialog"));
}

void SqlView::start(const SqlPlan& plan)
{
    m_runner->start(plan.steps);
}

void SqlView::cancel()
{
    m_runner->cancel();
}

void SqlView::stepChanged(int index)
{
    const SqlStep step = m_runner->steps().at(index);
    Mark mark{int(SqlEditor::MarkState::Running), {}};
    const QString time = tr("%1 ms").arg(QLocale().toString(step.serverMs >= 0 ? step.serverMs : step.elapsedMs));
    switch (step.state) {
    case State::Done: mark = {int(SqlEditor::MarkState::Done), time}; break;
    case State::Failed: mark = {int(SqlEditor::MarkState::Failed), tr("failed")}; break;
    case State::Stopped: mark = {int(SqlEditor::MarkState::Stopped), tr("stopped")}; break;
    default: break;
    }
    if (m_marks.size() > 5000)
        m_marks.clear();
    m_marks.insert(step.original, mark);
    refreshMarks();
    const bool ended = step.state == State::Done || step.state == State::Failed || step.state == State::Stopped;
    if (!ended)
        return;
    if (step.state == State::Failed && step.problem && step.problem->code == u"sql.error") {
        const SqlErrorSpot spot = locateSqlError(step.original, step.problem->message, m_schema);
        const qsizetype at = spot.start < 0 ? -1 : placeOf(step, spot.start);
        if (at >= 0)
            m_editor->setUnderlines({{at, spot.length, SqlEditor::LineKind::Error, step.problem->message}});
    }
    Q_EMIT stepRun(step);
    if (step.state == State::Done && !step.reads)
        Q_EMIT schemaMayHaveChanged();
}

/// Where a place of a step's text stands now; -1 when that text is not there any more.
qsizetype SqlView::placeOf(const SqlStep& step, qsizetype inStep) const
{
    const QString text = m_editor->text();
    if (QStringView(text).mid(step.offset).startsWith(step.original))
        return step.offset + inStep;
    const qsizetype found = text.indexOf(step.original);
    return found < 0 ? -1 : found + inStep;
}

void SqlView::applyFix(int index, qsizetype start, qsizetype length, const QString& with)
{
    if (index < 0 || index >= m_runner->steps().size())
        return;
    const qsizetype at = placeOf(m_runner->steps().at(index), start);
    if (at < 0) {
        Q_EMIT noticed(tr("The text has changed; put in %1 by hand.").arg(with), true);
        return;
    }
    m_editor->replace(at, length, with);
    m_editor->input()->setFocus();
}

void SqlView::showLine(int index)
{
    if (index < 0 || index >= m_runner->steps().size())
        return;
    const SqlStep& step = m_runner->steps().at(index);
    const SqlErrorSpot spot = locateSqlError(step.original, step.problem ? step.problem->message : QString(), m_schema);
    const qsizetype at = placeOf(step, std::max<qsizetype>(0, spot.start));
    if (at >= 0)
        m_editor->select(at, spot.length);
    m_editor->input()->setFocus();
}

// ---- completion

void SqlView::complete(bool always)
{
    if (m_editor->isReadOnly())
        return;
    const SqlEditor::Nearby near = m_editor->nearby();
    const SqlCompletions found = completeSql(near.text, near.cursor, m_schema, always);
    m_completing = near.cursor - found.start;
    const QRect cursor = m_editor->cursorRect();
    m_completion->open(found, QRect(m_editor->mapTo(this, cursor.topLeft()), cursor.size()));
}

void SqlView::insertCompletion(const SqlCompletion& item)
{
    const qsizetype end = m_editor->cursor(), length = std::clamp<qsizetype>(m_completing, 0, end);
    m_editor->replace(end - length, length, item.insert);
    m_editor->input()->setFocus();
}

bool SqlView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_editor->input())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::ShortcutOverride) {
            const bool ours = m_completion->isVisible() && key->key() == Qt::Key_Escape;
            if (ours)
                event->accept();
            return ours;
        }
        if (m_completion->handleKey(key))
            return true;
        const QString typed = key->text();
        const bool word = !typed.isEmpty() && (typed[0].isLetterOrNumber() || typed[0] == u'_' || typed[0] == u'.');
        const bool shrink = key->key() == Qt::Key_Backspace && m_completion->isVisible();
        if ((word && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) || shrink)
            QTimer::singleShot(0, this, [this] { complete(false); }); // the editor takes the key first
        else if (!typed.isEmpty())
            m_completion->hide();
    } else if (event->type() == QEvent::FocusOut || event->type() == QEvent::MouseButtonPress) {
        m_completion->hide();
    }
    return false;
}

QWidget* SqlView::inspector()
{
    if (m_inspector)
        return m_inspector;
    m_inspector = new RowInspector;
    m_inspector->setModel(m_results->model());
    ResultGrid* grid = m_results->grid();
    m_inspector->setRow(grid->currentIndex().row());
    connect(grid, &ResultGrid::currentRowChanged, m_inspector, &RowInspector::setRow);
    connect(m_inspector, &RowInspector::rowRequested, grid, [grid](int row) {
        const int column = std::max(0, grid->currentIndex().column());
        grid->goTo(row, column);
    });
    connect(m_inspector, &RowInspector::openTableRequested, this, &SqlView::openTableRequested);
    connect(m_inspector, &RowInspector::closeRequested, this, &SqlView::closeInspectorRequested);
    const auto refresh = [this] {
        const SqlStep* step = m_results->currentStep();
        const bool known = step && m_schema.table(step->table);
        if (m_inspector)
            m_inspector->setTable(known ? step->table : QString());
    };
    connect(m_results, &ResultView::currentStepChanged, m_inspector, refresh);
    refresh();
    return m_inspector;
}

} // namespace run402
