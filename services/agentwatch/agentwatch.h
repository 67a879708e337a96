// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/agentwatch/agentbook.h"
#include "services/cli/cliimport.h"

#include <QObject>
#include <QTimer>

namespace run402 {

class Services;
class Workspace;
struct RequestRecord;

/// What a person's agents did meanwhile, where the profile works on the CLI's files: projects, deployments, tiers,
/// spending and keys, from the files, the service's lists, its billing history and the chains (what is paid natively for an image is told by
/// nothing else), compared with what was last seen.
/// Acts of this program are told apart: by the ids it made them with, and by its payment journal.
///
/// A deployment without an address and without an entry in projects.json is not seen: the service keeps no list of them.
/// It looks when the files change, every few minutes, and when asked; never while the profile is not linked.
/// Owner: Services. Thread: GUI. Never fails: what could not be read is compared the next time.
class AgentWatch : public QObject
{
    Q_OBJECT
public:
    explicit AgentWatch(Services& services, QObject* parent = nullptr);

    bool isOn() const; ///< the profile is linked in this world
    const AgentBook::Feed& feed() const { return m_feed; }
    qint64 spentThisMonth() const { return m_spent; } ///< micro-USD, by agents, since the first of the local month

    void look();       ///< at everything, now
    void lookIfDue();  ///< the same unless it did so within the last minute
    void markLooked(); ///< the person has seen the feed

Q_SIGNALS:
    void changed();

private:
    void restart();
    void compareProjects();
    void compareFile(const QList<CliProject>& entries, bool tell);
    void compareAddresses(const QString& projectId);
    void compareLedger();
    void compareChain();
    void judgeLedger(const QList<LedgerEntry>& entries, const QDateTime& askedAt);
    void followWallet();
    void followOwnStart(const RequestRecord& record);
    void followOwn(const RequestRecord& record);
    void take(const QList<AgentAct>& acts);
    void readFeed();
    QDateTime now() const;

    Services& m_services;
    Workspace& m_workspace;
    AgentBook m_book;
    AgentSnapshot m_seen;
    QList<LedgerEntry> m_entries; ///< of the billing history, when last read
    QDateTime m_entriesAt;        ///< the service's clock when they were asked for
    AgentBook::Feed m_feed;
    qint64 m_spent = 0;
    QString m_world;         ///< whose m_seen is; empty = nothing was loaded
    int m_generation = 0;    ///< answers of an earlier connection or link are late
    QDateTime m_walletSince; ///< lists read before are another wallet's
    QDateTime m_lookedAt;
    QSet<QString> m_ownRemovals; ///< projects this program is deleting: a list may know before the answer is here
    QHash<QString, QDateTime> m_ownAddress; ///< project → when this program moved an address of it
    QTimer m_timer;
    QTimer m_soon; ///< looks again at what was too young to be judged
};

} // namespace run402
