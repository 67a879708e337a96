// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/encoding.h"

#include "sandbox/text.h"

#include <zlib.h>

namespace run402::sandbox {
namespace {

constexpr int kZlibOrGzip = 15 + 32; // window bits: which of both is told by the data
constexpr std::size_t kStep = 64 * 1024;

Unpacking inflateAll(z_stream& stream, std::string& out, std::size_t limit)
{
    for (int state = Z_OK; state != Z_STREAM_END;) {
        const std::size_t had = out.size();
        out.resize(had + kStep);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
        stream.avail_out = static_cast<uInt>(kStep);
        state = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (out.size() > limit) {
            return Unpacking::TooLarge;
        }
        if (state != Z_STREAM_END && (state != Z_OK || (stream.avail_in == 0 && out.size() == had))) {
            return Unpacking::Broken;
        }
    }
    return Unpacking::Done;
}

} // namespace

Unpacking unpackBody(std::string& body, std::string_view encoding, std::size_t limit)
{
    const std::string name = lower(trim(std::string(encoding)));
    if (name.empty() || name == "identity" || body.empty()) {
        return Unpacking::Done;
    }
    if (name != "gzip" && name != "deflate") {
        return Unpacking::Unknown;
    }
    z_stream stream{};
    if (inflateInit2(&stream, kZlibOrGzip) != Z_OK) {
        return Unpacking::Broken;
    }
    stream.next_in = reinterpret_cast<Bytef*>(body.data());
    stream.avail_in = static_cast<uInt>(body.size());
    std::string out;
    const Unpacking result = inflateAll(stream, out, limit);
    inflateEnd(&stream);
    if (result == Unpacking::Done) {
        body = std::move(out);
    }
    return result;
}

} // namespace run402::sandbox
