// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlview.h"

#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/theme.h"
#include "ui/sql/completionpopup.h"
#include "ui/sql/findbar.h"
#include "ui/sql/rowinspector.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqllibrary.h"
#include "ui/sql/sqlrestline.h"
#include "ui/sql/sqltoolbar.h"

#include <QFutureWatcher>
#include <QKeyEvent>
#include <QPainter>
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace run402 {

namespace {
constexpr qsizetype readHere = 20'000; // longer texts are read on a worker
constexpr qsizetype waitedFor = 1'000'000; // so long that keeping it waits for the worker
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
                const bool beside = orientation() == Qt::Horizontal;
                painter.fillRect(beside ? width() - 1 : 0, beside ? 0 : height() - 1, beside ? 1 : width(), beside ? height() : 1,
                                 Theme::of(this).color("border.default"));
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
    m_checkLater.setSingleShot(true);
    m_checkLater.setInterval(250);
    connect(&m_checkLater, &QTimer::timeout, this, &SqlView::checkText);
    connect(&m_readLater, &QTimer::timeout, this, &SqlView::refreshScript);
    connect(&m_saveLater, &QTimer::timeout, this, [this] {
        // The worker that reads a long text also writes down what is kept of it; somebody who never pauses is not waited for.
        if (!m_scriptFresh && m_editor->length() > waitedFor && ++m_waited < 8)
            return m_saveLater.start();
        m_waited = 0;
        Q_EMIT stateChanged();
    });

    connect(m_editor, &SqlEditor::textEdited, this, &SqlView::edited);
    watch(m_editor);
    connect(m_toolbar, &SqlToolbar::splitRequested, this, [this](int way) {
        split(way < 0 ? std::nullopt : std::optional(way == 0 ? Qt::Horizontal : Qt::Vertical));
    });
    connect(m_completion, &CompletionPopup::chosen, this, &SqlView::insertCompletion);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_saveLater.start(); });

    connect(m_toolbar, &SqlToolbar::runRequested, this, [this] {
        run(m_editor->hasSelection() ? SqlRunScope::Selection : SqlRunScope::Statement);
    });
    connect(m_toolbar, &SqlToolbar::runAllRequested, this, [this] { run(SqlRunScope::All); });
    connect(m_toolbar, &SqlToolbar::explainRequested, this, [this] { run(SqlRunScope::Statement, 0, SqlStep::Explain::Plan); });
    connect(m_toolbar, &SqlToolbar::measureRequested, this, [this] { run(SqlRunScope::Statement, 0, SqlStep::Explain::Measure); });
    connect(m_toolbar, &SqlToolbar::commentRequested, this, &SqlView::toggleComment);
    connect(m_toolbar, &SqlToolbar::formatRequested, this, &SqlView::format);
    connect(m_toolbar, &SqlToolbar::findRequested, this, [this] { m_find->open(true); });
    connect(m_toolbar, &SqlToolbar::cancelRequested, this, &SqlView::cancel);
    connect(m_toolbar, &SqlToolbar::modeChanged, this, [this] { m_saveLater.start(); });
    connect(m_toolbar, &SqlToolbar::historyRequested, this, [this] { toggleLibrary(int(SqlLibrary::Page::History)); });
    connect(m_toolbar, &SqlToolbar::savedRequested, this, [this] { toggleLibrary(int(SqlLibrary::Page::Saved)); });
    connect(m_library, &SqlLibrary::sqlInserted, this, &SqlView::append);
    connect(m_library, &SqlLibrary::closed, this, [this] {
        m_library->hide();
        m_editor->input()->setFocus();
        m_saveLater.start();
    });
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
    connect(m_results, &ResultView::layoutsChanged, this, [this] { m_saveLater.start(); });
    connect(m_results, &ResultView::fixRequested, this, &SqlView::applyFix);
    connect(m_results, &ResultView::showLineRequested, this, &SqlView::showLine);
    connect(m_results, &ResultView::withoutLimitRequested, this, [this] {
        const SqlStep* step = m_results->currentStep();
        if (!step || m_runner->isRunning())
            return;
        SqlStep again = *step;
        again.sql = again.unlimited.isEmpty() ? again.original : again.unlimited;
        again.limit = 0;
        if (again.rest)
            again.rest = restForm(again.sql, m_schema).form;
        again.rows.reset();
        again.problem.reset();
        m_runner->start({again});
    });
    connect(m_runner, &SqlRunner::started, this, [this] {
        m_toolbar->setRunning(true);
        refreshUnderlines();
    });
    connect(m_runner, &SqlRunner::finished, this, [this] { m_toolbar->setRunning(false); });
    connect(m_toolbar->identityMenu(), &QMenu::aboutToShow, this, &SqlView::fillIdentities);
    connect(m_restLine, &SqlRestLine::serviceRequested, this, [this] {
        withScript([this] {
            if (const SqlPlan plan = planHere(SqlRunScope::Statement, 500, SqlStep::Explain::None); !plan.steps.isEmpty())
                runAsService(plan);
        });
    });
    connect(m_restLine, &SqlRestLine::placeRequested, this, [this] {
        if (m_restFault.first >= 0)
            m_editor->select(m_restFault.first, m_restFault.second);
        m_editor->input()->setFocus();
    });
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
    m_restLine = new SqlRestLine(this);
    column->addWidget(m_restLine);
    m_splitter = new ThinSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("sql.splitter"));
    m_splitter->setHandleWidth(5);
    m_splitter->setChildrenCollapsible(false);
    m_views = new ThinSplitter(Qt::Horizontal, m_splitter);
    m_views->setObjectName(QStringLiteral("sql.views"));
    m_views->setHandleWidth(5);
    m_views->setChildrenCollapsible(false);
    m_editor = m_first = SqlEditor::create(m_views);
    m_views->addWidget(m_first);
    m_first->setMinimumHeight(60);
    m_find = new FindBar(m_editor, this);
    column->addWidget(m_find);
    connect(m_find, &FindBar::dismissed, this, [this] { m_editor->setFocus(); });
    m_results = new ResultView(m_runner, m_splitter);
    m_results->setMinimumHeight(120);
    m_splitter->addWidget(m_views);
    m_splitter->addWidget(m_results);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({334, 440});
    m_library = new SqlLibrary(this);
    auto* both = new QHBoxLayout;
    both->setSpacing(0);
    both->addWidget(m_splitter, 1);
    both->addWidget(m_library);
    column->addLayout(both, 1);
    m_completion = new CompletionPopup(this);
    m_completion->setFacts(&m_schema, &m_rowCounts);
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
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { Q_EMIT m_library->saveRequested(); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B), [this] { toggleLibrary(int(SqlLibrary::Page::Saved)); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H), [this] { toggleLibrary(int(SqlLibrary::Page::History)); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_O), [this] { Q_EMIT m_toolbar->openRequested(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { m_find->open(false); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_H), [this] { m_find->open(true); });
    bind(QKeySequence(Qt::Key_F3), [this] { m_find->isVisible() ? m_find->next() : m_find->open(false); });
    bind(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { m_find->isVisible() ? m_find->previous() : m_find->open(false); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] { format(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Slash), [this] { toggleComment(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { run(SqlRunScope::Statement, 0, SqlStep::Explain::Plan); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] { run(SqlRunScope::Statement, 0, SqlStep::Explain::Measure); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_D), [this] {
        if (!m_editor->addNextOccurrence())
            Q_EMIT noticed(tr("There is no other place with this text."), false);
    });
    bind(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_1), [this] { split({}); });
    bind(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_2), [this] { split(Qt::Horizontal); });
    bind(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_3), [this] { split(Qt::Vertical); });
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Underscore), [this] { m_editor->toggleFold(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Period), [this] { quickFix(); });
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
    m_restOf = {-1, -1};
    refreshRestLine();
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
    m_scriptFresh = m_syntaxFresh = false;
    m_serverErrors.clear();
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
    struct Read { SqlScript script; KeptText kept; };
    const bool named = !m_file.isEmpty() || m_query.id;
    auto* watcher = new QFutureWatcher<Read>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation] {
        m_reading = false;
        Read read = watcher->future().takeResult();
        watcher->deleteLater();
        std::swap(m_keptText, read.kept);
        (void)QtConcurrent::run([former = std::move(read.kept)] {}); // megabytes are freed elsewhere
        scriptRead(generation, std::move(read.script));
    });
    watcher->setFuture(QtConcurrent::run([text, saved = m_savedText, named] { return Read{readSql(text), keep(text, saved, named)}; }));
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
    m_checkLater.start();
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
    refreshRestLine();
    const int index = m_script.statementAt(m_editor->cursor());
    if (index < 0) {
        m_editor->setCurrentLines(-1, -1);
    } else {
        const SqlStatement& s = m_script.statements[index];
        m_editor->setCurrentLines(s.firstLine, s.lastLine);
    }
    refreshMarks();
    QList<qsizetype> shown;
    for (const SqlSyntaxError& e : shownErrors())
        shown << e.start;
    if (shown != m_shownErrors)
        refreshUnderlines(); // the cursor left an unfinished place, or came to one
}

void SqlView::refreshMarks()
{
    if (!m_scriptFresh)
        return;
    const QString text = m_editor->text();
    const int current = m_script.statementAt(m_editor->cursor());
    const int last = int(std::min<qsizetype>(m_script.statements.size(), current + markedAround));
    const QList<SqlSyntaxError> errors = shownErrors();
    QList<SqlEditor::Mark> marks;
    for (int i = std::max(0, current - markedAround); i < last; ++i) {
        if (m_marks.isEmpty() && errors.isEmpty() && i != current)
            continue;
        const SqlStatement& s = m_script.statements[i];
        const auto known = m_marks.constFind(s.text(text));
        const auto wrong = std::find_if(errors.cbegin(), errors.cend(), [i](const SqlSyntaxError& e) { return e.statement == i; });
        if (wrong != errors.cend())
            marks.push_back({s.line, SqlEditor::MarkState::Wrong, {}, wrong->message});
        else if (known != m_marks.constEnd())
            marks.push_back({s.line, SqlEditor::MarkState(known->state), known->note, {}});
        else if (i == current)
            marks.push_back({s.line, SqlEditor::MarkState::Ready, {}, {}});
    }
    m_first->setMarks(marks);
    if (m_second)
        m_second->setMarks(marks);
}

/// Looks for syntax errors on a worker; what was looked at before is not looked at again.
void SqlView::checkText()
{
    if (!m_scriptFresh || m_checking)
        return; // again when it is read, or done
    m_checking = true;
    const QString text = m_editor->text();
    auto* watcher = new QFutureWatcher<SqlSyntax>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation = m_generation] {
        watcher->deleteLater();
        m_checking = false;
        syntaxChecked(generation, watcher->future().takeResult());
    });
    watcher->setFuture(QtConcurrent::run([text, script = m_script, cursor = m_editor->cursor(), memory = m_syntax.memory] {
        return checkSyntax(text, script, cursor, memory);
    }));
}

void SqlView::syntaxChecked(int generation, SqlSyntax syntax)
{
    m_syntax = std::move(syntax);
    m_syntaxFresh = generation == m_generation;
    if (!m_syntaxFresh) {
        m_checkLater.start();
        return;
    }
    m_first->setFolds(m_syntax.folds); // they belong to the text
    if (m_second)
        m_second->setFolds(m_syntax.folds);
    refreshMarks();
    refreshUnderlines();
}

QList<SqlSyntaxError> SqlView::shownErrors() const
{
    return m_syntaxFresh && m_scriptFresh && !m_syntax.errors.isEmpty() ? worthShowing(m_syntax.errors, m_script, m_editor->cursor()) : QList<SqlSyntaxError>();
}

void SqlView::refreshUnderlines()
{
    QList<SqlEditor::Underline> underlines;
    for (const BlockedWord& b : std::as_const(m_script.blocked)) {
        if (underlines.size() < mostUnderlines)
            underlines.push_back({b.start, b.length, SqlEditor::LineKind::Refused,
                                  refusedReason(blockedPattern(b.rule)) + u'\n' + tr("Ctrl+. writes it so that the service takes it, where it is only text.")});
    }
    const QList<SqlSyntaxError> errors = shownErrors();
    m_shownErrors.clear();
    for (const SqlSyntaxError& e : errors) {
        m_shownErrors << e.start;
        underlines.push_back({e.start, e.length, SqlEditor::LineKind::Error, e.message});
    }
    underlines << m_serverErrors;
    m_first->setUnderlines(underlines);
    if (m_second)
        m_second->setUnderlines(underlines);
}

QWidget* SqlView::inspector()
{
    if (m_inspector)
        return m_inspector;
    m_inspector = new RowInspector;
    m_inspector->setModel(m_results->model());
    m_inspector->setPictures(m_pictures);
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
