// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/consolepage.h"
#include "ui/preview/deploymentslist.h"
#include "ui/shell/document.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

namespace run402 {

class PreviewFactory;
class PreviewView;
class Services;
struct Release;

/// The preview screen (mockup 06): the project's page, and, for the shell's docks, its console and its
/// deployments. Owner: parent; the dock widgets go to whoever takes them. Thread: GUI.
class PreviewPane : public QWidget, public Document
{
    Q_OBJECT
public:
    PreviewPane(Services& services, PreviewFactory& factory, QWidget* parent = nullptr);
    ~PreviewPane() override;

    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override { return tr("Deployments"); }
    QString inspectorNote() const override { return tr("kept on this computer"); }

    void open(const QUrl& address);
    PreviewView& view() { return *m_view; }
    /// For the bottom dock and the inspector; children of this pane until they are put elsewhere.
    ConsolePage* consolePage() const { return m_console; }
    /// A console that outlived an earlier pane; takes the place of this one's own.
    void useConsole(ConsolePage* console);
    DeploymentsList* deployments() const { return m_deployments; }

private:
    void connectConsole();
    void askMakeLive(const Release& release);
    void makeLive(const Release& release);
    void followProject();
    void refreshDeployments();

    Services& m_services;
    PreviewView* m_view;
    QPointer<ConsolePage> m_console;
    QPointer<DeploymentsList> m_deployments; ///< the inspector may hold it, and go first when the window closes
    QString m_shownProject;
};

} // namespace run402
