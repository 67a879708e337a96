// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/projectdetails.h"

#include "models/item/projectlistmodel.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/overview/keyscard.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString when(const QDateTime& time)
{
    return time.isValid() ? QLocale(QLocale::English).toString(time.toLocalTime(), u"d MMM yyyy, HH:mm"_s) : QString();
}

void clearRows(QFormLayout* form)
{
    while (form->rowCount() > 0)
        form->removeRow(0);
}

void addRow(QFormLayout* form, const QString& name, const QString& value, bool mono = false)
{
    if (value.isEmpty())
        return;
    auto* label = new ElidedLabel(value, mono ? Theme::Font::Mono : Theme::Font::Body);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(new Label(name, Theme::Font::Body, "text.secondary"), label);
}

} // namespace

ProjectDetails::ProjectDetails(QWidget* parent)
    : QWidget(parent), m_name(new Label({}, Theme::Font::Title)), m_state(new Chip({})), m_keysChip(new Chip({})),
      m_form(new QFormLayout), m_keys(new KeysCard(KeysCard::Shape::Narrow))
{
    setObjectName(u"projects.details"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(12);
    m_name->setWordWrap(true);
    column->addWidget(m_name);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(6);
    chips->addWidget(m_state);
    chips->addWidget(m_keysChip);
    chips->addStretch();
    column->addLayout(chips);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(7);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    column->addLayout(m_form);
    m_keys->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(m_keys);

    auto* actions = new QVBoxLayout;
    actions->setSpacing(6);
    m_use = addAction(actions, tr("Open this project"), u"arrow-right"_s, "projects.use");
    m_agents = addAction(actions, tr("Make it the agents' project"), u"bot"_s, "projects.agents");
    m_agents->setToolTip(tr("Commands of the run402 CLI mean this project when they name none (run402 projects use)"));
    m_site = addAction(actions, tr("Open the site"), u"external-link"_s, "projects.site");
    m_import = addAction(actions, tr("Import its keys"), u"key-round"_s, "projects.importKeys");
    m_pin = addAction(actions, tr("Pin, so that it never expires"), u"pin"_s, "projects.pin");
    m_delete = addAction(actions, tr("Delete project"), u"trash-2"_s, "projects.delete");
    m_delete->setVariant(Button::Variant::Danger);
    column->addLayout(actions);
    column->addStretch();
    connect(m_use, &Button::clicked, this, &ProjectDetails::useRequested);
    connect(m_agents, &Button::clicked, this, &ProjectDetails::agentsRequested);
    connect(m_site, &Button::clicked, this, [this] { Q_EMIT siteRequested(m_siteUrl); });
    connect(m_import, &Button::clicked, this, &ProjectDetails::importRequested);
    connect(m_pin, &Button::clicked, this, &ProjectDetails::pinRequested);
    connect(m_delete, &Button::clicked, this, &ProjectDetails::deleteRequested);
}

Button* ProjectDetails::addAction(QVBoxLayout* column, const QString& text, const QString& icon, const char* object)
{
    auto* button = new Button(text, icon, Button::Variant::Secondary);
    button->setObjectName(QString::fromLatin1(object));
    column->addWidget(button);
    return button;
}

void ProjectDetails::setFacts(const Facts& facts)
{
    const Project& p = facts.project;
    const bool onlyHere = p.status == "local"_L1;
    m_name->setText(p.name.isEmpty() ? p.id : p.name);
    m_state->setText(facts.isCurrent ? tr("Open here") : ProjectListModel::stateWords(p));
    m_state->setTone(onlyHere ? Tone::Warning : facts.isCurrent ? Tone::Info : Tone::Success);
    m_keysChip->setText(p.keysKnown ? tr("Keys here") : tr("Keys missing"));
    m_keysChip->setTone(p.keysKnown ? Tone::Neutral : Tone::Warning);
    clearRows(m_form);
    addRow(m_form, tr("Id"), p.id, true);
    addRow(m_form, tr("Tier"), p.tier);
    addRow(m_form, tr("Created"), when(p.createdAt));
    addRow(m_form, tr("Lease ends"), when(p.leaseExpiresAt));
    addRow(m_form, tr("Site"), p.siteUrl);
    addRow(m_form, tr("Deployment"), p.lastDeploymentId, true);
    if (facts.isAgents)
        addRow(m_form, tr("Agents"), tr("Their commands mean this project"));
    m_keys->setVisible(p.keysKnown);
    m_keys->setProject(facts.apiBase, facts.anonKey, p.keysKnown);
    m_siteUrl = QUrl(p.siteUrl);
    m_use->setEnabled(!facts.isCurrent);
    m_use->setVisible(!facts.isCurrent);
    m_agents->setVisible(facts.cliLinked && !facts.isAgents && p.keysKnown);
    m_site->setVisible(!p.siteUrl.isEmpty());
    m_import->setVisible(!p.keysKnown);
    m_pin->setVisible(!onlyHere);
    m_pin->setEnabled(p.keysKnown && facts.canPin);
    m_delete->setText(onlyHere ? tr("Remove from this computer") : tr("Delete project"));
    m_delete->setEnabled(p.keysKnown || onlyHere);
    m_delete->setToolTip(m_delete->isEnabled() ? QString() : tr("Only who holds the service key can delete a project"));
}

} // namespace run402
