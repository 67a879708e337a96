// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secrets/passphrasepair.h"

#include "services/secrets/keystorefile.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {

static_assert(kShortestKeystorePassphrase == 8, "the vault refuses fewer than 8 characters too (vaultstore.h)");

int passphraseStrength(const QString& passphrase)
{
    if (passphrase.size() < kShortestKeystorePassphrase)
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

PassphrasePair::PassphrasePair(const QString& name, const QString& label, QWidget* parent)
    : QWidget(parent)
    , m_first(new LineEdit({}, this))
    , m_second(new LineEdit({}, this))
    , m_meter(new Meter)
    , m_strength(new Label({}, Theme::Font::Small, "text.muted"))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_first->setObjectName(name + u".passphrase"_s);
    m_second->setObjectName(name + u".repeat"_s);
    m_first->setAccessibleName(label);
    m_second->setAccessibleName(tr("The same again"));
    column->addWidget(new Field(label, m_first));
    auto* strength = new QHBoxLayout;
    strength->setSpacing(8);
    m_meter->setAccessibleName(tr("Strength"));
    strength->addWidget(m_meter, 1);
    strength->addWidget(m_strength);
    column->addLayout(strength);
    column->addWidget(new Field(tr("The same again"), m_second));
    for (LineEdit* edit : {m_first, m_second}) {
        edit->setEchoMode(QLineEdit::Password);
        edit->setMaxLength(1024);
        connect(edit, &QLineEdit::textChanged, this, &PassphrasePair::refresh);
        connect(edit, &QLineEdit::returnPressed, this, &PassphrasePair::returnPressed);
    }
    refresh();
}

void PassphrasePair::refresh()
{
    const int points = passphraseStrength(m_first->text());
    const char* tokens[] = {"chart.4", "chart.4", "chart.3", "accent.solid", "accent.solid"};
    const bool none = m_first->text().isEmpty();
    const QString words[] = {none ? tr("At least %n characters", nullptr, kShortestKeystorePassphrase) : tr("Too short"),
                             tr("Weak"), tr("Fair"), tr("Good"), tr("Strong")};
    m_meter->setParts({{none ? 0.0 : qMax(points, 1) / 4.0, tokens[points]}});
    m_strength->setText(words[points]);
    const bool differ = !m_second->text().isEmpty() && m_second->text() != m_first->text();
    m_second->setError(differ ? tr("The two are not the same") : QString());
    Q_EMIT changed();
}

bool PassphrasePair::isComplete() const
{
    return m_first->text().size() >= kShortestKeystorePassphrase && m_first->text() == m_second->text();
}

QByteArray PassphrasePair::take()
{
    QByteArray bytes = m_first->text().toUtf8();
    m_first->clear();
    m_second->clear();
    return bytes;
}

} // namespace run402
