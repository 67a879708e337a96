// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

#include <functional>
#include <memory>

namespace run402 {

/// A file that is read ahead on a thread of its own, so that a slow disk never holds up the thread that sends it.
///
/// `open` is called on that thread and gives an open device of known size (not sequential), or nullptr. start() begins;
/// opened() or failed() follows, never from within start(). From then on read() gives what has arrived, which may be
/// nothing: readyRead() says when there is more. At most `aheadBytes` wait in memory. seek() may go anywhere.
/// failed() also comes when the source breaks off before its size.
///
/// Owner: the body it feeds. Thread: its owner's. Destroying it never waits for the source: a read that hangs ends by
/// itself, on its thread, later.
class AheadDevice final : public QIODevice
{
    Q_OBJECT
public:
    using Open = std::function<std::unique_ptr<QIODevice>()>;
    static constexpr qint64 aheadBytes = 1 << 20;

    explicit AheadDevice(Open open);
    ~AheadDevice() override;

    void start();
    bool isSequential() const override { return false; }
    qint64 size() const override { return m_size; }
    bool seek(qint64 pos) override;

Q_SIGNALS:
    void opened();
    void failed();

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    class Reader;
    std::shared_ptr<Reader> m_reader;
    qint64 m_size = 0;
};

} // namespace run402
