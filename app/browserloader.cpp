// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/browserloader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>
#include <QOpenGLContext>

// Exported by QtGui without a public header; what QApplication calls under Qt::AA_ShareOpenGLContexts.
Q_GUI_EXPORT void qt_gl_set_global_share_context(QOpenGLContext* context);
Q_GUI_EXPORT QOpenGLContext* qt_gl_global_share_context();

namespace run402 {

namespace {

/// What the browser draws into is shared with the window through this context. QApplication would make it before the
/// first window, at the price of loading the OpenGL driver then. Lives until the process ends, as the browser's
/// own threads do.
void shareOpenGl()
{
    if (qt_gl_global_share_context())
        return;
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    auto* context = new QOpenGLContext;
    if (context->create())
        qt_gl_set_global_share_context(context);
    else
        delete context;
}

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
        shareOpenGl();
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

PreviewSurface* BrowserLoader::createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows)
{
    return factory().createLocked(parent, std::move(allows));
}

void BrowserLoader::grab(const QUrl& address, const QSize& viewport, QObject* context,
                         std::function<void(const QPixmap&)> done)
{
    factory().grab(address, viewport, context, std::move(done));
}

} // namespace run402
