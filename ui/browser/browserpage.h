// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

#include <QWebEnginePage>
#include <QWebEngineProfile>
#include <QWebEngineUrlRequestInterceptor>

namespace run402 {

/// Lets web addresses through and nothing else: no file, no qrc, no chrome. Called on the browser's IO side.
class WebOnlyInterceptor final : public QWebEngineUrlRequestInterceptor
{
    Q_OBJECT
public:
    using QWebEngineUrlRequestInterceptor::QWebEngineUrlRequestInterceptor;
    void interceptRequest(QWebEngineUrlRequestInfo& info) override;
    static bool allows(const QUrl& url);
};

/// A page that can reach the web and nothing of this computer: no files, plugins, popups, downloads,
/// clipboard or permissions; its dialogs become console lines, so that none can hold the window; certificate
/// errors end the load. One that will not stop opening dialogs is ended. Owner: parent. Thread: GUI.
class BrowserPage final : public QWebEnginePage
{
    Q_OBJECT
public:
    BrowserPage(QWebEngineProfile* profile, QObject* parent);
    ~BrowserPage() override;

    /// An off-the-record profile that shares nothing with any other. Owner: parent.
    static QWebEngineProfile* createProfile(QObject* parent);
    /// From here on the whole page goes only where `allows` says yes. Redirects are navigations too.
    void lock(std::function<bool(const QUrl&)> allows) { m_allows = std::move(allows); }
    static constexpr int dialogLimit = 100; ///< in one load

Q_SIGNALS:
    void messageWritten(const run402::ConsoleMessage& message);
    void refused(const QString& what, const QUrl& address);
    void dialogFlood();

protected:
    bool acceptNavigationRequest(const QUrl& url, NavigationType type, bool isMainFrame) override;
    void javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString& message, int line,
                                  const QString& source) override;
    void javaScriptAlert(const QUrl& origin, const QString& text) override;
    bool javaScriptConfirm(const QUrl& origin, const QString& text) override;
    bool javaScriptPrompt(const QUrl& origin, const QString& text, const QString& preset, QString* answer) override;
    QStringList chooseFiles(FileSelectionMode mode, const QStringList& old, const QStringList& types) override;

private:
    void harden();
    void dialog(const QString& text);

    std::function<bool(const QUrl&)> m_allows;
    int m_dialogs = 0;
};

} // namespace run402
