// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/scan.h"

namespace run402 {

/// One thing looked at before anything is sent. Value; words for it are in ui/deploy.
struct SiteCheck
{
    enum class Id { IndexPage, Size, Secrets, AnonKey, Names, Unreadable };
    enum class State {
        Passed,
        NotNeeded, ///< nothing to look at, e.g. no anon key in the files
        Warned,    ///< may be meant
        Failed     ///< must be put right, or agreed to, before sending
    };
    /// Where. `what` is a stable kind: service_key, private_key, maybe_private_key, api_key, pem_key, anon_key.
    struct Finding
    {
        QString path;
        int line = 0; ///< from 1; 0 = the file as a whole
        QString what;
        QString shown; ///< the first few characters and "…": never the value
    };
    Id id = Id::IndexPage;
    State state = State::Passed;
    QList<Finding> findings;
    qint64 bytes = 0, limit = 0; ///< Size: the larger share of the two limits
    QString hint;                ///< IndexPage: folder that has one
};

/// What the pages are compared with.
struct CheckContext
{
    QString anonKey;   ///< of the project; empty = unknown
    QString projectId;
};

/// Reads every text file of the result again. Blocking, for a worker thread. At most 200 findings; JWTs are
/// decoded, not verified (RFC 7519 §7.2: the middle part is base64url JSON). An unreadable file is skipped
/// here: sending reports it.
QList<SiteCheck> checkSite(const ScanResult& result, const CheckContext& context, const ScanLimits& limits,
                           ScanControl& control);

/// The secret-like values and JWTs of one text, for checkSite and tests.
QList<SiteCheck::Finding> findSecrets(const QByteArray& text, const QString& path, const CheckContext& context);

/// Worst state of all.
SiteCheck::State worst(const QList<SiteCheck>& checks);

} // namespace run402
