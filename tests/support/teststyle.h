// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QApplication>

#include <memory>

namespace run402::test {

/// The application's fonts and light style without motion, for tests of single widgets; as long as it lives.
inline std::unique_ptr<Theme> testTheme()
{
    auto theme = std::make_unique<Theme>();
    Theme::loadFonts();
    theme->install(*qApp);
    theme->setMode(Theme::Mode::Light);
    theme->setReducedMotion(true);
    return theme;
}

} // namespace run402::test
