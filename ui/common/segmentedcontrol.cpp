// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/segmentedcontrol.h"

#include "ui/common/focustracker.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QRadioButton>

#include <algorithm>

namespace run402 {

namespace {

/// A radio button in meaning, painted as a segment.
class Segment final : public QRadioButton
{
public:
    Segment(const QString& text, QString icon, const QString& tone, QWidget* parent)
        : QRadioButton(text, parent)
        , m_icon(std::move(icon))
        , m_tone(tone.toLatin1())
    {
        setAttribute(Qt::WA_Hover);
        setAutoExclusive(false); // the control itself keeps one on
        setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Expanding);
        setAccessibleName(text);
        FocusTracker::request(this, 5);
    }
    QSize sizeHint() const override
    {
        const Theme& t = Theme::of(this);
        const double w = QFontMetricsF(t.font(Theme::Font::Label)).horizontalAdvance(text());
        const int icon = (m_icon.isEmpty() ? 0 : 14 + (text().isEmpty() ? 0 : 6)) + (m_dot.isEmpty() ? 0 : 13);
        return {qCeil(w) + icon + (text().isEmpty() ? 14 : 20), t.scaled(20)};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }
    void setDot(const QByteArray& token)
    {
        m_dot = token;
        updateGeometry();
        update();
    }

protected:
    bool hitButton(const QPoint& pos) const override { return rect().contains(pos); }
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        QColor text = t.color(isEnabled() ? "text.secondary" : "text.disabled");
        if (isChecked() && m_tone.isEmpty()) {
            paintBox(&p, rect(), 5, t.color(t.isDark() ? "bg.pressed" : "bg.surface"), t.color("border.strong"));
            text = t.color("text.primary");
        } else if (isChecked()) {
            paintBox(&p, rect(), 5, t.color((m_tone + ".tint").constData()), t.color((m_tone + ".line").constData()));
            text = t.color((m_tone + ".text").constData());
        } else if (underMouse() && isEnabled()) {
            paintBox(&p, rect(), 5, t.color("bg.pressed"));
        }
        p.setFont(t.font(Theme::Font::Label));
        double x = (this->text().isEmpty() ? 7 : 10) + std::max(0, width() - sizeHint().width()) / 2; // centred where it is wider
        if (!m_icon.isEmpty()) {
            Icons::paint(&p, QRectF(x, 0, 14, height()), m_icon, text, 14);
            x += 20;
        }
        if (!m_dot.isEmpty()) {
            p.setRenderHint(QPainter::Antialiasing);
            paintBox(&p, QRectF(x, height() / 2.0 - 3.5, 7, 7), 3.5, t.color(m_dot.constData()));
            x += 13;
        }
        paintText(&p, QRectF(x, 0, width() - x - 4, height()), this->text(), text);
    }

private:
    QString m_icon;
    QByteArray m_tone, m_dot;
};

} // namespace

SegmentedControl::SegmentedControl(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFixedHeight(Theme::of(this).size("height.control"));
    connect(&Theme::of(this), &Theme::changed, this, [this] { setSmall(m_small); });
}

int SegmentedControl::addSegment(const QString& text, const QString& icon, const QString& tone)
{
    auto* segment = new Segment(text, icon, tone, this);
    const int index = count();
    segment->setObjectName(QStringLiteral("segment%1").arg(index));
    connect(segment, &QAbstractButton::clicked, this, [this, index] { choose(index); });
    layout()->addWidget(segment);
    m_segments.append(segment);
    setCurrent(m_current < 0 ? 0 : m_current);
    return index;
}

void SegmentedControl::setSegmentText(int index, const QString& text)
{
    auto* segment = m_segments.at(index);
    if (segment->text() == text)
        return;
    segment->setText(text);
    segment->setAccessibleName(text);
    segment->updateGeometry();
}

void SegmentedControl::setSegmentDot(int index, const QByteArray& token)
{
    static_cast<Segment*>(m_segments.at(index))->setDot(token);
}

void SegmentedControl::setSegmentToolTip(int index, const QString& text)
{
    auto* segment = m_segments.at(index);
    segment->setToolTip(text);
    if (segment->text().isEmpty()) // an icon alone says nothing to a screen reader
        segment->setAccessibleName(text);
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled)
{
    m_segments.at(index)->setEnabled(enabled);
}

void SegmentedControl::setCurrent(int index)
{
    m_current = index;
    for (int i = 0; i < count(); ++i) {
        m_segments.at(i)->setChecked(i == index);
        // One stop of the Tab order; the arrows move inside.
        m_segments.at(i)->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void SegmentedControl::setSmall(bool small)
{
    m_small = small;
    setFixedHeight(Theme::of(this).scaled(small ? 26 : 30));
}

void SegmentedControl::choose(int index)
{
    if (m_askFirst) {
        setCurrent(m_current);
        if (index != m_current)
            Q_EMIT requested(index);
        return;
    }
    const bool different = index != m_current;
    setCurrent(index);
    if (different)
        Q_EMIT currentChanged(index);
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || count() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    int next = m_current;
    for (int i = 0; i < count(); ++i) {
        next = (next + step + count()) % count();
        if (m_segments.at(next)->isEnabled())
            break;
    }
    choose(next);
    m_segments.at(m_current)->setFocus(Qt::TabFocusReason);
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 6, t.color("bg.sunken"), t.color("border.default"));
}

} // namespace run402
