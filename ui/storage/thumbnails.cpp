// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/thumbnails.h"

#include "services/services.h"
#include "services/worker.h"

#include <QBuffer>
#include <QImageReader>

namespace run402 {

namespace {
constexpr int atOnce = 2;
constexpr int mostWanted = 120;
constexpr qint64 mostPixels = 40'000'000;
} // namespace

Thumbnails::Thumbnails(Services& services, QObject* parent) : QObject(parent), m_services(services) {}

Thumbnails::~Thumbnails()
{
    setPlace({}, {});
}

void Thumbnails::setPlace(const QString& projectId, const QString& bucket)
{
    if (projectId == m_projectId && bucket == m_bucket)
        return;
    m_projectId = projectId;
    m_bucket = bucket;
    ++m_generation;
    m_wanted.clear();
    m_known.clear();
    m_open = 0;
    for (const QPointer<CallBase>& call : std::exchange(m_running, {})) {
        if (call)
            call->cancel();
    }
}

QString Thumbnails::key(const StoredFile& file) const
{
    return m_projectId + QLatin1Char('/') + m_bucket + QLatin1Char('/') + file.path + QLatin1Char('@') + QString::number(file.modifiedAt.toMSecsSinceEpoch());
}

bool Thumbnails::isPicture(const StoredFile& file)
{
    const QString type = file.contentType.isEmpty() ? contentTypeOf(file.path) : file.contentType;
    return type.startsWith(QLatin1String("image/"));
}

QPixmap Thumbnails::picture(const StoredFile& file, bool fetch)
{
    const QString name = key(file);
    if (const QPixmap* known = m_cache.object(name))
        return *known;
    if (fetch && !m_known.contains(name) && file.size <= largest && isPicture(file)) {
        m_known.insert(name);
        m_wanted.prepend(file);
        if (m_wanted.size() > mostWanted) // scrolled past long ago; asked for again when it is looked at
            m_known.remove(key(m_wanted.takeLast()));
        QMetaObject::invokeMethod(this, &Thumbnails::next, Qt::QueuedConnection); // not from within painting
    }
    return {};
}

void Thumbnails::offer(const StoredFile& file, const QImage& image)
{
    m_cache.insert(key(file), new QPixmap(QPixmap::fromImage(image)));
    Q_EMIT ready(file.path);
}

void Thumbnails::next()
{
    while (m_open < atOnce && !m_wanted.isEmpty() && m_services.hasSession())
        load(m_wanted.takeFirst());
}

void Thumbnails::load(const StoredFile& file)
{
    ++m_open;
    auto bytes = std::make_shared<QByteArray>();
    auto* call = m_services.objects().download(m_projectId, m_bucket, file.path, [bytes](const QByteArray& part) {
        bytes->append(part);
        return true;
    }, largest, true);
    m_running.removeIf([](const QPointer<CallBase>& c) { return !c; });
    m_running << QPointer<CallBase>(call);
    call->onDone(this, [this, bytes, file, generation = m_generation](const Result<Objects::Object>& r) {
        if (generation != m_generation)
            return;
        if (!r.ok())
            return loaded(file, {});
        onWorker(this, [bytes] { return decode(*bytes, QSize(edge, edge) * 2); }, [this, file, generation](const QImage& found) {
            if (generation == m_generation)
                loaded(file, found);
        });
    });
}

void Thumbnails::loaded(const StoredFile& file, const QImage& image)
{
    --m_open;
    if (!image.isNull())
        offer(file, image);
    next();
}

QImage Thumbnails::decode(const QByteArray& bytes, const QSize& fit, QSize* whole)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > mostPixels)
        return {};
    if (whole)
        *whole = size;
    if (size.width() > fit.width() || size.height() > fit.height())
        reader.setScaledSize(size.scaled(fit, Qt::KeepAspectRatio));
    return reader.read();
}

} // namespace run402
