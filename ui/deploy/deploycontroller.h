// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/deploy/scanjob.h"
#include "services/net/http.h"
#include "models/item/filetreemodel.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace run402 {

class DeployView;

/// What a deployment needs to know and to reach, so that it can be driven without the whole of Services.
struct DeployPorts
{
    struct Facts
    {
        QString projectId;
        QString anonKey;   ///< empty = unknown
        QString address;   ///< without scheme; empty = none yet
        QUrl siteUrl;      ///< of what is live; empty = nothing
        QString blocked;   ///< why nothing can be sent; empty = it can
    };
    std::function<Facts()> facts;
    std::function<Releases&()> releases;
    std::function<Addresses&()> addresses;
    /// Newest releases of the project, with the hashes of the first; empty list = none known.
    std::function<Call<QList<Release>>*(const QString& projectId)> history;
    std::function<void(const Release&)> record; ///< a release went live from here
    std::function<Call<HttpReply>*(const QUrl&)> fetch; ///< GET of a page or file, at most 256 KiB
};

/// Choosing, reading, sending and what follows: joins a DeployView with the services.
/// Owner: parent; borrows the view, which must live as long. Thread: GUI.
class DeployController : public QObject
{
    Q_OBJECT
public:
    DeployController(DeployView& view, DeployPorts ports, QObject* parent = nullptr);

    /// Reads it; deploys nothing.
    void choose(const QString& path);
    /// The project, connection or address changed.
    void refreshFacts();
    bool isRunning() const { return m_run != nullptr; }

    void deploy();
    void cancel();
    void retry();

Q_SIGNALS:
    void openRequested(const QUrl& address);
    void previewRequested(const QUrl& address);
    void wentLive(const run402::Release& release);

private:
    void rescan();
    void scanned(const Result<ScanReport>& report);
    void scanWith(std::optional<QHash<QString, QByteArray>> live);
    void send(const ReleaseSpec& spec, const QList<ReleaseStep>& before);
    void stepsChanged(const QList<ReleaseStep>& steps);
    void finished(const Result<Release>& outcome);
    void checkLive();
    void rollBack();
    void claim(const QString& name);
    void showDiff(const FileTreeEntry& entry);
    void watch();
    void setWatching(bool on);
    QStringList notes() const;
    const SiteFile* fileOf(const QString& path) const;

    DeployView& m_view;
    DeployPorts m_ports;
    Scanner m_scanner;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;  ///< from the last change of a file to reading again
    QTimer m_tick;    ///< moves the clock while sending
    QElapsedTimer m_clock;
    QString m_path;
    ScanMode m_mode = ScanMode::Auto;
    bool m_watching = false;
    int m_generation = 0; ///< of scans; late answers are dropped
    std::optional<ScanReport> m_report;
    std::optional<Release> m_before; ///< live before this one
    QPointer<CallBase> m_scan;
    QPointer<CallBase> m_run;
    ReleaseSpec m_sent;
    QList<ReleaseStep> m_doneBefore; ///< of an earlier try, stay green
    QList<ReleaseStep> m_steps;
    std::optional<Release> m_live;
    QString m_diffKey;
};

} // namespace run402
