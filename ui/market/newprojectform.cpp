// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/newprojectform.h"

#include "ui/common/inputs.h"
#include "ui/market/markettext.h"
#include "ui/market/namedcontrol.h"
#include "ui/market/subdomainfield.h"
#include "ui/market/tierbox.h"
#include "ui/market/variableform.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestName = 80;

} // namespace

NewProjectForm::NewProjectForm(Services& services, const Wish& wish, QWidget* above, QWidget* parent)
    : QWidget(parent), m_name(new LineEdit), m_subdomain(new SubdomainField(services, wish.prefix + ".subdomain"_L1)),
      m_settings(new VariableForm(wish.prefix, wish.variables)), m_tier(new TierBox(services, wish.minTier, wish.functions))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    if (above)
        column->addWidget(above);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(20);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_name->setObjectName(wish.prefix + ".name"_L1);
    m_name->setMaxLength(longestName);
    grid->addWidget(namedControl(tr("Project name"), true, {}, m_name), 0, 0);
    grid->addWidget(m_subdomain, 0, 1);
    column->addLayout(grid);
    column->addWidget(m_settings);
    m_settings->setVisible(wish.settings);
    column->addWidget(m_tier);
    column->addStretch();
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (!m_subdomainEdited)
            m_subdomain->setName(MarketText::subdomainOf(text));
        Q_EMIT changed();
    });
    connect(m_subdomain, &SubdomainField::edited, this, [this] { m_subdomainEdited = true; });
    connect(m_subdomain, &SubdomainField::changed, this, &NewProjectForm::changed);
    connect(m_settings, &VariableForm::changed, this, &NewProjectForm::changed);
    connect(m_tier, &TierBox::changed, this, &NewProjectForm::changed);
    connect(m_tier, &TierBox::paneRequested, this, &NewProjectForm::paneRequested);
}

QString NewProjectForm::name() const
{
    return m_name->text().trimmed();
}

void NewProjectForm::setName(const QString& name)
{
    m_name->setText(name);
}

void NewProjectForm::setNameEnabled(bool enabled)
{
    m_name->setEnabled(enabled);
}

QString NewProjectForm::subdomain() const
{
    return m_subdomain->name();
}

void NewProjectForm::setSubdomainProblem(const QString& text)
{
    m_subdomain->setProblem(text);
    m_subdomain->edit()->setFocus();
}

QJsonObject NewProjectForm::values() const
{
    return m_settings->values();
}

bool NewProjectForm::checkSettings()
{
    return m_settings->check();
}

bool NewProjectForm::isNamed() const
{
    return !name().isEmpty() && m_subdomain->isUsable();
}

bool NewProjectForm::isPaidFor() const
{
    return m_tier->isOk();
}

} // namespace run402
