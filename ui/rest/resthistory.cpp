// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/rest/restpane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QPlainTextEdit>

namespace run402 {

namespace {

constexpr int keptRequests = 50;

} // namespace

QString RestPane::settingsKey() const
{
    return QStringLiteral("rest/%1/%2").arg(m_workspace.isSandbox() ? QStringLiteral("sandbox") : QStringLiteral("live"), m_workspace.currentProjectId());
}

QJsonObject RestPane::requestJson() const
{
    return {{QStringLiteral("method"), m_method->currentText()},
            {QStringLiteral("url"), m_url->text()},
            {QStringLiteral("prefer"), prefer()},
            {QStringLiteral("body"), m_body->toPlainText().left(64 * 1024)}};
}

void RestPane::applyRequest(const QJsonObject& request)
{
    m_method->setCurrentText(request.value(QLatin1String("method")).toString());
    m_params.setRows({});
    m_url->setText(request.value(QLatin1String("url")).toString());
    m_body->setPlainText(request.value(QLatin1String("body")).toString());
    QStringList wanted = request.value(QLatin1String("prefer")).toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const auto& [value, check] : std::as_const(m_prefer))
        check->setChecked(wanted.removeAll(value) > 0);
    m_morePrefer->setText(wanted.join(QLatin1Char(',')));
}

void RestPane::loadHistory()
{
    m_historyOf = settingsKey();
    m_recent.clear();
    m_saved.clear();
    m_services.settings().get(m_historyOf)->onDone(this, [this, key = m_historyOf](const Result<QJsonValue>& r) {
        if (!r.ok() || key != m_historyOf)
            return;
        const QJsonObject stored = r->toObject();
        for (const QJsonValue& v : stored.value(QLatin1String("recent")).toArray())
            m_recent << v.toObject();
        for (const QJsonValue& v : stored.value(QLatin1String("saved")).toArray())
            m_saved << v.toObject();
    });
}

void RestPane::storeHistory()
{
    QJsonArray recent, saved;
    for (const QJsonObject& o : std::as_const(m_recent))
        recent << o;
    for (const QJsonObject& o : std::as_const(m_saved))
        saved << o;
    m_services.settings().set(m_historyOf, QJsonObject{{QStringLiteral("recent"), recent}, {QStringLiteral("saved"), saved}});
}

void RestPane::remember(int status)
{
    QJsonObject request = requestJson();
    m_recent.removeIf([&](QJsonObject known) {
        known.remove(QStringLiteral("status"));
        return known == request;
    });
    request.insert(QStringLiteral("status"), status);
    m_recent.prepend(request);
    while (m_recent.size() > keptRequests)
        m_recent.removeLast();
    storeHistory();
}

void RestPane::fillHistory()
{
    QMenu* menu = m_historyMenu;
    menu->clear();
    const auto entry = [&](const QJsonObject& request) {
        const QString text = QStringLiteral("%1  %2").arg(request.value(QLatin1String("method")).toString(), request.value(QLatin1String("url")).toString().section(QStringLiteral("/rest/v1/"), -1));
        connect(menu->addAction(text.left(80).replace(QLatin1Char('&'), QLatin1String("&&"))), &QAction::triggered, this, [this, request] { applyRequest(request); });
    };
    connect(menu->addAction(tr("Save this request")), &QAction::triggered, this, [this] {
        m_saved.removeAll(requestJson());
        m_saved.prepend(requestJson());
        storeHistory();
    });
    if (!m_saved.isEmpty()) {
        connect(menu->addAction(tr("Forget saved requests")), &QAction::triggered, this, [this] {
            m_saved.clear();
            storeHistory();
        });
        menu->addSection(tr("Saved"));
        for (const QJsonObject& o : std::as_const(m_saved))
            entry(o);
    }
    menu->addSection(tr("Sent"));
    for (const QJsonObject& o : m_recent.mid(0, 20))
        entry(o);
    if (m_recent.isEmpty())
        menu->addAction(tr("Nothing sent yet"))->setEnabled(false);
}

QJsonObject RestPane::saveState() const
{
    return requestJson();
}

void RestPane::restoreState(const QJsonObject& state)
{
    if (state.contains(QLatin1String("url")))
        applyRequest(state);
}

} // namespace run402
