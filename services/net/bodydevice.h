// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QIODevice>

#include <memory>

namespace run402 {

/// A request body that can be handed out once only.
///
/// Qt's HTTP stack sends a request again by itself (up to three times) when the connection breaks before
/// the answer. For a request that writes, that would do the thing twice without anybody knowing. It
/// rewinds the body for that with reset(); refusing makes it give up with ContentReSendError instead.
///
/// Owner: the exchange. Thread: GUI. `source` is opened by the caller and read through; what it has later, it says with
/// readyRead().
class BodyDevice final : public QIODevice
{
public:
    BodyDevice(std::unique_ptr<QIODevice> source, bool mayRepeat);
    BodyDevice(const QByteArray& bytes, bool mayRepeat);

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_source->size(); }
    bool seek(qint64 pos) override;
    bool reset() override;

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    std::unique_ptr<QIODevice> m_source;
    bool m_mayRepeat;
};

} // namespace run402
