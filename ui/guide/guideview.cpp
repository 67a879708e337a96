// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guideview.h"

#include "ui/common/theme.h"
#include "ui/guide/guidestyle.h"

#include <QFile>
#include <QImage>
#include <QScrollBar>
#include <QTextBlock>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int widest = 780;
constexpr int margin = 28;
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

QVariant GuideView::loadResource(int type, const QUrl& name)
{
    const QUrl url = source().resolved(name);
    if (url.scheme() != scheme && !name.isRelative())
        return {};
    QString file = u":/guide/"_s + url.path().mid(url.path().startsWith(u'/') ? 1 : 0);
    if (type == QTextDocument::ImageResource) {
        const QString dark = QString(file).replace(".png"_L1, "-dark.png"_L1);
        return QImage(Theme::of(this).isDark() && QFile::exists(dark) ? dark : file);
    }
    QFile page(file);
    return page.open(QIODevice::ReadOnly) ? QVariant(QString::fromUtf8(page.readAll())) : QVariant();
}

int GuideView::columnWidth() const
{
    return std::clamp(viewport()->width(), 320, widest + 2 * margin);
}

/// The document would shrink a picture without smoothing; it gets one of the right size instead.
void GuideView::fitPictures(int width)
{
    const qreal ratio = devicePixelRatioF();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextImageFormat format = it.fragment().charFormat().toImageFormat();
            if (!format.isValid())
                continue;
            const QUrl name(format.name());
            QImage picture = loadResource(QTextDocument::ImageResource, name).value<QImage>();
            if (picture.width() > width * ratio)
                picture = picture.convertToFormat(QImage::Format_RGB32).scaledToWidth(int(width * ratio), Qt::SmoothTransformation);
            picture.setDevicePixelRatio(ratio);
            document()->addResource(QTextDocument::ImageResource, document()->baseUrl().resolved(name), picture);
        }
    }
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
