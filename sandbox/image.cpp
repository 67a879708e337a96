// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/image.h"

#include "sandbox/crypto/crypto.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
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

/// S, A, N, D, B, O, X: seven rows of five dots each.
constexpr std::uint8_t kLetters[7][7] = {{15, 16, 16, 14, 1, 1, 30},    {14, 17, 17, 31, 17, 17, 17},
                                         {17, 25, 25, 21, 19, 19, 17},  {30, 17, 17, 17, 17, 17, 30},
                                         {30, 17, 17, 30, 17, 17, 30},  {14, 17, 17, 17, 17, 17, 14},
                                         {17, 17, 10, 4, 10, 17, 17}};
constexpr int kMarkColumns = 7 * 6 + 3; ///< dots of the mark with its margin of two
constexpr int kMarkRows = 7 + 4;

/// The word in the lower left corner, so that nobody takes the picture for the service's.
/// `column` and `row` are in dots from the mark's upper left; nullopt outside of it.
std::optional<Colour> mark(int column, int row)
{
    if (column < 0 || row < 0 || column >= kMarkColumns || row >= kMarkRows) {
        return std::nullopt;
    }
    const int x = column - 2;
    const int y = row - 2;
    const bool ink = x >= 0 && y >= 0 && y < 7 && x / 6 < 7 && x % 6 < 5 && (kLetters[x / 6][y] >> (4 - x % 6) & 1) != 0;
    return ink ? Colour{255, 255, 255} : Colour{24, 24, 27};
}

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
    const int dot = std::max(1, std::min(width, height) / 150);
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
            if (const auto marked = mark(x / dot - 2, kMarkRows - (height - 1 - y) / dot)) {
                pixel = *marked;
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
    appendChunk(png, "tEXt", std::string("Software") + '\0' + "Run402 sandbox");
    appendChunk(png, "IDAT", packed);
    appendChunk(png, "IEND", "");
    return png;
}

} // namespace run402::sandbox
