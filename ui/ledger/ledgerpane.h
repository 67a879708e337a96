// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "ui/shell/document.h"

#include <QWidget>

class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class DocToolBar;
class InboxView;
class Label;
class LedgerBook;
class LedgerView;
class LinkLabel;
class MonthsView;
class SearchField;
class SegmentedControl;
class Services;
class ToastStack;
class TotalsStrip;
struct RetryDecision;

/// Where every cent went: the ledger of the wallet in use, the payment inbox and the months (design/ui.md §3). It
/// shows LedgerBook; service and chains are asked when it comes to the front. It never pays by itself: "Try again"
/// starts an ordinary payment once the reconciler has proof. Owner: parent. Thread: GUI.
class LedgerPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit LedgerPane(Services& services, QWidget* parent = nullptr);

    QWidget* toolbar() override;
    void activated() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// "inbox", "months" or anything else for the rows.
    void showPage(const QString& page);

Q_SIGNALS:
    void paneRequested(const QString& target);
    void noticed(const QString& text);

private:
    enum Page { Rows, Inbox, Months };
    void build();
    void buildToolBar();
    QWidget* buildFoot();
    void connectFacts();
    void showEvent(QShowEvent* event) override;
    void setPage(int page);
    void refresh();
    void refreshState();
    void loadInbox();
    void check();
    void retry(const QString& paymentId);
    void decided(const Payment& payment, const RetryDecision& decision);
    void payAgain(const Payment& payment);
    void exportRows();

    Services& m_services;
    LedgerBook& m_book;
    DocToolBar* m_bar;
    SegmentedControl* m_pages;
    SearchField* m_search;
    Button *m_reload, *m_csv;
    Banner *m_trouble, *m_open;
    TotalsStrip* m_totals;
    QStackedWidget* m_stack;
    LedgerView* m_view;
    InboxView* m_inbox;
    MonthsView* m_months;
    Label *m_reach, *m_count;
    LinkLabel* m_further;
    ToastStack* m_toasts;
    QList<Payment> m_payments; ///< of the inbox
    int m_inboxLoads = 0;
};

} // namespace run402
