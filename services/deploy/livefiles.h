// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "services/net/call.h"
#include "services/net/http.h"

namespace run402 {

/// What is live under some paths. A path that is not live is missing from both; an empty hash means that
/// the content differs for sure (its size does).
struct LiveState
{
    QHash<QString, QByteArray> hashes; ///< path → SHA-256
    QHash<QString, qint64> sizes;      ///< bytes, where the server told
};

/// Compares a folder with a site whose history this computer does not have: the service keeps no list of
/// files, so every path of the folder is asked for, and nothing else. Small files are fetched; of large ones
/// first the length, then the content only when the length is the same. Hashing is on worker threads.
///
/// Gives up as a whole rather than tell half of it. Fails: deploy.live_too_much (more than `maxFiles` or
/// `maxBytes`), deploy.live_unknown (the site answered neither with the file nor that there is none), net.*.
/// Owner: `owner`. Thread: GUI. Deletes itself after its call settled.
class LiveFiles final : public QObject
{
public:
    /// GET or HEAD of an address, at most that many bytes.
    using Fetch = std::function<Call<HttpReply>*(const QByteArray& method, const QUrl& url, qint64 maxBytes)>;
    struct Limits
    {
        int maxFiles = 500;
        qint64 maxBytes = 50ll << 20; ///< of the folder's files
        int atOnce = 4;
    };

    static Call<LiveState>* read(QObject* owner, Fetch fetch, const QUrl& site, const QList<SiteFile>& files,
                                 const Limits& limits);

private:
    LiveFiles(QObject* owner, Fetch fetch, const QUrl& site, const QList<SiteFile>& files, const Limits& limits);
    void more();
    void ask(const SiteFile& file, bool lengthOnly);
    void answered(const SiteFile& file, bool lengthOnly, const Result<HttpReply>& reply);
    void hash(const QString& path, const QByteArray& body);
    void oneDone();
    void finish(Result<LiveState> outcome);

    Fetch m_fetch;
    QUrl m_site;
    QList<SiteFile> m_files;
    Limits m_limits;
    QPointer<Call<LiveState>> m_call;
    QList<QPointer<CallBase>> m_asked;
    LiveState m_state;
    qsizetype m_next = 0;
    int m_running = 0;
    bool m_finished = false;
};

} // namespace run402
