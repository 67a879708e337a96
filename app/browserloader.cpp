// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/browserloader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>

namespace run402 {

namespace {

QString findModule()
{
    const QString folder = QCoreApplication::applicationDirPath();
    for (const QString& place : {folder, folder + QStringLiteral("/../lib/run402-desktop")}) {
        const QFileInfo file(place + QStringLiteral("/run402-browser.so"));
        if (file.isFile())
            return file.canonicalFilePath();
    }
    return {};
}

} // namespace

BrowserLoader::BrowserLoader() : m_module(findModule()) {}

bool BrowserLoader::isEmbedded() const
{
    return !m_module.isEmpty();
}

PreviewFactory& BrowserLoader::factory()
{
    if (m_factory)
        return *m_factory;
    if (isEmbedded()) {
        // Everything is resolved now, so that a module of another build fails here and not in the middle of a page.
        QLibrary library(m_module);
        library.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
        using Create = PreviewFactory* (*)();
        if (const auto create = reinterpret_cast<Create>(library.resolve("run402CreatePreviewFactory"))) {
            m_factory.reset(create());
            return *m_factory;
        }
        qWarning("The embedded browser does not load: %s", qPrintable(library.errorString()));
        m_module.clear();
    }
    m_factory = std::make_unique<SystemBrowserFactory>();
    return *m_factory;
}

PreviewSurface* BrowserLoader::createSurface(QWidget* parent)
{
    return factory().createSurface(parent);
}

void BrowserLoader::grab(const QUrl& address, const QSize& viewport, QObject* context,
                         std::function<void(const QPixmap&)> done)
{
    factory().grab(address, viewport, context, std::move(done));
}

} // namespace run402
