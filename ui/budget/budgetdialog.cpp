// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budget/budgetdialog.h"

#include "services/services.h"
#include "ui/budget/budgetlimits.h"
#include "ui/budget/budgetrecipients.h"
#include "ui/budget/budgetwords.h"
#include "ui/budget/refusalsbox.h"
#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr Environment kWorlds[] = {Environment::Mainnet, Environment::Testnet, Environment::Sandbox};

/// As high as its content, so that the dialog has no empty space below it, and scrolls where the window has less.
class PageArea final : public QScrollArea
{
public:
    explicit PageArea(QWidget* page, QWidget* parent)
        : QScrollArea(parent)
    {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setWidget(page);
        page->setAutoFillBackground(false); // the scroll area had turned it on
        viewport()->setAutoFillBackground(false);
        QSizePolicy policy = sizePolicy();
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        setMinimumHeight(Theme::of(this).scaled(220));
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return widget()->layout()->totalHeightForWidth(width); }
    QSize sizeHint() const override { return {QScrollArea::sizeHint().width(), widget()->sizeHint().height()}; }

private:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

bool same(const Budget& a, const Budget& b)
{
    return a.perPaymentMicros == b.perPaymentMicros && a.perDayMicros == b.perDayMicros && a.perMonthMicros == b.perMonthMicros
        && a.askAboveMicros == b.askAboveMicros && a.silentTestnet == b.silentTestnet && a.warnLow == b.warnLow && a.anyHost == b.anyHost
        && a.hosts == b.hosts;
}

} // namespace

BudgetDialog::BudgetDialog(QWidget* anchor, Services& services, Environment shown, Purpose purpose)
    : DialogFrame(anchor, 620), m_services(services), m_shown(shown), m_world(new SegmentedControl(this)), m_limits(new BudgetLimits),
      m_recipients(new BudgetRecipients), m_refusals(new RefusalsBox), m_summary(new Label({}, Theme::Font::Body, "text.secondary")),
      m_issues(new Label({}, Theme::Font::Small, "warning.text"))
{
    setObjectName(u"budgetDialog"_s);
    setAccessibleName(tr("Budget policy"));
    build(purpose);
    connect(m_world, &SegmentedControl::currentChanged, this, [this](int index) { show(kWorlds[index]); });
    connect(m_limits, &BudgetLimits::edited, this, &BudgetDialog::edited);
    connect(m_recipients, &BudgetRecipients::edited, this, &BudgetDialog::edited);
    connect(m_recipients, &BudgetRecipients::forgetRequested, this, [this](const QString& host) {
        m_services.budgets().forgetRecipient(m_shown, host)->onDone(this, [this](const Result<Done>&) { load(m_shown); });
    });
    show(shown);
}

void BudgetDialog::heading(QLayout* column, const QString& text)
{
    column->addWidget(new Label(text, Theme::Font::Subtitle, "text.primary", this));
}

void BudgetDialog::build(Purpose purpose)
{
    const bool first = purpose == Purpose::FirstRealMoney;
    auto* top = new QHBoxLayout;
    top->setContentsMargins(18, 14, 18, 10);
    top->addWidget(new Label(first ? tr("Switch to real money?") : tr("Budget policy"), Theme::Font::Title, "text.primary", this));
    top->addStretch(1);
    m_world->setObjectName(u"budget.world"_s);
    m_world->setAccessibleName(tr("Whose budget"));
    m_world->setSmall(true);
    m_world->addSegment(tr("Real money"), {}, u"env.mainnet"_s);
    m_world->addSegment(tr("Testnet"), {}, u"env.testnet"_s);
    m_world->addSegment(tr("Sandbox"), {}, u"env.sandbox"_s);
    m_world->setVisible(!first);
    top->addWidget(m_world);
    body()->addLayout(top);

    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(18, 2, 18, 14);
    column->setSpacing(10);
    m_summary->setObjectName(u"budget.summary"_s);
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    column->addWidget(m_limits);
    m_issues->setObjectName(u"budget.issues"_s);
    m_issues->setWordWrap(true);
    column->addWidget(m_issues);
    m_paid = new QWidget(page);
    auto* paid = new QVBoxLayout(m_paid);
    paid->setContentsMargins(0, 0, 0, 0);
    paid->setSpacing(10);
    heading(paid, tr("Who may be paid"));
    paid->addWidget(m_recipients);
    column->addWidget(m_paid);
    heading(column, tr("Refused lately"));
    column->addWidget(m_refusals);
    column->addStretch(1);
    body()->addWidget(new PageArea(page, this), 1);

    auto* cancel = new Button(tr("Cancel"), Button::Variant::Secondary, this);
    cancel->setObjectName(u"budget.cancel"_s);
    m_save = new Button(first ? tr("Use real money with this budget") : tr("Save"), first ? Button::Variant::PayMainnet : Button::Variant::Primary, this);
    m_save->setObjectName(u"budget.save"_s);
    foot()->addStretch(1);
    foot()->addWidget(cancel);
    foot()->addWidget(m_save);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_save, &Button::clicked, this, &BudgetDialog::save);
    setFirstFocus(cancel);
}

void BudgetDialog::load(Environment environment)
{
    m_services.budgets().view(environment)->onDone(this, [this, environment](const Result<BudgetView>& view) {
        if (!view.ok()) {
            m_issues->setText(problemWords(view.error()).title);
            return;
        }
        Page& page = m_pages[int(environment)];
        page.kept = view->budget;
        if (!page.loaded)
            page.edited = view->budget;
        page.spent = environment == Environment::Mainnet ? view->real : view->play;
        page.loaded = true;
        if (environment == m_shown)
            show(environment);
    });
    m_services.budgets().pins(environment)->onDone(this, [this, environment](const Result<QList<PinnedRecipient>>& pins) {
        if (pins.ok() && environment == m_shown)
            m_recipients->setPins(*pins);
    });
    PaymentJournal::Filter filter;
    filter.environment = environmentId(environment);
    filter.states = {Payment::State::Refused};
    filter.limit = 60;
    m_services.journal().list(filter)->onDone(this, [this, environment](const Result<QList<Payment>>& list) {
        if (list.ok() && environment == m_shown)
            m_refusals->setPayments(*list);
    });
}

void BudgetDialog::show(Environment environment)
{
    const bool other = environment != m_shown;
    m_shown = environment;
    m_paid->setVisible(environment != Environment::Sandbox); // there only this computer is paid
    m_world->setCurrent(int(std::find(std::begin(kWorlds), std::end(kWorlds), environment) - std::begin(kWorlds)));
    if (other) {
        m_recipients->setPins({});
        m_refusals->setPayments({});
    }
    const Page page = m_pages.value(int(environment));
    if (!page.loaded || other)
        load(environment);
    if (page.loaded) {
        m_limits->setBudget(page.edited, page.spent, real());
        m_recipients->setBudget(page.edited);
    }
    judge();
}

void BudgetDialog::edited()
{
    Page& page = m_pages[int(m_shown)];
    if (!page.loaded)
        return;
    m_limits->apply(page.edited);
    m_recipients->apply(page.edited);
    judge();
}

void BudgetDialog::judge()
{
    const Page page = m_pages.value(int(m_shown));
    const auto issues = page.loaded ? BudgetWords::issues(page.edited, m_shown) : QList<BudgetWords::Issue>();
    QStringList texts;
    bool blocked = !page.loaded || !m_limits->isGood();
    for (const BudgetWords::Issue& issue : issues) {
        texts << issue.text;
        blocked = blocked || issue.blocks;
    }
    m_summary->setText(page.loaded ? BudgetWords::summary(page.edited, m_shown) : QString());
    m_issues->setText(texts.join(u'\n'));
    m_issues->setToken(blocked ? "danger.text" : "warning.text");
    m_issues->setVisible(!texts.isEmpty());
    m_save->setEnabled(!blocked);
    m_world->setEnabled(!blocked || !page.loaded); // what cannot be kept is put right before another is looked at
}

void BudgetDialog::save()
{
    edited();
    m_toSave.clear();
    for (const Environment environment : kWorlds) {
        const Page page = m_pages.value(int(environment));
        if (page.loaded && !same(page.kept, page.edited))
            m_toSave << environment;
    }
    m_save->setBusy(true);
    saveNext();
}

void BudgetDialog::saveNext()
{
    if (m_toSave.isEmpty()) {
        Q_EMIT saved();
        accept();
        return;
    }
    const Environment environment = m_toSave.takeFirst();
    m_services.budgets().set(environment, m_pages[int(environment)].edited)->onDone(this, [this](const Result<Done>& r) {
        if (r.ok())
            return saveNext();
        m_save->setBusy(false);
        m_issues->setText(problemWords(r.error()).title);
        m_issues->setVisible(true);
    });
}

} // namespace run402
