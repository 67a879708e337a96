// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QWidget>

namespace run402 {

/// Writes a picture of `widget` where RUN402_SHOTS points, when it is set.
inline void writeShot(QWidget* widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("RUN402_SHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

} // namespace run402
