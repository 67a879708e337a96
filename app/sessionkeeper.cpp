// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessionkeeper.h"

#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

namespace run402 {

namespace {
constexpr int soonMs = 400;
const QLatin1String windowKey("window");
} // namespace

SessionKeeper::SessionKeeper(Services& services, MainWindow& window, QObject* parent)
    : QObject(parent), m_services(services), m_window(window)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    connect(&m_soon, &QTimer::timeout, this, &SessionKeeper::write);
    DocumentArea* documents = window.documents();
    connect(documents, &DocumentArea::opened, this, &SessionKeeper::touch);
    connect(documents, &DocumentArea::closed, this, &SessionKeeper::touch);
    connect(documents, &DocumentArea::currentChanged, this, &SessionKeeper::touch);
    connect(documents, &DocumentArea::documentChanged, this, &SessionKeeper::touch);
    connect(documents, &DocumentArea::layoutChanged, this, &SessionKeeper::touch);
    connect(window.bottomDock(), &BottomDock::openChanged, this, &SessionKeeper::touch);
    connect(window.bottomDock(), &BottomDock::pageShown, this, &SessionKeeper::touch);
    connect(&services.workspace(), &Workspace::currentProjectChanged, this, &SessionKeeper::follow);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &SessionKeeper::follow);
}

QString SessionKeeper::scope() const
{
    const Workspace& workspace = m_services.workspace();
    return SessionStore::scope(workspace.world(), workspace.currentProjectId());
}

void SessionKeeper::touch()
{
    if (m_ready && !m_soon.isActive())
        m_soon.start();
}

void SessionKeeper::flush()
{
    if (m_soon.isActive()) {
        m_soon.stop();
        write();
    }
}

void SessionKeeper::write()
{
    if (m_ready)
        m_services.sessions().save(m_scope, windowKey, m_window.saveState());
}

void SessionKeeper::follow()
{
    const QString wanted = scope();
    if (wanted == m_scope)
        return;
    flush(); // what the window shows still belongs to the former scope
    m_ready = false;
    m_scope = wanted;
    m_services.sessions().load(wanted)->onDone(this, [this, wanted](const Result<QHash<QString, SessionStore::Value>>& r) {
        if (wanted != m_scope)
            return; // the person went on to another project
        const QJsonObject state = r.ok() ? r->value(windowKey).json.toObject() : QJsonObject();
        m_window.documents()->clear();
        if (!state.isEmpty())
            m_window.restoreState(state);
        m_ready = true;
        Q_EMIT restored(m_window.documents()->ids().isEmpty());
    });
}

} // namespace run402
