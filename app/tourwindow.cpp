// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/tour.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/guide/guidepane.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QMenu>

namespace run402 {

void Tour::addProjects()
{
    visit(QStringLiteral("projects-list"), tr("All projects are in one list"), QStringLiteral("projects"),
          [this] { return unless(rowsOf(QStringLiteral("projects.list")) >= 1, tr("no projects")); });
    m_runner.add({QStringLiteral("projects"), tr("A project's keys are there, the service key masked"),
                  [this] { m_runner.chooseRow(QStringLiteral("projects.list"), 0); },
                  [this] { return unless(m_runner.find(QStringLiteral("projects.details")) != nullptr, tr("no details")); }});
}

void Tour::addWindow()
{
    const auto dock = [this](const QString& id, const QString& title, int least) {
        visit(id, title, QStringLiteral("dock:") + id, [this, id, least] {
            return unless(rowsOf(QStringLiteral("dock.%1.grid").arg(id)) >= least, tr("nothing is listed"));
        });
    };
    dock(QStringLiteral("requests"), tr("Every request is listed"), 10);
    dock(QStringLiteral("activity"), tr("So is what was done"), 3);
    m_runner.add({QStringLiteral("dock-close"), tr("The dock folds away"), [this] { m_application.window().bottomDock()->setOpen(false); },
                  [this] {
                      const BottomDock* shown = m_application.window().bottomDock();
                      return unless(!shown->isOpen() && shown->height() <= shown->maximumHeight(), tr("it stays"));
                  }, 30'000, false});
    visit(QStringLiteral("settings"), tr("Settings"), QStringLiteral("settings"),
          [this] { return unless(m_runner.find(QStringLiteral("settings.theme")) != nullptr, tr("no settings")); });
    m_runner.add({QStringLiteral("palette"), tr("The palette finds the table"),
                  [this] { m_application.window().openPalette(QStringLiteral("guest")); },
                  [this] {
                      const auto* palette = find<CommandPalette>(QStringLiteral("commandPalette"));
                      return unless(palette && palette->shownIds().contains(QStringLiteral("table:guestbook")), tr("it is not found"));
                  }});
    m_runner.add({QStringLiteral("palette-close"), tr("Escape closes it"),
                  [this] { m_runner.key(QStringLiteral("commandPalette"), Qt::Key_Escape); },
                  [this] { return unless(m_runner.find(QStringLiteral("commandPalette")) == nullptr, tr("it stays")); }, 30'000, false});
}

void Tour::addHelp()
{
    const auto page = [this](const QString& id) {
        const auto* guide = qobject_cast<GuidePane*>(m_application.window().documents()->current());
        return unless(guide && guide->page() == id, tr("the guide is not at \"%1\"").arg(id));
    };
    visit(QStringLiteral("guide-from"), tr("A page to ask about"), QStringLiteral("storage"),
          [this] { return unless(m_application.window().documents()->currentId() == QLatin1String("storage"), tr("not there")); });
    m_runner.add({QStringLiteral("guide"), tr("F1 opens the guide at the page in front"),
                  [this] { m_runner.pressKey(&m_application.window(), Qt::Key_F1); }, [page] { return page(QStringLiteral("storage")); }});
    m_runner.add({QStringLiteral("guide-search"), tr("The guide finds what it is asked for"),
                  [this] { m_runner.type(QStringLiteral("guide.search"), QStringLiteral("signed link\n")); },
                  [this, page] {
                      return unless(page(QStringLiteral("storage")).isEmpty() && rowsOf(QStringLiteral("guide.contents")) < 10, tr("it finds nothing"));
                  }});
    visit(QStringLiteral("guide-keyboard"), tr("All keys are on one page"), QStringLiteral("guide:keyboard"),
          [page] { return page(QStringLiteral("keyboard")); });
    m_runner.add({QStringLiteral("help-menu"), tr("The help button offers the same"), [this] { m_runner.click(QStringLiteral("help")); },
                  [this] {
                      const auto* menu = m_application.window().findChild<QMenu*>(QStringLiteral("help.menu"));
                      return unless(menu && menu->isVisible(), tr("no menu"));
                  }});
    TourStep closed{QStringLiteral("help-closed"), tr("The menu goes again"),
                    [this] {
                        if (auto* menu = m_application.window().findChild<QMenu*>(QStringLiteral("help.menu")))
                            menu->close();
                    },
                    [this] {
                        const auto* menu = m_application.window().findChild<QMenu*>(QStringLiteral("help.menu"));
                        return unless(!menu || !menu->isVisible(), tr("it stays"));
                    }};
    closed.picture = false;
    m_runner.add(std::move(closed));
}

} // namespace run402
