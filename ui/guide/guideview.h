// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QFutureWatcher>
#include <QImage>
#include <QTextBrowser>
#include <QTimer>
#include <QUrl>

namespace run402 {

/// Shows one page of the guide from :/guide, in the theme, in a column that stays readable. Pages have a history; only
/// the guide's own files are ever loaded. A page shows at once with room for its pictures, which are read, and shrunk to
/// the column, by another thread. Owner: parent. Thread: GUI.
class GuideView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit GuideView(QWidget* parent = nullptr);

    /// `page` is an id, "storage", or an id with a heading, "storage#signed-links".
    void showPage(const QString& page);
    QString page() const { return m_page; }

    QVariant loadResource(int type, const QUrl& name) override;

Q_SIGNALS:
    void pageChanged(const QString& page);
    void paneRequested(const QString& target); ///< a run402:// link
    void outsideRequested(const QUrl& address); ///< a page of the web
    void picturesShown(); ///< every picture of the page is there

private:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void follow(const QUrl& link);
    void restyle();
    void fitPictures(int width);
    void setPicture(const QUrl& name, const QImage& picture);
    QString pictureFile(const QUrl& name) const;
    int columnWidth() const;

    QString m_page;
    QUrl m_pending; ///< loaded once the width is known
    QTimer m_fit;
    struct Wanted
    {
        QUrl name;
        QString key, file;
        QSize size; ///< px of the screen
        QImage picture;
    };
    QFutureWatcher<Wanted> m_reading; ///< the newest reading; an older one's pictures come to nothing
    QCache<QString, QImage> m_pictures; ///< cost: KB
};

} // namespace run402
