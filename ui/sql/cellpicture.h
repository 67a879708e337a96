// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"

#include <QImage>
#include <QLabel>

namespace run402 {

/// What bytes turned out to be.
struct SeenBytes
{
    qint64 size = -1; ///< bytes; -1 = they were too many to look at
    QImage picture;   ///< at most 240 points a side; null = no picture of a known kind, or one too large
    QSize natural;    ///< of the whole picture
};

/// Drawings (SVG) are left alone: they could ask for other files. Thread: any.
SeenBytes seeBytes(const QByteArray& bytes);
/// The bytes of a bytea or data: URL cell. Thread: any.
SeenBytes seeCell(const ResultSet& set, qsizetype row, int column);

/// The place of a small picture; takes no room until there is one. Owner: parent. Thread: GUI.
class CellPicture : public QLabel
{
    Q_OBJECT
public:
    explicit CellPicture(QWidget* parent = nullptr);
    void setSeen(const SeenBytes& seen);
};

} // namespace run402
