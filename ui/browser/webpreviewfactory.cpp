// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/webpreviewfactory.h"

#include "ui/browser/browserpage.h"
#include "ui/browser/browsersurface.h"
#include "ui/browser/pagethumbnail.h"

namespace run402 {

PreviewSurface* WebPreviewFactory::createSurface(QWidget* parent)
{
    return new BrowserSurface(parent);
}

PreviewSurface* WebPreviewFactory::createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows)
{
    auto* surface = new BrowserSurface(parent);
    surface->page()->lock(std::move(allows));
    return surface;
}

void WebPreviewFactory::grab(const QUrl& address, const QSize& viewport, QObject* context,
                             std::function<void(const QPixmap&)> done)
{
    auto* thumbnail = new PageThumbnail(address, viewport, context);
    QObject::connect(thumbnail, &PageThumbnail::finished, context,
                     [done = std::move(done)](const QPixmap& picture) { done(picture); });
}

} // namespace run402
