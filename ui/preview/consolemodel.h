// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

#include <QAbstractListModel>

namespace run402 {

/// The newest 2,000 console lines. Owner: parent. Thread: GUI.
class ConsoleModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Roles { LevelRole = Qt::UserRole + 1, TimeRole, SourceRole };
    static constexpr int kept = 2000;
    struct Counts { int errors = 0, warnings = 0, infos = 0; int all() const { return errors + warnings + infos; } };

    using QAbstractListModel::QAbstractListModel;
    void add(const ConsoleMessage& message);
    void clear();
    Counts counts() const { return m_counts; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void countsChanged();

private:
    void count(const ConsoleMessage& message, int by);

    QList<ConsoleMessage> m_messages;
    Counts m_counts;
};

} // namespace run402
