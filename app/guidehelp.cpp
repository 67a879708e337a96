// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guidehelp.h"

#include "ui/common/button.h"
#include "ui/common/dialogframe.h"
#include "ui/common/icons.h"
#include "ui/guide/guidedialog.h"
#include "ui/guide/guidepane.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/topbar.h"
#include "ui/shell/welcomeview.h"

#include <QApplication>
#include <QDesktopServices>
#include <QMenu>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// Dialogs belong to no pane by themselves; the first part of the objectName tells.
QString pageOfDialog(const QString& objectName)
{
    static const QHash<QString, QString> pages{
        {u"pay"_s, u"payments"_s},      {u"topup"_s, u"topup"_s},     {u"fork"_s, u"market"_s},
        {u"publish"_s, u"publish"_s},   {u"starter"_s, u"starters"_s}, {u"vault"_s, u"keys"_s},
        {u"project"_s, u"projects"_s},  {u"rules"_s, u"rules"_s},      {u"functions"_s, u"functions"_s},
        {u"secrets"_s, u"secrets"_s},   {u"logs"_s, u"logs"_s},        {u"projects"_s, u"projects"_s},
        {u"sql"_s, u"sql"_s},           {u"commandPalette"_s, u"keyboard"_s},
    };
    return pages.value(objectName.section(u'.', 0, 0));
}

DialogFrame* dialogInFront(const MainWindow& window)
{
    DialogFrame* front = nullptr;
    const auto all = window.findChildren<DialogFrame*>();
    for (DialogFrame* dialog : all) {
        if (dialog->isOpen() && dialog->isVisible())
            front = dialog; // the last one opened lies above
    }
    return front;
}

} // namespace

GuideHelp::GuideHelp(MainWindow& window, const PaneRegistry& panes, Open open, QObject* parent)
    : QObject(parent), m_window(window), m_panes(panes), m_open(std::move(open))
{
    connect(&window, &MainWindow::helpAsked, this, [this] { show(pageHere()); });
    connect(window.topBar(), &TopBar::helpAsked, this, &GuideHelp::showMenu);
    connect(window.welcome(), &WelcomeView::privacyAsked, this, [this] { show(u"keys#what-leaves-this-computer"_s); });
}

QString GuideHelp::pageHere() const
{
    if (const DialogFrame* dialog = dialogInFront(m_window)) {
        if (const QString page = pageOfDialog(dialog->objectName()); !page.isEmpty())
            return page;
    }
    if (m_window.welcome()->isVisible())
        return u"start"_s;
    const QWidget* focus = QApplication::focusWidget();
    if (focus && m_window.bottomDock()->isAncestorOf(focus))
        return u"activity"_s;
    const PaneInfo* pane = m_panes.find(m_window.documents()->currentId().section(u':', 0, 0).section(u'#', 0, 0));
    return pane ? PaneRegistry::guideOf(*pane) : u"index"_s;
}

void GuideHelp::show(const QString& page)
{
    if (!dialogInFront(m_window) && !m_window.welcome()->isVisible()) {
        m_open(u"guide:"_s + page);
        return;
    }
    if (auto* shown = m_window.findChild<GuideDialog*>(); shown && shown->isVisible())
        return;
    auto* dialog = new GuideDialog(&m_window, page);
    connect(dialog, &GuideDialog::outsideRequested, this, [](const QUrl& address) { QDesktopServices::openUrl(address); });
    dialog->open();
}

void GuideHelp::showMenu()
{
    auto* menu = new QMenu(&m_window);
    menu->setObjectName(u"help.menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& icon, const QString& text, const QString& name, std::function<void()> act) {
        QAction* action = menu->addAction(Icons::get(icon), text, this, std::move(act));
        action->setObjectName(name);
    };
    add(u"book-open"_s, tr("About this page\tF1"), u"help.here"_s, [this] { show(pageHere()); });
    add(u"list"_s, tr("Guide"), u"help.guide"_s, [this] { show(u"index"_s); });
    add(u"keyboard"_s, tr("Keyboard"), u"help.keyboard"_s, [this] { show(u"keyboard"_s); });
    add(u"search"_s, tr("Commands\tCtrl+K"), u"help.commands"_s, [this] { m_window.openPalette(u">"_s); });
    menu->addSeparator();
    add(u"activity"_s, tr("Status of the service"), u"help.status"_s, [this] { m_open(u"status"_s); });
    add(u"mail"_s, tr("Write to Run402"), u"help.contact"_s, [this] { m_open(u"contact"_s); });
    const QWidget* button = m_window.topBar()->helpButton();
    menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height() + 4)));
}

} // namespace run402
