// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultview.h"

#include "models/domain/datasize.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/emptystate.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/skeletonrows.h"
#include "ui/sql/planview.h"
#include "ui/sql/resulttabs.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QStackedLayout>
#include <QtConcurrent>

namespace run402 {

namespace {

using State = SqlStep::State;

/// A strip on the window's colour with a line on one side.
class Strip : public QWidget
{
public:
    Strip(bool lineAbove, QWidget* parent) : QWidget(parent), m_above(lineAbove) {}

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const Theme& theme = Theme::of(this);
        painter.fillRect(rect(), theme.color("bg.window"));
        painter.fillRect(0, m_above ? 0 : height() - 1, width(), 1, theme.color("border.default"));
    }

private:
    bool m_above;
};

/// What stands behind the pages.
class Surface : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), Theme::of(this).color("bg.surface")); }
};

/// Runs `work` on a worker and `done` here, unless the owner died.
template <typename T>
void later(QObject* owner, std::function<T()> work, std::function<void(const T&)> done)
{
    auto* watcher = new QFutureWatcher<T>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner, [watcher, done] {
        done(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(work));
}

QString writeFile(const QString& file, const ResultSet& set, ResultFormat format, const ResultTextOptions& options,
                  const std::atomic_bool& stop)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return out.errorString();
    const bool whole = writeResult(set, format, options, [&](const QByteArray& piece) {
        return !stop && out.write(piece) == piece.size();
    });
    if (!whole) {
        const QString why = out.errorString();
        out.cancelWriting();
        return why.isEmpty() ? QStringLiteral("stopped") : why;
    }
    return out.commit() ? QString() : out.errorString();
}

} // namespace

FileDialogs FileDialogs::native()
{
    const auto show = [](QFileDialog* dialog, Chosen chosen) {
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(dialog, &QFileDialog::fileSelected, dialog, [chosen](const QString& file) { chosen(file); });
        QObject::connect(dialog, &QDialog::rejected, dialog, [chosen] { chosen({}); });
        dialog->open();
    };
    FileDialogs dialogs;
    dialogs.save = [show](QWidget* parent, const QString& suggested, const QString& filter, Chosen chosen) {
        auto* dialog = new QFileDialog(parent, {}, {}, filter);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->selectFile(suggested);
        show(dialog, std::move(chosen));
    };
    dialogs.open = [show](QWidget* parent, const QString& filter, Chosen chosen) {
        auto* dialog = new QFileDialog(parent, {}, {}, filter);
        dialog->setFileMode(QFileDialog::ExistingFile);
        show(dialog, std::move(chosen));
    };
    return dialogs;
}

QString timeText(const SqlStep& step)
{
    const QLocale locale;
    const QString all = ResultView::tr("%1 ms in all").arg(locale.toString(step.elapsedMs));
    return step.serverMs < 0 ? all : ResultView::tr("%1 ms on the server, %2").arg(locale.toString(step.serverMs), all);
}

ResultView::ResultView(SqlRunner* runner, QWidget* parent)
    : QWidget(parent), m_runner(runner), m_model(new ResultModel(this)), m_stop(std::make_shared<std::atomic_bool>(false))
{
    build();
    connect(this, &QObject::destroyed, [stop = m_stop] { *stop = true; });
    connect(runner, &SqlRunner::started, this, [this] {
        m_tabs->setSteps(m_runner->steps());
        m_tabs->setCurrent(0);
        m_shown = -1;
        showStep(0);
    });
    connect(runner, &SqlRunner::stepChanged, this, &ResultView::stepChanged);
    connect(runner, &SqlRunner::finished, this, [this] { m_tabs->setSteps(m_runner->steps()); });
    connect(m_tabs, &ResultTabs::currentChanged, this, &ResultView::showStep);
    connect(m_grid, &ResultGrid::selectionSized, this, &ResultView::refreshFoot);
    connect(m_grid, &ResultGrid::copyRequested, this, &ResultView::copy);
    connect(m_noLimit, &QAbstractButton::clicked, this, &ResultView::withoutLimitRequested);
    connect(m_wait, &SkeletonRows::cancelRequested, this, &ResultView::cancelRequested);
    connect(m_error, &SqlErrorView::fixRequested, this, [this](qsizetype start, qsizetype length, const QString& with) {
        Q_EMIT fixRequested(m_shown, start, length, with);
    });
    connect(m_error, &SqlErrorView::showLineRequested, this, [this] { Q_EMIT showLineRequested(m_shown); });
}

void ResultView::build()
{
    setObjectName(QStringLiteral("sql.resultview"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* strip = new Strip(false, this);
    auto* stripRow = new QHBoxLayout(strip);
    stripRow->setContentsMargins(0, 0, 0, 1);
    m_tabs = new ResultTabs(strip);
    stripRow->addWidget(m_tabs);
    column->addWidget(strip);

    auto* pages = new Surface(this);
    m_stack = new QStackedLayout(pages);
    auto* empty = new EmptyState(QStringLiteral("terminal"), tr("Results appear here"),
                                 tr("Ctrl+Enter runs the statement at the cursor, Ctrl+Shift+Enter the whole script."));
    empty->setObjectName(QStringLiteral("sql.empty"));
    m_wait = new SkeletonRows;
    m_wait->setObjectName(QStringLiteral("sql.wait"));
    m_grid = new ResultGrid;
    m_grid->setResultModel(m_model);
    m_done = new EmptyState(QStringLiteral("circle-check"), {}, {});
    m_done->setObjectName(QStringLiteral("sql.done"));
    m_error = new SqlErrorView;
    m_plan = new PlanView;
    for (QWidget* page : {static_cast<QWidget*>(empty), static_cast<QWidget*>(m_wait), static_cast<QWidget*>(m_grid),
                          static_cast<QWidget*>(m_done), static_cast<QWidget*>(m_error),
                          static_cast<QWidget*>(m_plan)})
        m_stack->addWidget(page);
    column->addWidget(pages, 1);
    column->addWidget(buildFoot());
    m_stack->setCurrentIndex(EmptyPage);
    refreshFoot();
}

QWidget* ResultView::buildFoot()
{
    m_foot = new Strip(true, this);
    m_foot->setFixedHeight(Theme::of(this).scaled(34));
    auto* row = new QHBoxLayout(m_foot);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(14);
    auto* what = new QHBoxLayout;
    what->setSpacing(6);
    m_sign = new IconLabel(QStringLiteral("circle-check"), 14, "accent.text");
    m_rows = new Label({}, Theme::Font::SmallStrong);
    m_rows->setObjectName(QStringLiteral("sql.rows"));
    what->addWidget(m_sign);
    what->addWidget(m_rows);
    row->addLayout(what);
    m_time = new Label({}, Theme::Font::Small, "text.secondary");
    m_time->setObjectName(QStringLiteral("sql.time"));
    m_size = new Label({}, Theme::Font::Small, "text.muted");
    m_size->setObjectName(QStringLiteral("sql.size"));
    row->addWidget(m_time);
    row->addWidget(m_size);
    auto* limits = new QHBoxLayout;
    limits->setSpacing(4);
    m_limit = new Chip({}, Tone::Info);
    m_limit->setObjectName(QStringLiteral("sql.limit"));
    m_limit->setToolTip(tr("The statement had no limit, so one was added before it was sent"));
    m_noLimit = new Button(tr("Run without limit"), Button::Variant::Ghost);
    m_noLimit->setObjectName(QStringLiteral("sql.noLimit"));
    m_noLimit->setSize(Button::Size::Small);
    limits->addWidget(m_limit);
    limits->addWidget(m_noLimit);
    row->addLayout(limits);
    row->addStretch();
    m_selected = new Label({}, Theme::Font::Small, "text.muted");
    m_selected->setObjectName(QStringLiteral("sql.selected"));
    row->addWidget(m_selected);

    m_copy = new Button(tr("Copy as"), QStringLiteral("copy"), Button::Variant::Secondary);
    m_copy->setObjectName(QStringLiteral("sql.copyAs"));
    m_copy->setSize(Button::Size::Small);
    auto* copies = new QMenu(m_copy);
    addCopyActions(copies, this, [this](ResultFormat format) { copy(format); });
    m_copy->setMenu(copies);
    m_export = new Button(tr("Export"), QStringLiteral("download"), Button::Variant::Secondary);
    m_export->setObjectName(QStringLiteral("sql.export"));
    m_export->setSize(Button::Size::Small);
    auto* exports = new QMenu(m_export);
    QAction* csv = exports->addAction(tr("CSV file, all rows"));
    QAction* json = exports->addAction(tr("JSON file, all rows"));
    csv->setObjectName(QStringLiteral("sql.export.csv"));
    json->setObjectName(QStringLiteral("sql.export.json"));
    connect(csv, &QAction::triggered, this, [this] { chooseExport(ResultFormat::Csv); });
    connect(json, &QAction::triggered, this, [this] { chooseExport(ResultFormat::Json); });
    m_export->setMenu(exports);
    row->addWidget(m_copy);
    row->addWidget(m_export);
    return m_foot;
}

void ResultView::setSchema(const Schema& schema)
{
    m_schema = schema;
    if (const SqlStep* step = currentStep(); step && step->state == State::Done)
        showRows(*step);
}

const SqlStep* ResultView::currentStep() const
{
    return m_shown >= 0 && m_shown < m_runner->steps().size() ? &m_runner->steps().at(m_shown) : nullptr;
}

void ResultView::stepChanged(int index)
{
    const SqlStep& step = m_runner->steps().at(index);
    m_tabs->setSteps(m_runner->steps());
    // The strip follows the run: the step at work, then the last one that has something to say.
    if (index >= m_shown || step.state == State::Failed) {
        m_tabs->setCurrent(index);
        showStep(index);
    }
}

void ResultView::showStep(int index)
{
    m_shown = index;
    const SqlStep* step = currentStep();
    m_wait->stop();
    if (!step) {
        m_stack->setCurrentIndex(EmptyPage);
    } else if (step->state == State::Running || step->state == State::Reading || step->state == State::Waiting) {
        if (step->state != State::Waiting)
            m_wait->start(step->state == State::Running ? tr("Running %1").arg(step->title) : tr("Reading the rows"),
                          m_path.isEmpty() ? QString() : QStringLiteral("POST ") + m_path);
        m_stack->setCurrentIndex(WaitPage);
    } else if (step->state == State::Failed || step->state == State::Stopped) {
        m_error->show(*step, m_runner->steps().size() > 1 ? index : 0, m_path, m_schema);
        m_stack->setCurrentIndex(ErrorPage);
    } else if (step->state == State::Skipped) {
        m_done->setTexts(QStringLiteral("circle-slash"), tr("Not run"), tr("A statement before it failed or was stopped."));
        m_stack->setCurrentIndex(DonePage);
    } else if (step->plan) {
        m_plan->show(step->plan, step->explain == SqlStep::Explain::Measure && !step->reads
                                     ? tr("What it wrote was rolled back; only numbers of sequences stay taken") : QString());
        m_stack->setCurrentIndex(PlanPage);
    } else if (step->rows && !step->rows->columns().isEmpty()) {
        showRows(*step);
        m_stack->setCurrentIndex(GridPage);
    } else {
        const bool none = step->reads && step->rows && step->rows->rowCount() == 0;
        const QString count = step->rowCount ? tr("%n row(s) affected", nullptr, int(*step->rowCount)) : QString();
        m_done->setTexts(QStringLiteral("circle-check"), none ? tr("No rows") : tr("Done"),
                         none ? tr("The statement ran and found nothing.")
                         : step->statements > 1 ? tr("%n statement(s) ran in one transaction.", nullptr, step->statements) + u' ' + count
                         : count.isEmpty() ? tr("The statement ran and returned no rows.") : count);
        m_stack->setCurrentIndex(DonePage);
    }
    refreshFoot();
    Q_EMIT currentStepChanged();
}

void ResultView::showRows(const SqlStep& step)
{
    QHash<QString, QString> types;
    QStringList keys;
    if (const Table* table = m_schema.table(step.table)) {
        for (const Column& column : table->columns)
            types.insert(column.name, column.type);
        keys = table->primaryKey();
    }
    m_model->setColumnTypes(types, keys);
    if (step.rows != m_shownRows) {
        m_shownRows = step.rows;
        m_model->setResult(step.rows, m_model->nextGeneration());
        if (m_model->rowCount() > 0)
            m_grid->goTo(0, 0);
    }
}

void ResultView::refreshFoot()
{
    const SqlStep* step = currentStep();
    const bool done = step && step->state == State::Done;
    const bool grid = done && m_stack->currentIndex() == GridPage;
    const bool failed = step && (step->state == State::Failed || step->state == State::Stopped);
    m_sign->setVisible(done || failed);
    m_sign->setIconName(failed ? QStringLiteral("circle-x") : QStringLiteral("circle-check"));
    m_sign->setToken(failed ? "danger.text" : "accent.text");
    m_rows->setText(step ? stepOutcome(*step) : QString());
    m_time->setText(done ? timeText(*step) : QString());
    m_size->setText(done && step->bytes > 0 ? byteText(step->bytes) : QString());
    m_limit->setVisible(done && step->limit > 0);
    m_noLimit->setVisible(done && step->limit > 0);
    if (done && step->limit > 0)
        m_limit->setText(tr("limit %1").arg(step->limit));
    const int selected = grid ? m_grid->selectedRows() : 0;
    m_selected->setText(selected > 0 ? tr("%n row(s) selected", nullptr, selected) : QString());
    for (QWidget* w : {static_cast<QWidget*>(m_copy), static_cast<QWidget*>(m_export)})
        w->setVisible(grid);
}

ResultTextOptions ResultView::options(bool selection) const
{
    ResultTextOptions options;
    if (selection)
        options = m_grid->selectionOptions();
    if (const SqlStep* step = currentStep()) {
        options.table = step->table;
        if (const Table* table = m_schema.table(step->table)) {
            for (const Column& column : table->columns)
                options.types.insert(column.name, column.type);
        }
    }
    return options;
}

void ResultView::copy(ResultFormat format)
{
    const auto set = m_model->sharedResult();
    if (!set || m_stack->currentIndex() != GridPage)
        return;
    ResultTextOptions what = options(true);
    if (format == ResultFormat::SqlIn && m_grid->currentIndex().isValid())
        what.columns = {m_grid->currentIndex().column()};
    const int rows = what.rows.isEmpty() ? m_model->rowCount() : m_grid->selectedRows();
    const auto put = [this, rows](const QByteArray& text) {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
        Q_EMIT noticed(tr("%n row(s) copied", nullptr, rows), false);
    };
    constexpr int rightAway = 500;
    if (rows <= rightAway)
        put(resultText(*set, format, what));
    else
        later<QByteArray>(this, [set, format, what] { return resultText(*set, format, what); }, put);
}

void ResultView::chooseExport(ResultFormat format)
{
    const bool csv = format == ResultFormat::Csv;
    const QString name = (options(false).table.isEmpty() ? QStringLiteral("result") : options(false).table)
        + (csv ? QStringLiteral(".csv") : QStringLiteral(".json"));
    QPointer<ResultView> self(this);
    m_dialogs.save(this, name, csv ? tr("CSV files (*.csv)") : tr("JSON files (*.json)"), [self, format](const QString& file) {
        if (self && !file.isEmpty())
            self->exportTo(file, format);
    });
}

void ResultView::exportTo(const QString& file, ResultFormat format)
{
    const auto set = m_model->sharedResult();
    if (!set)
        return;
    m_export->setBusy(true);
    later<QString>(
        this, [set, format, what = options(false), file, stop = m_stop] { return writeFile(file, *set, format, what, *stop); },
        [this, file, set](const QString& error) {
            m_export->setBusy(false);
            if (error.isEmpty())
                Q_EMIT noticed(tr("%n row(s) written to %1", nullptr, int(set->rowCount())).arg(file), false);
            else
                Q_EMIT noticed(tr("%1 was not written: %2").arg(file, error), true);
        });
}

} // namespace run402
