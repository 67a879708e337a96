// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "services/net/call.h"

namespace run402 {

class InterfaceSet;
class SettingsStore;

/// A deployment that was under way when the application ended, and what became of it.
struct CutRelease
{
    QString projectId;
    QString source;       ///< folder, zip or manifest it came from
    QDateTime startedAt;  ///< UTC, by the service's time
    QString liveBefore;   ///< deployment the project's address showed; empty = none, or unknown
    QStringList functions, secrets; ///< names it carried
    QString subdomain;
    QList<ReleaseStep> steps; ///< as last seen; after asking the server nothing is Running any more
};

/// Remembers the running deployment of each project, step by step, so that an application that is killed in the middle
/// can say afterwards what had happened. Kept in the local store under "deploy.running/<project>"; no secret in it.
///
/// Owner: the deploy pane; borrows the store. Thread: GUI. Errors: store.*.
class ReleaseJournal : public QObject
{
    Q_OBJECT
public:
    explicit ReleaseJournal(SettingsStore& store, QObject* parent = nullptr);

    /// Resolves when it is safe on the disk.
    Call<Done>* begin(const ReleaseSpec& spec, const QList<ReleaseStep>& planned, const QDateTime& startedAt, const QString& liveBefore);
    void note(const QList<ReleaseStep>& steps); ///< writes only where a state changed
    void end();                                 ///< it ended while somebody watched
    /// Of a run that nobody saw the end of; nullopt = there is none.
    Call<std::optional<CutRelease>>* find(const QString& projectId);
    void forget(const QString& projectId);

    /// Asks the server what it has. Each step that was not seen done becomes Done, Waiting (nothing of it is there) or
    /// Unknown.
    static Call<CutRelease>* settle(QObject* owner, InterfaceSet& services, const CutRelease& cut);

private:
    Call<Done>* write();

    SettingsStore& m_store;
    std::optional<CutRelease> m_running;
};

} // namespace run402
