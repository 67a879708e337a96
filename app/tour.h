// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tourrunner.h"
#include "models/domain/requestrecord.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace run402 {

class Application;
class StallWatch;
class Workspace;

/// The guided tour: from an empty computer to a live site, through the real window and the real services, then through
/// every pane. Every step asserts what a person would see or what the server then says. On a server that is not ours a
/// topic the server lacks is skipped, and said so. Owner: main(). Thread: GUI.
class Tour : public QObject
{
    Q_OBJECT
public:
    Tour(Application& application, const QString& folder, QObject* parent = nullptr);
    ~Tour() override;
    void start();

Q_SIGNALS:
    void finished(int failures);

private:
    // tourbegin.cpp
    void addBeginning();
    void addMoney();
    void addProject();
    // tourdata.cpp
    void addSql();
    void addRules();
    void addRest();
    void addAuth();
    void addStorage();
    // tourcode.cpp
    void addFunctions();
    void addLogs();
    void addSecrets();
    // tourship.cpp
    void addDeploy();
    void addPreview();
    void addHistory();
    void addRollback();
    void dropSite(const QString& heading);
    void readRows();
    // tourmoney.cpp
    void addTopUp();
    void payCheckout();
    void addImages();
    void addWallet();
    void addService();
    // tourledger.cpp
    void addTempo();
    void addLedger();
    void addAgents();
    // tourmarket.cpp
    void addMarket();
    void addStarter();
    void addReturn();
    // tourwindow.cpp
    void addProjects();
    void addWindow();
    void addHelp();

    void visit(const QString& id, const QString& title, const QString& target, std::function<QString()> missing,
               const QString& topic = {});
    void go(const QString& target); ///< as a person who keeps few tabs
    QString whyNot(const QString& topic) const;
    QString excuse() const;
    QString folder(const QString& name) const { return m_files.path() + QLatin1Char('/') + name; }
    template <typename T>
    T* find(const QString& objectName) const
    {
        return qobject_cast<T*>(m_runner.find(objectName));
    }
    int rowsOf(const QString& objectName) const; ///< of a view; -1 = not there
    QString textOf(const QString& objectName) const;

    Application& m_application;
    Workspace& m_workspace;
    TourRunner m_runner;
    std::unique_ptr<StallWatch> m_stalls;
    QTemporaryDir m_files;
    QString m_suffix;       ///< free on any server, which may be used by others
    QString m_address, m_project;
    QString m_firstRelease, m_secondRelease;
    QString m_rows;         ///< what an anonymous visitor reads, asked again and again
    bool m_reading = false;
    bool m_rail = false;    ///< the payment's rail was changed
    QElapsedTimer m_sincePress;
    QHash<QString, QPair<QDateTime, RequestRecord>> m_lacking; ///< answers "there is no such route", by trace
};

/// Empty when reached, as TourStep::missing wants it.
inline QString unless(bool reached, const QString& missing)
{
    return reached ? QString() : missing;
}

} // namespace run402
