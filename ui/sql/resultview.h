// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/sqlerrorview.h"

#include <QPointer>

#include <atomic>

class QStackedLayout;

namespace run402 {

class Button;
class Chip;
class EmptyState;
class IconLabel;
class Label;
class PlanView;
class ResultTabs;
class SkeletonRows;

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
    void exportTo(const QString& file, ResultFormat format);

Q_SIGNALS:
    void withoutLimitRequested();
    void fixRequested(int step, qsizetype start, qsizetype length, const QString& with);
    void showLineRequested(int step);
    void cancelRequested();
    void currentStepChanged();
    /// Written or copied; for a toast.
    void noticed(const QString& text, bool failed);

private:
    enum Page { EmptyPage, WaitPage, GridPage, DonePage, ErrorPage, PlanPage };
    void build();
    QWidget* buildFoot();
    void stepChanged(int index);
    void showStep(int index);
    void showRows(const SqlStep& step);
    void refreshFoot();
    void chooseExport(ResultFormat format);
    ResultTextOptions options(bool selection) const;

    SqlRunner* m_runner;
    Schema m_schema;
    QString m_path;
    FileDialogs m_dialogs = FileDialogs::native();
    ResultModel* m_model;
    ResultTabs* m_tabs;
    QStackedLayout* m_stack;
    EmptyState* m_done;
    SkeletonRows* m_wait;
    ResultGrid* m_grid;
    SqlErrorView* m_error;
    PlanView* m_plan;
    QWidget* m_foot;
    IconLabel* m_sign;
    Label* m_rows;
    Label* m_time;
    Label* m_size;
    Label* m_selected;
    Chip* m_limit;
    Button* m_noLimit;
    Button* m_copy;
    Button* m_export;
    int m_shown = -1;
    std::shared_ptr<const ResultSet> m_shownRows;
    std::shared_ptr<std::atomic_bool> m_stop; ///< stops running exports when this dies
};

/// "38 ms on the server, 121 ms in all"; the server's part only when it was told.
QString timeText(const SqlStep& step);

} // namespace run402
