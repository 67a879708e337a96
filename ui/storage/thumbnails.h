// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/objectlistmodel.h"
#include "services/net/call.h"

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QPointer>
#include <QSet>

namespace run402 {

class Services;

/// Small pictures of stored images, read when they are looked at: up to `largest` bytes each, two at a time, decoded on
/// a worker, the latest 300 kept in memory. Owner: parent. Thread: GUI. What cannot be read or shown stays without one.
class Thumbnails : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 largest = 2 << 20;
    static constexpr int edge = 160; ///< pixels at 100 %; kept at twice that

    explicit Thumbnails(Services& services, QObject* parent = nullptr);
    ~Thumbnails() override;

    /// Another bucket: what is still wanted of the one before is forgotten.
    void setPlace(const QString& projectId, const QString& bucket);
    /// Null = none yet. Asks for it when `fetch` and the file is a small enough picture.
    QPixmap picture(const StoredFile& file, bool fetch);
    /// Bytes that were read for another purpose.
    void offer(const StoredFile& file, const QImage& image);

    /// Bounded: a small file can claim to be a picture of gigabytes. Any thread.
    static QImage decode(const QByteArray& bytes, const QSize& fit, QSize* whole = nullptr);
    static bool isPicture(const StoredFile& file);

Q_SIGNALS:
    void ready(const QString& path);

private:
    QString key(const StoredFile& file) const;
    void next();
    void load(const StoredFile& file);
    void loaded(const StoredFile& file, const QImage& image);

    Services& m_services;
    QString m_projectId, m_bucket;
    QCache<QString, QPixmap> m_cache{300};
    QList<StoredFile> m_wanted; ///< the latest first
    QSet<QString> m_known;      ///< asked for, with or without success
    QList<QPointer<CallBase>> m_running;
    int m_open = 0;
    int m_generation = 0;
};

} // namespace run402
