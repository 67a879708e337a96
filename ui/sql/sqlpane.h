// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/document.h"
#include "ui/sql/sqlrunner.h"

#include <QWidget>

namespace run402 {

class Services;
class SqlView;
class Workspace;

/// SQL console document: wires SqlView to the current project.
/// Owner: document area. Thread: GUI.
class SqlPane : public QWidget, public Document
{
    Q_OBJECT
public:
    SqlPane(Services& services, Workspace& workspace, QWidget* parent = nullptr);
    ~SqlPane() override;

    SqlView* view() const { return m_view; }

    QString title() const override;
    bool isModified() const override;
    void save(std::function<void(bool saved)> done) override;
    QWidget* inspectorWidget() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    void activated() override;

Q_SIGNALS:
    /// Debounced: text, cursor, mode or layout are worth writing down now.
    void stateChanged();
    void noticed(const QString& text, bool failed);
    void openTableRequested(const QString& table);
    void signInRequested(); ///< where the app's people sign in
    /// In a console tab of its own; id 0 = of no saved query.
    void openSqlRequested(const QString& sql, qint64 queryId, const QString& queryName);

private:
    void refreshProject();
    void refreshSchema();
    void refreshPeople();
    void remember(const SqlStep& step);
    void wireLibrary();
    void readSaved();
    void readHistory();
    void saveAsQuery(std::function<void(bool saved)> done);
    void tell(const Problem& problem);

    Services& m_services;
    Workspace& m_workspace;
    SqlView* m_view;
    bool m_inspectorClosed = false;
};

} // namespace run402
