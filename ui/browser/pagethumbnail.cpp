// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/pagethumbnail.h"

#include "ui/browser/browsersurface.h"

namespace run402 {

PageThumbnail::PageThumbnail(const QUrl& address, const QSize& viewport, QObject* parent)
    : QObject(parent), m_surface(std::make_unique<BrowserSurface>(nullptr))
{
    // Shown to the engine, which draws nothing for hidden views, and not to the screen.
    m_surface->setAttribute(Qt::WA_DontShowOnScreen);
    // The engine may recreate the window for its own kind of surface and map it all the same: then beyond the screen.
    m_surface->setWindowFlags(Qt::Tool | Qt::FramelessWindowHint | Qt::BypassWindowManagerHint | Qt::WindowDoesNotAcceptFocus);
    m_surface->setAttribute(Qt::WA_ShowWithoutActivating);
    m_surface->setGeometry(QRect(QPoint(-2 * viewport.width(), -2 * viewport.height()), viewport));
    m_surface->show();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { finish(m_loaded); });
    connect(m_surface.get(), &PreviewSurface::loadFinished, this, [this](bool ok) {
        if (!ok)
            return finish(false);
        m_loaded = true;
        m_timer.start(settleMs);
    });
    connect(m_surface.get(), &PreviewSurface::stopped, this, [this] { finish(false); });
    m_timer.start(timeoutMs);
    m_surface->load(address);
}

PageThumbnail::~PageThumbnail() = default;

void PageThumbnail::finish(bool draw)
{
    if (m_done)
        return;
    m_done = true;
    m_timer.stop();
    const QPixmap picture = draw ? m_surface->picture() : QPixmap();
    Q_EMIT finished(picture);
    deleteLater();
}

} // namespace run402
