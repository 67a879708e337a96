// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lease/tierdialog.h"

#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/lease/leasewords.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

TierDialog::TierDialog(QWidget* anchor, const TierPlan& plan, const QString& price) : DialogFrame(anchor, 460)
{
    const bool up = plan.action == TierPlan::Action::Upgrade;
    const QString to = LeaseWords::tierTitle(plan.tier);
    setObjectName(u"tierDialog"_s);
    setAccessibleName(up ? tr("Move up to %1").arg(to) : tr("Move down to %1").arg(to));
    auto* column = body();
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(12);
    column->addWidget(new Label(accessibleName(), Theme::Font::Title, "text.primary", this));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    QStringList spoken;
    const auto facts = LeaseWords::plan(plan, price);
    for (const LeaseWords::Fact& fact : facts) {
        const int row = grid->rowCount();
        grid->addWidget(new Label(fact.name, Theme::Font::Body, "text.secondary", this), row, 0, Qt::AlignTop);
        auto* value = new Label(fact.value, Theme::Font::Body, "text.primary", this);
        value->setWordWrap(true);
        grid->addWidget(value, row, 1);
        spoken << fact.name + u": "_s + fact.value;
    }
    setAccessibleDescription(spoken.join(u". "_s));
    column->addLayout(grid);
    auto* note = new Label(tr("The service counts the refund to the millisecond it takes the change. What it answers is compared with this."),
                           Theme::Font::Small, "text.muted", this);
    note->setWordWrap(true);
    column->addWidget(note);
    auto* cancel = new Button(tr("Cancel"), Button::Variant::Secondary, this);
    cancel->setObjectName(u"tierDialog.cancel"_s);
    auto* go = new Button(tr("Go on for %1").arg(price), Button::Variant::Primary, this);
    go->setObjectName(u"tierDialog.accept"_s);
    foot()->addStretch(1);
    foot()->addWidget(cancel);
    foot()->addWidget(go);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(go, &QAbstractButton::clicked, this, &QDialog::accept);
    setFirstFocus(cancel);
}

} // namespace run402
