// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/requestsdock.h"

#include "services/net/transport.h"
#include "ui/common/button.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/moneymask.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

namespace {

/// Grid cells with the request's tone instead of a value's kind.
class RequestDelegate : public GridDelegate
{
public:
    using GridDelegate::GridDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        GridDelegate::paint(painter, option, index);
        if (index.column() != RequestLogModel::Status)
            return;
        const Theme& theme = Theme::of(option.widget);
        const QString tone = index.data(RequestLogModel::ToneRole).toString();
        const QColor ink = theme.color(tone == QLatin1String("danger")    ? "danger.text"
                                       : tone == QLatin1String("warning") ? "warning.text"
                                       : tone == QLatin1String("ok")      ? "success.text"
                                                                          : "text.muted");
        painter->save();
        painter->fillRect(option.rect.adjusted(1, 1, -1, -1),
                          theme.color(option.state & QStyle::State_Selected ? "bg.selected" : "bg.surface"));
        painter->setFont(theme.font(Theme::Font::MonoStrong));
        painter->setPen(ink);
        painter->drawText(option.rect.adjusted(8, 0, -8, 0), Qt::AlignVCenter, index.data().toString());
        painter->restore();
    }
};

} // namespace

bool RequestsDock::Proxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (failedOnly) {
        const QString tone = index.data(RequestLogModel::ToneRole).toString();
        if (tone != QLatin1String("danger") && tone != QLatin1String("warning"))
            return false;
    } else if (!background && index.data(RequestLogModel::BackgroundRole).toBool()) {
        return false;
    }
    if (text.isEmpty())
        return true;
    const auto record = index.data(RequestLogModel::RecordRole).value<RequestRecord>();
    return record.url.toString().contains(text, Qt::CaseInsensitive) || record.label.contains(text, Qt::CaseInsensitive);
}

QVariant RequestsDock::Proxy::data(const QModelIndex& index, int role) const
{
    const QVariant value = QSortFilterProxyModel::data(index, role);
    const bool amount = role == Qt::DisplayRole && index.column() == RequestLogModel::Cost;
    return amount ? QVariant(MoneyMask::of().shown(value.toString())) : value;
}

void RequestsDock::follow(Transport& transport, RequestLogModel& model)
{
    QObject::connect(&transport, &Transport::requestStarted, &model, &RequestLogModel::add);
    QObject::connect(&transport, &Transport::requestChanged, &model, &RequestLogModel::update);
}

RequestsDock::RequestsDock(RequestLogModel& model, bool failedOnly, QWidget* parent) : QWidget(parent), m_model(model)
{
    setObjectName(failedOnly ? QStringLiteral("dock.problems") : QStringLiteral("dock.requests"));
    m_proxy.failedOnly = failedOnly;
    m_proxy.setSourceModel(&m_model);
    m_view = new GridView;
    m_view->setObjectName(objectName() + QStringLiteral(".grid"));
    m_view->setAccessibleName(failedOnly ? tr("Requests that failed") : tr("Requests"));
    m_view->setModel(&m_proxy);
    m_view->setItemDelegate(new RequestDelegate(m_view));
    connect(&MoneyMask::of(this), &MoneyMask::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->verticalHeader()->hide();
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setFrameShape(QFrame::NoFrame);
    const int widths[] = {110, 70, 420, 90, 80, 90, 110};
    for (int column = 0; column < RequestLogModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->horizontalHeader()->setSectionResizeMode(RequestLogModel::Path, QHeaderView::Stretch);

    auto* filter = new SearchField(tr("Filter by path"));
    filter->setSmall(true);
    filter->setFixedWidth(220);
    filter->setObjectName(objectName() + QStringLiteral(".filter"));
    connect(filter, &SearchField::searchChanged, this, [this](const QString& text) {
        m_proxy.text = text;
        m_proxy.apply();
    });
    m_background = new Button({}, QStringLiteral("eye"), Button::Variant::Ghost);
    m_background->setObjectName(objectName() + QStringLiteral(".background"));
    m_background->setSize(Button::Size::Small);
    m_background->setCheckable(true);
    m_background->setToolTip(tr("Requests this app makes by itself, such as reading logs every 2 s. Those that fail are under Problems in any case."));
    connect(m_background, &Button::toggled, this, [this](bool on) {
        m_background->setVariant(on ? Button::Variant::Secondary : Button::Variant::Ghost);
        m_proxy.background = on;
        m_proxy.apply();
        refreshBackground();
        Q_EMIT countChanged(m_proxy.rowCount());
    });
    m_curl = new Button(tr("Copy as curl"), QStringLiteral("copy"), Button::Variant::Secondary);
    m_cli = new Button(tr("Copy as run402 command"), QStringLiteral("terminal"), Button::Variant::Secondary);
    auto* clear = new Button(tr("Clear"), Button::Variant::Ghost);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(12, 4, 12, 4);
    tools->setSpacing(8);
    tools->addWidget(filter);
    tools->addWidget(m_background);
    tools->addStretch();
    for (Button* button : {m_curl, m_cli, clear}) {
        button->setSize(Button::Size::Small);
        tools->addWidget(button);
    }
    m_curl->setObjectName(objectName() + QStringLiteral(".curl"));
    m_cli->setObjectName(objectName() + QStringLiteral(".cli"));
    connect(m_curl, &Button::clicked, this, [this] { copyCurrent(RequestLogModel::CurlRole); });
    connect(m_cli, &Button::clicked, this, [this] { copyCurrent(RequestLogModel::CliRole); });
    connect(clear, &Button::clicked, &m_model, &RequestLogModel::clear);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addWidget(m_view, 1);

    connect(m_view, &QWidget::customContextMenuRequested, this, &RequestsDock::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &RequestsDock::selectionChanged);
    const auto counted = [this] { Q_EMIT countChanged(m_proxy.rowCount()); };
    connect(&m_proxy, &QAbstractItemModel::rowsInserted, this, counted);
    connect(&m_proxy, &QAbstractItemModel::rowsRemoved, this, counted);
    connect(&m_proxy, &QAbstractItemModel::modelReset, this, counted);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &RequestsDock::refreshBackground);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &RequestsDock::refreshBackground);
    selectionChanged();
    refreshBackground();
}

void RequestsDock::refreshBackground()
{
    const int count = m_model.backgroundCount();
    m_background->setVisible(!m_proxy.failedOnly && (count > 0 || m_background->isChecked()));
    m_background->setText(m_background->isChecked() ? tr("Hide %n background request(s)", nullptr, count) : tr("Show %n background request(s)", nullptr, count));
    m_background->setIconName(m_background->isChecked() ? QStringLiteral("eye-off") : QStringLiteral("eye"));
}

void RequestsDock::selectionChanged()
{
    const QModelIndex current = m_view->currentIndex();
    m_curl->setEnabled(current.isValid() && !current.data(RequestLogModel::CurlRole).toString().isEmpty());
    m_cli->setEnabled(current.isValid() && !current.data(RequestLogModel::CliRole).toString().isEmpty());
}

void RequestsDock::copyCurrent(int role)
{
    const QString text = m_view->currentIndex().data(role).toString();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void RequestsDock::showMenu(const QPoint& at)
{
    const QModelIndex index = m_view->indexAt(at);
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy as curl"), this, [this] { copyCurrent(RequestLogModel::CurlRole); });
    menu->addAction(tr("Copy as run402 command"), this, [this] { copyCurrent(RequestLogModel::CliRole); })
        ->setEnabled(!index.data(RequestLogModel::CliRole).toString().isEmpty());
    menu->addAction(tr("Copy address"), this, [index = QPersistentModelIndex(index)] {
        QGuiApplication::clipboard()->setText(index.data(RequestLogModel::RecordRole).value<RequestRecord>().url.toString());
    });
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

} // namespace run402
