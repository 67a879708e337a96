// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>

namespace run402 {

class LocalStore;

/// A query a person gave a name.
struct SavedQuery
{
    qint64 id = 0;
    QString projectId;
    QString name;       ///< one per project, whatever the case of its letters
    QString sql;
    QDateTime changedAt; ///< UTC
};

/// Named queries of each project, and what was last given for the parameters of a statement. Durable when the call
/// resolves.
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*, saved.name_taken, saved.gone.
class SavedQueries : public QObject
{
    Q_OBJECT
public:
    static constexpr int kKeptValues = 500; ///< statements per project whose parameter values are remembered

    explicit SavedQueries(LocalStore& store, QObject* parent = nullptr) : QObject(parent), m_store(store) {}

    /// By name.
    Call<QList<SavedQuery>>* list(const QString& projectId);
    Call<SavedQuery>* add(const QString& projectId, const QString& name, const QString& sql);
    Call<Done>* write(qint64 id, const QString& sql);
    Call<Done>* rename(qint64 id, const QString& name);
    Call<Done>* remove(qint64 id);

    /// The last values of a statement's parameters; empty = never given.
    Call<QJsonObject>* values(const QString& projectId, const QString& sql);
    Call<Done>* keepValues(const QString& projectId, const QString& sql, const QJsonObject& values);

Q_SIGNALS:
    /// A list was changed from here; every console shows it.
    void changed();

private:
    template <typename T>
    Call<T>* told(Call<T>* call);
    Call<Done>* change(const QString& sql, const QVariantList& values);
    LocalStore& m_store;
};

} // namespace run402
