// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/leasecard.h"

#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"
#include "ui/wallet/walletfacts.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace run402 {

namespace {

constexpr qint64 daySeconds = 86'400;
constexpr qint64 readOnlyDays = 7, archivedDays = 30;

QString capitalised(QString name)
{
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

} // namespace

QString leaseCountdown(qint64 seconds)
{
    seconds = std::abs(seconds);
    return QStringLiteral("%1 d %2 h %3 m")
        .arg(seconds / daySeconds)
        .arg(seconds % daySeconds / 3600, 2, 10, QLatin1Char('0'))
        .arg(seconds % 3600 / 60, 2, 10, QLatin1Char('0'));
}

LeaseBar::LeaseBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Life of the lease"));
}

void LeaseBar::setLease(const QDateTime& start, const QDateTime& end)
{
    m_start = start;
    m_end = end;
    setAccessibleDescription(tr("Active until %1, then read only for 7 days, archived for 30 days, then deleted")
                                 .arg(QLocale().toString(end.toLocalTime(), QLocale::ShortFormat)));
    update();
}

void LeaseBar::setNow(const QDateTime& now)
{
    m_now = now;
    update();
}

void LeaseBar::paintEvent(QPaintEvent*)
{
    if (!m_start.isValid() || !m_end.isValid() || !m_now.isValid())
        return;
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    const qint64 now = m_now.toSecsSinceEpoch();
    const qint64 start = m_start.toSecsSinceEpoch(), end = m_end.toSecsSinceEpoch();
    const qint64 readOnly = end + readOnlyDays * daySeconds, archived = readOnly + archivedDays * daySeconds;
    struct Part { qint64 from, to; double share; const char* token; QString text; };
    const std::array<Part, 4> parts{{
        {start, end, 0.405, "accent.solid", tr("Active, %n day(s)", nullptr, int(std::max<qint64>(1, (end - start + daySeconds / 2) / daySeconds)))},
        {end, readOnly, 0.29, "chart.3", tr("Read only, 7 days")},
        {readOnly, archived, 0.29, "chart.muted", tr("Archived, 30 days")},
        {archived, archived + daySeconds, 0.015, "danger.solid", tr("Deleted %1").arg(QLocale().toString(m_end.addDays(readOnlyDays + archivedDays).toLocalTime(), QStringLiteral("d MMM")))},
    }};
    const double width = this->width();
    double x = 0;
    p.setFont(theme.font(Theme::Font::Caption));
    for (size_t i = 0; i < parts.size(); ++i) {
        const Part& part = parts[i];
        const double w = width * part.share;
        const bool current = now >= part.from && now < part.to;
        QRectF bar(x, 0, w - 2, 8);
        p.setPen(Qt::NoPen);
        p.setBrush(theme.color(now >= part.to ? "chart.muted" : part.token));
        p.drawRect(bar);
        if (current) { // the part of it that is over
            p.setBrush(theme.color("chart.muted"));
            p.drawRect(QRectF(x, 0, (w - 2) * double(now - part.from) / double(part.to - part.from), 8));
        }
        p.setPen(theme.color(current ? (i == 0 ? "accent.text" : i == 3 ? "danger.text" : "warning.text")
                                     : i == 1 ? "text.secondary" : "text.muted"));
        if (i == 3)
            p.drawText(QRectF(0, 12, width, 16), Qt::AlignRight | Qt::AlignVCenter, part.text);
        else
            p.drawText(QRectF(x, 12, w, 16), Qt::AlignLeft | Qt::AlignVCenter, part.text);
        x += w;
    }
}

LeaseCard::LeaseCard(std::function<QDateTime()> now, QWidget* parent) : Card(parent), m_now(std::move(now))
{
    auto* top = new QHBoxLayout;
    top->addWidget(new Label(tr("Lease"), Theme::Font::Subtitle));
    m_tier = new Chip({}, Tone::Testnet);
    top->addWidget(m_tier);
    top->addStretch();
    m_move = new Button({}, Button::Variant::Secondary);
    m_move->setObjectName(QStringLiteral("overview.tier.move"));
    m_move->setSize(Button::Size::Small);
    m_renew = new Button({}, Button::Variant::Primary);
    m_renew->setObjectName(QStringLiteral("overview.tier.renew"));
    m_renew->setSize(Button::Size::Small);
    top->addWidget(m_move);
    top->addWidget(m_renew);

    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    m_left = new Label({}, Theme::Font::Money);
    m_left->setObjectName(QStringLiteral("overview.lease.left"));
    m_until = new Label({}, Theme::Font::Body, "text.secondary");
    line->addWidget(m_left);
    line->addWidget(m_until, 1, Qt::AlignBottom);
    m_bar = new LeaseBar;

    body()->setContentsMargins(16, 12, 16, 12);
    body()->setSpacing(6);
    body()->addLayout(top);
    body()->addLayout(line);
    body()->addWidget(m_bar);

    connect(m_renew, &Button::clicked, this, [this] {
        Q_EMIT tierRequested(m_status.tier.isEmpty() ? QStringLiteral("prototype") : m_status.tier);
    });
    connect(m_move, &Button::clicked, this, [this] { Q_EMIT tierRequested(m_next); });
    setTier({}, {}, {}, Environment::Sandbox);
}

void LeaseCard::setTier(const TierStatus& status, const QList<TierOffer>& prices, const QList<RailBalance>& balances,
                        Environment environment)
{
    m_status = status;
    const auto offer = [&](const QString& name) {
        const auto it = std::find_if(prices.cbegin(), prices.cend(), [&](const TierOffer& o) { return o.name == name; });
        return it == prices.cend() ? std::nullopt : std::optional(*it);
    };
    const QString tier = status.tier.isEmpty() ? QStringLiteral("prototype") : status.tier;
    const auto own = offer(tier);
    m_next = tier == QLatin1String("prototype") ? QStringLiteral("hobby")
             : tier == QLatin1String("hobby")   ? QStringLiteral("team")
                                                : QString();
    const auto next = offer(m_next);
    const bool free = own && isFree(own->priceMicros, balances, environment);
    m_tier->setText(status.tier.isEmpty() ? tr("No tier yet")
                    : free                ? tr("%1, free").arg(capitalised(status.tier))
                                          : capitalised(status.tier));
    m_tier->setTone(status.tier.isEmpty() ? Tone::Neutral : free ? Tone::Testnet : Tone::Success);
    m_renew->setText(status.tier.isEmpty() ? tr("Choose a tier") : own ? tr("Renew for %1").arg(priceWords(own->priceMicros, balances, environment)) : tr("Renew"));
    m_move->setVisible(next.has_value() && !status.tier.isEmpty());
    if (next)
        m_move->setText(tr("Move to %1, %2").arg(capitalised(m_next), priceWords(next->priceMicros, balances, environment)));
    m_bar->setVisible(status.expiresAt.isValid());
    m_bar->setLease(status.startedAt, status.expiresAt);
    tick();
}

void LeaseCard::tick()
{
    if (!m_status.expiresAt.isValid()) {
        m_left->setText(tr("No lease"));
        m_until->setText(tr("Subscribe to a tier; prototype costs test money only."));
        return;
    }
    const QDateTime now = m_now();
    m_bar->setNow(now);
    const qint64 seconds = now.secsTo(m_status.expiresAt);
    const QString moment = QLocale().toString(m_status.expiresAt.toLocalTime(), QStringLiteral("dddd d MMMM 'at' HH:mm"));
    m_left->setText(leaseCountdown(seconds));
    m_left->setToken(seconds > 0 ? "text.primary" : "danger.text");
    m_until->setText(seconds > 0 ? tr("left. Runs out on %1.").arg(moment) : tr("ago. Ran out on %1.").arg(moment));
}

} // namespace run402
