// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/clicommands.h"
#include "services/store/savedqueries.h"
#include "models/domain/starter.h"
#include "ui/shell/commandpalette.h"

namespace run402 {

class Services;

/// Where the palette's hits lead.
struct PaletteActions
{
    std::function<void(const QString& target, bool newTab)> open;
    std::function<void(const QString& command)> command;
    std::function<void(const SavedQuery& query)> sql; ///< id 0: a statement of the history
    std::function<void(const CliPlace& place)> place;
};

/// Panes, commands (also by their CLI names), tables, columns, projects, saved queries and recent SQL. Owner: app/.
class AppPaletteSource : public PaletteSource
{
public:
    AppPaletteSource(Services& services, PaletteActions actions);
    QVector<PaletteItem> items() override;
    void setStarters(const QList<Starter>& starters) { m_starters = starters; }

private:
    void addPanes(QVector<PaletteItem>& list) const;
    void addPlaces(QVector<PaletteItem>& list) const;
    void addCommands(QVector<PaletteItem>& list) const;
    void addObjects(QVector<PaletteItem>& list) const;
    void addProjects(QVector<PaletteItem>& list) const;
    void addWallets(QVector<PaletteItem>& list) const;
    void addStarters(QVector<PaletteItem>& list) const;
    void addSql(QVector<PaletteItem>& list) const;
    void readSql();

    QObject m_context; ///< of what is listened to
    Services& m_services;
    PaletteActions m_actions;
    QList<SavedQuery> m_saved;
    QStringList m_recent;
    QList<Starter> m_starters;
};

} // namespace run402
