// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/result.h"
#include "ui/common/dialogframe.h"

#include <QUrl>

#include <optional>

class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class ForkResultView;
class Label;
class NewProjectForm;
class Services;

/// Makes a project of a published app (mockup 09b): name, address, the app's settings, what it costs, and afterwards
/// what was made and what is left to do. Forking is asked once; while it runs the dialog cannot be closed by Escape, as
/// the answer holds the keys, which come only once. Owner: itself. Thread: GUI.
class ForkDialog : public DialogFrame
{
    Q_OBJECT
public:
    ForkDialog(Services& services, const AppVersion& app, QWidget* anchor);

    void reject() override;

Q_SIGNALS:
    void paneRequested(const QString& target);
    void previewRequested(const QUrl& address);

private:
    QWidget* buildForm();
    void buildFoot();
    void refresh();
    void submit();
    void forked(const Result<ForkedProject>& fork);
    void adopt(const ForkedProject& fork);
    void showResult(const ForkedProject& fork);
    void runBootstrap();
    bool busy() const { return m_busy; }
    void setBusy(bool busy, const QString& note = {});

    Services& m_services;
    AppVersion m_app;
    QStackedWidget* m_pages;
    NewProjectForm* m_form;
    Banner* m_error;
    ForkResultView* m_result = nullptr;
    Label* m_note;
    Label* m_title;
    Button* m_cancel;
    Button* m_fork = nullptr;
    std::optional<ForkedProject> m_made; ///< without its service key
    bool m_busy = false;
};

} // namespace run402
