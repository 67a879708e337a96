// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"
#include "services/deploy/livefiles.h"
#include "services/deploy/scanjob.h"
#include "services/net/http.h"
#include "models/item/filetreemodel.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QPixmap>
#include <QSet>
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
        QString liveId;    ///< deployment its address shows; empty = unknown
        QString projectName;
        QString blocked;   ///< why nothing can be sent; empty = it can
    };
    std::function<Facts()> facts;
    std::function<Releases&()> releases;
    std::function<Addresses&()> addresses;
    /// Newest releases of the project, with the hashes of the first; empty list = none known.
    std::function<Call<QList<Release>>*(const QString& projectId)> history;
    std::function<void(const Release&)> record; ///< a release went live from here
    /// A run ended before its end; the steps tell how far it came. May be null.
    std::function<void(const QList<ReleaseStep>&, const Problem&)> recordFailure;
    /// A run begins, moves on, ends; for whoever must know after a crash. May be null. Nothing is sent before `then`.
    std::function<void(const ReleaseSpec&, const QList<ReleaseStep>& planned, std::function<void()> then)> began;
    std::function<void(const QList<ReleaseStep>&)> moved;
    std::function<void()> ended;
    std::function<void(const Release&, const QList<SiteFile>&)> keep; ///< its files, for later; may be null
    std::function<void(const Release&, const QString& name)> recordAddress; ///< it has this address now
    std::function<void(const Release&)> recordRollBack; ///< the addresses show this older one again
    LiveFiles::Fetch fetch; ///< of the site
    /// Draws a page; null where there is no browser to do it.
    std::function<void(const QUrl&, QObject* context, std::function<void(const QPixmap&)>)> thumbnail;
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
    /// A deployment whose files are kept here, in place of a folder. `files` lie where they are read from.
    void chooseKept(const Release& release, const QList<SiteFile>& files);
    /// The site files that are ready to be sent; empty = none chosen.
    QList<SiteFile> chosenFiles() const { return m_report ? m_report->result.spec.files : QList<SiteFile>(); }
    /// The project, connection or address changed.
    void refreshFacts();
    bool isRunning() const { return m_run != nullptr; }
    void setThumbnailSource(decltype(DeployPorts::thumbnail) source) { m_ports.thumbnail = std::move(source); }

    void deploy();
    void cancel();
    void retry();

Q_SIGNALS:
    void openRequested(const QUrl& address);
    void previewRequested(const QUrl& address);
    void wentLive(const run402::Release& release);

private:
    void rescan();
    void switchStep(ReleaseStep::Kind kind, bool on);
    QList<ReleaseStep> planned() const;
    void scanned(const Result<ScanReport>& report);
    void scanWith(const std::optional<Release>& live);
    void compareWithLive();
    void send(const ReleaseSpec& spec, const QList<ReleaseStep>& before);
    void commit(const ReleaseSpec& spec);
    void stepsChanged(const QList<ReleaseStep>& steps);
    void finished(const Result<Release>& outcome);
    void checkLive();
    void drawLive();
    void rollBack();
    void claim(const QString& name);
    void showDiff(const FileTreeEntry& entry);
    void watch();
    void setWatching(bool on);
    QStringList notes() const;
    QString suggestion() const;
    QList<ReleaseStep> worded(QList<ReleaseStep> steps, const ReleaseSpec& spec) const;
    const SiteFile* fileOf(const QString& path) const;

    DeployView& m_view;
    DeployPorts m_ports;
    Scanner m_scanner;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;  ///< from the last change of a file to reading again
    QTimer m_tick;    ///< moves the clock while sending
    QElapsedTimer m_clock;
    qint64 m_tookMs = -1; ///< of the last run
    QString m_path;
    std::optional<ScanResult> m_kept;       ///< chosen in place of a path
    QSet<ReleaseStep::Kind> m_off;          ///< steps the person left out
    ScanMode m_mode = ScanMode::Auto;
    bool m_watching = false;
    int m_generation = 0; ///< of scans; late answers are dropped
    std::optional<ScanReport> m_report;
    std::optional<Release> m_before; ///< live before this one
    QPointer<CallBase> m_scan;
    QPointer<CallBase> m_compare;
    QString m_migrations; ///< the words about them; see DeployWords
    QPointer<CallBase> m_run;
    ReleaseSpec m_sent;
    QList<ReleaseStep> m_doneBefore; ///< of an earlier try, stay green
    QList<ReleaseStep> m_steps;
    std::optional<Release> m_live;
    QString m_diffKey;
};

} // namespace run402
