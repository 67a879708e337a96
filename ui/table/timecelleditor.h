// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/timetext.h"
#include "ui/table/celleditors.h"

class QTimeEdit;

namespace run402 {

class IconButton;
class MonthView;

/// A moment: typed in the line, or a day of the month shown, hours and minutes, and a few moments worth a click. What is
/// chosen changes its own part of the text alone: every digit of a fraction and the zone stay as they are.
/// PgUp and PgDn turn the month, Alt and the arrows move the day.
class TimeCellEditor : public ChoiceCellEditor
{
    Q_OBJECT
public:
    TimeCellEditor(const TableColumn& column, QWidget* parent);
    void setValue(const CellValue& value) override;
    QSize sizeFor(const QSize& cell) const override;

protected:
    bool takeKey(QKeyEvent* key) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildMonth();
    QWidget* buildTime();
    void follow();
    void turnMonth(int by);
    void moveDay(int by);
    void takeDay(const QDate& day);
    void takeTime(const QTime& time);
    TimeText now() const;

    bool m_hasDate, m_hasTime, m_zoned;
    MonthView* m_month = nullptr;
    Label* m_title = nullptr;
    QTimeEdit* m_time = nullptr;
    Label* m_local = nullptr;
};

} // namespace run402
