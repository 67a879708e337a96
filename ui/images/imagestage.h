// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/images/imagelibrary.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace run402 {

class ElidedLabel;
class Label;

/// The chosen picture as large as there is room, at most in its own size, with its words below. The file is read and
/// decoded off the GUI thread; until then its thumbnail stands in. Owner: parent. Thread: GUI.
class ImageStage : public QWidget
{
    Q_OBJECT
public:
    explicit ImageStage(QWidget* parent = nullptr);
    void show(const std::optional<MadeImage>& image); ///< nullopt = none is chosen

private:
    class Picture;
    void loaded(const QImage& picture);

    Picture* m_picture;
    ElidedLabel* m_words;
    Label* m_facts;
    std::optional<MadeImage> m_image;
};

} // namespace run402
