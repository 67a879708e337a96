// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overviewpane.h"

#include "models/domain/amount.h"
#include "models/domain/datasize.h"
#include "services/pay/budgetstore.h"
#include "services/lease/leaseclock.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/moneymask.h"
#include "ui/overview/findings.h"
#include "ui/overview/gettingstarted.h"
#include "ui/overview/keyscard.h"
#include "ui/overview/leasecard.h"
#include "ui/overview/startercode.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHash>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace run402 {

namespace {

void clear(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QString dollars(qint64 micros)
{
    return MoneyMask::of().shown(Amount::fromMicros(micros).toDollarText(2, 2));
}

QString iconOf(const QString& kind)
{
    static const QHash<QString, QString> icons{
        {QStringLiteral("release"), QStringLiteral("rocket")},    {QStringLiteral("access"), QStringLiteral("shield-check")},
        {QStringLiteral("payment"), QStringLiteral("wallet")},    {QStringLiteral("faucet"), QStringLiteral("wallet")},
        {QStringLiteral("wallet"), QStringLiteral("wallet")},     {QStringLiteral("topup"), QStringLiteral("credit-card")},
        {QStringLiteral("sql"), QStringLiteral("terminal")},      {QStringLiteral("project"), QStringLiteral("box")},
        {QStringLiteral("function"), QStringLiteral("square-function")}, {QStringLiteral("secrets"), QStringLiteral("key-round")},
        {QStringLiteral("storage"), QStringLiteral("archive")},   {QStringLiteral("auth"), QStringLiteral("users")},
        {QStringLiteral("rest"), QStringLiteral("braces")},       {QStringLiteral("image"), QStringLiteral("image")},
        {QStringLiteral("market"), QStringLiteral("store")},      {QStringLiteral("message"), QStringLiteral("mail")},
        {QStringLiteral("contact"), QStringLiteral("mail")},
    };
    return icons.value(kind, QStringLiteral("activity"));
}

} // namespace

OverviewPane::OverviewPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(QStringLiteral("overview"));
    build();
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        refreshHeader();
        refreshMeters();
        refreshKeys();
        refreshActivity();
    });
    connect(&m_workspace, &Workspace::projectsChanged, this, [this] {
        refreshHeader();
        refreshKeys();
    });
    connect(&m_workspace, &Workspace::addressesChanged, this, &OverviewPane::refreshHeader);
    connect(&m_workspace, &Workspace::usageChanged, this, &OverviewPane::refreshMeters);
    connect(&m_workspace, &Workspace::codeChanged, this, &OverviewPane::refreshMeters);
    connect(&m_workspace, &Workspace::accessChanged, this, &OverviewPane::refreshFindings);
    connect(&m_workspace, &Workspace::clockChanged, this, &OverviewPane::refreshFindings);
    connect(&m_workspace, &Workspace::activityRecorded, this, &OverviewPane::refreshActivity);
    connect(&services.budgets(), &BudgetStore::changed, this, &OverviewPane::refreshBudget);
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &OverviewPane::refreshActivity); // and the budget below it
    const auto tier = [this] {
        m_lease->setTier(m_workspace.tier().value.value_or(TierStatus()),
                         m_workspace.prices().value.value_or(QList<TierOffer>()),
                         m_workspace.balances().value.value_or(QList<RailBalance>()), m_workspace.environment());
        refreshFindings();
    };
    connect(&m_workspace, &Workspace::tierChanged, this, tier);
    connect(&m_workspace, &Workspace::pricesChanged, this, tier);
    connect(&m_workspace, &Workspace::balancesChanged, this, tier);
    tier();
    refreshHeader();
    refreshMeters();
    refreshKeys();
    refreshActivity();
    refreshBudget();
}

void OverviewPane::setKeyGate(KeyGate gate)
{
    m_start->setKeyGate(std::move(gate));
}

void OverviewPane::build()
{
    auto* stack = new QStackedLayout(this);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_page = new QWidget;
    m_page->setProperty("surface", true);
    auto* page = new QVBoxLayout(m_page);
    page->setContentsMargins(20, 16, 20, 16);
    page->setSpacing(14);
    page->addWidget(buildHeader());
    page->addWidget(buildMeters());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(buildLeft(), 754);
    columns->addWidget(buildRight(), 388);
    page->addLayout(columns);
    page->addStretch();
    scroll->setWidget(m_page);
    stack->addWidget(scroll);

    m_start = new GettingStarted(m_services);
    connect(m_start, &GettingStarted::problemRaised, this, &OverviewPane::problemRaised);
    connect(m_start, &GettingStarted::starterRequested, this, [this] { Q_EMIT paneRequested(QStringLiteral("market:starters")); });
    stack->addWidget(m_start);
}

QWidget* OverviewPane::buildHeader()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_title = new Label({}, Theme::Font::Display);
    m_title->setObjectName(QStringLiteral("overview.title"));
    m_state = new Chip({}, Tone::Neutral);
    m_state->setDot(true);
    m_site = new LinkLabel({});
    m_site->setObjectName(QStringLiteral("overview.site"));
    connect(m_site, &LinkLabel::clicked, this, [this] { QDesktopServices::openUrl(m_workspace.siteUrl()); });
    auto* preview = new Button(tr("Open preview"), QStringLiteral("app-window"), Button::Variant::Secondary);
    preview->setObjectName(QStringLiteral("overview.preview"));
    auto* deploy = new Button(tr("Deploy"), QStringLiteral("rocket"), Button::Variant::Primary);
    deploy->setObjectName(QStringLiteral("overview.deploy"));
    connect(preview, &Button::clicked, this, [this] { Q_EMIT paneRequested(QStringLiteral("preview")); });
    connect(deploy, &Button::clicked, this, [this] { Q_EMIT paneRequested(QStringLiteral("deploy")); });
    row->addWidget(m_title);
    row->addWidget(m_state);
    row->addWidget(m_site);
    row->addStretch();
    row->addWidget(preview);
    row->addWidget(deploy);
    return box;
}

QWidget* OverviewPane::buildMeters()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    m_calls = new StatTile(QStringLiteral("activity"), tr("API calls"));
    m_storage = new StatTile(QStringLiteral("hard-drive"), tr("Storage"));
    m_functions = new StatTile(QStringLiteral("square-function"), tr("Functions"));
    m_secrets = new StatTile(QStringLiteral("key-round"), tr("Secrets"));
    m_calls->setObjectName(QStringLiteral("overview.calls"));
    m_storage->setObjectName(QStringLiteral("overview.storage"));
    m_functions->setObjectName(QStringLiteral("overview.functions"));
    m_secrets->setObjectName(QStringLiteral("overview.secrets"));
    for (StatTile* tile : {m_calls, m_storage, m_functions, m_secrets})
        row->addWidget(tile, 1);
    return box;
}

QWidget* OverviewPane::buildLeft()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    m_lease = new LeaseCard([this] { return m_workspace.serverNow(); });
    connect(&m_workspace.services().leaseClock(), &LeaseClock::ticked, m_lease, &LeaseCard::tick);
    connect(m_lease, &LeaseCard::tierRequested, this, &OverviewPane::tierRequested);
    column->addWidget(m_lease);

    m_keys = new KeysCard;
    connect(m_keys, &KeysCard::serviceKeyRequested, this, [this](bool toClipboard) {
        m_services.credentials()
            .revealServiceKey(m_workspace.currentProjectId())
            ->onDone(this, [this, toClipboard](const Result<QByteArray>& key) {
                if (key.ok())
                    m_keys->giveServiceKey(*key, toClipboard);
            });
    });
    connect(m_keys, &KeysCard::starterCodeRequested, this, [this] {
        QGuiApplication::clipboard()->setText(
            starterCode(m_workspace.gateway().base, m_workspace.anonKey(), m_workspace.schema().value.value_or(Schema())));
    });
    column->addWidget(m_keys);

    auto* activity = new Card(tr("Recent activity"));
    auto* all = new LinkLabel(tr("See all"));
    connect(all, &LinkLabel::clicked, this, [this] { Q_EMIT paneRequested(QStringLiteral("dock:activity")); });
    activity->head()->addWidget(all);
    m_activity = activity->body();
    m_activity->setContentsMargins(14, 4, 14, 4);
    m_activity->setSpacing(0);
    column->addWidget(activity);
    column->addStretch();
    return box;
}

QWidget* OverviewPane::buildRight()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);

    auto* site = new Card;
    site->body()->setContentsMargins(1, 1, 1, 0);
    site->body()->setSpacing(0);
    m_thumbnail = new Label(tr("Nothing deployed yet"), Theme::Font::Small, "text.muted");
    m_thumbnail->setObjectName(QStringLiteral("overview.thumbnail"));
    m_thumbnail->setAlignment(Qt::AlignCenter);
    m_thumbnail->setFixedHeight(232);
    m_thumbnail->setProperty("sunken", true);
    site->body()->addWidget(m_thumbnail);
    auto* words = new QVBoxLayout;
    words->setContentsMargins(14, 10, 14, 12);
    words->setSpacing(2);
    m_siteName = new ElidedLabel(tr("No site"), Theme::Font::BodyMedium);
    m_siteDetail = new Label(tr("Drop a folder on Deploy to get an address."), Theme::Font::Small, "text.muted");
    words->addWidget(m_siteName);
    words->addWidget(m_siteDetail);
    site->body()->addLayout(words);
    column->addWidget(site);

    m_findingCard = new Card(tr("Needs a look"));
    m_findingCount = new Chip(QStringLiteral("0"), Tone::Warning);
    m_findingCard->addBesideTitle(m_findingCount);
    m_findings = m_findingCard->body();
    m_findings->setContentsMargins(0, 0, 0, 0);
    m_findings->setSpacing(0);
    column->addWidget(m_findingCard);

    auto* budget = new Card;
    budget->body()->setContentsMargins(14, 10, 14, 12);
    budget->body()->setSpacing(8);
    auto* line = new QHBoxLayout;
    line->addWidget(new Label(tr("Agent allowance"), Theme::Font::Subtitle));
    line->addStretch();
    m_budgetText = new Label({}, Theme::Font::Mono, "text.secondary");
    line->addWidget(m_budgetText);
    budget->body()->addLayout(line);
    m_budgetMeter = new Meter;
    budget->body()->addWidget(m_budgetMeter);
    m_budgetNote = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    budget->body()->addWidget(m_budgetNote);
    column->addWidget(budget);
    column->addStretch();
    return box;
}

void OverviewPane::refreshHeader()
{
    auto* stack = static_cast<QStackedLayout*>(layout());
    stack->setCurrentIndex(m_workspace.currentProjectId().isEmpty() ? 1 : 0);
    const auto project = m_workspace.currentProject();
    m_title->setText(project && !project->name.isEmpty() ? project->name : m_workspace.currentProjectId());
    const QUrl site = m_workspace.siteUrl();
    const bool live = site.isValid() && !site.isEmpty();
    m_state->setText(live ? tr("Live") : tr("Not deployed"));
    m_state->setTone(live ? Tone::Success : Tone::Warning);
    m_site->setVisible(live);
    if (live) {
        m_site->setLinkText(site.authority());
        m_siteName->setText(site.authority());
        m_siteDetail->setText(tr("This is what visitors see now."));
        if (m_thumbnail->text() == tr("Nothing deployed yet"))
            m_thumbnail->setText(tr("No picture yet"));
        if (isVisible())
            Q_EMIT thumbnailWanted(site);
    } else {
        m_thumbnail->setText(tr("Nothing deployed yet"));
        m_siteName->setText(tr("No site"));
        m_siteDetail->setText(tr("Drop a folder on Deploy to get an address."));
    }
}

void OverviewPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_workspace.siteUrl().isEmpty())
        Q_EMIT thumbnailWanted(m_workspace.siteUrl());
}

void OverviewPane::refreshMeters()
{
    const QLocale locale(QLocale::English);
    const Usage usage = m_workspace.usage().value.value_or(Usage());
    const bool known = m_workspace.usage().value.has_value();
    const auto share = [](qint64 part, qint64 whole) { return whole > 0 ? double(part) / double(whole) : 0.0; };
    m_calls->setValue(known ? locale.toString(usage.apiCalls) : QStringLiteral("–"),
                      known ? tr("of %1").arg(locale.toString(usage.apiCallsLimit)) : QString());
    m_calls->setShare(share(usage.apiCalls, usage.apiCallsLimit));
    m_calls->setNote(tr("REST, storage and functions count; this lease"));
    m_storage->setValue(known ? byteText(usage.storageBytes) : QStringLiteral("–"),
                        known ? tr("of %1").arg(byteText(usage.storageLimitBytes)) : QString());
    m_storage->setShare(share(usage.storageBytes, usage.storageLimitBytes));
    m_storage->setNote(tr("Uploaded files; the database is not counted"));

    const TierLimits limits = TierLimits::of(usage.tier);
    int maxFunctions = 0;
    for (const TierOffer& offer : m_workspace.prices().value.value_or(QList<TierOffer>())) {
        if (offer.name == usage.tier)
            maxFunctions = offer.maxFunctions;
    }
    const auto& functions = m_workspace.functions().value;
    m_functions->setValue(functions ? QString::number(functions->size()) : QStringLiteral("–"), maxFunctions > 0 ? tr("of %1").arg(maxFunctions) : QString());
    m_functions->setShare(functions ? share(functions->size(), maxFunctions) : 0);
    m_functions->setNote(limits.functionTimeoutSeconds > 0
                             ? tr("%1 s and %2 MB each on this tier").arg(limits.functionTimeoutSeconds).arg(limits.functionMemoryMb)
                             : tr("Limits come with a tier"));
    const auto& secrets = m_workspace.secrets().value;
    m_secrets->setValue(secrets ? QString::number(secrets->size()) : QStringLiteral("–"), limits.maxSecrets > 0 ? tr("of %1").arg(limits.maxSecrets) : QString());
    m_secrets->setShare(secrets ? share(secrets->size(), limits.maxSecrets) : 0);
    m_secrets->setNote(tr("Read by functions, never shown again"));
}

void OverviewPane::refreshKeys()
{
    const auto project = m_workspace.currentProject();
    m_keys->setProject(m_workspace.gateway().base, m_workspace.anonKey(), project && project->keysKnown);
}

void OverviewPane::refreshFindings()
{
    clear(m_findings);
    const QList<Finding> findings = findingsOf(m_workspace);
    m_findingCard->setVisible(!findings.isEmpty());
    m_findingCount->setText(QString::number(findings.size()));
    for (const Finding& finding : findings) {
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(14, 10, 14, 10);
        layout->setSpacing(10);
        layout->addWidget(new IconLabel(finding.icon, 16, finding.danger ? "danger.text" : "warning.text"), 0, Qt::AlignTop);
        auto* words = new QVBoxLayout;
        words->setSpacing(1);
        auto* title = new Label(finding.title, Theme::Font::BodyMedium);
        auto* detail = new Label(finding.detail, Theme::Font::Small, "text.muted");
        title->setWordWrap(true);
        detail->setWordWrap(true);
        words->addWidget(title);
        words->addWidget(detail);
        layout->addLayout(words, 1);
        if (!finding.action.isEmpty()) {
            auto* act = new Button(finding.action, Button::Variant::Secondary);
            act->setSize(Button::Size::Small);
            connect(act, &Button::clicked, this, [this, pane = finding.pane] { Q_EMIT paneRequested(pane); });
            layout->addWidget(act, 0, Qt::AlignVCenter);
        }
        m_findings->addWidget(row);
    }
}

void OverviewPane::refreshActivity()
{
    ActivityLog::Filter filter;
    filter.environment = environmentId(m_workspace.environment());
    filter.limit = 6;
    m_services.activity().list(filter)->onDone(this, [this](const Result<QList<ActivityEntry>>& r) {
        if (r.ok())
            showActivity(*r);
    });
    refreshBudget();
}

void OverviewPane::showActivity(const QList<ActivityEntry>& entries)
{
    clear(m_activity);
    if (entries.isEmpty())
        m_activity->addWidget(new Label(tr("What you and your agents do here shows up in this list."), Theme::Font::Small, "text.muted"));
    const QDate today = QDate::currentDate();
    for (const ActivityEntry& entry : entries) {
        auto* row = new QWidget;
        row->setFixedHeight(34);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(10);
        layout->addWidget(new IconLabel(iconOf(entry.kind), 16, "accent.text"));
        layout->addWidget(new ElidedLabel(MoneyMask::of(this).shownWithin(entry.title), Theme::Font::Body), 1);
        const QDateTime at = entry.at.toLocalTime();
        layout->addWidget(new Label(at.date() == today ? at.toString(QStringLiteral("HH:mm")) : QLocale().toString(at, QStringLiteral("d MMM")),
                                    Theme::Font::MonoSmall, "text.muted"));
        m_activity->addWidget(row);
    }
}

void OverviewPane::refreshBudget()
{
    m_services.budgets().view(m_workspace.environment())->onDone(this, [this](const Result<BudgetView>& view) {
        if (!view.ok())
            return;
        const qint64 spent = view->real.thisMonthMicros, cap = view->realBudget.perMonthMicros;
        const QString month = QLocale().toString(QDate::currentDate(), QStringLiteral("MMMM"));
        m_budgetText->setText(cap > 0 ? tr("%1 of %2 in %3").arg(dollars(spent), dollars(cap), month) : tr("%1 in %2").arg(dollars(spent), month));
        m_budgetMeter->setValue(cap > 0 ? double(spent) / double(cap) : 0);
        m_budgetNote->setText(cap > 0 ? tr("%1 of real money may still be spent this month.").arg(dollars(std::max<qint64>(0, cap - spent)))
                                      : tr("No monthly limit for real money is set."));
    });
}

void OverviewPane::setThumbnail(const QPixmap& picture)
{
    if (picture.isNull())
        return;
    const qreal ratio = m_thumbnail->devicePixelRatioF();
    QPixmap scaled = picture.scaled(m_thumbnail->size() * ratio, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    scaled.setDevicePixelRatio(ratio);
    m_thumbnail->setPixmap(scaled);
}

} // namespace run402
