// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/checks.h"
#include "ui/common/card.h"

#include <atomic>
#include <memory>

namespace run402 {

class Chip;
class Services;

/// Whether the files of the newest release sent from here hold a secret: their kept contents are read again on a worker.
/// Owner: parent. Thread: GUI.
class SiteCheckCard : public Card
{
    Q_OBJECT
public:
    explicit SiteCheckCard(Services& services, QWidget* parent = nullptr);
    ~SiteCheckCard() override;

    /// Looks again; cheap when nothing new was deployed.
    void refresh();

private:
    void look(const QString& projectId, const Release& release);
    void check(const QString& projectId, const Release& release, const QList<SiteFile>& files, int missing);
    void show(const QString& text, const QString& state, bool found);

    Services& m_services;
    Chip* m_state;
    Label* m_text;
    QString m_shown; ///< project and release that are told of
    std::shared_ptr<ScanControl> m_control;
};

} // namespace run402
