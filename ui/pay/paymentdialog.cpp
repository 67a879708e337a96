// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/paymentdialog.h"

#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/pay/factrow.h"
#include "ui/pay/paymentband.h"
#include "ui/pay/typeddataview.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kTickMs = 250;
/// Below this height of the window the signed data starts folded.
constexpr int kRoomForTypedData = 780;

/// A part with a line below it.
class Section final : public QWidget
{
public:
    Section(const char* fill, QWidget* parent)
        : QWidget(parent)
        , m_fill(fill)
    {
    }

private:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        p.fillRect(rect(), t.color(m_fill));
        p.fillRect(QRect(0, height() - 1, width(), 1), t.color("border.default"));
    }

    const char* m_fill;
};

const PaymentCheck* checkOf(const PaymentQuestion& q, QLatin1StringView code)
{
    for (const PaymentCheck& check : q.checks) {
        if (check.code == code)
            return &check;
    }
    return nullptr;
}

} // namespace

PaymentDialog::PaymentDialog(QWidget* anchor, const PaymentQuestion& question, const Options& options)
    : DialogFrame(anchor, 592)
    , m_question(question)
    , m_words(paymentWords(question, options.environment))
    , m_options(options)
{
    setObjectName(u"pay.dialog"_s);
    if (!m_options.now)
        m_options.now = [] { return QDateTime::currentDateTimeUtc(); };
    m_openedAt = m_options.now();

    m_band = new PaymentBand(this);
    m_band->setWords(m_words.tone, m_words.icon, m_words.headline, m_words.place);
    body()->addWidget(m_band);
    body()->addWidget(makeHead());
    if (!m_words.warning.isEmpty()) {
        auto* warning = new Banner(Tone::Warning, u"triangle-alert"_s, m_words.warning, this);
        warning->setObjectName(u"pay.warning"_s);
        body()->addWidget(warning);
    }
    addRows();
    addTypedData();
    addFoot();
    addShortcuts();
    setTypedDataShown(anchor->window()->height() >= kRoomForTypedData);
    setAccessibleName(tr("%1: %2 for %3").arg(m_words.headline, m_words.pay, m_words.get));

    m_armTimer.setSingleShot(true);
    connect(&m_armTimer, &QTimer::timeout, this, &PaymentDialog::arm);
    connect(&m_tick, &QTimer::timeout, this, &PaymentDialog::tick);
    if (!m_words.blocked.isEmpty())
        block(m_words.blocked);
    tick();
}

QWidget* PaymentDialog::makeHead()
{
    auto* head = new Section("bg.raised", this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(19, 17, 19, 15);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(new Label(tr("You pay %1").arg(m_words.toName), Theme::Font::Body, "text.secondary"));
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    auto* amount = new Label(m_words.amount, Theme::Font::MoneyLarge);
    amount->setObjectName(u"pay.amount"_s);
    amount->setAccessibleName(m_words.amount + u' ' + m_words.unit);
    line->addWidget(amount);
    auto* unit = new Label(m_words.unit, Theme::Font::Money);
    unit->setAlignment(Qt::AlignBottom);
    unit->setContentsMargins(0, 0, 0, 5);
    line->addWidget(unit);
    line->addStretch(1);
    left->addLayout(line);
    left->addWidget(new Label(m_words.amountNote, Theme::Font::Small, "text.muted"));
    row->addLayout(left, 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(3);
    auto* get = new Label(m_words.get, Theme::Font::Title);
    get->setWordWrap(true);
    get->setAlignment(Qt::AlignRight);
    get->setMaximumWidth(Theme::of(this).scaled(230));
    get->setMinimumWidth(qMin(get->maximumWidth(), get->fontMetrics().horizontalAdvance(m_words.get) + 2));
    right->addWidget(new Label(tr("You get"), Theme::Font::Body, "text.secondary"), 0, Qt::AlignRight);
    right->addWidget(get, 0, Qt::AlignRight);
    right->addWidget(new Label(m_words.getNote, Theme::Font::Small, "text.muted"), 0, Qt::AlignRight);
    right->addStretch(1);
    row->addLayout(right);
    return head;
}

void PaymentDialog::addRows()
{
    const auto* recipient = checkOf(m_question, "recipient"_L1);
    m_to = new FactRow(tr("To"), this);
    m_to->setValue(m_words.toName, m_words.toShort, m_question.to);
    if (recipient && !recipient->passed)
        m_to->setChip(tr("Not as quoted"), Tone::Danger, u"shield-x"_s);
    else if (recipient && !recipient->reason.isEmpty())
        m_to->setChip(tr("First payment here"), Tone::Warning, u"info"_s);
    else if (recipient)
        m_to->setChip(tr("Same as the quote"), Tone::Success, u"badge-check"_s);
    body()->addWidget(m_to);

    const auto* asset = checkOf(m_question, "asset"_L1);
    auto* assetRow = new FactRow(tr("Asset"), this);
    assetRow->setValue(m_question.assetName, m_words.assetShort, m_question.assetAddress);
    assetRow->setNote(m_words.assetNote);
    if (asset && asset->passed)
        assetRow->setChip(tr("Verified asset"), Tone::Success, u"badge-check"_s);
    else if (asset)
        assetRow->setChip(tr("Unknown asset"), Tone::Danger, u"shield-x"_s);
    body()->addWidget(assetRow);

    auto* from = new FactRow(tr("From"), this);
    const QString general = m_words.world == MoneyWorld::Sandbox ? tr("Sandbox wallet") : tr("Allowance wallet");
    from->setValue(m_options.walletName.isEmpty() ? general : m_options.walletName, m_words.fromShort, m_question.from);
    from->setNote(m_words.fromNote, m_words.balanceTooSmall ? "warning.text" : "text.muted");
    body()->addWidget(from);
    body()->addWidget(addBudget());
    auto* asker = new FactRow(tr("Asked by"), this);
    asker->setValue(m_question.intent.askedBy);
    body()->addWidget(asker);
}

FactRow* PaymentDialog::addBudget()
{
    auto* budget = new FactRow(tr("Budget"), this);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(new Label(m_words.spent, Theme::Font::Small));
    line->addWidget(new Label(m_words.now, Theme::Font::SmallStrong));
    line->addStretch(1);
    line->addWidget(new Label(m_words.left, Theme::Font::Small, "text.secondary"));
    auto* column = budget->column();
    column->insertLayout(1, line);
    if (m_question.monthCapMicros > 0) {
        auto* bar = new Meter(budget);
        bar->setParts({{m_words.spentShare, "chart.muted"},
                       {m_words.nowShare, toneToken(m_words.tone).toLatin1() + ".solid"}});
        bar->setAccessibleName(tr("Budget of the month"));
        column->insertSpacing(2, 4);
        column->insertWidget(3, bar);
    }
    return budget;
}

void PaymentDialog::addTypedData()
{
    m_typedBox = new Section("bg.alt", this);
    auto* column = new QVBoxLayout(m_typedBox);
    column->setContentsMargins(19, 0, 19, 12);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 5, 0, 5);
    line->setSpacing(6);
    m_unfold = new IconButton(u"chevron-down"_s, tr("What your key signs"), this);
    m_unfold->setObjectName(u"pay.unfold"_s);
    m_unfold->setSmall(true);
    line->addWidget(m_unfold);
    line->addWidget(new Label(tr("What your key signs"), Theme::Font::Label));
    line->addWidget(new Label(u"EIP-712, TransferWithAuthorization"_s, Theme::Font::Small, "text.muted"));
    line->addStretch(1);
    auto* copy = new CopyButton(tr("Copy what your key signs"), this);
    copy->setObjectName(u"pay.copy"_s);
    copy->setSmall(true);
    copy->setText(m_question.typedDataJson);
    line->addWidget(copy);
    column->addLayout(line);
    m_typed = new TypedDataView(this);
    m_typed->setObjectName(u"pay.typedData"_s);
    m_typed->setAccessibleName(tr("What your key signs"));
    m_typed->setPlainText(m_question.typedDataJson);
    m_typed->setFixedHeight(Theme::of(this).scaled(178));
    column->addWidget(m_typed);
    body()->addWidget(m_typedBox);
    connect(m_unfold, &IconButton::clicked, this, [this] { setTypedDataShown(m_typed->isHidden()); });
}

void PaymentDialog::setTypedDataShown(bool shown)
{
    m_typed->setVisible(shown);
    m_typedBox->layout()->setContentsMargins(19, 0, 19, shown ? 12 : 0);
    m_unfold->setIconName(shown ? u"chevron-down"_s : u"chevron-right"_s);
    m_unfold->setName(shown ? tr("Hide what your key signs") : tr("Show what your key signs"));
}

void PaymentDialog::addFoot()
{
    m_remember = new QCheckBox(tr("Sign up to this amount without asking today"), this);
    m_remember->setObjectName(u"pay.remember"_s);
    foot()->addWidget(m_remember);
    m_reasonBox = new QWidget(this);
    auto* reason = new QHBoxLayout(m_reasonBox);
    reason->setContentsMargins(0, 0, 0, 0);
    reason->setSpacing(8);
    reason->addWidget(new IconLabel(u"shield-x"_s, 16, "danger.text"));
    m_reason = new Label({}, Theme::Font::BodyMedium, "danger.text");
    m_reason->setObjectName(u"pay.blocked"_s);
    m_reason->setWordWrap(true);
    reason->addWidget(m_reason, 1);
    m_reasonBox->hide();
    foot()->addWidget(m_reasonBox, 1);
    foot()->addStretch(0);
    m_cancel = new Button(tr("Cancel"), Button::Variant::Secondary, this);
    m_cancel->setObjectName(u"pay.cancel"_s);
    m_cancel->setSize(Button::Size::Large);
    foot()->addWidget(m_cancel);
    const auto variant = m_words.world == MoneyWorld::Real ? Button::Variant::PayMainnet
        : m_words.world == MoneyWorld::Test                ? Button::Variant::PayTestnet
                                                           : Button::Variant::PaySandbox;
    m_pay = new Button(m_words.pay, u"pen-line"_s, variant, this);
    m_pay->setObjectName(u"pay.confirm"_s);
    m_pay->setSize(Button::Size::Large);
    m_pay->setToolTip(tr("Ctrl+Enter"));
    m_pay->setEnabled(false);
    m_pay->installEventFilter(this);
    foot()->addWidget(m_pay);
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_pay, &Button::clicked, this, &PaymentDialog::pay);
}

void PaymentDialog::addShortcuts()
{
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, &PaymentDialog::pay);
    }
}

void PaymentDialog::open()
{
    DialogFrame::open();
    m_cancel->setFocus(Qt::OtherFocusReason);
}

void PaymentDialog::showEvent(QShowEvent* event)
{
    DialogFrame::showEvent(event);
    m_armTimer.start(m_options.armAfterMs);
    m_tick.start(kTickMs);
    tick();
}

void PaymentDialog::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter) {
        DialogFrame::keyPressEvent(event);
        return;
    }
    // The keypad's Enter carries a modifier of its own, which no shortcut matches.
    if (event->modifiers() == (Qt::ControlModifier | Qt::KeypadModifier) && !event->isAutoRepeat())
        pay();
    event->accept();
}

bool PaymentDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_pay && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            keyPressEvent(key);
            return true;
        }
    }
    return DialogFrame::eventFilter(watched, event);
}

void PaymentDialog::arm()
{
    if (m_blocked.isEmpty())
        m_pay->setEnabled(true);
}

void PaymentDialog::tick()
{
    const QDateTime now = m_options.now();
    const qint64 left = now.secsTo(answerDeadline(m_question));
    const qint64 shown = qMax(left, qint64(0));
    m_band->setTime(u"%1:%2"_s.arg(shown / 60).arg(shown % 60, 2, 10, QChar(u'0')));
    const qint64 age = qMax(m_openedAt.secsTo(now), qint64(0));
    m_to->setNote(age < 2 ? m_words.toNote : tr("%1, %n seconds ago", nullptr, int(age)).arg(m_words.toNote));
    if (left <= 0 && m_blocked.isEmpty())
        block(tr("The offer has expired. Nothing was signed."));
}

void PaymentDialog::block(const QString& reason)
{
    m_blocked = reason;
    m_reason->setText(reason);
    m_pay->setEnabled(false);
    m_pay->hide();
    m_remember->hide();
    m_reasonBox->show();
    m_cancel->setText(tr("Close"));
}

void PaymentDialog::pay()
{
    // The button is the one gate: its state is what the person sees.
    if (!m_pay->isEnabled() || !m_blocked.isEmpty())
        return;
    if (m_options.now() >= answerDeadline(m_question)) {
        tick();
        return;
    }
    accept();
}

PaymentAnswer PaymentDialog::answer() const
{
    const bool approved = result() == QDialog::Accepted;
    return {approved, approved && m_remember->isChecked()};
}

} // namespace run402
