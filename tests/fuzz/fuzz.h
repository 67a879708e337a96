// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// A fuzz target is one file that defines LLVMFuzzerTestOneInput. Built with clang and libFuzzer (preset fuzz) it looks
/// for new inputs; built with replaymain.cpp (every other preset) it runs over the committed ones. A target reads its
/// input in all the ways the application would and aborts where something that must always hold does not.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace run402::fuzz {

/// A rule that every input must leave intact; the text is the rule.
inline void must(bool holds, const char* rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", rule);
    std::abort();
}

inline QByteArray bytesOf(const uint8_t* data, size_t size)
{
    return QByteArray(reinterpret_cast<const char*>(data), qsizetype(size));
}

} // namespace run402::fuzz
