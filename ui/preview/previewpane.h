// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWidget>

namespace run402 {

class ConsolePage;
class DeploymentsList;
class PreviewFactory;
class PreviewView;
class Services;

/// The preview screen (mockup 06): the project's page, and, for the shell's docks, its console and its
/// deployments. Owner: parent; the dock widgets go to whoever takes them. Thread: GUI.
class PreviewPane : public QWidget
{
    Q_OBJECT
public:
    PreviewPane(Services& services, PreviewFactory& factory, QWidget* parent = nullptr);
    ~PreviewPane() override;

    void open(const QUrl& address);
    PreviewView& view() { return *m_view; }
    /// For the bottom dock and the inspector; children of this pane until they are put elsewhere.
    ConsolePage* consolePage() const { return m_console; }
    DeploymentsList* inspector() const { return m_deployments; }

private:
    void followProject();
    void refreshDeployments();

    Services& m_services;
    PreviewView* m_view;
    ConsolePage* m_console;
    DeploymentsList* m_deployments;
    QString m_shownProject;
};

} // namespace run402
