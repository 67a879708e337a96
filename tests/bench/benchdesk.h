// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

namespace run402::bench {

/// The application as the window has it, offscreen unless a platform is named, with nothing that moves.
class Desk
{
public:
    Desk(int& argc, char** argv) : m_app(offscreen(argc), argv)
    {
        Theme::loadFonts();
        m_theme.install(m_app);
        m_theme.setReducedMotion(true);
    }

private:
    static int& offscreen(int& argc)
    {
        if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
        return argc;
    }

    QApplication m_app;
    Theme m_theme;
};

inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// One entry of the list every bench prints; endRows() closes it.
inline void printRow(const QByteArray& name, double value, const char* unit, const char* reference, double referenceValue)
{
    static bool first = true;
    std::printf("%s{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"reference\": \"%s\", \"reference_value\": %.3f, \"ratio\": %.4f}",
                std::exchange(first, false) ? "[" : ",\n ", name.constData(), value, unit, reference, referenceValue, value / referenceValue);
}

inline void endRows()
{
    std::printf("]\n");
}

} // namespace run402::bench
