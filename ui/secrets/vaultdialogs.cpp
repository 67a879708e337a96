// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secrets/vaultdialogs.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kShortest = 8; // secret.weak_passphrase below it (vaultstore.h)

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

int passphraseStrength(const QString& passphrase)
{
    if (passphrase.size() < kShortest)
        return 0;
    bool lower = false, upper = false, digit = false, other = false;
    QString seen;
    for (const QChar c : passphrase) {
        lower |= c.isLower();
        upper |= c.isUpper();
        digit |= c.isDigit();
        other |= !c.isLetterOrNumber();
        if (!seen.contains(c))
            seen += c;
    }
    const int variety = int(lower) + int(upper) + int(digit) + int(other);
    int points = 1 + (passphrase.size() >= 12) + (passphrase.size() >= 18) + (variety >= 3);
    if (seen.size() < 6)
        points = 1;
    return std::min(points, 4);
}

CreateVaultDialog::CreateVaultDialog(QWidget* anchor)
    : DialogFrame(anchor, 440)
    , m_first(secretField(u"vault.passphrase"_s, this))
    , m_second(secretField(u"vault.repeat"_s, this))
    , m_meter(new Meter)
    , m_strength(new Label({}, Theme::Font::Small, "text.muted"))
{
    setObjectName(u"vault.create"_s);
    setAccessibleName(tr("No keychain answers"));
    auto* column = addContent(this, u"key-round"_s, tr("No keychain answers"),
                              tr("Keys of wallets are kept in the keychain of the system, and none runs here. They can "
                                 "be kept in an encrypted file instead, under a passphrase only you know. Without the "
                                 "passphrase nobody can open it, and nobody can bring it back."));
    m_first->setAccessibleName(tr("Passphrase"));
    m_second->setAccessibleName(tr("The same again"));
    column->addWidget(new Field(tr("Passphrase"), m_first));
    auto* strength = new QHBoxLayout;
    strength->setSpacing(8);
    m_meter->setAccessibleName(tr("Strength"));
    strength->addWidget(m_meter, 1);
    strength->addWidget(m_strength);
    column->addLayout(strength);
    column->addWidget(new Field(tr("The same again"), m_second));
    m_problem = addProblem(column);
    m_create = addButtons(this, tr("Make the encrypted file"), u"vault.create.confirm"_s);
    for (LineEdit* edit : {m_first, m_second}) {
        connect(edit, &QLineEdit::textChanged, this, &CreateVaultDialog::refresh);
        connect(edit, &QLineEdit::returnPressed, this, &CreateVaultDialog::submit);
    }
    connect(m_create, &Button::clicked, this, &CreateVaultDialog::submit);
    refresh();
}

void CreateVaultDialog::refresh()
{
    const int points = passphraseStrength(m_first->text());
    const char* tokens[] = {"chart.4", "chart.4", "chart.3", "accent.solid", "accent.solid"};
    const QString words[] = {m_first->text().isEmpty() ? tr("At least %n characters", nullptr, kShortest) : tr("Too short"),
                             tr("Weak"), tr("Fair"), tr("Good"), tr("Strong")};
    m_meter->setParts({{m_first->text().isEmpty() ? 0.0 : qMax(points, 1) / 4.0, tokens[points]}});
    m_strength->setText(words[points]);
    const bool differ = !m_second->text().isEmpty() && m_second->text() != m_first->text();
    m_second->setError(differ ? tr("The two are not the same") : QString());
    m_create->setEnabled(points > 0 && m_second->text() == m_first->text());
}

void CreateVaultDialog::submit()
{
    if (!m_create->isEnabled() || m_create->isBusy())
        return;
    showText(m_problem, {});
    m_create->setBusy(true);
    Q_EMIT submitted(m_first->text().toUtf8());
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
