// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QStringDecoder>
#include <QStringEncoder>

#include <memory>

class QIODevice;

namespace run402 {

/// How the bytes of a text file are to be read.
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Latin1 };

struct EncodingGuess
{
    TextEncoding encoding = TextEncoding::Utf8;
    int mark = 0;         ///< bytes of the byte order mark at the front
    bool certain = false; ///< false: nothing but Latin-1 can be wrong about nothing, so it is a guess to be told
};

/// By the mark, by zeros in every other place, by whether it is UTF-8. `cut` = `head` is not the whole file, so its
/// last character may be incomplete.
EncodingGuess guessEncoding(QByteArrayView head, bool cut);

/// A file as UTF-8 in pieces: never more than one piece is in memory.
/// Owner: value, borrows the device. Thread: one at a time. Bytes that are no UTF-8 in a UTF-8 file pass as they are,
/// for the reader of the rows to find; in UTF-16 they become U+FFFD.
class ByteStream
{
public:
    static constexpr qsizetype pieceSize = 1 << 20;

    ByteStream(QIODevice& device, EncodingGuess encoding);

    /// The next piece; empty = the end, or a failure.
    QByteArray next();
    bool failed() const { return m_failed; } ///< the device could not be read on
    qint64 position() const { return m_read; } ///< bytes of the device, for showing progress

private:
    QIODevice& m_device;
    EncodingGuess m_encoding;
    QStringDecoder m_decoder;
    QStringEncoder m_encoder{QStringConverter::Utf8}; ///< keeps the first half of a character until the second comes
    qint64 m_read = 0;
    bool m_failed = false;
};

} // namespace run402
