// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// A size as it is shown everywhere: "512 B", "14.2 KB", "250 MB". Units are powers of 1024 with the plain names, as the
/// service counts and names its limits (262144000 bytes are its "250 MB"). Pure; any thread.
QString byteText(qint64 bytes);

} // namespace run402
