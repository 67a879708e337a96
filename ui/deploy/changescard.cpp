// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/changescard.h"

#include "models/domain/datasize.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/deploy/deploywords.h"
#include "ui/deploy/diffstrip.h"
#include "ui/deploy/filetreedelegate.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTreeView>

namespace run402 {

ChangesCard::ChangesCard(const QString& prefix, QWidget* parent)
    : Card(tr("Files to deploy"), parent), m_prefix(prefix), m_model(new FileTreeModel(this)), m_filter(new ChangedFilesFilter(this)),
      m_diff(new DiffStrip(prefix))
{
    setObjectName(prefix + QStringLiteral(".changes"));
    m_filter->setSourceModel(m_model);
    body()->setContentsMargins(0, 0, 0, 0);
    body()->setSpacing(0);
    buildHead();
    buildTree();
    body()->addWidget(m_diff);
    buildFoot();
    clearDiff();
}

void ChangesCard::buildHead()
{
    const auto chip = [this](const char* name, Tone tone) {
        auto* c = new Chip({}, tone);
        c->setObjectName(m_prefix + QString::fromLatin1(name));
        head()->addWidget(c);
        c->hide();
        return c;
    };
    m_added = chip(".added", Tone::Success);
    m_changed = chip(".changed", Tone::Warning);
    m_removed = chip(".removed", Tone::Danger);
    m_same = chip(".same", Tone::Neutral);
}

void ChangesCard::buildTree()
{
    m_tree = new QTreeView;
    m_tree->setObjectName(m_prefix + QStringLiteral(".tree"));
    m_tree->setAccessibleName(tr("Files of the deployment"));
    m_tree->setModel(m_filter);
    m_tree->setItemDelegate(new FileTreeDelegate(m_tree));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(18);
    m_tree->setUniformRowHeights(true);
    m_tree->setRootIsDecorated(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setProperty("plain", true); // rows reach the card's edges
    auto* header = new FileTreeHeader(m_tree);
    m_tree->setHeader(header);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(24);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(FileTreeModel::Name, QHeaderView::Stretch);
    header->resizeSection(FileTreeModel::Change, 82);
    header->resizeSection(FileTreeModel::Size, 78);
    header->resizeSection(FileTreeModel::Mark, 34);
    body()->addWidget(m_tree, 1);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ChangesCard::current);
}

void ChangesCard::buildFoot()
{
    auto* foot = new QWidget;
    foot->setFixedHeight(Theme::of(this).scaled(34));
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(14, 0, 14, 0);
    row->setSpacing(12);
    m_total = new Label({}, Theme::Font::Small, "text.secondary");
    m_total->setObjectName(m_prefix + QStringLiteral(".total"));
    m_limit = new Label({}, Theme::Font::Small, "text.muted");
    m_skipped = new Label({}, Theme::Font::Small, "text.muted");
    m_skipped->setObjectName(m_prefix + QStringLiteral(".skipped"));
    m_hideSame = new QCheckBox(tr("Hide files that are the same"));
    m_hideSame->setObjectName(m_prefix + QStringLiteral(".hideSame"));
    row->addWidget(m_total);
    row->addWidget(m_limit);
    row->addWidget(m_skipped);
    row->addStretch();
    row->addWidget(m_hideSame);
    body()->addWidget(foot);
    connect(m_hideSame, &QCheckBox::toggled, this, [this](bool on) {
        m_filter->setHideSame(on);
        m_tree->expandAll();
    });
}

void ChangesCard::setEntries(const QList<FileTreeEntry>& entries)
{
    m_model->setEntries(entries);
    // Thousands of open folders help nobody and take long to lay out.
    if (entries.size() <= 500)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(0);
    const auto counts = m_model->counts();
    const auto show = [](Chip* chip, int n, const QString& text) {
        chip->setText(text);
        chip->setVisible(n > 0);
    };
    show(m_added, counts.added, tr("%1 added").arg(counts.added));
    show(m_changed, counts.changed, tr("%1 changed").arg(counts.changed));
    show(m_removed, counts.removed, tr("%1 removed").arg(counts.removed));
    show(m_same, counts.same, tr("%1 same").arg(counts.same));
    m_total->setText(tr("%1, %2").arg(DeployWords::files(m_model->fileCount()), byteText(m_model->totalSize())));
    clearDiff();
}

void ChangesCard::setHeading(const QString& title, bool compared)
{
    setTitle(title);
    m_hideSame->setEnabled(compared);
}

void ChangesCard::setLimit(qint64 limit)
{
    m_limit->setText(tr("limit %1 MB").arg(limit >> 20));
}

void ChangesCard::setSkipped(int count, const QString& list)
{
    m_skipped->setText(count > 0 ? tr("%1 left out").arg(count) : QString());
    m_skipped->setToolTip(list);
}

void ChangesCard::setDiff(const QString& key, const std::optional<QList<ChangedLine>>& lines, const QString& words)
{
    m_diff->show(key, lines, words);
}

void ChangesCard::clearDiff()
{
    m_diff->hide();
}

void ChangesCard::current(const QModelIndex& index)
{
    clearDiff();
    if (!index.isValid() || index.data(FileTreeModel::IsFolderRole).toBool())
        return;
    FileTreeEntry entry;
    entry.path = index.data(FileTreeModel::PathRole).toString();
    entry.key = index.data(FileTreeModel::KeyRole).toString();
    entry.category = FileTreeEntry::Category(index.data(FileTreeModel::CategoryRole).toInt());
    const int kind = index.data(FileTreeModel::KindRole).toInt();
    if (kind >= 0)
        entry.kind = FileChange::Kind(kind);
    entry.size = index.data(FileTreeModel::SizeRole).toLongLong();
    Q_EMIT fileChosen(entry);
}

} // namespace run402
