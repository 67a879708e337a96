// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QVector>

class QWidget;

namespace run402 {

/// The parts of the window F6 walks through, in order. A region that is hidden
/// or holds nothing to focus is passed over; coming back to one goes where the
/// focus last was. Thread: GUI.
class Regions
{
public:
    /// In walking order. Regions that stay keep their place of focus.
    void set(const QList<QWidget*>& regions);
    /// Moves the focus to the next (+1) or previous (-1) region.
    void cycle(int by);

private:
    struct Region
    {
        QPointer<QWidget> widget;
        QPointer<QWidget> last;
    };
    static QWidget* entry(const Region& region);
    QVector<Region> m_regions;
};

} // namespace run402
