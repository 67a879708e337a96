// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace run402 {

class Button;
class IconLabel;
class Label;
class Services;

/// Says whether a project can be made now and what it costs; without a tier it offers the smallest that fits, with its
/// price. Paying asks in the payment dialog. Owner: parent. Thread: GUI.
class TierBox : public QFrame
{
    Q_OBJECT
public:
    TierBox(Services& services, const QString& minTier, int functions, QWidget* parent = nullptr);

    bool isOk() const { return m_ok; }

Q_SIGNALS:
    void changed();
    void paneRequested(const QString& target); ///< there is no wallet to pay with

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void act();

    Services& m_services;
    QString m_minTier;
    int m_functions;
    IconLabel* m_icon;
    Label* m_title;
    Label* m_text;
    Button* m_button;
    QString m_tierNeeded;
    bool m_ok = false;
};

} // namespace run402
