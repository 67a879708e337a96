// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/sqlerrorview.h"

#include <QJsonArray>
#include <QPointer>
#include <QTimer>

class QStackedLayout;

namespace run402 {

class EmptyState;
class PlanView;
class ResultArranger;
class ResultBar;
class ResultChart;
class ResultExport;
class ResultFoot;
class ResultTabs;
class SegmentedControl;
class SkeletonRows;
enum class ExportFormat;

/// Where a dialog for files comes from; tests and the tour put their own in. `chosen` gets an empty name when
/// the person cancelled.
struct FileDialogs
{
    using Chosen = std::function<void(const QString& file)>;
    std::function<void(QWidget* parent, const QString& suggested, const QString& filter, Chosen chosen)> save;
    std::function<void(QWidget* parent, const QString& filter, Chosen chosen)> open;
    /// The platform's own dialogs, not blocking.
    static FileDialogs native();
};

/// Lower half of the console: result tabs, the grid or what stands in its place, and the line of facts.
/// Owner: parent. Thread: GUI; copying and exporting much is done on a worker. Borrows the runner.
class ResultView : public QWidget
{
    Q_OBJECT
public:
    explicit ResultView(SqlRunner* runner, QWidget* parent = nullptr);

    void setSchema(const Schema& schema);
    void setRequestPath(const QString& path) { m_path = path; }
    void setFileDialogs(FileDialogs dialogs) { m_dialogs = std::move(dialogs); }
    ResultModel* model() const { return m_model; }
    ResultGrid* grid() const { return m_grid; }
    const SqlStep* currentStep() const;
    /// Index of the step shown; -1 = none.
    int current() const { return m_shown; }

    void copy(ResultFormat format);
    void exportTo(const QString& file, ExportFormat format);
    /// Sends a counting query when somebody wants to know before everything is loaded; none = that is not offered.
    void setCounter(SqlRunner::Send send) { m_counter = std::move(send); }
    /// What was arranged of the columns by hand, for each statement lately run, the newest last.
    QJsonArray layouts() const { return m_layouts; }
    void setLayouts(const QJsonArray& layouts) { m_layouts = layouts; }
    /// About how many rows each table has.
    void setRowCounts(const QHash<QString, qint64>& counts) { m_rowCounts = counts; }

Q_SIGNALS:
    void withoutLimitRequested();
    void fixRequested(int step, qsizetype start, qsizetype length, const QString& with);
    void showLineRequested(int step);
    void cancelRequested();
    void currentStepChanged();
    void layoutsChanged();
    /// Written or copied; for a toast.
    void noticed(const QString& text, bool failed);

private:
    enum Page { EmptyPage, WaitPage, GridPage, DonePage, ErrorPage, PlanPage, ChartPage };
    void build();
    void connectGrid();
    void stepChanged(int index);
    void showStep(int index);
    void showDone(const SqlStep& step);
    void showRows(const SqlStep& step);
    void refreshFoot();
    void refreshStats();
    void keepLayout();
    void dropRows();
    void chooseExport(ExportFormat format);
    void exported(const QString& file, const struct ExportOutcome& outcome);
    void askWithoutLimit();
    void showAs(int view);
    bool hasRows() const;
    void countFirst(const SqlStep& step);
    ResultTextOptions options(bool selection) const;

    SqlRunner* m_runner;
    SqlRunner::Send m_counter;
    Schema m_schema;
    QHash<QString, qint64> m_rowCounts;
    QString m_path;
    FileDialogs m_dialogs = FileDialogs::native();
    ResultModel* m_model;
    ResultExport* m_exporter;
    ResultTabs* m_tabs;
    ResultBar* m_bar;
    ResultArranger* m_arranger;
    QStackedLayout* m_stack;
    EmptyState* m_done;
    SkeletonRows* m_wait;
    ResultGrid* m_grid;
    ResultChart* m_chart = nullptr; ///< made when first looked at
    SegmentedControl* m_views;
    SqlErrorView* m_error;
    PlanView* m_plan;
    ResultFoot* m_foot;
    QTimer m_statsLater;
    QJsonArray m_layouts;
    int m_shown = -1;
    std::shared_ptr<const ResultSet> m_shownRows;
};

} // namespace run402
