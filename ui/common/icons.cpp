// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include "ui/common/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPaintDevice>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace run402 {

namespace {

QString pathOf(const QString& name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

class LucideEngine final : public QIconEngine
{
public:
    LucideEngine(QString name, QByteArray token)
        : m_name(std::move(name))
        , m_token(std::move(token))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        Icons::paint(painter, rect, m_name, colorFor(mode), std::min(rect.width(), rect.height()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // The size asked for already holds the scale.
        const int side = std::min(size.width(), size.height());
        QPixmap pm = Icons::pixmap(m_name, colorFor(mode), side, 1.0);
        pm.setDevicePixelRatio(scale);
        return pm;
    }
    QIconEngine* clone() const override { return new LucideEngine(m_name, m_token); }
    QString key() const override { return QStringLiteral("lucide"); }
    QString iconName() override { return m_name; }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        return Theme::of().color(mode == QIcon::Disabled ? "text.disabled" : m_token.constData());
    }

    QString m_name;
    QByteArray m_token;
};

} // namespace

namespace Icons {

QIcon get(const QString& name, const char* token)
{
    return name.isEmpty() ? QIcon() : QIcon(new LucideEngine(name, token));
}

QIcon get(const char* name, const char* token)
{
    return get(QString::fromLatin1(name), token);
}

bool exists(const QString& name)
{
    return QFile::exists(pathOf(name));
}

QByteArray svg(const QString& name, const QColor& color, double stroke)
{
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("There is no icon %s", qPrintable(name));
        return {};
    }
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name().toLatin1());
    svg.replace("stroke-width=\"2\"", "stroke-width=\"" + QByteArray::number(stroke) + '"');
    return svg;
}

QPixmap pixmap(const QString& name, const QColor& color, int size, qreal ratio, double stroke)
{
    const int side = qCeil(size * ratio);
    const QString key = QStringLiteral("lucide/%1/%2/%3/%4")
                            .arg(name, color.name(QColor::HexArgb)).arg(side).arg(stroke);
    QPixmap pm;
    if (!QPixmapCache::find(key, &pm)) {
        pm = QPixmap(side, side);
        pm.fill(Qt::transparent);
        const QByteArray shape = svg(name, color, stroke);
        if (shape.isEmpty())
            return pm;
        QSvgRenderer renderer(shape);
        QPainter painter(&pm);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter, QRectF(0, 0, side, side));
        painter.end();
        QPixmapCache::insert(key, pm);
    }
    pm.setDevicePixelRatio(ratio);
    return pm;
}

void paint(QPainter* painter, const QRectF& rect, const QString& name, const QColor& color, int size, double stroke)
{
    if (name.isEmpty())
        return;
    const QPixmap pm = pixmap(name, color, size, painter->device()->devicePixelRatioF(), stroke);
    const QPointF at(rect.x() + (rect.width() - size) / 2.0, rect.y() + (rect.height() - size) / 2.0);
    painter->drawPixmap(QPointF(qRound(at.x()), qRound(at.y())), pm);
}

} // namespace Icons

} // namespace run402
