// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QPixmap>
#include <QUrl>
#include <QWidget>

#include <functional>

namespace run402 {

/// A line a page wrote to its console, or that the browser wrote about it.
struct ConsoleMessage
{
    enum class Level { Info, Warning, Error };
    Level level = Level::Info;
    QString text;    ///< at most 4,000 characters
    QString source;  ///< address of the script; may be empty
    int line = 0;    ///< from 1; 0 = unknown
    QDateTime at;    ///< UTC
};

/// A page on screen. The embedded browser and its stand-in both are one. Owner: parent. Thread: GUI.
class PreviewSurface : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// http and https only; anything else is refused() .
    virtual void load(const QUrl& address) = 0;
    virtual void back() = 0;
    virtual void forward() = 0;
    virtual void reload() = 0;
    virtual bool canGoBack() const = 0;
    virtual bool canGoForward() const = 0;
    virtual void setZoom(double factor) = 0;
    /// Shows the page as if the system were dark, as far as the page can be told.
    virtual void setDark(bool dark) = 0;
    /// What is on screen, in device pixels.
    virtual QPixmap picture() = 0;

Q_SIGNALS:
    void addressChanged(const QUrl& address);
    void loadStarted();
    /// `status` is the HTTP status, 0 when unknown; `ms` from start to end of the load.
    void loadFinished(bool ok, int status, qint64 ms, const QString& error);
    void consoleMessage(const run402::ConsoleMessage& message);
    void stopped(const QString& why);            ///< the page's process ended; reload() starts a new one
    void refused(const QString& what, const QUrl& address); ///< a popup, download or scheme that was not allowed
};

/// Makes surfaces; app/ hands it to whoever shows pages, so that ui/ knows no browser.
/// Thread: GUI. Owner: app/.
class PreviewFactory
{
public:
    virtual ~PreviewFactory() = default;
    /// False: createSurface gives a note that points to the system browser.
    virtual bool isEmbedded() const = 0;
    /// A surface with its own off-the-record profile. The browser is loaded at the first call, never before.
    virtual PreviewSurface* createSurface(QWidget* parent) = 0;
    /// The same for a page that must not lead elsewhere: the whole page goes only where `allows` says yes, everything
    /// else is refused(). Asked on the GUI thread for every navigation and redirect.
    virtual PreviewSurface* createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows) = 0;
    /// Draws a page out of sight, `viewport` in CSS pixels. The picture is null when it did not load within
    /// 15 s. Not called once `context` died.
    virtual void grab(const QUrl& address, const QSize& viewport, QObject* context,
                      std::function<void(const QPixmap&)> done) = 0;
};

/// For builds without the embedded browser. Never draws.
class SystemBrowserFactory final : public PreviewFactory
{
public:
    bool isEmbedded() const override { return false; }
    PreviewSurface* createSurface(QWidget* parent) override;
    PreviewSurface* createLocked(QWidget* parent, std::function<bool(const QUrl&)> allows) override;
    void grab(const QUrl&, const QSize&, QObject* context, std::function<void(const QPixmap&)> done) override;
};

} // namespace run402
