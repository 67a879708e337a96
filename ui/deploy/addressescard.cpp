// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/addressescard.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/copybutton.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/writeblock.h"
#include "ui/market/subdomainfield.h"

#include <QHBoxLayout>
#include <QTimer>

namespace run402 {

AddressesCard::AddressesCard(Services& services, QWidget* parent) : Card(tr("Addresses"), parent), m_services(services)
{
    setObjectName(QStringLiteral("addresses"));
    body()->setSpacing(0);
    body()->setContentsMargins(0, 0, 0, 0);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    body()->addLayout(m_rows);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(14, 10, 14, 12);
    foot->setSpacing(8);
    m_name = new SubdomainField(services, QStringLiteral("addresses.name"));
    m_claim = new Button(tr("Claim, free"), QStringLiteral("plus"), Button::Variant::Secondary);
    m_claim->setObjectName(QStringLiteral("addresses.claim"));
    m_note = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_note->setWordWrap(true);
    m_problem = new Label({}, Theme::Font::Small, "danger.text");
    m_problem->setObjectName(QStringLiteral("addresses.problem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_note, 1);
    row->addWidget(m_claim);
    foot->addWidget(m_problem);
    foot->addWidget(m_name);
    foot->addLayout(row);
    body()->addLayout(foot);
    connect(m_claim, &Button::clicked, this, &AddressesCard::claim);
    connect(m_name->edit(), &QLineEdit::returnPressed, m_claim, &Button::click);
    connect(m_name, &SubdomainField::changed, this, &AddressesCard::refreshClaim);
    for (const auto signal : {&Workspace::addressesChanged, &Workspace::connectionChanged, &Workspace::currentProjectChanged})
        connect(&services.workspace(), signal, this, &AddressesCard::rebuild);
    rebuild();
}

void AddressesCard::setRelease(const QString& releaseId)
{
    if (m_releaseId == releaseId)
        return;
    m_releaseId = releaseId;
    rebuild();
}

void AddressesCard::startClaim()
{
    m_name->edit()->setFocus(Qt::ShortcutFocusReason);
}

void AddressesCard::refreshClaim()
{
    const Workspace& w = m_services.workspace();
    QString why = writeBlock(w, Capability::Addresses);
    if (why.isEmpty() && m_releaseId.isEmpty())
        why = tr("An address shows a deployment: deploy something first, or choose one.");
    m_note->setText(why.isEmpty() ? tr("It will show %1.").arg(m_releaseId) : why);
    m_claim->setEnabled(why.isEmpty() && !m_name->name().isEmpty() && m_name->isUsable());
}

void AddressesCard::rebuild()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const auto& addresses = m_services.workspace().addresses().value;
    if (addresses) {
        for (const Address& address : *addresses)
            m_rows->addWidget(row(address));
    }
    if (!addresses || addresses->isEmpty()) {
        auto* none = new Label(tr("This project has no address of its own yet."), Theme::Font::Small, "text.muted");
        none->setContentsMargins(14, 10, 14, 0);
        m_rows->addWidget(none);
    }
    refreshClaim();
}

QWidget* AddressesCard::row(const Address& address)
{
    auto* widget = new QWidget;
    widget->setObjectName(QStringLiteral("addresses.row.") + address.name);
    auto* line = new QHBoxLayout(widget);
    line->setContentsMargins(14, 8, 10, 4);
    line->setSpacing(6);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    auto* name = new ElidedLabel(m_services.workspace().openable(QUrl(address.url)).authority(), Theme::Font::MonoStrong);
    name->setElideMode(Qt::ElideMiddle);
    words->addWidget(name);
    words->addWidget(new ElidedLabel(address.deploymentId.isEmpty() ? tr("shows nothing") : tr("shows %1").arg(address.deploymentId),
                                     Theme::Font::CaptionPlain, "text.muted"));
    line->addLayout(words, 1);
    if (!m_releaseId.isEmpty() && m_releaseId != address.deploymentId) {
        auto* here = new Button(tr("Show it here"), Button::Variant::Secondary);
        here->setSize(Button::Size::Small);
        here->setObjectName(QStringLiteral("addresses.reassign.") + address.name);
        here->setToolTip(tr("%1 will show %2").arg(address.name, m_releaseId));
        connect(here, &Button::clicked, this, [this, address] { askReassign(address); });
        line->addWidget(here);
    }
    auto* open = new IconButton(QStringLiteral("external-link"), tr("Open %1").arg(address.name));
    open->setSmall(true);
    open->setObjectName(QStringLiteral("addresses.open.") + address.name);
    auto* copy = new CopyButton(tr("the address"));
    copy->setText(m_services.workspace().openable(QUrl(address.url)).toString());
    auto* remove = new IconButton(QStringLiteral("trash-2"), tr("Delete %1").arg(address.name));
    remove->setSmall(true);
    remove->setObjectName(QStringLiteral("addresses.delete.") + address.name);
    connect(open, &QAbstractButton::clicked, this,
            [this, address] { Q_EMIT openRequested(m_services.workspace().openable(QUrl(address.url))); });
    connect(remove, &QAbstractButton::clicked, this, [this, address] { askDelete(address); });
    for (QWidget* w : {static_cast<QWidget*>(open), static_cast<QWidget*>(copy), static_cast<QWidget*>(remove)})
        line->addWidget(w);
    return widget;
}

void AddressesCard::tell(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    m_problem->setText(QStringList{words.title, words.next}.join(QStringLiteral(". ")).trimmed());
    m_problem->show();
}

void AddressesCard::claim()
{
    const QString project = m_services.workspace().currentProjectId(), name = m_name->name();
    if (!m_claim->isEnabled())
        return;
    m_claim->setBusy(true);
    m_problem->hide();
    m_services.addresses().claim(project, name, m_releaseId)->onDone(this, [this, name](const Result<Address>& r) {
        m_claim->setBusy(false);
        if (!r.ok()) {
            const ProblemWords words = problemWords(r.error());
            return m_name->setProblem(words.title + QStringLiteral(". ") + words.next);
        }
        m_name->setName({});
        m_services.workspace().refreshAddresses();
        m_services.workspace().record(QStringLiteral("release"), tr("Claimed the address %1").arg(name),
                                      {{QStringLiteral("url"), r->url}, {QStringLiteral("id"), r->deploymentId}});
    });
}

void AddressesCard::askReassign(const Address& address)
{
    ConfirmDialog::Options ask;
    ask.title = tr("Show another deployment at %1?").arg(address.name);
    ask.text = tr("%1 will show %2. Only the pages change: data, access rules, functions and secrets stay as they are now.")
                   .arg(address.name, m_releaseId);
    ask.accept = tr("Show it here");
    ConfirmDialog::ask(this, ask, this, [this, address, release = m_releaseId] { reassign(address, release); });
}

void AddressesCard::reassign(const Address& address, const QString& releaseId)
{
    m_problem->hide();
    const QString project = m_services.workspace().currentProjectId();
    m_services.addresses().claim(project, address.name, releaseId)->onDone(this, [this, address, releaseId](const Result<Address>& r) {
        m_services.workspace().refreshAddresses();
        if (!r.ok())
            return tell(r.error());
        m_services.workspace().record(QStringLiteral("release"), tr("%1 shows %2 now").arg(address.name, releaseId));
    });
}

void AddressesCard::askDelete(const Address& address)
{
    ConfirmDialog::Options ask;
    ask.title = tr("Delete the address %1?").arg(address.name);
    ask.text = tr("Whoever opens it finds nothing any more, and anybody may claim the name. The deployment itself stays.");
    ask.accept = tr("Delete address");
    ask.dangerous = true;
    ask.typeName = address.name;
    ConfirmDialog::ask(this, ask, this, [this, name = address.name] {
        m_problem->hide();
        const QString project = m_services.workspace().currentProjectId();
        m_services.addresses().release(project, name)->onDone(this, [this, name](const Result<Done>& r) {
            m_services.workspace().refreshAddresses();
            if (!r.ok())
                return tell(r.error());
            m_services.workspace().record(QStringLiteral("release"), tr("Deleted the address %1").arg(name));
        });
    });
}

} // namespace run402
