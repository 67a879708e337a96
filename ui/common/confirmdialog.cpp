// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/confirmdialog.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

ConfirmDialog::ConfirmDialog(QWidget* anchor, const Options& o)
    : DialogFrame(anchor, 400)
{
    setObjectName(QStringLiteral("confirmDialog"));
    setAccessibleName(o.title);
    setAccessibleDescription(o.text);
    auto* column = body();
    column->setContentsMargins(18, 16, 18, 16);
    auto* title = new Label(o.title, Theme::Font::Title, "text.primary", this);
    title->setWordWrap(true);
    column->addWidget(title);
    column->addSpacing(4);
    auto* text = new Label(o.text, Theme::Font::Body, "text.secondary", this);
    text->setWordWrap(true);
    column->addWidget(text);

    if (!o.extra.isEmpty()) {
        auto* extra = new Button(o.extra, o.extraIcon, Button::Variant::Ghost, this);
        extra->setObjectName(QStringLiteral("confirmExtra"));
        extra->setSize(Button::Size::Small);
        connect(extra, &QAbstractButton::clicked, this, &ConfirmDialog::extraTriggered);
        foot()->addWidget(extra);
    }
    foot()->addStretch(1);
    m_cancel = new Button(o.cancel.isEmpty() ? tr("Cancel") : o.cancel, Button::Variant::Secondary, this);
    m_cancel->setObjectName(QStringLiteral("confirmCancel"));
    m_accept = new Button(o.accept, o.dangerous ? Button::Variant::DangerSolid : Button::Variant::Primary, this);
    m_accept->setObjectName(QStringLiteral("confirmAccept"));
    foot()->addWidget(m_cancel);
    if (!o.discard.isEmpty()) {
        auto* discard = new Button(o.discard, Button::Variant::Danger, this);
        discard->setObjectName(QStringLiteral("confirmDiscard"));
        connect(discard, &QAbstractButton::clicked, this, [this] {
            Q_EMIT discarded();
            reject();
        });
        foot()->addWidget(discard);
    }
    foot()->addWidget(m_accept);
    connect(m_cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QAbstractButton::clicked, this, &QDialog::accept);

    if (!o.typeName.isEmpty()) {
        m_name = new LineEdit({}, this);
        m_name->setMono(true);
        m_name->setObjectName(QStringLiteral("confirmName"));
        m_name->setAccessibleName(tr("Type %1 to go on").arg(o.typeName));
        column->addSpacing(12);
        column->addWidget(m_name);
        m_accept->setEnabled(false);
        connect(m_name, &QLineEdit::textChanged, this,
                [this, want = o.typeName](const QString& now) { m_accept->setEnabled(now == want); });
    }
    setFirstFocus(m_cancel);
}

void ConfirmDialog::addField(QWidget* field)
{
    body()->addSpacing(12);
    body()->addWidget(field);
}

ConfirmDialog* ConfirmDialog::ask(QWidget* anchor, const Options& options, QObject* context,
                                  std::function<void()> accepted)
{
    auto* dialog = new ConfirmDialog(anchor, options);
    connect(dialog, &QDialog::accepted, context, std::move(accepted));
    dialog->open();
    return dialog;
}

} // namespace run402
