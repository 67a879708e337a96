// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"
#include "models/problem.h"
#include "ui/shell/panes.h"

#include <QPixmap>
#include <QUrl>

namespace run402 {

class OverviewPane;
class PreviewFactory;
class Services;
class Theme;

/// What panes ask of the application. All borrowed by the panes' connections.
struct PaneWiring
{
    std::function<void(const QString& target)> open;
    std::function<void(const QString& sql, bool run)> openSql;
    std::function<void(const QUrl& address)> preview;
    std::function<void(const QString& tier)> changeTier;
    std::function<void(const Problem& problem)> showProblem;
    std::function<void(const QString& text)> celebrate;
    std::function<void(const QString& text, bool failed)> tell; ///< in one sentence, what was done or why not
    /// Runs `then` once keys can be kept, or never when the person says no.
    std::function<void(QObject* context, std::function<void()> then)> keyGate;
    std::function<void(OverviewPane* pane, const QUrl& address)> thumbnail;
    std::function<void()> newProject;
    std::function<void()> importCli;
    std::function<void(bool linked)> linkCli; ///< works on the CLI's own files, or no longer
    std::function<void()> vault;
    std::function<QList<RequestRecord>()> failedRequests; ///< of this run, oldest first
    std::function<void()> addMoney; ///< prepaid credit by card
    std::function<bool(const QString& wish)> wallets; ///< see WalletDesk; false = no wish about wallets
    /// Draws a page out of sight when that costs nothing now; false = not now.
    std::function<bool(const QUrl& address, QObject* context, std::function<void(const QPixmap&)> done)> draw = {};
};

/// Every pane there is, registered by hand: a static initialiser in a static library would vanish.
PaneRegistry makePanes(Services& services, Theme& theme, PreviewFactory* previews, const PaneWiring& wiring);

} // namespace run402
