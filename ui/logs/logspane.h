// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/logmodel.h"
#include "services/logs/logfilter.h"
#include "services/logs/logtail.h"
#include "services/store/logstore.h"
#include "ui/shell/document.h"

#include <QWidget>

class QComboBox;

namespace run402 {

class Banner;
class Button;
class IconButton;
class Label;
class LogHistogram;
class LogTable;
class SearchField;
class SegmentedControl;
class Services;
class StateStack;
class Workspace;

/// The logs of all functions or one: live, searched, over time (design/ui.md §3, screen 08). It shows what the local
/// store holds; LogTail fills that while the pane is in view and live. Reading, searching and grouping happen off this
/// thread. Owner: parent. Thread: GUI.
class LogsPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit LogsPane(Services& services, QWidget* parent = nullptr);
    ~LogsPane() override;

    void activated() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// One function (empty = all), from a moment on (ms since 1970 UTC; 0 = the usual range).
    void showFunction(const QString& name, qint64 sinceMs = 0);
    LogTable* table() const { return m_table; }
    LogModel& model() { return m_model; }

Q_SIGNALS:
    void functionRequested(const QString& name, int line); ///< open its code
    void sendAgainRequested(const QString& name, qint64 atMs); ///< the request behind a line
    void actionRequested(const QString& action);

private:
    QWidget* buildBar();
    QWidget* buildContent();
    QWidget* buildFoot();
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void refreshFunctions();
    void refreshState();
    void refreshLive();
    void refreshNews();
    void refreshCut();
    void reload(bool onlyNew = false);
    void filter(const LogPage& page, int generation, bool onlyNew);
    void filtered(const LogFiltered& result, bool cut, bool onlyNew);
    void reloadHistogram();
    void showTimes();
    void showMenu(const QPoint& at);
    void exportLines();
    LogQuery query() const;
    qint64 nowMs() const;
    QString currentFunction() const;

    Services& m_services;
    Workspace& m_workspace;
    LogModel m_model;
    LogTail m_tail;
    QTimer m_soon;
    int m_generation = 0;
    qint64 m_seen = 0; ///< version of the store that was read
    std::shared_ptr<std::atomic_bool> m_stop; ///< of the filter that runs
    bool m_live = true;
    bool m_loaded = false;
    QString m_wanted;      ///< function to show once it is listed
    qint64 m_jumpTo = 0;
    qint64 m_selectedFrom = 0, m_selectedTo = 0; ///< 0 = none

    StateStack* m_states;
    QComboBox* m_function;
    SearchField* m_search;
    IconButton* m_regex;
    SegmentedControl* m_levels;
    QComboBox* m_range;
    Button* m_liveButton;
    LogHistogram* m_histogram;
    IconButton* m_times;
    Label* m_selection;
    LogTable* m_table;
    Button* m_news;
    Banner* m_trouble;
    Banner* m_cut;
    Label* m_found;
    Label* m_note;
    Button* m_group;
    Button* m_wrap;
    QComboBox* m_lines;
};

} // namespace run402
