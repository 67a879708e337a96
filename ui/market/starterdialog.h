// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/starters/starterinstaller.h"
#include "ui/common/dialogframe.h"

class QStackedWidget;
class QVBoxLayout;

namespace run402 {

class Banner;
class Button;
class IconLabel;
class Label;
class NewProjectForm;
class ProgressRing;
class Services;

/// From a starter to a live app: the person's values, then one button, then the steps as they happen. A failure keeps
/// what was done; the button then goes on from there. Owner: itself. Thread: GUI.
class StarterDialog : public DialogFrame
{
    Q_OBJECT
public:
    StarterDialog(Services& services, const StarterCatalog& catalog, const Starter& starter, QWidget* anchor);

    void reject() override;

Q_SIGNALS:
    void paneRequested(const QString& target);
    void previewRequested(const QUrl& address);

private:
    struct StepRow { QWidget* box; IconLabel* icon; ProgressRing* ring; Label* name; Label* detail; };

    QWidget* buildHead();
    QWidget* buildForm();
    QWidget* buildSteps();
    void buildFoot();
    StarterTools tools();
    void refresh();
    void begin();
    void showSteps();
    void showFailure(const Problem& problem);
    void finish();
    QString stepName(InstallStep::Kind kind) const;
    QString stepDetail(const InstallStep& step) const;

    Services& m_services;
    Starter m_starter;
    StarterInstaller m_installer;
    QStackedWidget* m_pages;
    NewProjectForm* m_form;
    Banner* m_error;
    QVBoxLayout* m_stepColumn;
    QList<StepRow> m_rows;
    Label* m_note;
    Button* m_back = nullptr;
    Button* m_cancel;
    Button* m_go = nullptr;
};

} // namespace run402
