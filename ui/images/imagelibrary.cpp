// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagelibrary.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"
#include "services/worker.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QSaveFile>
#include <QUuid>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QImage readPng(QIODevice* device, int side)
{
    QImageReader reader(device, "png");
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > ImageLibrary::longestSide || size.height() > ImageLibrary::longestSide)
        return {};
    if (side > 0 && (size.width() > side || size.height() > side))
        reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio).expandedTo({1, 1}));
    return reader.read();
}

Result<MadeImage> write(MadeImage image, const QString& folder, const QByteArray& png)
{
    QBuffer buffer;
    buffer.setData(png);
    buffer.open(QIODevice::ReadOnly);
    // Whole, not only its head: a cut-short file would otherwise be kept.
    const QImage whole = readPng(&buffer, 0);
    if (whole.isNull())
        return fail(Problem::Kind::Protocol, u"image.unreadable"_s, u"The answer is not a PNG picture"_s);
    image.thumbnail = whole.scaled(ImageLibrary::thumbnailSide, ImageLibrary::thumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QDir().mkpath(folder);
    image.file = folder + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + u".png"_s;
    image.bytes = png.size();
    QSaveFile file(image.file);
    if (!file.open(QIODevice::WriteOnly) || file.write(png) != png.size() || !file.commit())
        return fail(Problem::Kind::Local, u"image.not_kept"_s, file.errorString());
    return image;
}

MadeImage fromRow(const QSqlQuery& row, const QString& folder)
{
    MadeImage image;
    image.id = row.value(0).toLongLong();
    image.at = fromMs(row.value(1).toLongLong());
    image.environment = row.value(2).toString();
    image.prompt = row.value(3).toString();
    image.aspect = row.value(4).toString();
    image.file = folder + u'/' + row.value(5).toString();
    image.bytes = row.value(6).toLongLong();
    return image;
}

/// Drops the oldest rows above the cap and gives their files' names.
Result<QStringList> prune(QSqlDatabase& db)
{
    auto old = exec(db, u"SELECT id, file FROM (SELECT id, file, sum(bytes) OVER (ORDER BY at DESC, id DESC) AS total "
                        "FROM images) WHERE total > ?"_s, {ImageLibrary::mostBytes});
    if (!old.ok())
        return old.error();
    QStringList files;
    QList<qint64> ids;
    while (old->next()) {
        ids << old->value(0).toLongLong();
        files << old->value(1).toString();
    }
    for (const qint64 id : std::as_const(ids)) {
        if (auto gone = exec(db, u"DELETE FROM images WHERE id = ?"_s, {id}); !gone.ok())
            return gone.error();
    }
    return files;
}

} // namespace

ImageLibrary::ImageLibrary(LocalStore& store, const QString& folder, QObject* parent)
    : QObject(parent), m_store(store), m_folder(folder)
{
}

QImage ImageLibrary::decode(const QByteArray& png)
{
    QBuffer buffer;
    buffer.setData(png);
    buffer.open(QIODevice::ReadOnly);
    return readPng(&buffer, 0);
}

Call<MadeImage>* ImageLibrary::add(const MadeImage& image, const QByteArray& png)
{
    auto* call = new Call<MadeImage>(this);
    onWorker(call, [image, folder = m_folder, png] { return write(image, folder, png); }, [this, call](const Result<MadeImage>& written) {
        if (!written.ok())
            return call->resolve(written.error());
        insert(*written)->onDone(call, [call, image = *written](const Result<qint64>& id) mutable {
            if (!id.ok())
                return call->resolve(id.error());
            image.id = *id;
            call->resolve(image);
        });
    });
    return call;
}

Call<qint64>* ImageLibrary::insert(const MadeImage& image)
{
    struct Added { qint64 id = 0; QStringList dropped; };
    auto* added = m_store.run<Added>([image, name = QFileInfo(image.file).fileName()](QSqlDatabase& db) -> Result<Added> {
        return inTransaction<Added>(db, [&]() -> Result<Added> {
            auto row = exec(db, u"INSERT INTO images(at,environment,prompt,aspect,file,bytes) VALUES(?,?,?,?,?,?)"_s,
                            {toMs(image.at), image.environment, image.prompt, image.aspect, name, image.bytes});
            if (!row.ok())
                return row.error();
            const qint64 id = row->lastInsertId().toLongLong();
            auto dropped = prune(db);
            if (!dropped.ok())
                return dropped.error();
            return Added{id, *dropped};
        });
    });
    return mapCall(this, added, [folder = m_folder](const Added& a) -> Result<qint64> {
        (void)QtConcurrent::run([folder, files = a.dropped] {
            for (const QString& file : files)
                QFile::remove(folder + u'/' + file);
        });
        return a.id;
    });
}

Call<QList<MadeImage>>* ImageLibrary::list(const QString& environment)
{
    auto* call = new Call<QList<MadeImage>>(this);
    m_store.run<QList<MadeImage>>([environment, folder = m_folder](QSqlDatabase& db) -> Result<QList<MadeImage>> {
        auto rows = exec(db, u"SELECT id,at,environment,prompt,aspect,file,bytes FROM images WHERE environment = ? "
                             "ORDER BY at DESC, id DESC LIMIT 200"_s, {environment});
        if (!rows.ok())
            return rows.error();
        QList<MadeImage> list;
        while (rows->next())
            list << fromRow(*rows, folder);
        return list;
    })->onDone(call, [call](const Result<QList<MadeImage>>& rows) {
        if (!rows.ok())
            return call->resolve(rows.error());
        onWorker(call, [list = *rows]() mutable {
            for (MadeImage& image : list) {
                QFile file(image.file);
                if (file.open(QIODevice::ReadOnly))
                    image.thumbnail = readPng(&file, thumbnailSide);
            }
            return list;
        }, [call](const QList<MadeImage>& list) { call->resolve(list); });
    });
    return call;
}

Call<Done>* ImageLibrary::remove(const MadeImage& image)
{
    auto* gone = m_store.run<Done>([id = image.id](QSqlDatabase& db) -> Result<Done> {
        auto row = exec(db, u"DELETE FROM images WHERE id = ?"_s, {id});
        if (!row.ok())
            return row.error();
        return Done{};
    });
    return mapCall(this, gone, [file = image.file](const Done&) -> Result<Done> {
        (void)QtConcurrent::run([file] { QFile::remove(file); });
        return Done{};
    });
}

} // namespace run402
