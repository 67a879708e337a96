// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/ruledialog.h"

#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

RuleDialog::RuleDialog(QWidget* anchor, const QString& expression, const QString& cell) : DialogFrame(anchor, 560)
{
    setObjectName(QStringLiteral("rules.dialog"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(new Label(tr("Which rows?"), Theme::Font::Title));
    column->addWidget(new Label(cell, Theme::Font::Small, "text.muted"));
    m_text = new QPlainTextEdit(expression);
    m_text->setObjectName(QStringLiteral("rules.dialog.sql"));
    m_text->setAccessibleName(tr("SQL condition"));
    followFont(m_text, Theme::Font::Editor);
    m_text->setFixedHeight(120);
    column->addWidget(m_text);
    auto* hint = new Label(tr("A condition over the table's columns. auth.uid() is the signed-in user, auth.role() is anon or authenticated. Example: published or author_id = auth.uid()"),
                           Theme::Font::Small, "text.muted");
    hint->setWordWrap(true);
    column->addWidget(hint);
    body()->addLayout(column);

    auto* cancel = new Button(tr("Cancel"));
    auto* use = new Button(tr("Use this rule"), Button::Variant::Primary);
    use->setObjectName(QStringLiteral("rules.dialog.accept"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(use);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(use, &Button::clicked, this, &QDialog::accept);
    const auto check = [this, use] { use->setEnabled(!m_text->toPlainText().trimmed().isEmpty()); };
    connect(m_text, &QPlainTextEdit::textChanged, this, check);
    check();
    m_text->setFocus();
}

QString RuleDialog::expression() const
{
    return m_text->toPlainText().trimmed();
}

} // namespace run402
