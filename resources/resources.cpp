// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"

#include <QtGlobal>

// Q_INIT_RESOURCE declares a function of the global namespace, so it cannot
// stand inside run402.
static void registerAll()
{
    Q_INIT_RESOURCE(run402);
    Q_INIT_RESOURCE(starters);
    Q_INIT_RESOURCE(guide);
}

namespace run402 {

void initResources()
{
    registerAll();
}

} // namespace run402
