// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QLayout>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

namespace run402 {

/// As tall as the page in front: a dialog would else keep room for the tallest one.
class PageStack : public QStackedWidget
{
public:
    using QStackedWidget::QStackedWidget;
    QSize sizeHint() const override { return currentWidget() ? currentWidget()->sizeHint() : QSize(); }
    QSize minimumSizeHint() const override { return currentWidget() ? currentWidget()->minimumSizeHint() : QSize(); }
    bool hasHeightForWidth() const override { return currentWidget() && currentWidget()->hasHeightForWidth(); }
    int heightForWidth(int width) const override { return currentWidget() ? currentWidget()->heightForWidth(width) : -1; }
};

/// A form that asks for its whole height and scrolls where the window has less. Owner: parent. Thread: GUI.
class FormScroll : public QScrollArea
{
public:
    explicit FormScroll(QWidget* content, int width) : m_width(width)
    {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        content->setProperty("surface", true);
        setWidget(content);
        content->installEventFilter(this);
    }
    QSize sizeHint() const override { return {m_width, wanted()}; }
    QSize minimumSizeHint() const override { return {0, std::min(wanted(), 240)}; }

private:
    int wanted() const
    {
        QLayout* layout = widget()->layout();
        return layout->hasHeightForWidth() ? layout->totalHeightForWidth(std::max(m_width, viewport()->width())) : layout->totalSizeHint().height();
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }

    int m_width;
};

} // namespace run402
