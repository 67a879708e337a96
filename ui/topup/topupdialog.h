// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"
#include "ui/topup/checkoutaddress.h"
#include "models/domain/money.h"

#include <QPointer>
#include <QSet>

class QStackedWidget;

namespace run402 {

class Button;
class Label;
class PreviewFactory;
class ProgressRing;
class Services;
class TopUpAmountPage;
class TopUpCheckoutPage;
class TopUpOutcomePage;
class TopUpWatch;

/// Adds prepaid credit by card (design/ui.md §3, screen 12): amount, checkout, outcome. One checkout per amount and
/// dialog, however often a button is pressed. Only an entry of the billing history is believed; closing early leaves the
/// watch behind, which goes on for a while. Owner: itself. Thread: GUI.
class TopUpDialog : public DialogFrame
{
    Q_OBJECT
public:
    TopUpDialog(Services& services, PreviewFactory& previews, QWidget* anchor);
    ~TopUpDialog() override;

    TopUpCheckoutPage* checkoutPage() const { return m_checkoutPage; }

Q_SIGNALS:
    /// It looks for the money from here on, and may outlive the dialog. Owned by the window.
    void watchStarted(run402::TopUpWatch* watch);

private:
    void buildHead();
    void buildFoot();
    void refresh();
    void begin();
    void ask(const QSet<QString>& known);
    void startWatch(const QSet<QString>& known);
    void showCheckout();
    void showEmbedded();
    void openInSystem();
    void refused(const QString& what, const QUrl& address);
    void loaded(bool ok, int status, const QString& error);
    void waitForCredit(const QString& title, const QString& text);
    void credited(const LedgerEntry& entry);
    void failed(const Problem& problem);

    Services& m_services;
    PreviewFactory& m_previews;
    QPointer<QWidget> m_window;
    QPointer<TopUpWatch> m_watch;
    QStackedWidget* m_stack;
    TopUpAmountPage* m_amountPage;
    TopUpCheckoutPage* m_checkoutPage;
    TopUpOutcomePage* m_outcomePage;
    Button *m_back, *m_system, *m_cancel, *m_go;
    QWidget* m_waiting;
    Label* m_waitingText;
    CheckoutAddress m_checkout;
    qint64 m_checkoutMicros = 0; ///< 0 = no checkout was made yet
    bool m_starting = false;
    bool m_done = false;
};

} // namespace run402
