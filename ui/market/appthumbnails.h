// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QQueue>
#include <QSet>
#include <QTimer>
#include <QUrl>

#include <functional>

namespace run402 {

/// Pictures of live demos: from the disk at once, else drawn out of sight, one after the other, and kept. Files are
/// read, scaled and written off the GUI thread. Owner: QObject parent. Thread: GUI.
class AppThumbnails : public QObject
{
    Q_OBJECT
public:
    /// Draws a page; false = not now (starting the browser holds up the window, and somebody is using it): asked again
    /// every second as long as something waits. Empty = there is no browser.
    using Draw = std::function<bool(const QUrl& address, QObject* context, std::function<void(const QPixmap&)> done)>;

    AppThumbnails(const QString& folder, Draw draw, QObject* parent = nullptr);

    /// Asks for the picture of `id` as it is at `address`; ready() comes when there is one. Repeats are cheap.
    void want(const QString& id, const QUrl& address);
    /// What waits is dropped: other cards are on screen now.
    void forgetWaiting();

Q_SIGNALS:
    void ready(const QString& id, const QPixmap& picture);

private:
    struct Job { QString id; QUrl address; QString file; };
    void loaded(const Job& job, const QImage& image);
    void drawNext();
    void drawn(const Job& job, const QPixmap& picture);

    QString m_folder;
    Draw m_draw;
    QSet<QString> m_asked;   ///< files being read, or done
    QSet<QString> m_failed;  ///< not tried again in this run
    QQueue<Job> m_waiting;
    QTimer m_retry;
    bool m_drawing = false;
};

} // namespace run402
