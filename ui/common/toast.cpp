// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/toast.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int kMost = 4;
constexpr int kAboveStrip = 8;

QString iconOf(const ToastStack::Toast& toast)
{
    if (!toast.icon.isEmpty())
        return toast.icon;
    switch (toast.tone) {
    case Tone::Danger: return QStringLiteral("circle-x");
    case Tone::Warning: return QStringLiteral("triangle-alert");
    case Tone::Info: return QStringLiteral("info");
    default: return QStringLiteral("circle-check");
    }
}

class ToastCard final : public QWidget
{
public:
    ToastCard(const ToastStack::Toast& toast, int lifetime, QWidget* parent)
        : QWidget(parent)
    {
        setFixedWidth(Theme::of(this).scaled(340));
        setObjectName(QStringLiteral("toast"));
        setAccessibleName(toast.title + QLatin1Char('\n') + toast.detail);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(13, 10, 9, 10);
        row->setSpacing(12);
        row->addWidget(new IconLabel(iconOf(toast), 18, (toneToken(toast.tone) + QLatin1String(".text")).toLatin1(), this));
        auto* words = new QVBoxLayout;
        words->setSpacing(2);
        words->addWidget(new ElidedLabel(toast.title, Theme::Font::BodyMedium, "text.primary", this));
        if (!toast.detail.isEmpty())
            words->addWidget(new ElidedLabel(toast.detail, Theme::Font::Small, "text.secondary", this));
        row->addLayout(words, 1);
        if (!toast.action.isEmpty()) {
            auto* link = new LinkLabel(toast.action, this);
            QObject::connect(link, &LinkLabel::clicked, this, [this, act = toast.act] {
                deleteLater();
                if (act)
                    act();
            });
            row->addWidget(link);
        }
        auto* close = new IconButton(QStringLiteral("x"), ToastStack::tr("Close"), this);
        close->setSmall(true);
        close->setToken("text.muted");
        QObject::connect(close, &QAbstractButton::clicked, this, &QObject::deleteLater);
        row->addWidget(close);
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, this, &QObject::deleteLater);
        m_timer.start(lifetime);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        paintBox(&p, rect(), 8, t.color("bg.raised"), t.color("border.strong"));
    }
    void enterEvent(QEnterEvent* event) override
    {
        m_left = m_timer.remainingTime();
        m_timer.stop();
        QWidget::enterEvent(event);
    }
    void leaveEvent(QEvent* event) override
    {
        m_timer.start(std::max(m_left, 1500));
        QWidget::leaveEvent(event);
    }

private:
    QTimer m_timer;
    int m_left = 0;
};

} // namespace

ToastStack::ToastStack(QWidget* host)
    : QWidget(host)
{
    setObjectName(QStringLiteral("toastStack"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    host->installEventFilter(this);
    hide();
}

void ToastStack::tell(const QString& title, bool failed)
{
    push({failed ? Tone::Danger : Tone::Success, {}, title, {}, {}, {}});
}

void ToastStack::push(const Toast& toast)
{
    while (count() >= kMost) {
        QLayoutItem* oldest = layout()->takeAt(0);
        oldest->widget()->hide();
        oldest->widget()->deleteLater();
        delete oldest;
    }
    auto* card = new ToastCard(toast, m_lifetime, this);
    connect(card, &QObject::destroyed, this, &ToastStack::settle, Qt::QueuedConnection);
    layout()->addWidget(card);
    card->show();
    settle();
}

int ToastStack::count() const
{
    return layout()->count();
}

void ToastStack::setBottomMargin(int px)
{
    m_bottom = px;
    settle();
}

void ToastStack::settle()
{
    setVisible(count() > 0);
    if (count() == 0)
        return;
    layout()->activate();
    const QSize s = layout()->totalSizeHint();
    const QWidget* host = parentWidget();
    QRect place(host->width() - s.width() - 16, host->height() - s.height() - m_bottom, s.width(), s.height());
    if (const QWidget* strip = m_strip ? m_strip() : nullptr; strip && strip->isVisible()) {
        const QRect taken(strip->mapTo(host, QPoint()), strip->size());
        if (taken.intersects(place))
            place.moveBottom(taken.top() - kAboveStrip);
    }
    setGeometry(place);
    raise();
}

bool ToastStack::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        settle();
    return QWidget::eventFilter(watched, event);
}

} // namespace run402
