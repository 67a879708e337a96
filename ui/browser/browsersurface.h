// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

#include <QElapsedTimer>

class QWebEngineView;

namespace run402 {

class BrowserPage;

/// The embedded browser as a PreviewSurface. Owner: parent. Thread: GUI.
class BrowserSurface final : public PreviewSurface
{
    Q_OBJECT
public:
    explicit BrowserSurface(QWidget* parent);
    ~BrowserSurface() override;

    void load(const QUrl& address) override;
    void back() override;
    void forward() override;
    void reload() override;
    bool canGoBack() const override;
    bool canGoForward() const override;
    void setZoom(double factor) override;
    /// The engine has no switch for it: media rules about the colour scheme are rewritten in the page's style
    /// sheets of its own origin, after each load.
    void setDark(bool dark) override;
    QPixmap picture() override;
    BrowserPage* page() const { return m_page; }

private:
    void applyDark();

    QWebEngineView* m_view;
    BrowserPage* m_page;
    QElapsedTimer m_clock;
    double m_zoom = 1;
    bool m_dark = false;
    bool m_flood = false;
};

} // namespace run402
