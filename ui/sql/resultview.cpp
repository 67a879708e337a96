// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultview.h"

#include "models/domain/datasize.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/skeletonrows.h"
#include "ui/sql/planview.h"
#include "ui/common/theme.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/sql/resultarranger.h"
#include "ui/sql/resultbar.h"
#include "ui/sql/resultchart.h"
#include "ui/sql/resultcopy.h"
#include "ui/sql/resultexport.h"
#include "ui/sql/resultfoot.h"
#include "ui/sql/resultjobs.h"
#include "ui/sql/resulttabs.h"

#include <QCryptographicHash>
#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLocale>
#include <QPainter>
#include <QStackedLayout>
#include <QUrl>

#include <optional>

namespace run402 {

namespace {

using State = SqlStep::State;

/// A strip on the window's colour with a line below.
class Strip : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const Theme& theme = Theme::of(this);
        painter.fillRect(rect(), theme.color("bg.window"));
        painter.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
    }
};

/// What stands behind the pages.
class Surface : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), Theme::of(this).color("bg.surface")); }
};

/// Tells statements apart without keeping them.
QString statementKey(const SqlStep& step)
{
    return QString::fromLatin1(QCryptographicHash::hash(step.original.trimmed().toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
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

ResultView::ResultView(SqlRunner* runner, QWidget* parent)
    : QWidget(parent), m_runner(runner), m_model(new ResultModel(this)), m_exporter(new ResultExport(this))
{
    build();
    connect(runner, &SqlRunner::started, this, [this] {
        m_tabs->setSteps(m_runner->steps());
        m_tabs->setCurrent(0);
        m_shown = -1;
        dropRows();
        showStep(0);
    });
    connect(runner, &SqlRunner::stepChanged, this, &ResultView::stepChanged);
    connect(runner, &SqlRunner::finished, this, [this] { m_tabs->setSteps(m_runner->steps()); });
    connect(m_tabs, &ResultTabs::currentChanged, this, &ResultView::showStep);
    connect(m_wait, &SkeletonRows::cancelRequested, this, &ResultView::cancelRequested);
    connect(m_error, &SqlErrorView::fixRequested, this, [this](qsizetype start, qsizetype length, const QString& with) {
        Q_EMIT fixRequested(m_shown, start, length, with);
    });
    connect(m_error, &SqlErrorView::showLineRequested, this, [this] { Q_EMIT showLineRequested(m_shown); });
    connect(m_foot, &ResultFoot::withoutLimitRequested, this, &ResultView::askWithoutLimit);
    connect(m_foot, &ResultFoot::copyRequested, this, &ResultView::copy);
    connect(m_foot, &ResultFoot::exportRequested, this, &ResultView::chooseExport);
    connect(m_foot, &ResultFoot::stopRequested, m_exporter, &ResultExport::cancel);
    connect(m_exporter, &ResultExport::progressed, m_foot, &ResultFoot::setExporting);
    connect(m_exporter, &ResultExport::finished, this, &ResultView::exported);
    m_statsLater.setSingleShot(true);
    m_statsLater.setInterval(60);
    connect(&m_statsLater, &QTimer::timeout, this, &ResultView::refreshStats);
    m_arranger = new ResultArranger(m_grid, m_bar, m_model, this);
    connectGrid();
}

void ResultView::build()
{
    setObjectName(QStringLiteral("sql.resultview"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* strip = new Strip(this);
    auto* stripRow = new QHBoxLayout(strip);
    stripRow->setContentsMargins(0, 0, 0, 1);
    m_tabs = new ResultTabs(strip);
    stripRow->addWidget(m_tabs, 1);
    m_views = new SegmentedControl(strip);
    m_views->setObjectName(QStringLiteral("sql.result.view"));
    m_views->setAccessibleName(tr("How the rows are shown"));
    m_views->setSmall(true);
    m_views->addSegment(tr("Grid"), QStringLiteral("table"));
    m_views->addSegment(tr("Chart"), QStringLiteral("chart-column"));
    m_views->setCurrent(0);
    m_views->hide();
    connect(m_views, &SegmentedControl::currentChanged, this, &ResultView::showAs);
    stripRow->addWidget(m_views);
    stripRow->addSpacing(12);
    column->addWidget(strip);
    m_bar = new ResultBar(this);
    column->addWidget(m_bar);

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
    m_foot = new ResultFoot(this);
    column->addWidget(m_foot);
    m_stack->setCurrentIndex(EmptyPage);
}

void ResultView::connectGrid()
{
    connect(m_grid, &ResultGrid::layoutChanged, this, &ResultView::keepLayout);
    connect(m_grid, &ResultGrid::selectionSized, this, &ResultView::refreshFoot);
    connect(m_grid, &ResultGrid::currentRowChanged, &m_statsLater, qOverload<>(&QTimer::start));
    connect(m_grid, &ResultGrid::copyRequested, this, &ResultView::copy);
    connect(m_grid, &ResultGrid::linkRequested, this, [](const QString& url) { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); });
    connect(m_arranger, &ResultArranger::arranged, this, [this] {
        refreshFoot();
        if (m_stack->currentIndex() == ChartPage)
            m_chart->refresh();
    });
    connect(m_arranger->jobs(), &ResultJobs::addedUp, this, [this](const QList<int>& columns, const ResultStats& stats) {
        m_foot->setStats(columns.size() > 1 ? tr("%n column(s)", nullptr, int(columns.size()))
                                            : m_model->headerData(columns.value(0), Qt::Horizontal).toString(), stats);
    });
}

bool ResultView::hasRows() const
{
    return m_stack->currentIndex() == GridPage || m_stack->currentIndex() == ChartPage;
}

void ResultView::showAs(int view)
{
    if (view == 1) {
        if (!m_chart) {
            m_chart = new ResultChart(m_model);
            m_stack->addWidget(m_chart);
        }
        m_chart->refresh();
    }
    m_stack->setCurrentIndex(view == 1 ? ChartPage : GridPage);
    refreshFoot();
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
                          step->rest ? step->rest->line() : m_path.isEmpty() ? QString() : QStringLiteral("POST ") + m_path);
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
        showAs(m_views->current());
    } else {
        showDone(*step);
    }
    m_views->setVisible(hasRows());
    m_bar->setVisible(m_bar->isVisibleTo(this) && hasRows());
    refreshFoot();
    Q_EMIT currentStepChanged();
}

void ResultView::showDone(const SqlStep& step)
{
    const bool none = step.reads && step.rows && step.rows->rowCount() == 0;
    const QString count = step.rowCount ? tr("%n row(s) affected", nullptr, int(*step.rowCount)) : QString();
    m_done->setTexts(QStringLiteral("circle-check"), none ? tr("No rows") : tr("Done"),
                     none ? tr("The statement ran and found nothing.")
                     : step.statements > 1 ? tr("%n statement(s) ran in one transaction.", nullptr, step.statements) + u' ' + count
                     : count.isEmpty() ? tr("The statement ran and returned no rows.") : count);
    m_stack->setCurrentIndex(DonePage);
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
        m_arranger->setRows(step.rows, ResultArranger::Wish::Forget);
        for (const QJsonValue& kept : std::as_const(m_layouts)) {
            if (kept[QStringLiteral("of")].toString() == statementKey(step))
                m_grid->setLayout(kept[QStringLiteral("columns")].toObject());
        }
        if (m_model->rowCount() > 0)
            m_grid->goTo(0, 0);
    }
}

/// What was kept in memory until the next run, which has come.
void ResultView::dropRows()
{
    m_shownRows.reset();
    m_arranger->setRows(nullptr, ResultArranger::Wish::Forget);
}

void ResultView::keepLayout()
{
    constexpr int mostLayouts = 30;
    const SqlStep* step = currentStep();
    if (!step || step->rows != m_shownRows)
        return;
    const QString key = statementKey(*step);
    for (int i = int(m_layouts.size()) - 1; i >= 0; --i) {
        if (m_layouts.at(i)[QStringLiteral("of")].toString() == key)
            m_layouts.removeAt(i);
    }
    if (const QJsonObject columns = m_grid->layout(); !columns.isEmpty())
        m_layouts << QJsonObject{{QStringLiteral("of"), key}, {QStringLiteral("columns"), columns}};
    while (m_layouts.size() > mostLayouts)
        m_layouts.removeFirst();
    Q_EMIT layoutsChanged();
}

void ResultView::refreshFoot()
{
    const bool grid = currentStep() && currentStep()->state == State::Done && hasRows();
    m_foot->show(currentStep(), grid);
    if (!grid)
        return;
    m_foot->setPassing(m_arranger->shown().filters.isEmpty() ? -1 : m_model->rowCount());
    m_foot->setSelected(m_grid->choice());
    m_statsLater.start();
}

/// One value is its own sum. Of whole rows the current column is added up; of other cells all, where they are numbers.
void ResultView::refreshStats()
{
    const GridChoice choice = m_grid->choice();
    const ResultSet* set = m_model->result();
    QList<int> columns;
    if (set && hasRows() && choice.cells > 1) {
        const auto isNumber = [set](int c) { return compareOf(*set, c) == ResultCompare::Number; };
        const int current = m_grid->currentIndex().column();
        if (!choice.wholeRows && std::all_of(choice.columns.begin(), choice.columns.end(), isNumber))
            columns = choice.columns;
        else if (choice.rows > 1 && choice.columns.contains(current))
            columns = {current};
    }
    if (columns.isEmpty())
        m_foot->setStats({}, {});
    m_arranger->jobs()->addUp(columns, m_grid->selectionOptions().rows, m_model->order());
}

ResultTextOptions ResultView::options(bool selection) const
{
    ResultTextOptions options = selection ? m_grid->selectionOptions() : m_grid->shownOptions();
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
    if (hasRows())
        copyResult(m_grid, format, options(true), this, [this](const QString& said, bool failed) { Q_EMIT noticed(said, failed); });
}

void ResultView::chooseExport(ExportFormat format)
{
    const ExportKind kind = exportKind(format);
    const QString table = options(false).table;
    QPointer<ResultView> self(this);
    m_dialogs.save(this, (table.isEmpty() ? QStringLiteral("result") : table) + kind.suffix, kind.filter, [self, format](const QString& file) {
        if (self && !file.isEmpty())
            self->exportTo(file, format);
    });
}

/// What is shown, in the order shown.
void ResultView::exportTo(const QString& file, ExportFormat format)
{
    m_exporter->start(file, format, m_model->sharedResult(), options(false));
}

void ResultView::exported(const QString& file, const ExportOutcome& outcome)
{
    m_foot->setExporting(-1);
    if (outcome.stopped)
        Q_EMIT noticed(tr("Stopped: %1 was not written.").arg(file), false);
    else if (!outcome.error.isEmpty())
        Q_EMIT noticed(tr("%1 was not written: %2").arg(file, outcome.error), true);
    else if (outcome.cutCells > 0)
        Q_EMIT noticed(tr("%n text(s) longer than a cell takes were cut in %1; CSV and JSON keep them whole.", nullptr, int(outcome.cutCells)).arg(file), true);
    else
        Q_EMIT noticed(tr("%n row(s) written to %1", nullptr, int(outcome.rows)).arg(file), false);
}

/// Says what is known of the size before everything is fetched.
void ResultView::askWithoutLimit()
{
    constexpr qint64 smallBytes = 8 << 20;
    const SqlStep* step = currentStep();
    if (!step || m_runner->isRunning())
        return;
    const qint64 shown = step->rows ? step->rows->rowCount() : 0;
    if (shown < step->limit) { // nothing was cut off
        Q_EMIT withoutLimitRequested();
        return;
    }
    const qint64 each = std::max<qint64>(1, step->bytes / std::max<qint64>(1, shown));
    const qint64 rows = m_rowCounts.value(step->table, -1);
    if (rows >= 0 && rows * each < smallBytes) {
        Q_EMIT withoutLimitRequested();
        return;
    }
    ConfirmDialog::Options options;
    options.title = tr("Load all rows?");
    const QString size = tr("A row is about %1 here.").arg(byteText(each));
    options.text = rows >= 0 ? tr("%1 has about %2 rows, which would be about %3 for all of its rows.")
                                   .arg(step->table, QLocale().toString(rows), byteText(rows * each)) + u' ' + size
                             : tr("How many rows there are is not known.") + u' ' + size;
    options.text += u' ' + tr("Everything is kept in memory until the next run.");
    options.accept = tr("Load all rows");
    if (m_counter && !step->rest) // it counts as the service
        options.extra = tr("Count first");
    auto* dialog = ConfirmDialog::ask(this, options, this, [this] { Q_EMIT withoutLimitRequested(); });
    dialog->setObjectName(QStringLiteral("sql.loadAllDialog"));
    connect(dialog, &ConfirmDialog::extraTriggered, this, [this, dialog, asked = *step] {
        dialog->close();
        countFirst(asked);
    });
}

void ResultView::countFirst(const SqlStep& step)
{
    auto* call = m_counter(QStringLiteral("select count(*) from (\n") + step.original + QStringLiteral("\n) as counted"));
    const qint64 each = std::max<qint64>(1, step.bytes / std::max<qint64>(1, step.rows ? step.rows->rowCount() : 1));
    call->onDone(this, [this, each](const Result<SqlOutcome>& outcome) {
        const auto counted = outcome.ok() ? ResultSet::parse(outcome->rowsJson) : Result<std::shared_ptr<const ResultSet>>(outcome.error());
        if (!counted.ok()) {
            Q_EMIT noticed(tr("The rows could not be counted: %1").arg(counted.error().message), true);
            return;
        }
        const qint64 rows = counted.value()->plainCell(0, 0).text.toLongLong();
        ConfirmDialog::Options options;
        options.title = tr("Load %1 rows?").arg(QLocale().toString(rows));
        options.text = tr("That is about %1, kept in memory until the next run.").arg(byteText(rows * each));
        options.accept = tr("Load %1 rows").arg(QLocale().toString(rows));
        ConfirmDialog::ask(this, options, this, [this] { Q_EMIT withoutLimitRequested(); })->setObjectName(QStringLiteral("sql.countedDialog"));
    });
}

} // namespace run402
