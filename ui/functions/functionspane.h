// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/functionlistmodel.h"
#include "services/api/interfaces.h"
#include "services/store/functionsources.h"
#include "ui/shell/document.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QListView;
class QSplitter;

namespace run402 {

class Banner;
class Button;
class IconButton;
class Chip;
class FunctionSettings;
class IconLabel;
class Label;
class Services;
class SqlEditor;
class StateStack;
class TryIt;
class Workspace;
struct TryCall;

/// The project's functions: list, code, settings, deploy, and a place to try them (design/ui.md §3, screen 07).
///
/// The service gives no source back. What was deployed from this computer and what is typed is kept in
/// FunctionSources, a moment after each change, so a kill loses at most that; where no source is known the pane says
/// so. Owner: parent. Thread: GUI.
class FunctionsPane : public QWidget, public Document
{
    Q_OBJECT
public:
    static constexpr qint64 largestCode = 1 << 20; ///< bytes the service takes

    explicit FunctionsPane(Services& services, QWidget* parent = nullptr);
    ~FunctionsPane() override;

    QString title() const override { return m_current; }
    bool isModified() const override;
    void save(std::function<void(bool saved)> done) override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void activated() override;

    /// Chooses a function, also one that is not read yet; `line` from 1, 0 = where it was.
    void select(const QString& name, int line = 0);
    /// Sends the request that ran at a moment (ms since 1970 UTC, the service's clock) again, or shows why not.
    void sendAgain(const QString& name, qint64 atMs);
    void create(); ///< asks for name and template
    QString currentFunction() const { return m_current; }
    SqlEditor* editor() const { return m_editor; }

Q_SIGNALS:
    void logsRequested(const QString& function, qint64 sinceMs); ///< 0 = all
    void actionRequested(const QString& action);
    void noticed(const QString& title, bool failed);
    void stateChanged();

private:
    QWidget* buildList();
    QWidget* buildCode();
    QWidget* buildSide();
    void connectFacts();
    void bindKeys();
    void loadSources();
    void reloadSources();
    void refresh();
    void refreshList();
    void refreshCode();
    void refreshStatus();
    void refreshChanges();
    void refreshLimits();
    void chosen(const QModelIndex& index);
    void show(const QString& name);
    void edited();
    void writeDraft();
    void showListMenu(const QPoint& at);
    void showDiff();
    void chooseCode(); ///< a file of this computer becomes the draft
    void deploy(std::function<void(bool)> done = {});
    void sendDeploy(const QString& name, std::function<void(bool)> done);
    void deployed(const QString& project, const QString& name, const Functions::Function& function, const Functions::Spec& spec);
    void askRemove(const QString& name);
    void answered(const TryCall& call);
    void fetchLogLines(const QString& project, const QString& function, qint64 sinceMs, int tries);

    const Functions::Function* atServer(const QString& name) const;
    bool isDirty(const QString& name) const;
    bool changedElsewhere(const QString& name) const;
    FunctionSources::Settings settings() const;
    QString tier() const;

    Services& m_services;
    Workspace& m_workspace;
    FunctionListModel m_model;
    QHash<QString, FunctionSource> m_sources;
    QString m_sourcesOf; ///< project of m_sources; empty = not read yet
    QString m_current, m_wanted;
    int m_wantedLine = 0;
    qint64 m_wantedAgain = 0; ///< moment whose request is sent again once its function is shown
    struct Calls { int all = 0, failed = 0; QList<double> times; };
    QHash<QString, Calls> m_calls;
    QString m_deploying;
    qint64 m_logMark = 0; ///< lines stored up to here belong to earlier calls
    QTimer m_draft, m_compare;
    int m_comparison = 0;
    bool m_loading = false;

    StateStack* m_states;
    QListView* m_list;
    Label* m_count;
    Button* m_new;
    SqlEditor* m_editor;
    QSplitter* m_splitter;
    QWidget* m_side;
    Label* m_fileName;
    Chip* m_chip;
    IconButton* m_fromFile;
    Button* m_diff;
    Button* m_logs;
    Button* m_deploy;
    Banner* m_banner;
    Label* m_position;
    Label* m_size;
    IconLabel* m_exportIcon;
    Label* m_export;
    FunctionSettings* m_settings;
    TryIt* m_try;
};

} // namespace run402
