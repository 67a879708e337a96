// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/addresscard.h"

#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/qrcode.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

AddressCard::AddressCard(QWidget* parent)
    : Card(parent)
    , m_qr(new QrCode(102, this))
    , m_title(new Label({}, Theme::Font::Subtitle))
    , m_text(new Label({}, Theme::Font::MonoSmall, "text.secondary"))
    , m_copy(new Button(tr("Copy"), u"copy"_s, Button::Variant::Secondary, this))
    , m_backup(new Button(tr("Back up key"), Button::Variant::Ghost, this))
    , m_column(new QVBoxLayout)
{
    setFixedWidth(Theme::of(this).scaled(330));
    setMinimumHeight(Theme::of(this).scaled(128));
    body()->setContentsMargins(11, 11, 11, 11);
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addWidget(m_qr, 0, Qt::AlignTop);
    QVBoxLayout* column = m_column;
    column->setSpacing(4);
    column->addWidget(m_title);
    m_text->setObjectName(u"wallet.address"_s);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    column->addWidget(m_text);
    column->addStretch(1);
    m_copy->setObjectName(u"wallet.copy"_s);
    m_copy->setSize(Button::Size::Small);
    m_copy->setAccessibleName(tr("Copy the address"));
    m_backup->setObjectName(u"wallet.backup"_s);
    m_backup->setSize(Button::Size::Small);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(4);
    foot->addWidget(m_copy);
    foot->addWidget(m_backup);
    foot->addStretch(1);
    column->addLayout(foot);
    row->addLayout(column, 1);
    body()->addLayout(row);
    connect(m_copy, &Button::clicked, this, &AddressCard::copy);
    connect(m_backup, &Button::clicked, this, &AddressCard::backupRequested);
    connect(&Theme::of(this), &Theme::changed, this, &AddressCard::refresh);
}

void AddressCard::setAddress(const QString& title, const QString& address, qint64 chainId)
{
    m_title->setText(title);
    m_address = address;
    m_qrText = u"ethereum:%1@%2"_s.arg(address).arg(chainId);
    m_qr->setText(m_qrText);
    m_qr->setAccessibleName(tr("QR code of the address"));
    refresh();
}

void AddressCard::setSwitcher(QWidget* switcher)
{
    m_title->hide();
    m_column->insertWidget(0, switcher);
}

void AddressCard::setBackup(const QString& words, bool missing)
{
    m_backup->setVariant(missing ? Button::Variant::Danger : Button::Variant::Ghost);
    m_backup->setIconName(missing ? u"triangle-alert"_s : QString());
    m_backup->setToolTip(words);
    m_backup->setAccessibleDescription(words);
    m_backup->updateGeometry();
}

void AddressCard::refresh()
{
    // The parts a person compares stand out; a break may fall anywhere.
    const QString strong = Theme::of(this).color("text.primary").name();
    const auto part = [](const QString& text) {
        QString broken;
        for (const QChar c : text)
            broken += QString(c).toHtmlEscaped() + QChar(0x200b);
        return broken;
    };
    m_text->setText(u"<b style=\"color:%1\">%2</b>%3<b style=\"color:%1\">%4</b>"_s.arg(
        strong, part(m_address.left(6)), part(m_address.mid(6, m_address.size() - 10)), part(m_address.right(4))));
    m_text->setAccessibleName(m_address);
    m_text->setToolTip(m_address);
}

void AddressCard::copy()
{
    QGuiApplication::clipboard()->setText(m_address);
    m_copy->setIconName(u"check"_s);
    QTimer::singleShot(1200, m_copy, [this] { m_copy->setIconName(u"copy"_s); });
}

} // namespace run402
