// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/completion.h"
#include "services/store/sqlhistory.h"
#include "ui/sql/resultview.h"
#include "ui/sql/sqlplan.h"

#include <QHash>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QSplitter;

namespace run402 {

class CompletionPopup;
class FindBar;
class RowInspector;
class SqlEditor;
class SqlToolbar;

/// The whole SQL console over plain data: it knows a way to send SQL and a schema, no services.
/// Owner: parent. Thread: GUI; long texts are read on a worker.
class SqlView : public QWidget
{
    Q_OBJECT
public:
    explicit SqlView(QWidget* parent = nullptr);
    ~SqlView() override;

    void setSend(SqlRunner::Send send);
    void setSchema(const Schema& schema, const QHash<QString, qint64>& rowCounts);
    /// Path of the request, for the error page.
    void setRequestPath(const QString& path) { m_results->setRequestPath(path); }
    /// Empty = may run; otherwise the reason it may not.
    void setBlockedReason(const QString& reason);
    void setFileDialogs(FileDialogs dialogs);
    /// The rows of a menu of earlier statements.
    void showHistory(const QList<SqlHistoryEntry>& entries);

    QString text() const;
    void setText(const QString& text);
    /// A file's name, or empty.
    QString fileName() const { return m_file; }
    /// Differs from the file; without a file: is not empty.
    bool isModified() const;
    bool isBlank() const; ///< nothing but white space
    void openFile(const QString& file);
    /// Asks for a name when there is none yet. `done` hears whether it is on disk.
    void save(std::function<void(bool saved)> done = {});

    /// {text, cursor, mode, splitter, file, saved}; everything needed after a crash.
    QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

    /// The row's fields; made on first use. The caller gives it a parent.
    QWidget* inspector();
    SqlRunner* runner() const { return m_runner; }
    SqlEditor* editor() const { return m_editor; }
    ResultView* results() const { return m_results; }

    /// Lays the selection, or everything, out anew; one undo step. Nothing is done where the text could not be proved the same.
    void format();
    void toggleComment();

    void run(SqlRunScope scope, int limit = 500, bool explain = false);
    void cancel();

Q_SIGNALS:
    void stateChanged();  ///< 400 ms after the last change worth keeping
    void titleChanged();
    void stepRun(const run402::SqlStep& step);
    void schemaMayHaveChanged();
    void historyRequested();
    void openTableRequested(const QString& table);
    void closeInspectorRequested();
    void noticed(const QString& text, bool failed);

private:
    void build();
    void bindKeys();
    void edited();
    void refreshScript();
    void scriptRead(int generation, SqlScript script);
    void refreshModified();
    void withScript(std::function<void()> then);
    void refreshCurrent();
    void refreshMarks();
    void refreshUnderlines();
    void plan(SqlRunScope scope, int limit, bool explain);
    void explainBlocked(const SqlPlan& plan);
    void confirm(const SqlPlan& plan);
    void start(const SqlPlan& plan);
    void stepChanged(int index);
    void applyFix(int step, qsizetype start, qsizetype length, const QString& with);
    void showLine(int step);
    qsizetype placeOf(const SqlStep& step, qsizetype inStep) const;
    void complete(bool always);
    void insertCompletion(const SqlCompletion& item);
    void fileRead(const QString& file, const QString& text, const QString& error);
    void writeTo(const QString& file, std::function<void(bool saved)> done);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    struct Mark { int state; QString note; };
    SqlRunner* m_runner;
    SqlToolbar* m_toolbar;
    QSplitter* m_splitter;
    SqlEditor* m_editor;
    FindBar* m_find;
    ResultView* m_results;
    CompletionPopup* m_completion;
    QPointer<RowInspector> m_inspector;
    FileDialogs m_dialogs = FileDialogs::native();
    Schema m_schema;
    QHash<QString, qint64> m_rowCounts;
    SqlScript m_script;
    bool m_scriptFresh = true;
    int m_generation = 0;
    std::function<void()> m_afterScript;
    QHash<QString, Mark> m_marks; ///< by statement text
    QString m_file, m_savedText, m_blockedReason;
    QTimer m_readLater, m_saveLater;
    bool m_wasModified = false;
    bool m_reading = false;    ///< a worker is at it
    qsizetype m_completing = 0; ///< characters before the cursor a completion replaces
};

} // namespace run402
