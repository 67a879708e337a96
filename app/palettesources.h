// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/clicommands.h"
#include "models/domain/starter.h"
#include "ui/shell/commandpalette.h"

namespace run402 {

class Services;

/// Where the palette's hits lead.
struct PaletteActions
{
    std::function<void(const QString& target, bool newTab)> open;
    std::function<void(const QString& command)> command;
    std::function<void(const QString& sql)> sql;
    std::function<void(const CliPlace& place)> place;
};

/// Panes, commands (also by their CLI names), tables, columns, projects and recent SQL. Owner: app/.
class AppPaletteSource : public PaletteSource
{
public:
    AppPaletteSource(Services& services, PaletteActions actions);
    QVector<PaletteItem> items() override;
    void setStarters(const QList<Starter>& starters) { m_starters = starters; }
    void setRecentSql(const QStringList& statements) { m_recent = statements; }

private:
    void addPanes(QVector<PaletteItem>& list) const;
    void addPlaces(QVector<PaletteItem>& list) const;
    void addCommands(QVector<PaletteItem>& list) const;
    void addObjects(QVector<PaletteItem>& list) const;
    void addProjects(QVector<PaletteItem>& list) const;
    void addWallets(QVector<PaletteItem>& list) const;
    void addStarters(QVector<PaletteItem>& list) const;

    Services& m_services;
    PaletteActions m_actions;
    QStringList m_recent;
    QList<Starter> m_starters;
};

} // namespace run402
