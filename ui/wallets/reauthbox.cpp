// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/reauthbox.h"

#include "services/secrets/vaultstore.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

ReauthBox::ReauthBox(SecretStores& secrets, bool sandboxWorld, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_secrets(secrets)
    , m_vault(!sandboxWorld && secrets.vault().exists())
    , m_edit(new LineEdit({}, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    const QString title = m_vault ? tr("Passphrase of the encrypted file") : tr("Type \"%1\"").arg(sentence());
    m_edit->setObjectName(name + u".reauth"_s);
    m_edit->setAccessibleName(title);
    m_edit->setMaxLength(1024);
    if (m_vault)
        m_edit->setEchoMode(QLineEdit::Password);
    auto* field = new Field(title, m_edit);
    if (!m_vault)
        field->setHint(sandboxWorld ? tr("Play money: this only keeps the key from being shown by a slip.")
                                    : tr("The keychain is open while you are signed in and cannot ask again. This keeps the key from being shown by a slip."));
    column->addWidget(field);
    connect(m_edit, &QLineEdit::textChanged, this, &ReauthBox::changed);
    connect(m_edit, &QLineEdit::returnPressed, this, &ReauthBox::returnPressed);
    setFocusProxy(m_edit);
}

bool ReauthBox::isComplete() const
{
    const QString text = m_edit->text();
    return m_vault ? !text.isEmpty() : text.simplified().compare(sentence(), Qt::CaseInsensitive) == 0;
}

Call<Done>* ReauthBox::confirm()
{
    if (!m_vault)
        return Call<Done>::ready(this, Done{});
    const QByteArray passphrase = m_edit->text().toUtf8();
    m_edit->clear();
    return m_secrets.vault().unlock(passphrase);
}

} // namespace run402
