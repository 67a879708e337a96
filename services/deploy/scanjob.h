// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/checks.h"
#include "services/deploy/sitediff.h"
#include "services/net/call.h"

namespace run402 {

/// A scan with its checks and its difference against what is live.
struct ScanReport
{
    ScanResult result;
    QList<SiteCheck> checks;
    QList<FileChange> changes;
    bool hasBase = false; ///< there was something to compare with
};

struct ScanRequest
{
    QString path;
    std::optional<ScanResult> ready{}; ///< already read: only checked and compared, `path` is not looked at
    ScanMode mode = ScanMode::Auto;
    ScanLimits limits;
    CheckContext context;
    std::optional<QHash<QString, QByteArray>> live; ///< of the last deployment, if known
    QHash<QString, qint64> liveSizes;               ///< bytes of those files, where known
};

/// Scans on a worker thread. Cancelling the call stops the worker at its next block; a scanner that is
/// destroyed cancels what runs. Owner: parent. Thread: GUI. Errors: see scanSource.
class Scanner : public QObject
{
    Q_OBJECT
public:
    explicit Scanner(QObject* parent = nullptr) : QObject(parent) {}
    ~Scanner() override;

    Call<ScanReport>* scan(const ScanRequest& request);

Q_SIGNALS:
    /// At most about 20 times a second.
    void progressed(int files, qint64 bytes);

private:
    std::shared_ptr<ScanControl> m_control; ///< of the newest scan
};

} // namespace run402
