// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/bytestream.h"

#include <QIODevice>

#include <simdjson.h>

#include <algorithm>

namespace run402 {

namespace {

QStringConverter::Encoding codecOf(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf16Le: return QStringConverter::Utf16LE;
    case TextEncoding::Utf16Be: return QStringConverter::Utf16BE;
    case TextEncoding::Latin1: return QStringConverter::Latin1;
    case TextEncoding::Utf8: break;
    }
    return QStringConverter::Utf8;
}

/// Length without a last character that is not all there.
qsizetype wholeCharacters(QByteArrayView text)
{
    qsizetype end = text.size();
    for (int back = 0; back < 4 && end > 0; ++back) {
        const uchar c = uchar(text[end - 1]);
        if (c < 0x80)
            return text.size();
        --end;
        if (c >= 0xC0)
            return end;
    }
    return text.size();
}

} // namespace

EncodingGuess guessEncoding(QByteArrayView head, bool cut)
{
    if (head.startsWith("\xEF\xBB\xBF"))
        return {TextEncoding::Utf8, 3, true};
    if (head.startsWith(QByteArrayView("\xFF\xFE", 2)))
        return {TextEncoding::Utf16Le, 2, true};
    if (head.startsWith(QByteArrayView("\xFE\xFF", 2)))
        return {TextEncoding::Utf16Be, 2, true};
    qsizetype zeros[2] = {0, 0};
    for (qsizetype i = 0; i < head.size(); ++i)
        zeros[i % 2] += head[i] == 0;
    const qsizetype half = head.size() / 2;
    if (half > 1 && zeros[1] * 2 > half && zeros[0] * 8 < half)
        return {TextEncoding::Utf16Le, 0, false};
    if (half > 1 && zeros[0] * 2 > half && zeros[1] * 8 < half)
        return {TextEncoding::Utf16Be, 0, false};
    const qsizetype whole = cut ? wholeCharacters(head) : head.size();
    if (simdjson::validate_utf8(head.data(), size_t(whole)))
        return {TextEncoding::Utf8, 0, true};
    return {TextEncoding::Latin1, 0, false};
}

ByteStream::ByteStream(QIODevice& device, EncodingGuess encoding)
    : m_device(device), m_encoding(encoding), m_decoder(codecOf(encoding.encoding), QStringConverter::Flag::ConvertInitialBom)
{
}

QByteArray ByteStream::next()
{
    while (true) {
        QByteArray piece(pieceSize, Qt::Uninitialized);
        const qint64 got = m_device.read(piece.data(), piece.size());
        if (got < 0)
            m_failed = true;
        if (got <= 0)
            return {};
        const bool first = m_read == 0;
        m_read += got;
        piece.truncate(got);
        if (first && m_encoding.mark > 0)
            piece.remove(0, std::min<qsizetype>(m_encoding.mark, piece.size()));
        if (m_encoding.encoding != TextEncoding::Utf8)
            piece = m_encoder(QString(m_decoder(piece)));
        if (!piece.isEmpty())
            return piece;
    }
}

} // namespace run402
