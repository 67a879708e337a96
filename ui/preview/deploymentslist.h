// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"

#include <QWidget>

class QVBoxLayout;

namespace run402 {

/// The deployments this computer knows of: the chosen one offers Preview and Make live (mockup 06).
/// Owner: parent. Thread: GUI.
class DeploymentsList : public QWidget
{
    Q_OBJECT
public:
    /// `prefix` of the object names: two of them may stand in one window.
    explicit DeploymentsList(const QString& prefix, QWidget* parent = nullptr);
    /// Newest first. `liveId` may be empty: not known.
    void setReleases(const QList<Release>& releases, const QString& liveId);
    void choose(const QString& releaseId);
    void setBusy(bool busy); ///< while an address moves

Q_SIGNALS:
    void releaseChosen(const QString& releaseId); ///< by the person
    void previewRequested(const QUrl& address);
    void makeLiveRequested(const run402::Release& release);

private:
    void rebuild();
    QWidget* row(const Release& release);

    QString m_prefix;
    QList<Release> m_releases;
    QString m_live;
    QString m_chosen;
    bool m_busy = false;
    QVBoxLayout* m_rows;
};

} // namespace run402
