// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/totalsstrip.h"

#include "models/domain/amount.h"
#include "models/item/paymentlistmodel.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"
#include "ui/wallet/walletfacts.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString exact(qint64 micros) { return MoneyMask::of().shown(Amount::fromMicros(micros).toShownText(6)); }

QString signedAmount(qint64 micros) { return (micros < 0 ? QChar(0x2212) : QChar(u'+')) + exact(qAbs(micros)); }

} // namespace

TotalsStrip::TotalsStrip(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    setObjectName(u"ledger.totals"_s);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(10);
}

void TotalsStrip::setTotals(const QList<RailTotal>& totals, const QList<RailReach>& reach)
{
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const RailTotal& total : totals) {
        const auto known = std::find_if(reach.cbegin(), reach.cend(), [&](const RailReach& r) { return r.rail == total.rail; });
        if (total.opening == 0 && total.in == 0 && total.out == 0 && total.unexplained == 0 && total.closing.value_or(0) == 0 && total.rail != Rail::Credit)
            continue; // an empty rail says nothing
        MoneyMove like;
        like.rail = total.rail;
        auto* card = new Card(this);
        card->setObjectName(u"ledger.total."_s + railId(total.rail));
        card->body()->setContentsMargins(12, 8, 12, 8);
        card->body()->setSpacing(2);
        auto* head = new QHBoxLayout;
        head->addWidget(new Label(PaymentListModel::railWords(like), Theme::Font::SmallStrong));
        head->addStretch();
        const QString trouble = known == reach.cend() ? QString() : known->problemCode;
        auto* chip = total.unexplained != 0 ? new Chip(tr("%1 not explained").arg(signedAmount(total.unexplained)), Tone::Warning)
            : total.closing                 ? new Chip(tr("Adds up"), Tone::Success)
                                            : new Chip(trouble.isEmpty() ? tr("Not read yet") : tr("Not read"), Tone::Neutral);
        chip->setToolTip(trouble.isEmpty() ? QString() : problemWords(Problem::make(Problem::Kind::Network, trouble, {})).title);
        head->addWidget(chip);
        card->body()->addLayout(head);
        card->body()->addWidget(new Label(total.closing ? exact(*total.closing) : u"–"_s, Theme::Font::Money));
        const QString sum = tr("%1 before, %2 in, %3 out").arg(exact(total.opening), exact(total.in), exact(total.out));
        auto* line = new ElidedLabel(sum, Theme::Font::CaptionPlain, "text.secondary");
        card->body()->addWidget(line);
        const QString since = !total.since.isValid() ? tr("no entries yet")
                                                     : tr("since %1").arg(QLocale(QLocale::English).toString(total.since.toLocalTime(), u"d MMM yyyy HH:mm"_s));
        card->body()->addWidget(new ElidedLabel(since, Theme::Font::CaptionPlain, "text.muted"));
        card->setAccessibleName(tr("%1: %2, %3").arg(PaymentListModel::railWords(like), sum, chip->text()));
        m_row->addWidget(card, 1);
    }
    setVisible(m_row->count() > 0);
}

} // namespace run402
