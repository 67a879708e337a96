// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/image.h"

#include "sandbox/crypto/crypto.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace run402::sandbox {
namespace {

void appendWord(std::string& out, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> shift & 0xff));
    }
}

void appendChunk(std::string& png, const std::string& type, const std::string& data)
{
    appendWord(png, static_cast<std::uint32_t>(data.size()));
    const std::string body = type + data;
    png += body;
    appendWord(png, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                                     static_cast<uInt>(body.size()))));
}

struct Colour
{
    double r, g, b;
};

Colour mix(const Colour& a, const Colour& b, double t)
{
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

/// A soft disc: centre and radius in parts of the picture's width.
struct Disc
{
    double x, y, radius;
    Colour colour;
};

} // namespace

std::string drawPng(const std::string& prompt, int width, int height)
{
    const std::string seed = sha256(prompt);
    const auto part = [&](std::size_t i) { return static_cast<std::uint8_t>(seed[i % seed.size()]) / 255.0; };
    const auto colour = [&](std::size_t i) {
        return Colour{40 + 200 * part(i), 40 + 200 * part(i + 1), 40 + 200 * part(i + 2)};
    };
    const Colour top = colour(0);
    const Colour bottom = colour(3);
    const double ratio = static_cast<double>(height) / width;
    std::vector<Disc> discs;
    for (std::size_t i = 0; i < 5; ++i) {
        discs.push_back({part(6 + i), part(11 + i) * ratio, 0.08 + 0.22 * part(16 + i), colour(20 + 3 * i)});
    }
    std::string rows;
    rows.reserve(static_cast<std::size_t>(height) * (static_cast<std::size_t>(width) * 3 + 1));
    for (int y = 0; y < height; ++y) {
        rows.push_back('\0'); // filter: none
        for (int x = 0; x < width; ++x) {
            const double u = static_cast<double>(x) / width;
            const double v = static_cast<double>(y) / width;
            Colour pixel = mix(top, bottom, v / ratio);
            for (const Disc& disc : discs) {
                const double distance = std::hypot(u - disc.x, v - disc.y) / disc.radius;
                pixel = mix(pixel, disc.colour, 0.85 * std::clamp((1 - distance) * 12, 0.0, 1.0));
            }
            for (const double channel : {pixel.r, pixel.g, pixel.b}) {
                rows.push_back(static_cast<char>(std::lround(channel)));
            }
        }
    }
    uLongf packedSize = compressBound(static_cast<uLong>(rows.size()));
    std::string packed(packedSize, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &packedSize,
              reinterpret_cast<const Bytef*>(rows.data()), static_cast<uLong>(rows.size()), 6);
    packed.resize(packedSize);

    std::string header;
    appendWord(header, static_cast<std::uint32_t>(width));
    appendWord(header, static_cast<std::uint32_t>(height));
    header += std::string("\x08\x02\x00\x00\x00", 5); // 8 bits, RGB
    std::string png("\x89PNG\r\n\x1a\n", 8);
    appendChunk(png, "IHDR", header);
    appendChunk(png, "IDAT", packed);
    appendChunk(png, "IEND", "");
    return png;
}

} // namespace run402::sandbox
