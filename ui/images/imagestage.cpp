// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagestage.h"

#include "services/worker.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QFile>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

class ImageStage::Picture : public QWidget
{
public:
    Picture()
    {
        setMinimumHeight(160);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }
    void set(const QPixmap& pixmap, QSize whole)
    {
        m_pixmap = pixmap;
        m_whole = whole;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        constexpr qreal air = 12, radius = 6;
        const Theme& theme = Theme::of(this);
        QPainter p(this);
        p.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        paintBox(&p, box, 8, theme.color("bg.sunken"), theme.color("border.default"));
        if (m_pixmap.isNull())
            return;
        const QRectF room = box.adjusted(air, air, -air, -air);
        QSizeF size = QSizeF(m_whole).scaled(room.size(), Qt::KeepAspectRatio);
        if (size.width() > m_whole.width())
            size = m_whole;
        const QRectF place(room.center() - QPointF(size.width() / 2, size.height() / 2), size);
        QPainterPath shape;
        shape.addRoundedRect(place, radius, radius);
        p.setClipPath(shape);
        p.drawPixmap(place, m_pixmap, QRectF(m_pixmap.rect()));
    }

private:
    QPixmap m_pixmap;
    QSize m_whole; ///< of the file; the pixmap may be its thumbnail
};

ImageStage::ImageStage(QWidget* parent)
    : QWidget(parent), m_picture(new Picture), m_words(new ElidedLabel({}, Theme::Font::Body)), m_facts(new Label({}, Theme::Font::Small, "text.muted"))
{
    setObjectName(u"images.stage"_s);
    m_picture->setObjectName(u"images.stage.picture"_s);
    m_facts->setObjectName(u"images.stage.facts"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(6);
    column->addWidget(m_picture, 1);
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_words, 1);
    line->addWidget(m_facts);
    column->addLayout(line);
}

void ImageStage::show(const std::optional<MadeImage>& image)
{
    setVisible(image.has_value());
    if (!image || (m_image && m_image->id == image->id)) {
        m_image = image;
        return;
    }
    m_image = image;
    m_words->setText(image->prompt.simplified());
    m_picture->setAccessibleName(tr("The chosen picture: %1").arg(image->prompt.simplified()));
    m_facts->setText(image->at.toLocalTime().toString(u"d MMM yyyy, HH:mm"_s));
    m_picture->set(QPixmap::fromImage(image->thumbnail), image->thumbnail.size());
    onWorker(this, [file = image->file] {
        QFile png(file);
        return png.open(QIODevice::ReadOnly) ? ImageLibrary::decode(png.readAll()) : QImage();
    }, [this, id = image->id](const QImage& found) {
        if (m_image && m_image->id == id)
            loaded(found);
    });
}

void ImageStage::loaded(const QImage& picture)
{
    if (picture.isNull())
        return m_facts->setText(tr("The file is not there any more"));
    m_picture->set(QPixmap::fromImage(picture), picture.size());
    m_facts->setText(tr("%1 × %2, %3").arg(picture.width()).arg(picture.height()).arg(m_image->at.toLocalTime().toString(u"d MMM yyyy, HH:mm"_s)));
}

} // namespace run402
