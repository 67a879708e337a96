// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/paymentdialog.h"

#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"
#include "ui/pay/factrow.h"
#include "ui/pay/paymentband.h"
#include "ui/pay/typeddataview.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kTickMs = 250;
/// Below this height of the window the signed data starts folded.
constexpr int kRoomForTypedData = 780;
constexpr int kRoomForTransaction = 880; // has two rows more
/// Bytes with less than this left beside what the way takes are replaced: the answer may come any moment.
constexpr int kSpareSeconds = 8;

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
    body()->addWidget(m_band);
    m_roomFor = anchor->window()->height();
    addFoot();
    fill();
    addShortcuts();

    m_armTimer.setSingleShot(true);
    connect(&m_armTimer, &QTimer::timeout, this, &PaymentDialog::arm);
    connect(&m_tick, &QTimer::timeout, this, &PaymentDialog::tick);
    if (!m_words.blocked.isEmpty())
        block(m_words.blocked);
    tick();
}

void PaymentDialog::fill()
{
    m_band->setWords(m_words.tone, m_words.icon, m_words.headline, m_words.place);
    m_content = new QWidget(this);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeHead());
    addWarning(rows);
    addRows(rows);
    addTypedData(rows);
    body()->addWidget(m_content);
    tellPay();
    setTypedDataShown(m_roomFor >= (m_words.fee.isEmpty() ? kRoomForTypedData : kRoomForTransaction));
    setAccessibleName(tr("%1: %2 for %3").arg(m_words.headline, m_words.pay, m_words.get));
}

void PaymentDialog::addWarning(QVBoxLayout* rows)
{
    m_agree = nullptr;
    if (m_words.warning.isEmpty())
        return;
    auto* warning = new Banner(Tone::Warning, u"triangle-alert"_s, m_words.warning, m_content);
    warning->setObjectName(u"pay.warning"_s);
    rows->addWidget(warning);
    if (m_words.agree.isEmpty())
        return;
    auto* box = new Section("bg.raised", m_content);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(19, 8, 19, 9);
    m_agree = new QCheckBox(m_words.agree, box);
    m_agree->setObjectName(u"pay.agree"_s);
    m_agree->setAccessibleDescription(m_words.warning);
    line->addWidget(m_agree);
    line->addStretch(1);
    rows->addWidget(box);
    connect(m_agree, &QCheckBox::toggled, this, &PaymentDialog::tellArmed);
}

QWidget* PaymentDialog::makeHead()
{
    auto* head = new Section("bg.raised", m_content);
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

void PaymentDialog::addRows(QVBoxLayout* rows)
{
    const auto* recipient = checkOf(m_question, "recipient"_L1);
    m_to = new FactRow(tr("To"), m_content);
    m_to->setValue(m_words.toName, m_words.toShort, m_question.to);
    if (recipient && !recipient->passed)
        m_to->setChip(tr("Not as quoted"), Tone::Danger, u"shield-x"_s);
    else if (recipient && !recipient->reason.isEmpty())
        m_to->setChip(tr("First payment here"), Tone::Warning, u"info"_s);
    else if (recipient)
        m_to->setChip(tr("Same as the quote"), Tone::Success, u"badge-check"_s);
    rows->addWidget(m_to);

    const auto* asset = checkOf(m_question, "asset"_L1);
    auto* assetRow = new FactRow(tr("Asset"), m_content);
    assetRow->setValue(m_question.assetName, m_words.assetShort, m_question.assetAddress);
    assetRow->setNote(m_words.assetNote);
    if (asset && asset->passed)
        assetRow->setChip(tr("Verified asset"), Tone::Success, u"badge-check"_s);
    else if (asset)
        assetRow->setChip(tr("Unknown asset"), Tone::Danger, u"shield-x"_s);
    rows->addWidget(assetRow);
    addTransactionRows(rows);
    rows->addWidget(makeFrom());
    rows->addWidget(makeBudget());
    auto* asker = new FactRow(tr("Asked by"), m_content);
    asker->setValue(m_question.intent.askedBy);
    rows->addWidget(asker);
}

void PaymentDialog::addTransactionRows(QVBoxLayout* rows)
{
    m_memo = nullptr;
    if (m_words.fee.isEmpty())
        return;
    auto* fee = new FactRow(tr("Network fee"), m_content);
    fee->setObjectName(u"pay.fee"_s);
    fee->setValue(m_words.fee, m_words.feeShort, m_question.feeAddress);
    fee->setNote(m_words.feeNote);
    const auto* feeCheck = checkOf(m_question, "fee"_L1);
    if (feeCheck && !feeCheck->passed)
        fee->setChip(tr("Too high"), Tone::Danger, u"shield-x"_s);
    rows->addWidget(fee);
    m_memo = new FactRow(tr("Memo"), m_content);
    m_memo->setObjectName(u"pay.memo"_s);
    m_memo->setValue({}, m_words.memoShort, m_question.memo);
    const auto* memo = checkOf(m_question, "memo"_L1);
    if (memo && memo->passed)
        m_memo->setChip(tr("This offer only"), Tone::Success, u"badge-check"_s);
    else
        m_memo->setChip(tr("Not this offer"), Tone::Danger, u"shield-x"_s);
    tellUntil();
    rows->addWidget(m_memo);
}

void PaymentDialog::tellUntil()
{
    m_memo->setNote(tr("Good until %1, written anew while you look").arg(untilWords(m_question.validBefore)));
}

FactRow* PaymentDialog::makeFrom()
{
    auto* from = new FactRow(tr("From"), m_content);
    const QString general = m_words.world == MoneyWorld::Sandbox ? tr("Sandbox wallet") : tr("Allowance wallet");
    from->setValue(m_options.walletName.isEmpty() ? general : m_options.walletName, m_words.fromShort, m_question.from);
    from->setNote(m_words.fromNote, m_words.balanceTooSmall ? "warning.text" : "text.muted");
    const bool another = std::any_of(m_question.ways.cbegin(), m_question.ways.cend(), [this](const PaymentWay& way) {
        return way.rail != m_question.rail && way.problemCode.isEmpty();
    });
    if (!another || !m_question.redraft)
        return from;
    auto* change = new Button(tr("Pay another way"), Button::Variant::Secondary, from);
    change->setObjectName(u"pay.rail"_s);
    change->setSize(Button::Size::Small);
    change->setAccessibleName(tr("Pay from another balance"));
    auto* menu = new QMenu(change);
    for (const PaymentWay& way : m_question.ways) {
        QAction* action = menu->addAction(wayWords(way));
        action->setCheckable(true);
        action->setChecked(way.rail == m_question.rail);
        action->setEnabled(way.problemCode.isEmpty());
        // The menu goes with the row; what it asks for happens after.
        connect(action, &QAction::triggered, this, [this, rail = way.rail] { choose(rail); }, Qt::QueuedConnection);
    }
    change->setMenu(menu);
    from->setAction(change);
    return from;
}

FactRow* PaymentDialog::makeBudget()
{
    auto* budget = new FactRow(tr("Budget"), m_content);
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

void PaymentDialog::addTypedData(QVBoxLayout* rows)
{
    m_typedBox = new Section("bg.alt", m_content);
    auto* column = new QVBoxLayout(m_typedBox);
    column->setContentsMargins(19, 0, 19, 12);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 5, 0, 5);
    line->setSpacing(6);
    m_unfold = new IconButton(u"chevron-down"_s, tr("What your key signs"), m_typedBox);
    m_unfold->setObjectName(u"pay.unfold"_s);
    m_unfold->setSmall(true);
    line->addWidget(m_unfold);
    line->addWidget(new Label(tr("What your key signs"), Theme::Font::Label));
    line->addWidget(new Label(m_words.signs, Theme::Font::Small, "text.muted"));
    line->addStretch(1);
    auto* copy = new Button(tr("Copy"), u"copy"_s, Button::Variant::Ghost, m_typedBox);
    copy->setObjectName(u"pay.copy"_s);
    copy->setAccessibleName(tr("Copy what your key signs"));
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return m_question.typedDataJson; });
    line->addWidget(copy);
    column->addLayout(line);
    m_typed = new TypedDataView(m_typedBox);
    m_typed->setObjectName(u"pay.typedData"_s);
    m_typed->setAccessibleName(tr("What your key signs"));
    m_typed->setPlainText(m_question.typedDataJson);
    m_typed->setFixedHeight(Theme::of(this).scaled(178));
    column->addWidget(m_typed);
    rows->addWidget(m_typedBox);
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
    m_remember = new QCheckBox(this);
    m_remember->setObjectName(u"pay.remember"_s);
    m_remember->setFont(Theme::of(this).font(Theme::Font::Small));
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
    m_pay = new Button(QString(), u"pen-line"_s, Button::Variant::PayMainnet, this);
    m_pay->setObjectName(u"pay.confirm"_s);
    m_pay->setSize(Button::Size::Large);
    m_pay->setToolTip(tr("Ctrl+Enter"));
    m_pay->setEnabled(false);
    m_pay->installEventFilter(this);
    foot()->addWidget(m_pay);
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_pay, &Button::clicked, this, &PaymentDialog::pay);
}

void PaymentDialog::tellPay()
{
    m_pay->setText(m_words.pay);
    m_pay->setVariant(m_words.world == MoneyWorld::Real ? Button::Variant::PayMainnet
                      : m_words.world == MoneyWorld::Test ? Button::Variant::PayTestnet
                                                          : Button::Variant::PaySandbox);
    m_pay->updateGeometry();
    // A long price leaves less room beside it, and a checkbox neither wraps nor elides.
    const QString whole = tr("Sign up to this amount without asking today");
    m_remember->setText(whole);
    m_remember->setAccessibleName(whole);
    m_remember->setToolTip(whole);
    const int around = 2 + 2 * 17 + 4 * foot()->spacing();
    if (m_remember->sizeHint().width() + m_cancel->sizeHint().width() + m_pay->sizeHint().width() + around > placedWidth())
        m_remember->setText(tr("Ask no more today"));
}

void PaymentDialog::choose(Rail rail)
{
    if (rail == m_question.rail || !m_blocked.isEmpty() || !m_question.redraft)
        return;
    const auto next = m_question.redraft(rail);
    if (next.ok())
        replaceBy(*next);
    else
        block(problemWords(next.error()).title);
}

void PaymentDialog::refreshBytes()
{
    const auto next = m_question.redraft(m_question.rail);
    if (!next.ok()) {
        block(problemWords(next.error()).title);
        return;
    }
    const bool same = next->to == m_question.to && next->amountMicros == m_question.amountMicros
        && next->assetAddress == m_question.assetAddress && next->memo == m_question.memo && m_memo
        && next->mostFeeMicros == m_question.mostFeeMicros && next->network == m_question.network;
    if (!same) {
        replaceBy(*next);
        return;
    }
    m_question.validBefore = next->validBefore;
    m_question.typedDataJson = next->typedDataJson;
    const int at = m_typed->verticalScrollBar()->value();
    m_typed->setPlainText(next->typedDataJson);
    m_typed->verticalScrollBar()->setValue(at);
    tellUntil();
}

void PaymentDialog::replaceBy(const PaymentQuestion& question)
{
    const auto redraft = m_question.redraft;
    m_question = question;
    m_question.redraft = redraft;
    m_words = paymentWords(m_question, m_options.environment);
    m_cancel->setFocus(Qt::OtherFocusReason); // the focus may be in what goes
    m_content->hide();
    m_content->deleteLater();
    fill();
    m_content->show();
    // What is shown is new: the button is deaf again.
    m_armed = false;
    m_pay->setEnabled(false);
    m_armTimer.start(m_options.armAfterMs);
    if (!m_words.blocked.isEmpty())
        block(m_words.blocked);
    else
        tick();
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
    m_armed = true;
    tellArmed();
}

void PaymentDialog::tellArmed() { m_pay->setEnabled(m_armed && m_blocked.isEmpty() && (!m_agree || m_agree->isChecked())); }

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
    const bool old = m_question.redraft && m_question.offerUntil.isValid()
        && now.secsTo(m_question.validBefore) < kTransactionNeedsSeconds + kSpareSeconds;
    if (old && m_blocked.isEmpty())
        refreshBytes();
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
    const qint64 needed = m_question.offerUntil.isValid() ? kTransactionNeedsSeconds : 0;
    if (m_options.now() >= answerDeadline(m_question) || m_options.now().secsTo(m_question.validBefore) < needed) {
        tick(); // ends it, or shows fresh bytes to look at
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
