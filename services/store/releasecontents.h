// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "services/net/call.h"

#include <QThreadPool>

namespace run402 {

/// The files of releases sent from this computer, one file per SHA-256 in `folder`: what the service shows
/// can be compared with, and sent again, though it gives no list of files back.
///
/// A content appears under its name complete or not at all, so a crash leaves nothing half. Above `capBytes`
/// those that no release used for the longest time go first. Readable by the owner only.
/// Owner: Services. Called on the GUI thread; all reading and writing is on one thread of its own.
/// Errors: contents.failed (the disk), contents.not_kept.
class ReleaseContents : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 usualCap = 256ll << 20;

    struct Kept
    {
        int files = 0;     ///< of the release that are kept now
        int changed = 0;   ///< that were not on the disk any more as they had been sent
        qint64 total = 0;  ///< bytes of everything kept
    };
    struct Found
    {
        QList<SiteFile> files; ///< sorted by path, their bytes in the store's folder
        QStringList missing;
    };

    explicit ReleaseContents(const QString& folder, qint64 capBytes = usualCap, QObject* parent = nullptr);
    ~ReleaseContents() override; ///< finishes what was begun

    /// Keeps what was just sent. `release` has the hashes, `files` where the bytes are.
    Call<Kept>* keep(const Release& release, const QList<SiteFile>& files);
    /// What of a release (with its hashes) is still kept.
    Call<Found>* find(const Release& release);
    /// One content, at most `maxBytes` of it; checked against its hash when complete.
    Call<QByteArray>* read(const QByteArray& sha256, qint64 maxBytes);

private:
    template <typename T, typename F>
    Call<T>* later(F work);

    QString m_folder;
    qint64 m_cap;
    QThreadPool m_thread;
};

} // namespace run402
