// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/starter.h"

#include <QAbstractListModel>
#include <QHash>

namespace run402 {

/// The starters as cards (roles of AppCardRole). Pictures are opaque to it. Owner: QObject parent. Thread: GUI.
class StarterListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit StarterListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void setStarters(const QList<Starter>& starters);
    const Starter& starter(int row) const { return m_starters.at(row); }
    int rowOf(const QString& slug) const; ///< -1 = none
    void setPicture(const QString& slug, const QVariant& picture);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<Starter> m_starters;
    QHash<QString, QVariant> m_pictures;
};

} // namespace run402
