// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/completion.h"
#include "models/sql/parameters.h"
#include "models/sql/syntax.h"
#include "ui/sql/resultview.h"
#include "ui/sql/sqleditor.h"
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
class SqlLibrary;
class SqlRestLine;
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
    /// A way to send requests as somebody else than the service; without one there is no choice.
    void setSendRest(SqlRunner::SendRest send);
    /// A test user of the project, to run as.
    struct Person { QString id, name; bool signedIn = false; };
    void setPeople(const QList<Person>& people) { m_people = people; }
    const SqlIdentity& identity() const { return m_identity; }
    void setIdentity(const SqlIdentity& identity);
    /// Path of the request, for the error page.
    void setRequestPath(const QString& path) { m_results->setRequestPath(path); }
    /// Empty = may run; otherwise the reason it may not.
    void setBlockedReason(const QString& reason);
    void setFileDialogs(FileDialogs dialogs);
    /// For the inspector: fetches the picture a URL names, when it is asked to. None = not offered.
    using Pictures = std::function<void(const QUrl& url, std::function<void(const Result<QByteArray>&)> fetched, QObject* context)>;
    void setPictures(Pictures pictures) { m_pictures = std::move(pictures); }
    /// Saved queries and the history, at the right side.
    SqlLibrary* library() const { return m_library; }

    QString text() const;
    void setText(const QString& text);
    /// A file's name, or empty.
    QString fileName() const { return m_file; }
    /// The saved query this tab holds; id 0 = none.
    struct NamedQuery { qint64 id = 0; QString name; };
    const NamedQuery& query() const { return m_query; }
    /// The text is that query now. An open query whose id is 0 was deleted: its text stays.
    void setQuery(const NamedQuery& query, const QString& savedText);
    /// Puts a statement behind the text.
    void append(const QString& sql);
    /// Differs from the file or query; without one: is not empty.
    bool isModified() const;
    bool isBlank() const; ///< nothing but white space
    void openFile(const QString& file);
    /// Asks for a name when there is none yet. `done` hears whether it is on disk.
    void save(std::function<void(bool saved)> done = {});

    /// {text, cursor, mode, splitter, file or query, saved, library}; everything needed after a crash.
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
    /// Writes a refused word at the cursor, or the first of the statement, so that the service takes it.
    void quickFix();
    /// Two views of the text, or one again (nullopt).
    void split(std::optional<Qt::Orientation> orientation);

    /// What was given last for the parameters of a text, and where to keep it.
    struct ValueMemory
    {
        std::function<void(const QString& sql, std::function<void(const QJsonObject& values)> known)> load;
        std::function<void(const QString& sql, const QJsonObject& values)> keep;
    };
    void setValueMemory(ValueMemory memory) { m_memory = std::move(memory); }

    void run(SqlRunScope scope, int limit = 500, SqlStep::Explain explain = SqlStep::Explain::None);
    void cancel();

Q_SIGNALS:
    void stateChanged();  ///< 400 ms after the last change worth keeping
    void titleChanged();
    void stepRun(const run402::SqlStep& step);
    void schemaMayHaveChanged();
    /// Write the text to the saved query; `done` hears whether it is kept.
    void querySaveRequested(std::function<void(bool saved)> done);
    void openTableRequested(const QString& table);
    void signInRequested(); ///< a user to run as
    void closeInspectorRequested();
    void noticed(const QString& text, bool failed);

private:
    void build();
    void bindKeys();
    void watch(SqlEditor* editor);
    void activate(SqlEditor* editor);
    void edited();
    struct KeptText { QString text, saved; bool named = false; QJsonObject json; };
    static KeptText keep(const QString& text, const QString& saved, bool named);
    void putTexts(QJsonObject& state) const;
    void refreshScript();
    void scriptRead(int generation, SqlScript script);
    void refreshModified();
    void withScript(std::function<void()> then);
    void refreshCurrent();
    void refreshMarks();
    void refreshUnderlines();
    void checkText();
    void syntaxChecked(int generation, SqlSyntax syntax);
    QList<SqlSyntaxError> shownErrors() const;
    SqlPlan planHere(SqlRunScope scope, int limit, SqlStep::Explain explain) const;
    void plan(SqlRunScope scope, int limit, SqlStep::Explain explain);
    void check(const SqlPlan& plan);
    bool sayInRest(SqlPlan& plan, bool withValues);
    void refuseRest(const SqlPlan& plan, int step, const RestTranslation& why);
    void runAsService(SqlPlan plan);
    void fillIdentities();
    void refreshRestLine();
    void askValues(const SqlPlan& plan, const QString& text, const QList<SqlParameter>& parameters, const QJsonObject& known);
    void rewriteWords(const QString& text, std::function<void()> then);
    void explainBlocked(const SqlPlan& plan);
    void confirm(const SqlPlan& plan);
    void start(const SqlPlan& plan);
    void stepChanged(int index);
    void applyFix(int step, qsizetype start, qsizetype length, const QString& with);
    void showLine(int step);
    qsizetype placeOf(const SqlStep& step, qsizetype inStep) const;
    void complete(bool always);
    void insertCompletion(const SqlCompletion& item);
    void insertSnippet(qsizetype start, qsizetype length, const QString& snippet);
    bool nextPlace(); ///< of a snippet; false = there is none
    void toggleLibrary(int page);
    void fileRead(const QString& file, const QString& text, const QString& error);
    void writeTo(const QString& file, std::function<void(bool saved)> done);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    struct Mark { int state; QString note; };
    SqlRunner* m_runner;
    SqlToolbar* m_toolbar;
    QSplitter* m_splitter;
    QSplitter* m_views;
    SqlEditor* m_editor; ///< the one typed in
    SqlEditor* m_first;
    SqlEditor* m_second = nullptr; ///< another view of the same text
    SqlRestLine* m_restLine;
    FindBar* m_find;
    SqlLibrary* m_library;
    ResultView* m_results;
    CompletionPopup* m_completion;
    QPointer<RowInspector> m_inspector;
    Pictures m_pictures;
    FileDialogs m_dialogs = FileDialogs::native();
    Schema m_schema;
    QHash<QString, qint64> m_rowCounts;
    SqlScript m_script;
    bool m_scriptFresh = true;
    int m_generation = 0;
    std::function<void()> m_afterScript;
    QHash<QString, Mark> m_marks; ///< by statement text
    QList<SqlEditor::Underline> m_serverErrors; ///< of the last run, until the text changes
    SqlSyntax m_syntax;
    bool m_syntaxFresh = false;    ///< m_syntax is of the text as it is
    bool m_checking = false;       ///< a worker is at it
    QList<qsizetype> m_shownErrors; ///< where they begin
    ValueMemory m_memory;
    QString m_file, m_savedText, m_blockedReason;
    NamedQuery m_query;
    SqlIdentity m_identity;
    QList<Person> m_people;
    QPair<int, int> m_restOf{-1, -1}; ///< generation and statement the line is about
    QPair<qsizetype, qsizetype> m_restFault{-1, 0}; ///< place of what the line says REST cannot
    QTimer m_readLater, m_saveLater, m_checkLater;
    bool m_wasModified = false;
    bool m_reading = false;    ///< a worker is at it
    bool m_longLineSaid = false;
    struct Place { qsizetype fromEnd; QString word; };
    QList<Place> m_places;      ///< of the last snippet that are still to be filled in
    qsizetype m_completing = 0; ///< characters before the cursor a completion replaces
    int m_waited = 0; ///< how often keeping was put off
    mutable KeptText m_keptText; ///< what was put into JSON last
};

} // namespace run402
