// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/timecelleditor.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"

#include <QCalendarWidget>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QTableView>
#include <QTextCharFormat>
#include <QTimeEdit>
#include <QTimeZone>

namespace run402 {

namespace {
constexpr int popupWidth = 348, headHeight = 32, monthHeight = 184, timeHeight = 40, choiceHeight = 26;
} // namespace

/// Qt's calendar without its bar, its days painted like the rest of the window.
class MonthView : public QCalendarWidget
{
public:
    explicit MonthView(QWidget* parent) : QCalendarWidget(parent)
    {
        setNavigationBarVisible(false);
        setVerticalHeaderFormat(NoVerticalHeader);
        setHorizontalHeaderFormat(ShortDayNames);
        setLocale(QLocale(QLocale::English));
        setFirstDayOfWeek(QLocale::system().firstDayOfWeek());
        setDateRange(QDate(1, 1, 1), QDate(9999, 12, 31));
        setGridVisible(false);
        setFocusPolicy(Qt::NoFocus);
        restyle();
        connect(&Theme::of(this), &Theme::changed, this, [this] { restyle(); });
    }

    void mark(const QDate& day)
    {
        m_marked = day;
        if (day.isValid())
            setSelectedDate(day);
        updateCells();
    }
    QDate marked() const { return m_marked; }

protected:
    void paintCell(QPainter* p, const QRect& rect, QDate date) const override
    {
        const Theme& t = Theme::of(this);
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        p->fillRect(rect, t.color("bg.surface"));
        const bool chosen = date == m_marked, other = date.month() != monthShown();
        const QRectF box(rect.center().x() - 14, rect.center().y() - 11, 29, 23);
        if (chosen)
            paintBox(p, box, 6, t.color("accent.solid"));
        else if (date == QDate::currentDate())
            paintRing(p, box, 6, t.color("border.control"), 1);
        p->setFont(t.font(Theme::Font::Mono));
        paintText(p, box, QString::number(date.day()), t.color(chosen ? "text.onSolid" : other ? "text.muted" : "text.primary"), Qt::AlignHCenter);
        p->restore();
    }

private:
    /// Formats and the inner table's palette are copies: the theme of the moment is put into them.
    void restyle()
    {
        const Theme& t = Theme::of(this);
        QTextCharFormat head;
        head.setForeground(t.color("text.muted"));
        head.setBackground(t.color("bg.surface"));
        head.setFont(t.font(Theme::Font::CaptionPlain));
        setHeaderTextFormat(head);
        for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday})
            setWeekdayTextFormat(day, head);
        if (auto* days = findChild<QTableView*>(QStringLiteral("qt_calendar_calendarview"))) {
            days->setFocusPolicy(Qt::NoFocus);
            days->setFrameShape(QFrame::NoFrame);
            QPalette colors = days->palette();
            colors.setColor(QPalette::Base, t.color("bg.surface"));
            colors.setColor(QPalette::AlternateBase, t.color("bg.surface"));
            days->setPalette(colors);
        }
    }

    QDate m_marked;
};

TimeCellEditor::TimeCellEditor(const TableColumn& column, QWidget* parent)
    : ChoiceCellEditor(column, parent), m_hasDate(column.shortType == QLatin1String("date") || column.shortType.startsWith(QLatin1String("timestamp"))),
      m_hasTime(column.shortType != QLatin1String("date")), m_zoned(column.shortType == QLatin1String("timestamptz"))
{
    auto* rows = static_cast<QVBoxLayout*>(layout());
    int at = 1;
    if (m_hasDate)
        rows->insertWidget(at++, buildMonth());
    if (m_hasTime)
        rows->insertWidget(at, buildTime());
    connect(line(), &QLineEdit::textChanged, this, &TimeCellEditor::follow);
}

QWidget* TimeCellEditor::buildMonth()
{
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(6, 2, 6, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    m_title = new Label({}, Theme::Font::Label);
    m_title->setObjectName(QStringLiteral("table.editor.month"));
    auto* back = new IconButton(QStringLiteral("chevron-left"), tr("The month before"));
    back->setObjectName(QStringLiteral("table.editor.monthBack"));
    back->setShortcutHint(QStringLiteral("PgUp"));
    auto* next = new IconButton(QStringLiteral("chevron-right"), tr("The next month"));
    next->setObjectName(QStringLiteral("table.editor.monthNext"));
    next->setShortcutHint(QStringLiteral("PgDown"));
    for (IconButton* button : {back, next}) {
        button->setSmall(true);
        button->setFocusPolicy(Qt::NoFocus);
    }
    head->addSpacing(6);
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(back);
    head->addWidget(next);
    column->addLayout(head);
    m_month = new MonthView(part);
    m_month->setObjectName(QStringLiteral("table.editor.days"));
    m_month->setAccessibleName(tr("Days of the month"));
    m_month->setFixedHeight(Theme::of(this).scaled(monthHeight));
    column->addWidget(m_month);
    connect(back, &QAbstractButton::clicked, this, [this] { turnMonth(-1); });
    connect(next, &QAbstractButton::clicked, this, [this] { turnMonth(1); });
    connect(m_month, &QCalendarWidget::clicked, this, &TimeCellEditor::takeDay);
    connect(m_month, &QCalendarWidget::activated, this, [this] { finish(false); });
    const auto title = [this](int year, int month) { m_title->setText(QLocale(QLocale::English).standaloneMonthName(month) + u' ' + QString::number(year)); };
    connect(m_month, &QCalendarWidget::currentPageChanged, this, title);
    title(m_month->yearShown(), m_month->monthShown());
    return part;
}

QWidget* TimeCellEditor::buildTime()
{
    auto* part = new QWidget(this);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(12, 4, 12, 6);
    row->setSpacing(10);
    m_time = new QTimeEdit;
    m_time->setObjectName(QStringLiteral("table.editor.time"));
    m_time->setAccessibleName(tr("Hours, minutes and seconds"));
    m_time->setDisplayFormat(QStringLiteral("HH:mm:ss"));
    m_time->setWrapping(true);
    m_time->setFixedWidth(Theme::of(this).scaled(112));
    m_time->setFixedHeight(Theme::of(this).scaled(28));
    followFont(m_time, Theme::Font::Mono);
    m_time->installEventFilter(this);
    m_local = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_local->setObjectName(QStringLiteral("table.editor.local"));
    row->addWidget(m_time);
    row->addWidget(m_local, 1);
    connect(m_time, &QTimeEdit::userTimeChanged, this, &TimeCellEditor::takeTime);
    return part;
}

void TimeCellEditor::setValue(const CellValue& value)
{
    ChoiceCellEditor::setValue(value);
    follow();
}

QSize TimeCellEditor::sizeFor(const QSize& cell) const
{
    const Theme& t = Theme::of(this);
    const int choices = 3 * choiceHeight + 8;
    return {std::max(cell.width(), t.scaled(popupWidth)),
            cell.height() + t.scaled((m_hasDate ? headHeight + monthHeight : 0) + (m_hasTime ? timeHeight : 0) + choices)};
}

/// The calendar and the clock show what the line says.
void TimeCellEditor::follow()
{
    const std::optional<TimeText> read = readTimeText(line()->text().trimmed());
    if (m_month)
        m_month->mark(read ? read->date() : QDate());
    if (m_time) {
        const QSignalBlocker quiet(m_time);
        m_time->setTime(read && read->time().isValid() ? read->time() : QTime(0, 0));
    }
    if (!m_local)
        return;
    const QDate day = read ? read->date() : QDate();
    const bool known = m_zoned && day.isValid() && read->time().isValid();
    if (!known)
        return m_local->setText(m_zoned ? tr("kept as a moment, shown in UTC") : QString());
    const QDateTime here = QDateTime(day, read->time(), Qt::UTC).addSecs(-read->offset()).toLocalTime();
    m_local->setText(tr("here %1 %2").arg(here.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), here.timeZoneAbbreviation()));
}

void TimeCellEditor::turnMonth(int by)
{
    if (m_month)
        by < 0 ? m_month->showPreviousMonth() : m_month->showNextMonth();
}

/// What the line says, or a start for what is chosen where it says nothing of use.
TimeText TimeCellEditor::now() const
{
    if (const std::optional<TimeText> read = readTimeText(line()->text().trimmed()); read && read->hasDate() == m_hasDate)
        return *read;
    TimeText fresh;
    if (m_hasDate)
        fresh.setDate(QDateTime::currentDateTimeUtc().date());
    if (m_hasTime)
        fresh.setTime(QTime(0, 0));
    if (m_zoned || column().shortType == QLatin1String("timetz"))
        fresh.zone = QStringLiteral("+00");
    return fresh;
}

void TimeCellEditor::moveDay(int by)
{
    TimeText text = now();
    if (const QDate day = text.date().addDays(by); day.isValid() && day.year() >= 1 && day.year() <= 9999)
        takeDay(day);
}

void TimeCellEditor::takeDay(const QDate& day)
{
    TimeText text = now();
    text.setDate(day);
    offer(CellValue::of(text.text()));
}

void TimeCellEditor::takeTime(const QTime& time)
{
    TimeText text = now();
    text.setTime(time);
    offer(CellValue::of(text.text()));
}

bool TimeCellEditor::takeKey(QKeyEvent* key)
{
    if (m_month && (key->key() == Qt::Key_PageUp || key->key() == Qt::Key_PageDown)) {
        turnMonth(key->key() == Qt::Key_PageUp ? -1 : 1);
        return true;
    }
    if (m_month && (key->modifiers() & Qt::AltModifier)) {
        switch (key->key()) {
        case Qt::Key_Left: moveDay(-1); return true;
        case Qt::Key_Right: moveDay(1); return true;
        case Qt::Key_Up: moveDay(-7); return true;
        case Qt::Key_Down: moveDay(7); return true;
        default: break;
        }
    }
    return ChoiceCellEditor::takeKey(key);
}

bool TimeCellEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && (static_cast<QKeyEvent*>(event)->modifiers() & Qt::AltModifier)) {
        event->accept(); // Alt and an arrow would walk through the window's places
        return true;
    }
    if (watched == m_time && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool ours = key->key() == Qt::Key_Escape || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        return ours && takeKey(key);
    }
    return ChoiceCellEditor::eventFilter(watched, event);
}

} // namespace run402
