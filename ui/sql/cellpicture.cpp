// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/cellpicture.h"

#include "models/item/resulttext.h"

#include <QBuffer>
#include <QImageReader>

namespace run402 {

namespace {
constexpr qsizetype mostText = 64 << 20, mostBytes = 16 << 20;
constexpr qint64 mostPoints = 40'000'000;
constexpr int side = 240;
}

SeenBytes seeBytes(const QByteArray& bytes)
{
    SeenBytes seen;
    seen.size = bytes.size();
    if (bytes.isEmpty() || bytes.size() > mostBytes)
        return seen;
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (!reader.canRead() || reader.format() == "svg" || reader.format() == "svgz")
        return seen;
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > mostPoints)
        return seen;
    if (size.width() > side || size.height() > side)
        reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    seen.picture = reader.read();
    seen.natural = size;
    return seen;
}

SeenBytes seeCell(const ResultSet& set, qsizetype row, int column)
{
    qsizetype size = 0;
    const Cell start = set.startOfCell(row, column, 64, size);
    if (size > mostText)
        return {};
    const QString whole = set.plainCell(row, column).text;
    if (start.kind == CellKind::Bytes)
        return seeBytes(bufferBytes(whole));
    return seeBytes(QByteArray::fromBase64(QStringView(whole).mid(whole.indexOf(u',') + 1).toLatin1()));
}

CellPicture::CellPicture(QWidget* parent) : QLabel(parent)
{
    setObjectName(QStringLiteral("sql.inspector.picture"));
    hide();
}

void CellPicture::setSeen(const SeenBytes& seen)
{
    if (seen.picture.isNull())
        return;
    setPixmap(QPixmap::fromImage(seen.picture));
    setAccessibleName(tr("Picture of %1 by %2 points").arg(seen.natural.width()).arg(seen.natural.height()));
    setToolTip(accessibleName());
    show();
}

} // namespace run402
