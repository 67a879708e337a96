// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browserpage.h"

#include <QWebEngineCertificateError>
#include <QWebEngineDownloadRequest>
#include <QWebEngineFileSystemAccessRequest>
#include <QWebEngineFullScreenRequest>
#include <QWebEngineNewWindowRequest>
#include <QWebEngineQuotaRequest>
#include <QWebEngineRegisterProtocolHandlerRequest>
#include <QWebEngineSettings>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

namespace run402 {

bool WebOnlyInterceptor::allows(const QUrl& url)
{
    static const QStringList schemes{QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("ws"),
                                     QStringLiteral("wss"), QStringLiteral("data"), QStringLiteral("blob")};
    return schemes.contains(url.scheme()) || url == QUrl(QStringLiteral("about:blank"));
}

void WebOnlyInterceptor::interceptRequest(QWebEngineUrlRequestInfo& info)
{
    if (!allows(info.requestUrl()))
        info.block(true);
}

QWebEngineProfile* BrowserPage::createProfile(QObject* parent)
{
    auto* profile = new QWebEngineProfile(parent); // without a name: off the record
    profile->setUrlRequestInterceptor(new WebOnlyInterceptor(profile));
    profile->setPersistentCookiesPolicy(QWebEngineProfile::NoPersistentCookies);
    profile->setSpellCheckEnabled(false);
    return profile;
}

BrowserPage::BrowserPage(QWebEngineProfile* profile, QObject* parent) : QWebEnginePage(profile, parent)
{
    harden();
    connect(this, &QWebEnginePage::loadStarted, this, [this] { m_dialogs = 0; });
    connect(this, &QWebEnginePage::featurePermissionRequested, this,
            [this](const QUrl& origin, QWebEnginePage::Feature feature) {
                setFeaturePermission(origin, feature, PermissionDeniedByUser);
            });
    connect(this, &QWebEnginePage::fullScreenRequested, this, [](QWebEngineFullScreenRequest r) { r.reject(); });
    connect(this, &QWebEnginePage::quotaRequested, this, [](QWebEngineQuotaRequest r) { r.reject(); });
    connect(this, &QWebEnginePage::registerProtocolHandlerRequested, this,
            [](QWebEngineRegisterProtocolHandlerRequest r) { r.reject(); });
    connect(this, &QWebEnginePage::fileSystemAccessRequested, this,
            [](QWebEngineFileSystemAccessRequest r) { r.reject(); });
    connect(this, &QWebEnginePage::certificateError, this, [this](const QWebEngineCertificateError& e) {
        QWebEngineCertificateError error = e;
        error.rejectCertificate();
        Q_EMIT refused(tr("The certificate of this address is not valid"), e.url());
    });
    // Not taken up: no window opens. What a person clicked is offered to the system browser.
    connect(this, &QWebEnginePage::newWindowRequested, this, [this](const QWebEngineNewWindowRequest& request) {
        Q_EMIT refused(tr("The page wanted to open a window"), request.isUserInitiated() ? request.requestedUrl() : QUrl());
    });
    connect(profile, &QWebEngineProfile::downloadRequested, this, [this](QWebEngineDownloadRequest* download) {
        download->cancel();
        Q_EMIT refused(tr("The page wanted to save a file"), download->url());
    });
}

BrowserPage::~BrowserPage() = default;

void BrowserPage::harden()
{
    using S = QWebEngineSettings;
    for (const auto off : {S::LocalContentCanAccessFileUrls, S::LocalContentCanAccessRemoteUrls, S::PluginsEnabled,
                           S::JavascriptCanOpenWindows, S::JavascriptCanAccessClipboard, S::JavascriptCanPaste,
                           S::FullScreenSupportEnabled, S::ScreenCaptureEnabled, S::AllowRunningInsecureContent,
                           S::AllowGeolocationOnInsecureOrigins, S::AllowWindowActivationFromJavaScript,
                           S::HyperlinkAuditingEnabled, S::DnsPrefetchEnabled, S::PdfViewerEnabled,
                           S::NavigateOnDropEnabled, S::ErrorPageEnabled, S::FocusOnNavigationEnabled})
        settings()->setAttribute(off, false);
    settings()->setAttribute(S::PlaybackRequiresUserGesture, true);
    settings()->setAttribute(S::WebRTCPublicInterfacesOnly, true);
    settings()->setUnknownUrlSchemePolicy(S::DisallowUnknownUrlSchemes);
}

bool BrowserPage::acceptNavigationRequest(const QUrl& url, NavigationType, bool isMainFrame)
{
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")
                     || url == QUrl(QStringLiteral("about:blank"));
    if (isMainFrame && m_allows && !m_allows(url)) {
        Q_EMIT refused(tr("The page wanted to go elsewhere"), url);
        return false;
    }
    if (isMainFrame ? web : WebOnlyInterceptor::allows(url) || url.scheme() == QLatin1String("about"))
        return true;
    Q_EMIT refused(tr("Only web addresses open here"), url);
    return false;
}

void BrowserPage::javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString& message, int line,
                                           const QString& source)
{
    ConsoleMessage m;
    m.level = level == ErrorMessageLevel     ? ConsoleMessage::Level::Error
              : level == WarningMessageLevel ? ConsoleMessage::Level::Warning
                                             : ConsoleMessage::Level::Info;
    m.text = message.left(4000);
    m.source = source;
    m.line = line;
    m.at = QDateTime::currentDateTimeUtc();
    Q_EMIT messageWritten(m);
}

void BrowserPage::dialog(const QString& text)
{
    if (++m_dialogs <= dialogLimit) {
        ConsoleMessage m;
        m.text = text.left(4000);
        m.source = url().toString();
        m.at = QDateTime::currentDateTimeUtc();
        Q_EMIT messageWritten(m);
        return;
    }
    if (m_dialogs != dialogLimit + 1)
        return;
    Q_EMIT dialogFlood();
#ifdef Q_OS_UNIX
    // A script that never returns cannot be stopped from outside; its process can.
    const qint64 process = renderProcessPid();
    if (process > 0)
        ::kill(pid_t(process), SIGKILL);
#endif
}

void BrowserPage::javaScriptAlert(const QUrl&, const QString& text)
{
    dialog(tr("alert: %1").arg(text));
}

bool BrowserPage::javaScriptConfirm(const QUrl&, const QString& text)
{
    dialog(tr("confirm, answered no: %1").arg(text));
    return false;
}

bool BrowserPage::javaScriptPrompt(const QUrl&, const QString& text, const QString&, QString*)
{
    dialog(tr("prompt, not answered: %1").arg(text));
    return false;
}

QStringList BrowserPage::chooseFiles(FileSelectionMode, const QStringList&, const QStringList&)
{
    Q_EMIT refused(tr("Choosing files works in your own browser"), url());
    return {};
}

} // namespace run402
