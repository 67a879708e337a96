// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/datasize.h"

#include <QLocale>

namespace run402 {

QString byteText(qint64 bytes)
{
    if (qAbs(bytes) < 1024)
        return QStringLiteral("%1 B").arg(bytes);
    const QString text = QLocale(QLocale::English).formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
    return QString(text).replace(QLatin1String(".0 "), QLatin1String(" ")).replace(QLatin1String("kB"), QLatin1String("KB"));
}

} // namespace run402
