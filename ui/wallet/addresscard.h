// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/card.h"

namespace run402 {

class Button;
class QrCode;

/// The wallet's name, its address as text, copy button and QR code (EIP-681), and its backup. 330 × 128.
/// Owner: parent. Thread: GUI.
class AddressCard : public Card
{
    Q_OBJECT
public:
    explicit AddressCard(QWidget* parent = nullptr);

    /// `chainId` goes into the QR code: "ethereum:<address>@<chainId>".
    void setAddress(const QString& title, const QString& address, qint64 chainId);
    QString qrText() const { return m_qrText; }
    /// Takes the title's place; owned from now on.
    void setSwitcher(QWidget* switcher);
    /// `missing`: there is real money on the wallet and no backup.
    void setBackup(const QString& words, bool missing);

Q_SIGNALS:
    void backupRequested();

private:
    void refresh();
    void copy();

    QString m_address, m_qrText;
    QrCode* m_qr;
    Label* m_title;
    Label* m_text;
    Button* m_copy;
    Button* m_backup;
    QVBoxLayout* m_column;
};

} // namespace run402
