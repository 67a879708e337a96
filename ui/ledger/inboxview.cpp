// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/inboxview.h"

#include "models/domain/amount.h"
#include "models/item/paymentlistmodel.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/emptystate.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/ledger/inboxwords.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

bool isOpen(const Payment& p) { return p.state != Payment::State::Settled && p.state != Payment::State::Refused; }

const char* toneInk(Tone tone)
{
    switch (tone) {
    case Tone::Warning: return "warning.text";
    case Tone::Danger: return "danger.text";
    case Tone::Success: return "success.text";
    case Tone::Info: return "info.text";
    default: return "text.muted";
    }
}

Label* wrapped(const QString& text, const char* token)
{
    auto* label = new Label(text, Theme::Font::Small, token);
    label->setWordWrap(true);
    return label;
}

} // namespace

InboxView::InboxView(QWidget* parent) : QWidget(parent)
{
    setObjectName(u"ledger.inbox"_s);
    auto* content = new QWidget;
    content->setProperty("surface", true);
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(8);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
}

void InboxView::addHead(const QString& text)
{
    auto* head = new Label(text, Theme::Font::Section, "text.secondary");
    head->setContentsMargins(2, m_list->count() > 0 ? 8 : 0, 0, 0);
    m_list->addWidget(head);
}

void InboxView::setPayments(const QList<Payment>& payments, const QDateTime& now)
{
    QString shown;
    for (const Payment& p : payments)
        shown += p.id + QString::number(int(p.state)) + p.reason + (p.validBefore > now ? u'v' : u'x');
    if (shown == m_shown && m_list->count() > 0)
        return; // answers and focus stay
    m_shown = shown;
    m_rows.clear();
    while (QLayoutItem* item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (payments.isEmpty()) {
        m_list->addWidget(new EmptyState(u"inbox"_s, tr("Nothing is open"), tr("Payments without an outcome, and the latest others, are listed here.")));
        return;
    }
    QList<Payment> open, done;
    QSet<QString> paid;
    QHash<QString, bool> paidSince;
    for (const Payment& p : payments) { // newest first
        const QString what = p.environment + p.purpose;
        paidSince.insert(p.id, paid.contains(what));
        if (p.state == Payment::State::Settled)
            paid.insert(what);
        (isOpen(p) ? open : done) << p;
    }
    if (!open.isEmpty())
        addHead(tr("%n payment(s) without an outcome", nullptr, int(open.size())));
    for (const Payment& p : std::as_const(open))
        addRow(p, false, now);
    if (!done.isEmpty())
        addHead(open.isEmpty() ? tr("Nothing is open. The latest payments:") : tr("The latest others"));
    for (const Payment& p : std::as_const(done))
        addRow(p, paidSince.value(p.id), now);
    m_list->addStretch(1);
}

void InboxView::addRow(const Payment& p, bool paidSince, const QDateTime& now)
{
    const InboxWords w = inboxWords(p, paidSince, now);
    MoneyMove like;
    like.rail = p.rail;
    auto* card = new Card;
    card->setObjectName(u"ledger.inbox.row"_s);
    card->setProperty("payment", p.id);
    card->body()->setContentsMargins(12, 10, 12, 10);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(new IconLabel(w.icon, 18, toneInk(w.tone)), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new Label(inboxTitle(p), Theme::Font::BodyMedium));
    head->addWidget(new Chip(w.state, w.tone));
    head->addWidget(new Label(tr("%1 on %2, %3").arg(MoneyMask::of(this).shown(Amount::fromMicros(p.amountMicros).toShownText(6)), PaymentListModel::railWords(like),
                                                     QLocale(QLocale::English).toString(p.createdAt.toLocalTime(), u"d MMM yyyy HH:mm"_s)),
                              Theme::Font::Small, "text.secondary"));
    head->addStretch();
    words->addLayout(head);
    words->addWidget(wrapped(tr("Known: %1").arg(w.known), "text.primary"));
    if (!w.unknown.isEmpty())
        words->addWidget(wrapped(tr("Not known: %1").arg(w.unknown), "warning.text"));
    words->addWidget(wrapped(w.next, "text.secondary"));
    auto* answer = wrapped({}, "warning.text");
    answer->setObjectName(u"ledger.inbox.answer"_s);
    answer->hide();
    words->addWidget(answer);
    row->addLayout(words, 1);
    Row made{p.id, answer, nullptr, nullptr};
    const auto button = [&](const QString& text, const QString& icon, const QString& id) {
        auto* b = new Button(text, icon, Button::Variant::Secondary);
        b->setObjectName(id);
        b->setSize(Button::Size::Small);
        row->addWidget(b, 0, Qt::AlignTop);
        return b;
    };
    if (w.canCheck) {
        made.check = button(tr("Check now"), u"search"_s, u"ledger.inbox.check"_s);
        connect(made.check, &Button::clicked, this, &InboxView::checkRequested);
    }
    if (w.canRetry) {
        made.retry = button(m_price ? tr("Try again, %1").arg(m_price(p.amountMicros)) : tr("Try again"), u"rotate-cw"_s, u"ledger.inbox.retry"_s);
        connect(made.retry, &Button::clicked, this, [this, id = p.id] { Q_EMIT retryRequested(id); });
    }
    auto* show = button(tr("In the ledger"), u"receipt-text"_s, u"ledger.inbox.show"_s);
    show->setVariant(Button::Variant::Ghost);
    connect(show, &Button::clicked, this, [this, id = p.id] { Q_EMIT rowRequested(id); });
    card->body()->addLayout(row);
    card->setAccessibleName(tr("%1, %2: %3").arg(inboxTitle(p), w.state, w.known));
    m_list->addWidget(card);
    m_rows << made;
}

void InboxView::setChecking(bool on)
{
    for (const Row& row : std::as_const(m_rows)) {
        if (row.check)
            row.check->setBusy(on);
    }
}

void InboxView::setAnswer(const QString& paymentId, const QString& text)
{
    for (const Row& row : std::as_const(m_rows)) {
        if (row.id == paymentId) {
            row.answer->setText(text);
            row.answer->setVisible(!text.isEmpty());
        }
    }
}

void InboxView::setBusy(const QString& paymentId, bool on)
{
    for (const Row& row : std::as_const(m_rows)) {
        if (row.id == paymentId && row.retry)
            row.retry->setBusy(on);
    }
}

} // namespace run402
