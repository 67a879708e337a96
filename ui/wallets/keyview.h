// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

#include <QWidget>

namespace run402 {

/// A private key to read off: four lines of sixteen digits in groups of four. It is painted letter by letter out of
/// wiping memory, so that no text with the whole key ever exists. Owner: parent. Thread: GUI.
class KeyView : public QWidget
{
    Q_OBJECT
public:
    explicit KeyView(QWidget* parent = nullptr);

    void setKey(x402::SecretBytes hex); ///< "0x" and 64 digits
    void clear();
    bool isShown() const { return !m_hex.isEmpty(); }
    const x402::SecretBytes& key() const { return m_hex; }

    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;
    x402::SecretBytes m_hex;
};

} // namespace run402
