// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/newfunctiondialog.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

NewFunctionDialog::NewFunctionDialog(QWidget* anchor, const QStringList& taken)
    : DialogFrame(anchor, 520), m_templates(functionTemplates()), m_taken(taken)
{
    setObjectName(QStringLiteral("functions.new.dialog"));
    setAccessibleName(tr("New function"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(new Label(tr("New function"), Theme::Font::Title));
    auto* intro = new Label(tr("It stays on this computer until you deploy it. The name is part of its address and cannot be changed later."),
                            Theme::Font::Small, "text.secondary");
    intro->setWordWrap(true);
    column->addWidget(intro);
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    for (int i = 0; i < m_templates.size(); ++i) {
        auto* button = new Button(m_templates.at(i).title, m_templates.at(i).icon, Button::Variant::Secondary);
        button->setObjectName(QStringLiteral("functions.template.") + m_templates.at(i).id);
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // two even columns
        button->setAutoExclusive(true);
        connect(button, &Button::clicked, this, [this, i] { choose(i); });
        m_buttons << button;
        grid->addWidget(button, i / 2, i % 2);
    }
    column->addLayout(grid);
    m_text = new Label({}, Theme::Font::Small, "text.secondary");
    m_text->setWordWrap(true);
    column->addWidget(m_text);
    m_name = new LineEdit(QStringLiteral("hello"));
    m_name->setObjectName(QStringLiteral("functions.new.name"));
    m_name->setAccessibleName(tr("Name of the function"));
    m_name->setMono(true);
    m_name->setMaxLength(63);
    column->addWidget(new Field(tr("Name"), m_name));
    body()->addLayout(column);
    auto* cancel = new Button(tr("Cancel"));
    m_accept = new Button(tr("Create draft, free"), Button::Variant::Primary);
    m_accept->setObjectName(QStringLiteral("functions.new.accept"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(m_accept);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_accept, &Button::clicked, this, &QDialog::accept);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_named = true; });
    connect(m_name, &QLineEdit::textChanged, this, &NewFunctionDialog::check);
    connect(m_name, &QLineEdit::returnPressed, m_accept, &QAbstractButton::click);
    choose(0);
    m_name->setFocus();
}

QString NewFunctionDialog::functionName() const
{
    return m_name->text().trimmed();
}

void NewFunctionDialog::choose(int index)
{
    m_chosen = index;
    m_buttons.at(index)->setChecked(true);
    for (int i = 0; i < m_buttons.size(); ++i)
        m_buttons.at(i)->setVariant(i == index ? Button::Variant::Primary : Button::Variant::Secondary);
    m_text->setText(m_templates.at(index).text);
    if (!m_named)
        m_name->setText(m_templates.at(index).name);
    check();
}

void NewFunctionDialog::check()
{
    QString problem = functionNameProblem(functionName());
    if (problem.isEmpty() && m_taken.contains(functionName()))
        problem = tr("There is a function of this name.");
    m_name->setError(m_name->text().isEmpty() ? QString() : problem);
    m_accept->setEnabled(problem.isEmpty());
}

} // namespace run402
