// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secrets/vaultdialogs.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/secrets/passphrasepair.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QVBoxLayout* addContent(DialogFrame* dialog, const QString& icon, const QString& title, const QString& text)
{
    auto* content = new QWidget(dialog);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(19, 19, 19, 17);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    auto* mark = new IconLabel(icon, 20, "accent.text");
    mark->setTile(40, "accent.tint");
    head->addWidget(mark);
    head->addWidget(new Label(title, Theme::Font::Title), 1);
    column->addLayout(head);
    auto* words = new Label(text, Theme::Font::Body, "text.secondary");
    words->setWordWrap(true);
    column->addWidget(words);
    column->addSpacing(4);
    dialog->body()->addWidget(content);
    return column;
}

LineEdit* secretField(const QString& objectName, DialogFrame* dialog)
{
    auto* edit = new LineEdit({}, dialog);
    edit->setObjectName(objectName);
    edit->setEchoMode(QLineEdit::Password);
    edit->setMaxLength(1024);
    return edit;
}

Button* addButtons(DialogFrame* dialog, const QString& accept, const QString& objectName)
{
    dialog->foot()->addStretch(1);
    auto* cancel = new Button(QObject::tr("Cancel"), Button::Variant::Secondary, dialog);
    cancel->setObjectName(u"vault.cancel"_s);
    auto* button = new Button(accept, u"lock-keyhole"_s, Button::Variant::Primary, dialog);
    button->setObjectName(objectName);
    dialog->foot()->addWidget(cancel);
    dialog->foot()->addWidget(button);
    QObject::connect(cancel, &Button::clicked, dialog, &QDialog::reject);
    return button;
}

Label* addProblem(QVBoxLayout* column)
{
    auto* label = new Label({}, Theme::Font::Small, "danger.text");
    label->setObjectName(u"vault.problem"_s);
    label->setWordWrap(true);
    label->hide();
    column->addWidget(label);
    return label;
}

void showText(Label* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

/// Empties the field; the receiver of the bytes wipes those.
QByteArray takeText(LineEdit* edit)
{
    QByteArray bytes = edit->text().toUtf8();
    edit->clear();
    return bytes;
}

} // namespace

CreateVaultDialog::CreateVaultDialog(QWidget* anchor)
    : DialogFrame(anchor, 440)
    , m_pair(new PassphrasePair(u"vault"_s, tr("Passphrase"), this))
{
    setObjectName(u"vault.create"_s);
    setAccessibleName(tr("No keychain answers"));
    auto* column = addContent(this, u"key-round"_s, tr("No keychain answers"),
                              tr("Keys of wallets are kept in the keychain of the system, and none runs here. They can "
                                 "be kept in an encrypted file instead, under a passphrase only you know. Without the "
                                 "passphrase nobody can open it, and nobody can bring it back."));
    column->addWidget(m_pair);
    m_problem = addProblem(column);
    m_create = addButtons(this, tr("Make the encrypted file"), u"vault.create.confirm"_s);
    m_create->setEnabled(false);
    connect(m_pair, &PassphrasePair::changed, this, [this] { m_create->setEnabled(m_pair->isComplete()); });
    connect(m_pair, &PassphrasePair::returnPressed, this, &CreateVaultDialog::submit);
    connect(m_create, &Button::clicked, this, &CreateVaultDialog::submit);
}

void CreateVaultDialog::submit()
{
    if (!m_create->isEnabled() || m_create->isBusy())
        return;
    showText(m_problem, {});
    m_create->setBusy(true);
    Q_EMIT submitted(m_pair->take());
}

void CreateVaultDialog::showProblem(const Problem& problem)
{
    m_create->setBusy(false);
    const ProblemWords words = problemWords(problem);
    showText(m_problem, words.title + (words.next.isEmpty() ? QString() : u". "_s + words.next));
}

UnlockVaultDialog::UnlockVaultDialog(QWidget* anchor)
    : DialogFrame(anchor, 400)
    , m_passphrase(secretField(u"vault.passphrase"_s, this))
{
    setObjectName(u"vault.unlock"_s);
    setAccessibleName(tr("Unlock the encrypted file"));
    auto* column = addContent(this, u"lock-keyhole"_s, tr("Unlock the encrypted file"),
                              tr("The keys of your wallets are in it. It stays open until you lock it or the app ends."));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    column->addWidget(new Field(tr("Passphrase"), m_passphrase));
    m_problem = addProblem(column);
    m_unlock = addButtons(this, tr("Unlock"), u"vault.unlock.confirm"_s);
    m_unlock->setEnabled(false);
    connect(m_passphrase, &QLineEdit::textChanged, this, [this](const QString& text) { m_unlock->setEnabled(!text.isEmpty()); });
    connect(m_passphrase, &QLineEdit::returnPressed, this, &UnlockVaultDialog::submit);
    connect(m_unlock, &Button::clicked, this, &UnlockVaultDialog::submit);
}

void UnlockVaultDialog::submit()
{
    if (m_passphrase->text().isEmpty() || m_unlock->isBusy())
        return;
    showText(m_problem, {});
    m_unlock->setBusy(true);
    Q_EMIT submitted(takeText(m_passphrase));
}

void UnlockVaultDialog::showProblem(const Problem& problem)
{
    m_unlock->setBusy(false);
    showText(m_problem, problemWords(problem).title);
    m_passphrase->setFocus();
}

} // namespace run402
