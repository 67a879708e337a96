// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/projectdialog.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr int longestName = 80;
}

ProjectDialog::ProjectDialog(QWidget* anchor) : DialogFrame(anchor, 480)
{
    setObjectName(QStringLiteral("project.dialog"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(new Label(tr("New project"), Theme::Font::Title));
    auto* text = new Label(tr("Free with your tier. You get an anon_key for pages and a service_key for servers; both are kept on this computer, because the service shows them only once."),
                           Theme::Font::Small, "text.secondary");
    text->setWordWrap(true);
    column->addWidget(text);
    m_name = new LineEdit(tr("tals-recipes"));
    m_name->setObjectName(QStringLiteral("project.name"));
    m_name->setAccessibleName(tr("Name of the project"));
    m_name->setMaxLength(longestName);
    column->addWidget(new Field(tr("Name"), m_name));
    body()->addLayout(column);
    auto* cancel = new Button(tr("Cancel"));
    auto* create = new Button(tr("Create project, free"), Button::Variant::Primary);
    create->setObjectName(QStringLiteral("project.create"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(create);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(create, &Button::clicked, this, &QDialog::accept);
    connect(m_name, &QLineEdit::returnPressed, create, &QAbstractButton::click);
    const auto check = [this, create] { create->setEnabled(!projectName().isEmpty()); };
    connect(m_name, &QLineEdit::textChanged, this, check);
    check();
    m_name->setFocus();
}

QString ProjectDialog::projectName() const
{
    return m_name->text().trimmed();
}

} // namespace run402
