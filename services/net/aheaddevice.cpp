// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/aheaddevice.h"

#include <QMutex>
#include <QQueue>
#include <QWaitCondition>

#include <algorithm>
#include <system_error>
#include <thread>

namespace run402 {

namespace {

constexpr qint64 chunkBytes = 128 << 10;

} // namespace

/// What the two threads share. The thread holds it too, and so outlives the device when a read hangs.
class AheadDevice::Reader
{
public:
    Reader(AheadDevice* device, Open open) : m_device(device), m_open(std::move(open)) {}

    void run();
    void leave();
    void seek(qint64 pos);
    qint64 take(char* data, qint64 maxSize);

private:
    template <typename Tell>
    void tell(Tell told);
    bool readChunk(QIODevice& source, qint64 size);

    QMutex m_mutex;
    QWaitCondition m_changed;
    AheadDevice* m_device; ///< nullptr once it has gone
    Open m_open;
    QQueue<QByteArray> m_chunks;
    qint64 m_waiting = 0;  ///< bytes in m_chunks
    qint64 m_pos = 0;      ///< of the next chunk
    qint64 m_taken = 0;    ///< of the first chunk
    int m_seeks = 0;
};

/// With m_mutex held: the device cannot go before the message is queued.
template <typename Tell>
void AheadDevice::Reader::tell(Tell told)
{
    if (m_device)
        QMetaObject::invokeMethod(m_device, [device = m_device, told] { told(*device); }, Qt::QueuedConnection);
}

void AheadDevice::Reader::run()
{
    const std::unique_ptr<QIODevice> source = m_open();
    const bool usable = source && source->isReadable() && !source->isSequential();
    const qint64 size = usable ? source->size() : 0;
    QMutexLocker lock(&m_mutex);
    if (!usable)
        return tell([](AheadDevice& device) { Q_EMIT device.failed(); });
    tell([size](AheadDevice& device) {
        device.m_size = size;
        Q_EMIT device.opened();
    });
    while (m_device) {
        if (m_pos >= size || m_waiting >= aheadBytes) {
            m_changed.wait(&m_mutex);
            continue;
        }
        if (!readChunk(*source, size))
            return tell([](AheadDevice& device) { Q_EMIT device.failed(); });
    }
}

bool AheadDevice::Reader::readChunk(QIODevice& source, qint64 size)
{
    const qint64 pos = m_pos;
    const int seeks = m_seeks;
    m_mutex.unlock();
    const bool there = source.pos() == pos || source.seek(pos);
    const QByteArray bytes = there ? source.read(qMin(chunkBytes, size - pos)) : QByteArray();
    m_mutex.lock();
    if (seeks != m_seeks)
        return true; // somebody wants another place by now
    if (bytes.isEmpty())
        return false;
    m_chunks.enqueue(bytes);
    m_waiting += bytes.size();
    m_pos += bytes.size();
    tell([](AheadDevice& device) { Q_EMIT device.readyRead(); });
    return true;
}

void AheadDevice::Reader::leave()
{
    const QMutexLocker lock(&m_mutex);
    m_device = nullptr;
    m_changed.wakeAll();
}

void AheadDevice::Reader::seek(qint64 pos)
{
    const QMutexLocker lock(&m_mutex);
    m_chunks.clear();
    m_waiting = m_taken = 0;
    m_pos = pos;
    ++m_seeks;
    m_changed.wakeAll();
}

qint64 AheadDevice::Reader::take(char* data, qint64 maxSize)
{
    const QMutexLocker lock(&m_mutex);
    qint64 taken = 0;
    while (taken < maxSize && !m_chunks.isEmpty()) {
        const QByteArray& first = m_chunks.head();
        const qint64 part = qMin(maxSize - taken, first.size() - m_taken);
        std::copy_n(first.constData() + m_taken, part, data + taken);
        taken += part;
        m_taken += part;
        if (m_taken == first.size()) {
            m_chunks.dequeue();
            m_taken = 0;
        }
    }
    m_waiting -= taken;
    m_changed.wakeAll();
    return taken;
}

AheadDevice::AheadDevice(Open open) : m_reader(std::make_shared<Reader>(this, std::move(open)))
{
    // Unbuffered: what is read here is not kept a second time.
    setOpenMode(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

AheadDevice::~AheadDevice()
{
    m_reader->leave();
}

void AheadDevice::start()
{
    // Not the shared pool: there a disk that hangs would take a place from everything else.
    try {
        std::thread([reader = m_reader] { reader->run(); }).detach();
    } catch (const std::system_error&) {
        QMetaObject::invokeMethod(this, &AheadDevice::failed, Qt::QueuedConnection); // no thread to be had
    }
}

bool AheadDevice::seek(qint64 pos)
{
    if (pos == this->pos())
        return true;
    if (pos < 0 || pos > m_size || !QIODevice::seek(pos))
        return false;
    m_reader->seek(pos);
    return true;
}

qint64 AheadDevice::readData(char* data, qint64 maxSize)
{
    return m_reader->take(data, maxSize);
}

} // namespace run402
