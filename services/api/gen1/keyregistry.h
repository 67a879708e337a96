// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QHash>
#include <QThreadPool>

namespace run402 {

/// Which projects' keys this computer holds, with their anon keys (which every visitor of a site sees
/// anyway). One JSON file, 0600, replaced as a whole; `place` is a host or "sandbox".
///
/// Owner: Session. Thread: GUI; the disk is touched on a thread of its own, in order.
/// Fails: store.registry_failed.
class KeyRegistry : public QObject
{
    Q_OBJECT
public:
    explicit KeyRegistry(QString file, QObject* parent = nullptr);
    ~KeyRegistry() override; ///< finishes what was begun

    Call<std::optional<QString>>* anonKey(const QString& place, const QString& projectId);
    Call<Done>* put(const QString& place, const QString& projectId, const QString& anonKey);
    Call<Done>* remove(const QString& place, const QString& projectId);
    Call<QStringList>* projects(const QString& place);

private:
    using Places = QHash<QString, QHash<QString, QString>>; ///< place → project → anon key
    template <typename T>
    Call<T>* run(std::function<Result<T>(Places&)> work);

    QString m_file;
    QThreadPool m_disk; ///< one thread: the order of writes is the order of calls
};

} // namespace run402
