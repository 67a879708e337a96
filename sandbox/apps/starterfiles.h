// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace run402::sandbox {

/// A file of resources/starters as it was when this program was built.
struct StarterFile
{
    std::string_view path; ///< "<slug>/site/index.html"
    std::string_view data;
};

/// All of them, thumbnails excepted, sorted by path. The data lives as long as the program.
const std::vector<StarterFile>& starterFiles();

} // namespace run402::sandbox
