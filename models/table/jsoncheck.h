// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace run402 {

/// The character (from 0) where `text` stops being one JSON value as PostgreSQL reads it (RFC 8259: any depth, numbers of
/// any size); -1 = it is one. At the end of the text when something is missing there. Linear, no recursion. Thread: any.
qsizetype jsonMistake(QStringView text);

} // namespace run402
