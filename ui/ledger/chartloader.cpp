// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/chartloader.h"

#include "ui/ledger/monthchart.h"
#include "ui/sql/resultplot.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>

namespace run402 {
namespace {

QString findModule()
{
#if defined(Q_OS_WIN)
    const QString name = QStringLiteral("/run402-charts.dll");
#else
    const QString name = QStringLiteral("/run402-charts.so");
#endif
    const QString folder = QCoreApplication::applicationDirPath();
    for (const QString& place : {folder, folder + QStringLiteral("/../lib/run402-desktop"), folder + QStringLiteral("/../bin")}) {
        const QFileInfo file(place + name);
        if (file.isFile())
            return file.canonicalFilePath();
    }
    return {};
}

/// The module's function of that name; nullptr where there is none.
QFunctionPointer resolve(const char* name)
{
    const QString module = findModule();
    if (module.isEmpty())
        return nullptr;
    QLibrary library(module);
    library.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    const QFunctionPointer found = library.resolve(name);
    if (!found)
        qWarning("The chart does not load: %s", qPrintable(library.errorString()));
    return found;
}

} // namespace

MonthChart* loadMonthChart(QWidget* parent)
{
    const auto create = reinterpret_cast<CreateMonthChart>(resolve(kCreateMonthChart));
    return create ? create(parent) : nullptr;
}

ResultPlot* loadResultPlot(QWidget* parent)
{
    const auto create = reinterpret_cast<CreateResultPlot>(resolve(kCreateResultPlot));
    return create ? create(parent) : nullptr;
}

} // namespace run402
