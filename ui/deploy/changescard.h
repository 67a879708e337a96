// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/filetreemodel.h"
#include "services/deploy/sitediff.h"
#include "ui/common/card.h"

class QCheckBox;
class QTreeView;

namespace run402 {

class Chip;
class DiffStrip;
class Label;

/// The files of a release against what is live: tree, totals, and the lines that differ in the chosen file.
/// Owner: parent. Thread: GUI.
class ChangesCard : public Card
{
    Q_OBJECT
public:
    /// `prefix` of the object names.
    explicit ChangesCard(const QString& prefix = QStringLiteral("deploy"), QWidget* parent = nullptr);

    void setEntries(const QList<FileTreeEntry>& entries);
    /// "Changes against live", "Files to deploy", "Deployed files".
    void setHeading(const QString& title, bool compared);
    /// `limit` in bytes.
    void setLimit(qint64 limit);
    /// What was left out, one a line for the tooltip; 0 hides the words.
    void setSkipped(int count, const QString& list);
    /// Lines of the file that is chosen; nullopt: only sizes can be told.
    void setDiff(const QString& key, const std::optional<QList<ChangedLine>>& lines, const QString& words);
    void clearDiff();
    QTreeView* tree() const { return m_tree; }
    FileTreeModel* model() const { return m_model; }

Q_SIGNALS:
    /// A file of the site was chosen.
    void fileChosen(const run402::FileTreeEntry& entry);

private:
    void buildHead();
    void buildTree();
    void buildFoot();
    void current(const QModelIndex& index);

    QString m_prefix;
    FileTreeModel* m_model;
    ChangedFilesFilter* m_filter;
    QTreeView* m_tree;
    DiffStrip* m_diff;
    Chip* m_added;
    Chip* m_changed;
    Chip* m_removed;
    Chip* m_same;
    Label* m_total;
    Label* m_limit;
    Label* m_skipped;
    QCheckBox* m_hideSame;
};

} // namespace run402
