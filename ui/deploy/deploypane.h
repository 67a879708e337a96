// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/releasejournal.h"

#include <QPixmap>
#include <QUrl>
#include <QWidget>

#include <functional>

class QStackedWidget;

namespace run402 {

class DeployController;
class DeployView;
class HistoryView;
class Services;
struct RequestRecord;

/// The deploy screen of the current project (design/ui.md §3, screen 05). Owner: parent. Thread: GUI.
class DeployPane : public QWidget
{
    Q_OBJECT
public:
    explicit DeployPane(Services& services, QWidget* parent = nullptr);
    ~DeployPane() override;

    /// A folder, zip or manifest dropped elsewhere in the window: it is read, nothing is sent.
    void openSource(const QString& path);
    /// Who draws the live page for the result; unset where there is no embedded browser.
    using ThumbnailSource = std::function<void(const QUrl&, QObject* context, std::function<void(const QPixmap&)>)>;
    void setThumbnailSource(ThumbnailSource source);
    DeployController& controller() { return *m_controller; }
    DeployView& view() { return *m_view; }
    enum class Part { Deploy, History, ClaimAddress, LookUp };
    /// Turns to a part of the screen and puts the keyboard there.
    void show(Part part);

Q_SIGNALS:
    void paneRequested(const QString& paneId);
    void previewRequested(const QUrl& address);
    void actionRequested(const QString& action); ///< of a problem: "tier.renew" and the like

private:
    void noteRequest(const RequestRecord& record);
    void lookForCut();
    void showCut(const CutRelease& cut);
    void leaveCut();

    Services& m_services;
    ReleaseJournal* m_journal;
    std::optional<CutRelease> m_cut; ///< shown
    int m_cutGeneration = 0;
    DeployView* m_view;
    DeployController* m_controller;
    HistoryView* m_history;
    QStackedWidget* m_pages;
};

} // namespace run402
