// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPixmap>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace run402 {

class BrowserSurface;

/// Loads a page out of sight and draws it once. Deletes itself after finished(). Owner: parent. Thread: GUI.
class PageThumbnail final : public QObject
{
    Q_OBJECT
public:
    static constexpr int timeoutMs = 15'000;
    static constexpr int settleMs = 500; ///< from loaded to drawn: fonts and pictures come in

    /// `viewport` in CSS pixels.
    PageThumbnail(const QUrl& address, const QSize& viewport, QObject* parent);
    ~PageThumbnail() override;

Q_SIGNALS:
    void finished(const QPixmap& picture); ///< null: did not load

private:
    void finish(bool draw);

    std::unique_ptr<BrowserSurface> m_surface;
    QTimer m_timer;
    bool m_loaded = false;
    bool m_done = false;
};

} // namespace run402
