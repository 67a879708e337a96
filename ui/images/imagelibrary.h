// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QImage>
#include <QObject>

namespace run402 {

class LocalStore;

/// A picture made on this computer.
struct MadeImage
{
    qint64 id = 0;
    QDateTime at;        ///< UTC
    QString environment; ///< environmentId()
    QString prompt;
    QString aspect;      ///< "square", "landscape", "portrait"
    QString file;        ///< absolute path of the PNG
    qint64 bytes = 0;
    QImage thumbnail;    ///< at most `thumbnailSide`; null = the file is gone or not a picture
};

/// The pictures made on this computer: PNG files in the data folder, a row each in the store; the oldest go when there
/// are more than `mostBytes`. Files are read, decoded and written off the GUI thread. The service keeps no picture.
///
/// Owner: whoever shows them; borrows the store. Thread: GUI. Errors: store.*, image.unreadable (the bytes are not a
/// PNG of a sane size), image.not_kept (the file cannot be written).
class ImageLibrary : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 mostBytes = 256 * 1024 * 1024;
    static constexpr int longestSide = 8192; ///< px; larger is refused before it is decoded
    static constexpr int thumbnailSide = 256;

    ImageLibrary(LocalStore& store, const QString& folder, QObject* parent);

    Call<MadeImage>* add(const MadeImage& image, const QByteArray& png);
    Call<QList<MadeImage>>* list(const QString& environment); ///< newest first, at most 200
    Call<Done>* remove(const MadeImage& image);

    /// Only PNG, and only below `longestSide`; null otherwise. Any thread.
    static QImage decode(const QByteArray& png);

private:
    Call<qint64>* insert(const MadeImage& image);

    LocalStore& m_store;
    QString m_folder;
};

} // namespace run402
