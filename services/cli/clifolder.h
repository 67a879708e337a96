// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/cli/cliimport.h"
#include "services/cli/projectsfile.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

namespace run402 {

/// The CLI's folder as shared state: what a person's agents do shows here at once, and the other way round.
///
/// The CLI replaces its files as a whole without a lock. A change made here is therefore exchanged with the file in one
/// step, looks at what it displaced, and where that was not the version it was made from, is made again upon it; a
/// change that another program's older copy undid within a few seconds is made again once. Nothing unreadable is ever
/// overwritten. Files are 0600, the folder 0700, the form that of cli.md §1.
///
/// Owner: CliLink. Thread: GUI; the disk is touched on a thread of its own, in order.
/// Errors: import.not_json, import.too_large, import.unreadable, cli.write_failed, secret.not_found, key.*.
class CliFolder : public QObject
{
    Q_OBJECT
public:
    explicit CliFolder(QString folder, QObject* parent = nullptr);
    ~CliFolder() override; ///< finishes what was begun

    const QString& folder() const { return m_folder; }

    /// Makes the folder where it is missing, takes over old file names, and looks out for changes from now on. The
    /// answer is the first look: without service keys.
    Call<CliImport>* open();
    void close();

    /// As of the last look.
    const QList<CliProject>& projects() const { return m_seen.projects; }
    const QString& activeProjectId() const { return m_seen.activeProjectId; }
    const QString& walletAddress() const { return m_walletAddress; } ///< empty = no readable wallet

    Call<Done>* change(const CliProjectsEdit& edit);
    /// Writes allowance.json for a new wallet. Fails with wallet.exists where one is. `privateKeyHex`: "0x" + 64 digits.
    Call<Done>* createWallet(const QString& address, const QByteArray& privateKeyHex);
    /// The 32 bytes of the wallet's key; the caller wipes them.
    Call<QByteArray>* walletKey();
    /// A project's service key as the file holds it; the caller wipes it.
    Call<QByteArray>* serviceKey(const QString& projectId);

Q_SIGNALS:
    /// Something is different; `before` is what was seen last. By this application or by another program.
    void projectsChanged(const QList<run402::CliProject>& before, bool byOthers);
    void walletChanged();

private:
    struct OwnEdit { int id = 0; CliProjectsEdit edit; };
    /// What the files hold now. `undone`: which of our recent edits are not in them any more.
    struct Look { QByteArray hash; CliImport content; QList<OwnEdit> undone; };

    template <typename T>
    Call<T>* run(std::function<Result<T>()> work);
    void look(QPointer<Call<CliImport>> answer = {});
    void looked(const Look& look);
    void watchFiles();
    Call<Done>* write(const CliProjectsEdit& edit);

    QString m_folder;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;    ///< several events of one replacement are one look
    CliImport m_seen;   ///< without keys
    QByteArray m_seenHash;
    QList<QByteArray> m_writtenHashes; ///< of our own texts that were not seen yet
    QString m_walletAddress;
    QList<OwnEdit> m_own; ///< of the last seconds
    int m_lastOwn = 0;
    bool m_othersUntold = false; ///< a change by others waits for our edit to be repeated upon it
    bool m_open = false;
    QThreadPool m_disk; ///< one thread: the order of changes is the order of calls
};

} // namespace run402
