// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/budgetstore.h"
#include "ui/common/dialogframe.h"

namespace run402 {

class BudgetLimits;
class BudgetRecipients;
class Button;
class Label;
class RefusalsBox;
class SegmentedControl;
class Services;

/// The whole budget policy of real money, Testnet or the sandbox: limits with what was spent against each, who may be
/// paid, what was refused and by which rule. Nothing is kept before Save, except that a forgotten address is forgotten
/// at once. Owner: itself. Thread: GUI.
class BudgetDialog : public DialogFrame
{
    Q_OBJECT
public:
    enum class Purpose { Edit, FirstRealMoney }; ///< the latter agrees to real money with this budget in view

    BudgetDialog(QWidget* anchor, Services& services, Environment shown, Purpose purpose = Purpose::Edit);

Q_SIGNALS:
    void saved(); ///< the policy is on the disk

private:
    struct Page { Budget kept, edited; PaymentJournal::Spent spent; bool loaded = false; };
    void build(Purpose purpose);
    void heading(QLayout* column, const QString& text);
    void load(Environment environment);
    void show(Environment environment);
    void edited();
    void judge();
    void save();
    void saveNext();
    bool real() const { return m_shown == Environment::Mainnet; }

    Services& m_services;
    Environment m_shown;
    QHash<int, Page> m_pages;
    QList<Environment> m_toSave;
    SegmentedControl* m_world;
    BudgetLimits* m_limits;
    BudgetRecipients* m_recipients;
    QWidget* m_paid = nullptr; ///< the recipients under their heading
    RefusalsBox* m_refusals;
    Label* m_summary;
    Label* m_issues;
    Button* m_save = nullptr;
};

} // namespace run402
