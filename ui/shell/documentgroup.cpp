// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/documentarea.h"

#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/theme.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/document.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPointer>
#include <QVBoxLayout>

namespace run402 {

DocumentArea::DocumentArea(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new DocTabBar(this))
    , m_plus(new IconButton(QStringLiteral("plus"), tr("New SQL tab"), this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("documentArea"));
    m_plus->setObjectName(QStringLiteral("newTab"));
    m_plus->setSmall(true);
    m_plus->setShortcutHint(tr("Ctrl+T"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(m_tabs, 0);
    row->addWidget(m_plus, 0, Qt::AlignVCenter);
    row->addStretch(1);
    m_tabs->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    column->addLayout(row);
    column->addWidget(m_stack, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, &DocumentArea::onTab);
    connect(m_tabs, &QTabBar::tabMoved, this, [this](int from, int to) { m_order.move(from, to); });
    connect(m_tabs, &DocTabBar::closeAsked, this, [this](int i) { askClose(m_order.value(i)); });
    connect(m_tabs, &DocTabBar::pinAsked, this, [this](int i) { pin(m_order.value(i)); });
    connect(m_tabs, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (const int i = m_tabs->tabAt(at); i >= 0)
            Q_EMIT tabMenuAsked(m_order.at(i), m_tabs->mapToGlobal(at));
    });
    connect(m_plus, &QAbstractButton::clicked, this, &DocumentArea::newAsked);
}

QWidget* DocumentArea::add(QWidget* widget, const QString& icon, const QString& title, const QString& id, bool preview)
{
    if (m_entries.contains(id)) {
        if (widget != m_entries.value(id).widget)
            widget->deleteLater();
        activate(id);
        if (!preview)
            pin(id);
        return m_entries.value(id).widget;
    }
    if (preview) {
        const QStringList open = m_order;
        for (const QString& other : open)
            if (isPreview(other) && !(m_entries[other].document && m_entries[other].document->isModified()))
                closeNow(other);
    }
    auto* document = dynamic_cast<Document*>(widget);
    auto* frame = new QWidget(m_stack);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    if (QWidget* bar = document ? document->toolbar() : nullptr)
        column->addWidget(bar);
    column->addWidget(widget, 1);
    widget->show();

    m_busy = true;
    m_entries.insert(id, {frame, widget, document, title});
    m_order.append(id);
    m_stack->addWidget(frame);
    const int index = m_tabs->addDocTab(title, {icon, preview, false});
    m_busy = false;
    if (document)
        document->setChangeListener([this, id] { refresh(id); });
    refresh(id);
    Q_EMIT opened(id);
    if (m_tabs->currentIndex() == index)
        onTab(index);
    else
        m_tabs->setCurrentIndex(index);
    return widget;
}

void DocumentArea::onTab(int index)
{
    if (m_busy)
        return;
    if (index < 0) {
        if (m_placeholder)
            m_stack->setCurrentWidget(m_placeholder);
        Q_EMIT currentChanged({});
        return;
    }
    const QString id = m_order.value(index);
    const Entry entry = m_entries.value(id);
    if (!entry.frame)
        return;
    m_stack->setCurrentWidget(entry.frame);
    if (entry.document)
        entry.document->activated();
    Q_EMIT currentChanged(id);
}

int DocumentArea::indexOf(const QString& id) const
{
    return int(m_order.indexOf(id));
}

void DocumentArea::refresh(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    const Entry& entry = m_entries[id];
    DocTabBar::Look look = m_tabs->look(index);
    if (entry.document) {
        const QString own = entry.document->title();
        m_tabs->setTabText(index, own.isEmpty() ? entry.title : own);
        look.modified = entry.document->isModified();
        look.preview = look.preview && !look.modified; // an edit pins it
    }
    m_tabs->setLook(index, look);
    Q_EMIT documentChanged(id);
}

QWidget* DocumentArea::find(const QString& id) const
{
    return m_entries.contains(id) ? m_entries[id].widget : nullptr;
}

bool DocumentArea::activate(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return false;
    m_tabs->setCurrentIndex(index);
    return true;
}

void DocumentArea::pin(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    DocTabBar::Look look = m_tabs->look(index);
    look.preview = false;
    m_tabs->setLook(index, look);
}

bool DocumentArea::isPreview(const QString& id) const
{
    const int index = indexOf(id);
    return index >= 0 && m_tabs->look(index).preview;
}

void DocumentArea::askClose(const QString& id)
{
    if (!m_entries.contains(id))
        return;
    Document* document = m_entries[id].document;
    if (!document || !document->isModified()) {
        closeNow(id);
        return;
    }
    activate(id);
    ConfirmDialog::Options o;
    o.title = tr("Save the changes in %1?").arg(m_tabs->tabText(indexOf(id)));
    o.text = tr("They are lost if you close without saving.");
    o.accept = tr("Save");
    o.discard = tr("Discard");
    auto* dialog = ConfirmDialog::ask(this, o, this, [this, id] { saveThenClose(id); });
    connect(dialog, &ConfirmDialog::discarded, this, [this, id] { closeNow(id); });
}

void DocumentArea::saveThenClose(const QString& id)
{
    Document* document = m_entries.contains(id) ? m_entries[id].document : nullptr;
    if (!document)
        return;
    document->save([self = QPointer<DocumentArea>(this), id](bool saved) {
        if (self && saved)
            self->closeNow(id);
    });
}

void DocumentArea::askCloseAll()
{
    const QStringList all = m_order;
    for (const QString& id : all) {
        const Document* document = m_entries[id].document;
        if (!document || !document->isModified())
            closeNow(id);
    }
    if (!m_order.isEmpty())
        askClose(m_order.first());
}

void DocumentArea::closeNow(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    const Entry entry = m_entries.take(id);
    if (entry.document)
        entry.document->setChangeListener({});
    m_order.removeAt(index);
    m_busy = true;
    const bool front = index == m_tabs->currentIndex();
    m_tabs->removeTab(index);
    m_busy = false;
    Q_EMIT closed(id);
    if (front)
        onTab(m_tabs->currentIndex());
    m_stack->removeWidget(entry.frame);
    entry.frame->hide();
    entry.frame->deleteLater();
}

void DocumentArea::clear()
{
    while (!m_order.isEmpty())
        closeNow(m_order.last());
}

QString DocumentArea::currentId() const
{
    return m_order.value(m_tabs->currentIndex());
}

QWidget* DocumentArea::current() const
{
    return find(currentId());
}

QStringList DocumentArea::ids() const
{
    return m_order;
}

bool DocumentArea::hasUnsaved() const
{
    for (const Entry& entry : m_entries)
        if (entry.document && entry.document->isModified())
            return true;
    return false;
}

void DocumentArea::setTitle(const QString& id, const QString& title)
{
    if (!m_entries.contains(id))
        return;
    m_entries[id].title = title;
    m_tabs->setTabText(indexOf(id), title);
    refresh(id);
}

void DocumentArea::setPlaceholder(QWidget* widget)
{
    m_placeholder = widget;
    m_stack->addWidget(widget);
    if (m_order.isEmpty())
        m_stack->setCurrentWidget(widget);
}

void DocumentArea::step(int by)
{
    const int n = m_tabs->count();
    if (n > 0)
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + n) % n);
}

void DocumentArea::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.surface"));
    const int bar = m_tabs->height();
    p.fillRect(0, 0, width(), bar, t.color("bg.window"));
    p.fillRect(0, bar - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
