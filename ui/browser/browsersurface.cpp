// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browsersurface.h"

#include "ui/browser/browserpage.h"

#include <QVBoxLayout>
#include <QWebEngineHistory>
#include <QWebEngineLoadingInfo>
#include <QWebEngineView>

namespace run402 {

BrowserSurface::BrowserSurface(QWidget* parent) : PreviewSurface(parent), m_view(new QWebEngineView)
{
    // The profile must outlive its page: both hang on this surface, and the destructor takes the page first.
    m_page = new BrowserPage(BrowserPage::createProfile(this), this);
    m_view->setPage(m_page);
    m_view->setContextMenuPolicy(Qt::NoContextMenu);
    m_view->setAcceptDrops(false);
    m_view->setObjectName(QStringLiteral("preview.web"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    connect(m_page, &QWebEnginePage::urlChanged, this, &PreviewSurface::addressChanged);
    connect(m_page, &BrowserPage::messageWritten, this, &PreviewSurface::consoleMessage);
    connect(m_page, &BrowserPage::refused, this, &PreviewSurface::refused);
    connect(m_page, &BrowserPage::dialogFlood, this, [this] { m_flood = true; });
    connect(m_page, &QWebEnginePage::loadingChanged, this, [this](const QWebEngineLoadingInfo& info) {
        if (info.status() == QWebEngineLoadingInfo::LoadStartedStatus) {
            m_clock.start();
            m_flood = false;
            Q_EMIT loadStarted();
            return;
        }
        const bool ok = info.status() == QWebEngineLoadingInfo::LoadSucceededStatus;
        const bool http = info.errorDomain() == QWebEngineLoadingInfo::HttpStatusCodeDomain
                          || (ok && info.errorCode() >= 100 && info.errorCode() < 600);
        m_page->setZoomFactor(m_zoom);
        if (m_dark)
            applyDark();
        Q_EMIT loadFinished(ok, http ? info.errorCode() : 0, m_clock.isValid() ? m_clock.elapsed() : 0, info.errorString());
    });
    connect(m_page, &QWebEnginePage::renderProcessTerminated, this,
            [this](QWebEnginePage::RenderProcessTerminationStatus, int) {
                Q_EMIT stopped(m_flood ? tr("It kept opening messages and was ended.")
                                       : tr("The page's process ended. The application is not affected."));
            });
}

BrowserSurface::~BrowserSurface()
{
    delete m_view;
    delete m_page;
}

void BrowserSurface::load(const QUrl& address)
{
    const bool web = address.scheme() == QLatin1String("http") || address.scheme() == QLatin1String("https");
    if (!web) {
        Q_EMIT refused(tr("Only web addresses open here"), address);
        return;
    }
    m_page->load(address);
}

void BrowserSurface::back() { m_page->triggerAction(QWebEnginePage::Back); }
void BrowserSurface::forward() { m_page->triggerAction(QWebEnginePage::Forward); }
void BrowserSurface::reload() { m_page->triggerAction(QWebEnginePage::ReloadAndBypassCache); }
bool BrowserSurface::canGoBack() const { return m_page->history()->canGoBack(); }
bool BrowserSurface::canGoForward() const { return m_page->history()->canGoForward(); }

void BrowserSurface::setZoom(double factor)
{
    m_zoom = qBound(0.25, factor, 5.0);
    m_page->setZoomFactor(m_zoom);
}

void BrowserSurface::setDark(bool dark)
{
    if (m_dark == dark)
        return;
    m_dark = dark;
    if (!dark && m_page->url().isValid())
        reload();
    else if (dark)
        applyDark();
}

void BrowserSurface::applyDark()
{
    // The sheets of other origins cannot be read by a script and stay as they are.
    m_page->runJavaScript(QStringLiteral(
        "(function walk(list){for(const s of list){let rules;try{rules=s.cssRules}catch(e){continue}"
        "if(!rules)continue;for(const r of rules){if(r.media&&/prefers-color-scheme/.test(r.media.mediaText)){"
        "r.media.mediaText=/dark/.test(r.media.mediaText)?'all':'not all'}"
        "if(r.cssRules)walk([r])}}})(document.styleSheets);"
        "document.documentElement.style.colorScheme='dark'"));
}

QPixmap BrowserSurface::picture()
{
    return m_view->grab();
}

} // namespace run402
