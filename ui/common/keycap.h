// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

/// A key in a small box: "Ctrl K". Owner: parent. Thread: GUI.
class KeyCap : public QWidget
{
    Q_OBJECT
public:
    explicit KeyCap(const QString& text, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// For delegates: paints at the right end of `rect`, returns the width.
    static int paintRight(QPainter* painter, const QRectF& rect, const QString& text);

private:
    void paintEvent(QPaintEvent* event) override;
    QString m_text;
};

} // namespace run402
