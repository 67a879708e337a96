// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/statements.h"
#include "models/sql/tokenview.h"

namespace run402 {

/// Fills kind, verb, object, risk and limit facts of a statement from its tokens. Looks at tokens only, so it
/// also answers for text that does not parse.
void classify(SqlStatement& statement, const TokenView& tokens);

} // namespace run402
