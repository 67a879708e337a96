// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/documentarea.h"

#include "ui/common/confirmdialog.h"
#include "ui/shell/doctabbar.h"
#include "ui/shell/document.h"
#include "ui/shell/dropshade.h"

#include <QApplication>
#include <QMenu>
#include <QPointer>
#include <QSplitter>
#include <QVBoxLayout>

namespace run402 {

DocumentArea::DocumentArea(QWidget* parent)
    : QWidget(parent)
    , m_root(makeSplitter(Qt::Horizontal))
    , m_shade(new DropShade(this))
{
    setObjectName(QStringLiteral("documentArea"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_root);
    m_active = makeGroup();
    m_root->addWidget(m_active);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        const auto all = groups();
        for (DocumentGroup* group : all)
            if (now && group->isAncestorOf(now))
                setActive(group);
    });
}

DocumentArea::~DocumentArea()
{
    disconnect(qApp, nullptr, this, nullptr); // focus leaves the documents as they go
}

DocumentGroup* DocumentArea::makeGroup()
{
    auto* group = new DocumentGroup(this);
    connect(group, &DocumentGroup::currentChanged, this, [this, group](const QString& id) {
        if (m_rebuilding)
            return;
        if (group != m_active && !id.isEmpty())
            setActive(group);
        else if (group == m_active)
            Q_EMIT currentChanged(id);
    });
    connect(group, &DocumentGroup::made, this, &DocumentArea::opened);
    connect(group, &DocumentGroup::pressed, this, [this, group] { setActive(group); });
    connect(group, &DocumentGroup::documentChanged, this, &DocumentArea::documentChanged);
    connect(group, &DocumentGroup::closeAsked, this, &DocumentArea::askClose);
    connect(group, &DocumentGroup::tabMenuAsked, this, &DocumentArea::showTabMenu);
    connect(group, &DocumentGroup::tabDragged, this, [this](const QString&, const QPoint& at) { shade(at); });
    connect(group, &DocumentGroup::tabDragLeft, m_shade, &QWidget::hide);
    connect(group, &DocumentGroup::tabDropped, this, &DocumentArea::drop);
    connect(group, &DocumentGroup::newAsked, this, [this, group] {
        setActive(group);
        Q_EMIT newAsked();
    });
    connect(group, &DocumentGroup::splitMenuAsked, this, [this, group](const QPoint& at) {
        setActive(group);
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillViewMenu(menu, group->currentId());
        menu->popup(at);
    });
    return group;
}

QWidget* DocumentArea::add(QWidget* widget, const QString& icon, const QString& title, const QString& id, bool preview)
{
    if (DocumentGroup* open = groupOf(id)) {
        if (widget != open->widget(id))
            widget->deleteLater();
        activate(id);
        if (!preview)
            pin(id);
        return open->widget(id);
    }
    if (preview) {
        const QStringList all = ids();
        for (const QString& other : all) {
            const DocumentGroup* group = groupOf(other);
            if (group->isPreview(other) && !(group->document(other) && group->document(other)->isModified()))
                closeNow(other);
        }
    }
    DocumentGroup* group = m_active;
    group->put(id, DocumentGroup::pageOf(widget, icon, title, preview));
    Q_EMIT opened(id);
    group->activate(id);
    return widget;
}

void DocumentArea::addLater(std::function<QWidget*()> make, const QString& icon, const QString& title, const QString& id, bool preview)
{
    m_active->put(id, DocumentGroup::laterPage(std::move(make), icon, title, preview));
}

DocumentGroup* DocumentArea::groupOf(const QString& id) const
{
    const auto all = groups();
    for (DocumentGroup* group : all)
        if (group->contains(id))
            return group;
    return nullptr;
}

QWidget* DocumentArea::find(const QString& id) const
{
    const DocumentGroup* group = groupOf(id);
    return group ? group->widget(id) : nullptr;
}

bool DocumentArea::activate(const QString& id)
{
    DocumentGroup* group = groupOf(id);
    if (!group)
        return false;
    group->activate(id);
    setActive(group);
    return true;
}

void DocumentArea::pin(const QString& id)
{
    if (DocumentGroup* group = groupOf(id))
        group->pin(id);
}

bool DocumentArea::isPreview(const QString& id) const
{
    const DocumentGroup* group = groupOf(id);
    return group && group->isPreview(id);
}

void DocumentArea::askClose(const QString& id)
{
    DocumentGroup* group = groupOf(id);
    if (!group)
        return;
    const Document* document = group->document(id);
    if (!document || !document->isModified()) {
        closeNow(id);
        return;
    }
    activate(id);
    ConfirmDialog::Options o;
    o.title = tr("Save the changes in %1?").arg(group->tabText(id));
    o.text = tr("They are lost if you close without saving.");
    o.accept = tr("Save");
    o.discard = tr("Discard");
    auto* dialog = ConfirmDialog::ask(this, o, this, [this, id] { saveThenClose(id); });
    connect(dialog, &ConfirmDialog::discarded, this, [this, id] { closeNow(id); });
}

void DocumentArea::saveThenClose(const QString& id)
{
    const DocumentGroup* group = groupOf(id);
    Document* document = group ? group->document(id) : nullptr;
    if (!document)
        return;
    document->save([self = QPointer<DocumentArea>(this), id](bool saved) {
        if (self && saved)
            self->closeNow(id);
    });
}

void DocumentArea::askCloseAll()
{
    const QStringList all = ids();
    for (const QString& id : all) {
        const Document* document = groupOf(id)->document(id);
        if (!document || !document->isModified())
            closeNow(id);
    }
    if (const QStringList left = ids(); !left.isEmpty())
        askClose(left.first());
}

void DocumentArea::closeNow(const QString& id)
{
    DocumentGroup* group = groupOf(id);
    if (!group)
        return;
    const DocumentGroup::Page page = group->take(id);
    Q_EMIT closed(id);
    page.frame->deleteLater();
    removeIfEmpty(group);
}

void DocumentArea::clear()
{
    for (QStringList all = ids(); !all.isEmpty(); all = ids())
        closeNow(all.last());
}

QString DocumentArea::currentId() const
{
    return m_active->currentId();
}

QWidget* DocumentArea::current() const
{
    return m_active->widget(currentId());
}

QStringList DocumentArea::ids() const
{
    QStringList all;
    const auto list = groups();
    for (const DocumentGroup* group : list)
        all += group->ids();
    return all;
}

bool DocumentArea::hasUnsaved() const
{
    const QStringList all = ids();
    return std::any_of(all.cbegin(), all.cend(), [this](const QString& id) {
        const Document* document = groupOf(id)->document(id);
        return document && document->isModified();
    });
}

void DocumentArea::setTitle(const QString& id, const QString& title)
{
    if (DocumentGroup* group = groupOf(id))
        group->setTitle(id, title);
}

void DocumentArea::setPlaceholder(QWidget* widget)
{
    m_placeholder = widget;
    groups().first()->setPlaceholder(widget);
}

void DocumentArea::step(int by)
{
    m_active->step(by);
}

void DocumentArea::setActive(DocumentGroup* group)
{
    if (group == m_active || m_rebuilding)
        return;
    m_active = group;
    renumber();
    Q_EMIT currentChanged(currentId());
}

void DocumentArea::showTabMenu(const QString& id, const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("tabMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Close"), this, [this, id] { askClose(id); });
    QAction* others = menu->addAction(tr("Close the others"), this, [this, id] {
        const QStringList all = groupOf(id) ? groupOf(id)->ids() : QStringList();
        for (const QString& other : all)
            if (other != id && groupOf(other))
                askClose(other);
    });
    others->setEnabled(groupOf(id)->ids().size() > 1);
    if (isPreview(id))
        menu->addAction(tr("Keep open"), this, [this, id] { pin(id); });
    menu->addSeparator();
    fillViewMenu(menu, id);
    menu->popup(at);
}

void DocumentArea::fillViewMenu(QMenu* menu, const QString& id)
{
    const auto action = [&](const QString& text, const QString& keys, const QString& name, std::function<void()> act) {
        QAction* a = menu->addAction(keys.isEmpty() ? text : text + QLatin1Char('\t') + keys, this, std::move(act));
        a->setObjectName(name);
        return a;
    };
    action(tr("Split right"), QStringLiteral("Ctrl+\\"), QStringLiteral("view.splitRight"), [this, id] { split(id, Edge::Right); });
    action(tr("Split down"), QStringLiteral("Ctrl+Shift+\\"), QStringLiteral("view.splitDown"), [this, id] { split(id, Edge::Bottom); });
    const bool several = groups().size() > 1;
    action(tr("Close split"), QString(), QStringLiteral("view.closeSplit"), [this] { closeSplit(); })->setEnabled(several);
}

} // namespace run402
