// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/documentgroup.h"

#include "ui/common/button.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/document.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

namespace run402 {

namespace {
constexpr int kNarrowest = 260, kLowest = 160;
constexpr int nextTurnMs = 1; ///< 0 would be the same turn of the event loop: a posted event like others
} // namespace

DocumentGroup::DocumentGroup(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new DocTabBar(this))
    , m_more(new IconButton(QStringLiteral("chevron-down"), tr("All open documents"), this))
    , m_plus(new IconButton(QStringLiteral("plus"), tr("New SQL tab"), this))
    , m_split(new IconButton(QStringLiteral("columns-2"), tr("Split the view"), this))
    , m_stack(new QStackedWidget(this))
{
    setMinimumSize(kNarrowest, kLowest);
    m_more->setSmall(true);
    m_more->hide();
    m_plus->setSmall(true);
    m_plus->setShortcutHint(tr("Ctrl+T"));
    m_split->setSmall(true);
    m_split->setToken("text.muted");
    m_split->setShortcutHint(tr("Ctrl+\\"));
    setNumber(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(m_tabs, 0);
    row->addWidget(m_more, 0, Qt::AlignVCenter);
    row->addWidget(m_plus, 0, Qt::AlignVCenter);
    row->addStretch(1);
    row->addWidget(m_split, 0, Qt::AlignVCenter);
    m_tabs->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    column->addLayout(row);
    column->addWidget(m_stack, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, &DocumentGroup::onTab);
    connect(m_tabs, &QTabBar::tabMoved, this, [this](int from, int to) { m_order.move(from, to); });
    connect(m_tabs, &DocTabBar::closeAsked, this, [this](int i) { Q_EMIT closeAsked(m_order.value(i)); });
    connect(m_tabs, &DocTabBar::pinAsked, this, [this](int i) { pin(m_order.value(i)); });
    connect(m_tabs, &DocTabBar::draggedOut, this, [this](int i, const QPoint& at) { Q_EMIT tabDragged(m_order.value(i), at); });
    connect(m_tabs, &DocTabBar::droppedOut, this, [this](int i, const QPoint& at) { Q_EMIT tabDropped(m_order.value(i), at); });
    connect(m_tabs, &DocTabBar::dragReturned, this, &DocumentGroup::tabDragLeft);
    connect(m_tabs, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (const int i = m_tabs->tabAt(at); i >= 0)
            Q_EMIT tabMenuAsked(m_order.at(i), m_tabs->mapToGlobal(at));
    });
    connect(m_tabs, &QTabBar::tabBarClicked, this, &DocumentGroup::pressed);
    connect(m_tabs, &DocTabBar::fitChanged, m_more, [this](bool fits) { m_more->setVisible(!fits); });
    connect(m_more, &QAbstractButton::clicked, this, &DocumentGroup::showAll);
    connect(m_plus, &QAbstractButton::clicked, this, &DocumentGroup::newAsked);
    connect(m_split, &QAbstractButton::clicked, this,
            [this] { Q_EMIT splitMenuAsked(m_split->mapToGlobal(QPoint(0, m_split->height() + 2))); });
}

void DocumentGroup::setNumber(int number)
{
    const QString suffix = number == 0 ? QString() : QStringLiteral(".%1").arg(number + 1);
    setObjectName(QStringLiteral("documentGroup") + suffix);
    m_tabs->setObjectName(QStringLiteral("docTabs") + suffix);
    m_more->setObjectName(QStringLiteral("allTabs") + suffix);
    m_plus->setObjectName(QStringLiteral("newTab") + suffix);
    m_split->setObjectName(QStringLiteral("splitView") + suffix);
    m_stack->setObjectName(QStringLiteral("documentContent") + suffix);
    m_tabs->setAccessibleName(number == 0 ? tr("Open documents") : tr("Open documents, split %1").arg(number + 1));
}

DocumentGroup::Page DocumentGroup::pageOf(QWidget* widget, const QString& icon, const QString& title, bool preview)
{
    Page page = laterPage([widget] { return widget; }, icon, title, preview);
    fill(page);
    return page;
}

DocumentGroup::Page DocumentGroup::laterPage(std::function<QWidget*()> make, const QString& icon, const QString& title, bool preview)
{
    auto* frame = new QWidget;
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return {frame, nullptr, nullptr, title, icon, preview, std::move(make)};
}

void DocumentGroup::fill(Page& page)
{
    page.widget = std::exchange(page.make, {})();
    page.document = dynamic_cast<Document*>(page.widget);
    auto* column = static_cast<QVBoxLayout*>(page.frame->layout());
    if (QWidget* bar = page.document ? page.document->toolbar() : nullptr)
        column->addWidget(bar);
    column->addWidget(page.widget, 1);
    // Making a large document and laying it out are two pieces of work; the window may answer in between.
    page.widget->hide();
    QTimer::singleShot(nextTurnMs, page.widget, &QWidget::show);
}

void DocumentGroup::listen(const QString& id)
{
    if (Document* document = m_pages.value(id).document)
        document->setChangeListener([this, id] { refresh(id); });
}

void DocumentGroup::put(const QString& id, const Page& page)
{
    m_busy = true;
    m_pages.insert(id, page);
    m_order.append(id);
    m_stack->addWidget(page.frame);
    m_tabs->addDocTab(page.title, {page.icon, page.preview, false});
    m_busy = false;
    listen(id);
    refresh(id);
}

DocumentGroup::Page DocumentGroup::take(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return {};
    Page page = m_pages.take(id);
    page.preview = m_tabs->look(index).preview;
    if (page.document)
        page.document->setChangeListener({});
    m_order.removeAt(index);
    m_busy = true;
    m_tabs->removeTab(index);
    m_busy = false;
    if (id == m_front)
        onTab(m_tabs->currentIndex());
    m_stack->removeWidget(page.frame);
    page.frame->hide();
    page.frame->setParent(nullptr);
    return page;
}

void DocumentGroup::onTab(int index)
{
    if (m_busy)
        return;
    if (index < 0) {
        m_front.clear();
        if (m_placeholder)
            m_stack->setCurrentWidget(m_placeholder);
        Q_EMIT currentChanged({});
        return;
    }
    const QString id = m_order.value(index);
    if (!m_pages.contains(id))
        return;
    if (m_pages[id].make) {
        fill(m_pages[id]);
        listen(id);
        refresh(id);
        Q_EMIT made(id);
    }
    const Page page = m_pages.value(id);
    m_front = id;
    m_stack->setCurrentWidget(page.frame);
    if (page.document)
        page.document->activated();
    Q_EMIT currentChanged(id);
}

void DocumentGroup::refresh(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    const Page& page = m_pages[id];
    DocTabBar::Look look = m_tabs->look(index);
    if (page.document) {
        const QString own = page.document->title();
        m_tabs->setTabText(index, own.isEmpty() ? page.title : own);
        look.modified = page.document->isModified();
        look.preview = look.preview && !look.modified; // an edit pins it
    }
    m_tabs->setLook(index, look);
    Q_EMIT documentChanged(id);
}

bool DocumentGroup::activate(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return false;
    if (m_tabs->currentIndex() != index)
        m_tabs->setCurrentIndex(index);
    else if (m_front != id)
        onTab(index);
    return true;
}

void DocumentGroup::pin(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    DocTabBar::Look look = m_tabs->look(index);
    look.preview = false;
    m_tabs->setLook(index, look);
}

bool DocumentGroup::isPreview(const QString& id) const
{
    const int index = indexOf(id);
    return index >= 0 && m_tabs->look(index).preview;
}

QString DocumentGroup::tabText(const QString& id) const
{
    return m_tabs->tabText(indexOf(id));
}

void DocumentGroup::setTitle(const QString& id, const QString& title)
{
    if (!contains(id))
        return;
    m_pages[id].title = title;
    m_tabs->setTabText(indexOf(id), title);
    refresh(id);
}

QString DocumentGroup::currentId() const
{
    return m_order.value(m_tabs->currentIndex());
}

QWidget* DocumentGroup::content() const
{
    return m_stack;
}

void DocumentGroup::setPlaceholder(QWidget* widget)
{
    m_placeholder = widget;
    m_stack->addWidget(widget);
    if (m_order.isEmpty())
        m_stack->setCurrentWidget(widget);
}

void DocumentGroup::setActive(bool active)
{
    m_tabs->setActive(active);
}

void DocumentGroup::showAll()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("allTabs.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int i = 0; i < m_tabs->count(); ++i) {
        const DocTabBar::Look look = m_tabs->look(i);
        QAction* action = menu->addAction(Icons::get(look.icon, "text.secondary"), QString(m_tabs->tabText(i)).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(i == m_tabs->currentIndex());
        action->setChecked(i == m_tabs->currentIndex());
        connect(action, &QAction::triggered, this, [this, id = m_order.at(i)] { activate(id); });
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height() + 2)));
}

void DocumentGroup::step(int by)
{
    const int n = m_tabs->count();
    if (n > 0)
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + n) % n);
}

void DocumentGroup::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    // A QTabBar does not say that it grew while it was hidden.
    QTimer::singleShot(0, m_tabs, [this] { m_tabs->updateGeometry(); });
}

void DocumentGroup::mousePressEvent(QMouseEvent* event)
{
    QWidget::mousePressEvent(event); // what nothing in the document took
    Q_EMIT pressed();
}

void DocumentGroup::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    const int bar = m_tabs->height();
    p.fillRect(0, 0, width(), bar, t.color("bg.window"));
    p.fillRect(0, bar - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
