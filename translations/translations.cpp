// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/translations.h"

#include <QCoreApplication>
#include <QTranslator>

// Q_INIT_RESOURCE declares a function of the global namespace, so it cannot
// stand inside run402.
static void registerCatalogue()
{
    Q_INIT_RESOURCE(translations);
}

namespace run402 {

bool installTranslations()
{
    registerCatalogue();
    auto* translator = new QTranslator(QCoreApplication::instance());
    return translator->load(QStringLiteral(":/i18n/run402_en.qm")) && QCoreApplication::installTranslator(translator);
}

} // namespace run402
