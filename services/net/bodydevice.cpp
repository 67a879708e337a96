// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/bodydevice.h"

namespace run402 {

BodyDevice::BodyDevice(std::unique_ptr<QIODevice> source, bool mayRepeat)
    : m_source(std::move(source)), m_mayRepeat(mayRepeat)
{
    // Unbuffered: our position must be the source's.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    connect(m_source.get(), &QIODevice::readyRead, this, &QIODevice::readyRead);
}

BodyDevice::BodyDevice(const QByteArray& bytes, bool mayRepeat)
    : BodyDevice([&] {
          auto buffer = std::make_unique<QBuffer>();
          buffer->setData(bytes);
          buffer->open(QIODevice::ReadOnly);
          return buffer;
      }(), mayRepeat)
{
}

bool BodyDevice::seek(qint64 pos)
{
    if (!m_mayRepeat && pos < this->pos())
        return false;
    return QIODevice::seek(pos) && m_source->seek(pos);
}

bool BodyDevice::reset()
{
    return m_mayRepeat && seek(0);
}

qint64 BodyDevice::readData(char* data, qint64 maxSize)
{
    return m_source->read(data, maxSize);
}

} // namespace run402
