// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guideview.h"

#include "ui/common/theme.h"
#include "ui/guide/guidestyle.h"

#include <QFile>
#include <QImageReader>
#include <QScrollBar>
#include <QTextBlock>
#include <QtConcurrent>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int widest = 780;
constexpr int margin = 28;
constexpr int keptPicturesKb = 24 * 1024;
const QLatin1StringView scheme("guide");

QUrl addressOf(const QString& page)
{
    QUrl url;
    url.setScheme(scheme);
    url.setPath(u'/' + page.section(u'#', 0, 0) + ".md"_L1);
    if (page.contains(u'#'))
        url.setFragment(page.section(u'#', 1));
    return url;
}

QString pageOf(const QUrl& url)
{
    return url.path().mid(1).chopped(3);
}

} // namespace

GuideView::GuideView(QWidget* parent) : QTextBrowser(parent)
{
    setObjectName(u"guide.text"_s);
    setAccessibleName(tr("Page of the guide"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setLineWrapMode(QTextEdit::FixedPixelWidth);
    document()->setDocumentMargin(margin);
    connect(this, &QTextBrowser::anchorClicked, this, &GuideView::follow);
    connect(this, &QTextBrowser::sourceChanged, this, [this](const QUrl& source) {
        restyle();
        if (source.hasFragment())
            scrollToAnchor(source.fragment());
        m_page = pageOf(source);
        Q_EMIT pageChanged(m_page);
    });
    m_pictures.setMaxCost(keptPicturesKb);
    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        const QList<Wanted> read = m_reading.future().results();
        for (const Wanted& one : read) {
            setPicture(one.name, one.picture);
            m_pictures.insert(one.key, new QImage(one.picture), std::max<qsizetype>(1, one.picture.sizeInBytes() / 1024));
        }
        viewport()->update();
        Q_EMIT picturesShown();
    });
    m_fit.setSingleShot(true);
    m_fit.setInterval(0);
    connect(&m_fit, &QTimer::timeout, this, [this] {
        if (source().isValid() && lineWrapColumnOrWidth() != columnWidth())
            restyle();
    });
    connect(&Theme::of(this), &Theme::changed, this, [this] {
        if (!source().isValid())
            return;
        const int at = verticalScrollBar()->value();
        reload(); // the pictures are others
        restyle();
        verticalScrollBar()->setValue(at);
    });
}

void GuideView::showPage(const QString& page)
{
    const QUrl address = addressOf(page);
    if (!QFile::exists(u":/guide"_s + address.path()))
        return;
    if (!isVisible()) {
        m_pending = address;
        m_page = pageOf(address);
        Q_EMIT pageChanged(m_page);
        return;
    }
    if (address == source()) { // asked for again: to its beginning
        if (address.hasFragment())
            scrollToAnchor(address.fragment());
        else
            verticalScrollBar()->setValue(0);
        Q_EMIT pageChanged(m_page);
        return;
    }
    setSource(address, QTextDocument::MarkdownResource);
}

void GuideView::follow(const QUrl& link)
{
    const QUrl url = source().resolved(link);
    if (url.scheme() == scheme)
        showPage(pageOf(url) + (url.hasFragment() ? u'#' + url.fragment() : QString()));
    else if (url.scheme() == "run402"_L1)
        Q_EMIT paneRequested(url.toString());
    else if (url.scheme() == "https"_L1)
        Q_EMIT outsideRequested(url);
}

QString GuideView::pictureFile(const QUrl& name) const
{
    const QString file = u":/guide/"_s + source().resolved(name).path().mid(1);
    const QString dark = QString(file).replace(".png"_L1, "-dark.png"_L1);
    return Theme::of(this).isDark() && QFile::exists(dark) ? dark : file;
}

QVariant GuideView::loadResource(int type, const QUrl& name)
{
    const QUrl url = source().resolved(name);
    if (url.scheme() != scheme)
        return {};
    if (type == QTextDocument::ImageResource)
        return {}; // they come with fitPictures()
    QFile page(u":/guide"_s + url.path());
    return page.open(QIODevice::ReadOnly) ? QVariant(QString::fromUtf8(page.readAll())) : QVariant();
}

int GuideView::columnWidth() const
{
    return std::clamp(viewport()->width(), 320, widest + 2 * margin);
}

/// The document would shrink a picture without smoothing; it gets one of the right size instead, and until that is
/// read an empty one as large.
void GuideView::fitPictures(int width)
{
    const qreal ratio = devicePixelRatioF();
    QList<Wanted> wanted;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextImageFormat format = it.fragment().charFormat().toImageFormat();
            if (!format.isValid())
                continue;
            const QUrl name(format.name());
            const QString file = pictureFile(name);
            QSize size = QImageReader(file).size(); // its head only
            if (!size.isValid())
                continue;
            if (size.width() > width * ratio)
                size = QSize(int(width * ratio), std::max(1, qRound(width * ratio * size.height() / size.width())));
            const QString key = file + u'@' + QString::number(size.width());
            if (const QImage* kept = m_pictures.object(key)) {
                setPicture(name, *kept);
                continue;
            }
            QImage room(size, QImage::Format_ARGB32_Premultiplied);
            room.fill(Qt::transparent);
            setPicture(name, room);
            wanted.append({name, key, file, size, {}});
        }
    }
    if (wanted.isEmpty()) {
        m_reading.setFuture({}); // what is being read belongs to a page that is gone
        Q_EMIT picturesShown();
        return;
    }
    m_reading.setFuture(QtConcurrent::mapped(std::move(wanted), [](Wanted one) {
        const QImage read(one.file);
        one.picture = read.size() == one.size ? read
                                              : read.convertToFormat(QImage::Format_RGB32)
                                                    .scaled(one.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        return one;
    }));
}

void GuideView::setPicture(const QUrl& name, const QImage& picture)
{
    QImage sharp = picture;
    sharp.setDevicePixelRatio(devicePixelRatioF());
    document()->addResource(QTextDocument::ImageResource, document()->baseUrl().resolved(name), sharp);
}

void GuideView::restyle()
{
    const int width = columnWidth() - 2 * margin - 2;
    setLineWrapColumnOrWidth(columnWidth());
    fitPictures(width);
    styleGuide(*document(), Theme::of(this), width);
}

void GuideView::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (lineWrapColumnOrWidth() != columnWidth())
        m_fit.start(); // once, however many steps a splitter takes
}

void GuideView::showEvent(QShowEvent* event)
{
    QTextBrowser::showEvent(event);
    if (const QUrl page = std::exchange(m_pending, {}); page.isValid())
        setSource(page, QTextDocument::MarkdownResource);
}

} // namespace run402
