// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "models/item/filetreemodel.h"
#include "services/deploy/sitediff.h"

#include <QPointer>
#include <QWidget>

#include <functional>

class QComboBox;

namespace run402 {

class AddressesCard;
class Button;
class CallBase;
class ChangesCard;
class Chip;
class DeploymentsList;
class ElidedLabel;
class Label;
class LineEdit;
class Services;

/// What was deployed from here: which is live, what is in each, what differs, and going back.
/// The service keeps no list (design/ui.md §3, screen 06); this is the one of this computer.
/// Owner: parent. Thread: GUI.
class HistoryView : public QWidget
{
    Q_OBJECT
public:
    /// `folder` tells the files chosen for the next deployment.
    HistoryView(Services& services, std::function<QList<SiteFile>()> folder, QWidget* parent = nullptr);

    /// Reads the history again.
    void refresh();
    AddressesCard* addresses() const { return m_addresses; }
    void startLookUp();

Q_SIGNALS:
    void backRequested();
    void previewRequested(const QUrl& address);
    void againRequested(const run402::Release& release, const QList<run402::SiteFile>& files);

private:
    QWidget* buildHead();
    QWidget* buildLeft();
    QWidget* buildRight();
    void listed(const QList<Release>& releases);
    QString liveId() const;
    void choose(const QString& id);
    void loaded(const Release& release);
    void showFacts();
    void fillBases();
    void compare();
    void showFiles(const QList<SiteFile>& files, const std::optional<Release>& base);
    void showText(const FileTreeEntry& entry);
    void showLines(const QString& key, const QByteArray& before, const QByteArray& after);
    void again();
    void checkStatus(const QString& id);
    void askMakeLive(const Release& release);
    void makeLive(const Release& release);
    void say(const QString& words, bool danger = false);

    Services& m_services;
    std::function<QList<SiteFile>()> m_folder;
    QList<Release> m_releases;
    Release m_chosen;              ///< with its hashes
    QList<SiteFile> m_newFiles;    ///< the newer side of the comparison
    QHash<QString, QByteArray> m_oldHashes;
    QString m_shownText;
    QString m_wanted;
    int m_turn = 0;
    DeploymentsList* m_list;
    AddressesCard* m_addresses;
    LineEdit* m_lookUp;
    Label* m_lookUpWords;
    Label* m_id;
    Chip* m_live;
    ElidedLabel* m_facts;
    Label* m_kept;
    Label* m_words;
    Button* m_again;
    Button* m_status;
    QComboBox* m_base;
    ChangesCard* m_changes;
    QWidget* m_detail;
};

} // namespace run402
