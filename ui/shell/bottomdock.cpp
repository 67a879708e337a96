// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bottomdock.h"

#include "ui/common/button.h"
#include "ui/common/focustracker.h"
#include "ui/common/icons.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

/// A page's name in the head.
class BottomDock::Tab final : public QAbstractButton
{
public:
    Tab(const QString& title, QString icon, QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(std::move(icon))
    {
        setText(title);
        setAccessibleName(title);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        FocusTracker::request(this, 5);
    }
    void setCount(int count)
    {
        m_count = count > 0 ? QString::number(count) : QString();
        setAccessibleName(count > 0 ? QStringLiteral("%1, %2").arg(text(), m_count) : text());
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const Theme& t = Theme::of(this);
        double w = 8 + 14 + 6 + QFontMetricsF(t.font(Theme::Font::Label)).horizontalAdvance(text()) + 8;
        if (!m_count.isEmpty())
            w += 6 + QFontMetricsF(t.font(Theme::Font::MonoSmall)).horizontalAdvance(m_count);
        return {qCeil(w), t.size("height.controlSmall")};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        if (isChecked() || underMouse())
            paintBox(&p, rect(), 5, t.color(isChecked() ? "bg.pressed" : "bg.hover"));
        const QColor ink = t.color(isChecked() ? "text.primary" : "text.secondary");
        Icons::paint(&p, QRectF(8, 0, 14, height()), m_icon, ink, 14);
        p.setFont(t.font(Theme::Font::Label));
        const double w = QFontMetricsF(p.font()).horizontalAdvance(text());
        paintText(&p, QRectF(28, 0, w + 1, height()), text(), ink);
        p.setFont(t.font(Theme::Font::MonoSmall));
        paintText(&p, QRectF(28 + w + 6, 0, width(), height()), m_count, t.color("text.muted"));
    }

private:
    QString m_icon;
    QString m_count;
};

BottomDock::BottomDock(QWidget* parent)
    : QWidget(parent)
    , m_head(new QWidget(this))
    , m_row(new QHBoxLayout(m_head))
    , m_body(new QStackedWidget(this))
    , m_chevron(new IconButton(QStringLiteral("chevron-up"), tr("Open the dock"), m_head))
{
    setObjectName(QStringLiteral("bottomDock"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body, 1);
    m_row->setContentsMargins(8, 1, 8, 0);
    m_row->setSpacing(4);
    m_row->addStretch(1);
    m_row->addWidget(m_chevron);
    m_chevron->setSmall(true);
    m_chevron->setShortcutHint(tr("Ctrl+J"));
    m_body->setMinimumHeight(90);
    connect(m_chevron, &QAbstractButton::clicked, this, [this] { setOpen(!m_open); });
    connect(&Theme::of(this), &Theme::changed, this, &BottomDock::refresh);
    refresh();
}

void BottomDock::addPage(const QString& id, const QString& title, const QString& icon, QWidget* page)
{
    auto* tab = new Tab(title, icon, m_head);
    tab->setObjectName(QStringLiteral("dockTab_") + id);
    m_row->insertWidget(m_row->count() - 2, tab);
    m_body->addWidget(page);
    m_pages.insert(id, {tab, page});
    m_order.append(id);
    if (m_current.isEmpty())
        m_current = id;
    connect(tab, &QAbstractButton::clicked, this, [this, id] {
        if (m_open && m_current == id)
            setOpen(false);
        else
            showPage(id);
    });
    refresh();
}

void BottomDock::setCount(const QString& id, int count)
{
    if (Tab* tab = m_pages.value(id).tab)
        tab->setCount(count);
}

void BottomDock::setPageVisible(const QString& id, bool visible)
{
    if (Tab* tab = m_pages.value(id).tab)
        tab->setVisible(visible);
}

void BottomDock::showPage(const QString& id)
{
    if (!m_pages.contains(id))
        return;
    m_current = id;
    m_body->setCurrentWidget(m_pages[id].page);
    setOpen(true);
    refresh();
    Q_EMIT pageShown(id);
}

void BottomDock::setOpen(bool open)
{
    if (open == m_open)
        return;
    m_open = open;
    refresh();
    Q_EMIT openChanged(open);
}

void BottomDock::refresh()
{
    const Theme& t = Theme::of(this);
    const int head = t.size("height.dockHeader");
    m_head->setFixedHeight(head);
    m_body->setVisible(m_open);
    setMinimumHeight(m_open ? head + 90 : head);
    setMaximumHeight(m_open ? QWIDGETSIZE_MAX : head);
    m_chevron->setIconName(m_open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up"));
    m_chevron->setName(m_open ? tr("Close the dock") : tr("Open the dock"));
    for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
        it->tab->setChecked(m_open && it.key() == m_current);
    if (m_pages.contains(m_current))
        m_body->setCurrentWidget(m_pages[m_current].page);
}

void BottomDock::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    p.fillRect(0, 0, width(), m_head->height(), t.color("bg.window"));
    if (m_open)
        p.fillRect(0, m_head->height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
