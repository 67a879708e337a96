// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tourrunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace run402 {

class Application;
class StallWatch;
class Workspace;

/// The guided tour: from an empty computer to a live site, through the real window and the real services. Every step
/// asserts what a person would see or what the server then says. Owner: main(). Thread: GUI.
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
    void addBeginning();
    void addMoney();
    void addProject();
    void addData();
    void addRules();
    void addDeploy();
    void addRest();
    bool writeSite();
    void dropSite();
    void readRows();

    Application& m_application;
    Workspace& m_workspace;
    TourRunner m_runner;
    std::unique_ptr<StallWatch> m_stalls;
    QString m_address; ///< free on any server, which may be used by others
    QTemporaryDir m_site;
    QString m_rows;        ///< what an anonymous visitor reads, asked again and again
    bool m_reading = false;
};

} // namespace run402
