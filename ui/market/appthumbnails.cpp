// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/appthumbnails.h"

#include "services/worker.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kept(640, 400);       // px; a card is about 250 wide, at twice the density
constexpr int retryMs = 1000;
constexpr qsizetype mostWaiting = 24; // two screens of cards
}

AppThumbnails::AppThumbnails(const QString& folder, Draw draw, QObject* parent)
    : QObject(parent), m_folder(folder), m_draw(std::move(draw))
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryMs);
    connect(&m_retry, &QTimer::timeout, this, &AppThumbnails::drawNext);
}

void AppThumbnails::want(const QString& id, const QUrl& address)
{
    if (!address.isValid() || (address.scheme() != "http"_L1 && address.scheme() != "https"_L1))
        return;
    const QByteArray key = QCryptographicHash::hash((id + u'\n' + address.toString()).toUtf8(), QCryptographicHash::Sha1).toHex();
    const Job job{id, address, m_folder + u'/' + QString::fromLatin1(key) + ".png"_L1};
    if (m_asked.contains(job.file) || m_failed.contains(job.file))
        return;
    m_asked.insert(job.file);
    onWorker(this, [file = job.file] { return QImage(file); }, [this, job](const QImage& found) { loaded(job, found); });
}

void AppThumbnails::forgetWaiting()
{
    for (const Job& job : std::as_const(m_waiting))
        m_asked.remove(job.file);
    m_waiting.clear();
}

void AppThumbnails::loaded(const Job& job, const QImage& image)
{
    if (!image.isNull()) {
        Q_EMIT ready(job.id, QPixmap::fromImage(image));
        return;
    }
    m_waiting.enqueue(job);
    if (m_waiting.size() > mostWaiting)
        m_asked.remove(m_waiting.dequeue().file);
    drawNext();
}

void AppThumbnails::drawNext()
{
    if (m_drawing || m_waiting.isEmpty() || !m_draw)
        return;
    const Job job = m_waiting.head();
    m_drawing = true;
    const bool begun = m_draw(job.address, this, [this, job](const QPixmap& picture) { drawn(job, picture); });
    if (!begun) {
        m_drawing = false;
        m_retry.start();
        return;
    }
    m_waiting.dequeue();
}

void AppThumbnails::drawn(const Job& job, const QPixmap& picture)
{
    m_drawing = false;
    if (picture.isNull()) {
        m_failed.insert(job.file);
        drawNext();
        return;
    }
    onWorker(this, [file = job.file, image = picture.toImage()] {
        const QImage small = image.scaled(kept, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
        QDir().mkpath(QFileInfo(file).path());
        small.save(file);
        return small;
    }, [this, job](const QImage& found) {
        Q_EMIT ready(job.id, QPixmap::fromImage(found));
        drawNext();
    });
}

} // namespace run402
