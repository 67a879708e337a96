// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/namedcontrol.h"

#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

QWidget* namedControl(const QString& name, bool required, const QString& help, QWidget* control)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    auto* label = new ElidedLabel(name, Theme::Font::Label);
    label->setBuddy(control);
    head->addWidget(label);
    if (required)
        head->addWidget(new Label(QCoreApplication::translate("run402::NamedControl", "required"), Theme::Font::CaptionPlain, "text.muted"));
    head->addStretch();
    column->addLayout(head);
    auto* field = new Field({}, control);
    field->setHint(help);
    column->addWidget(field);
    column->addStretch();
    control->setAccessibleName(name);
    return box;
}

} // namespace run402
