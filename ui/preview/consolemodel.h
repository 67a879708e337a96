// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

#include <QAbstractListModel>
#include <QTimer>

namespace run402 {

/// The newest 2,000 console lines. A page may write without end: lines are collected and shown twenty times
/// a second, and what could not be shown any more is dropped unseen. Owner: parent. Thread: GUI.
class ConsoleModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Roles { LevelRole = Qt::UserRole + 1, TimeRole, SourceRole };
    static constexpr int kept = 2000;
    struct Counts { int errors = 0, warnings = 0, infos = 0; int all() const { return errors + warnings + infos; } };

    explicit ConsoleModel(QObject* parent = nullptr);
    void add(const ConsoleMessage& message);
    void clear();
    Counts counts() const { return m_counts; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void countsChanged();

private:
    void count(const ConsoleMessage& message, int by);
    void showWaiting();

    QList<ConsoleMessage> m_messages;
    QList<ConsoleMessage> m_waiting; ///< at most `kept`
    QTimer m_show;
    Counts m_counts;
};

} // namespace run402
