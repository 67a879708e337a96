// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/consolepage.h"

#include "ui/common/button.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace run402 {

class ConsoleFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setLevel(int level)
    {
        m_level = level;
        invalidateFilter();
    }
    void setText(const QString& text)
    {
        m_text = text;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QModelIndex at = sourceModel()->index(row, 0, parent);
        return (m_level < 0 || at.data(ConsoleModel::LevelRole).toInt() == m_level)
               && at.data().toString().contains(m_text, Qt::CaseInsensitive);
    }

private:
    int m_level = -1;
    QString m_text;
};

namespace {

class ConsoleDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.widget);
        const auto level = ConsoleMessage::Level(index.data(ConsoleModel::LevelRole).toInt());
        const bool error = level == ConsoleMessage::Level::Error, warning = level == ConsoleMessage::Level::Warning;
        const QRect r = option.rect;
        p->save();
        if (option.state & QStyle::State_Selected)
            p->fillRect(r, theme.color("bg.selected"));
        else if (error || warning)
            p->fillRect(r, theme.color(error ? "danger.tint" : "warning.tint"));
        p->fillRect(r.left(), r.bottom(), r.width(), 1, theme.color("grid.line"));
        Icons::paint(p, QRectF(r.left() + 12, r.top(), 13, r.height()),
                     error ? QStringLiteral("circle-x") : warning ? QStringLiteral("triangle-alert") : QStringLiteral("info"),
                     theme.color(error ? "danger.text" : warning ? "warning.text" : "info.text"), 13);
        p->setFont(theme.font(Theme::Font::MonoSmall));
        const QString time = index.data(ConsoleModel::TimeRole).toDateTime().toLocalTime().toString(QStringLiteral("HH:mm:ss"));
        const int timeWidth = p->fontMetrics().horizontalAdvance(time);
        paintText(p, QRectF(r.left() + 35, r.top(), timeWidth + 2, r.height()), time, theme.color("text.muted"));
        const QString source = index.data(ConsoleModel::SourceRole).toString();
        const int sourceWidth = qMin(r.width() / 3, p->fontMetrics().horizontalAdvance(source));
        paintText(p, QRectF(r.right() - 12 - sourceWidth, r.top(), sourceWidth + 1, r.height()), source,
                  theme.color("accent.text"), Qt::AlignRight);
        const QRectF text(r.left() + 45 + timeWidth, r.top(), r.width() - 79 - timeWidth - sourceWidth, r.height());
        QString line = index.data().toString();
        line.replace(u'\n', u' ');
        paintText(p, text, line, theme.color(error ? "danger.text" : "text.primary"));
        p->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {200, Theme::of(option.widget).scaled(26)};
    }
};

} // namespace

ConsolePage::ConsolePage(QWidget* parent)
    : QWidget(parent), m_model(new ConsoleModel(this)), m_filter(new ConsoleFilter(this)), m_list(new QListView)
{
    setObjectName(QStringLiteral("console"));
    m_filter->setSourceModel(m_model);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(6);
    const int levels[] = {-1, int(ConsoleMessage::Level::Error), int(ConsoleMessage::Level::Warning),
                          int(ConsoleMessage::Level::Info)};
    const char* names[] = {"console.all", "console.errors", "console.warnings", "console.infos"};
    for (int i = 0; i < 4; ++i) {
        auto* b = new Button({}, Button::Variant::Ghost);
        b->setSize(Button::Size::Small);
        b->setCheckable(true);
        b->setAutoExclusive(true);
        b->setChecked(i == 0);
        b->setObjectName(QString::fromLatin1(names[i]));
        m_levels[i] = b;
        row->addWidget(b);
        connect(b, &QPushButton::toggled, this, [this, i, level = levels[i]](bool on) {
            m_levels[i]->setVariant(on ? Button::Variant::Secondary : Button::Variant::Ghost);
            if (on)
                m_filter->setLevel(level);
        });
    }
    m_levels[0]->setVariant(Button::Variant::Secondary);
    row->addStretch();
    auto* search = new SearchField(tr("Filter"));
    search->setSmall(true);
    search->setFixedWidth(180);
    search->setObjectName(QStringLiteral("console.filter"));
    auto* clear = new IconButton(QStringLiteral("ban"), tr("Clear the console"));
    clear->setSmall(true);
    clear->setObjectName(QStringLiteral("console.clear"));
    row->addWidget(search);
    row->addWidget(clear);
    column->addLayout(row);
    m_list->setObjectName(QStringLiteral("console.list"));
    m_list->setAccessibleName(tr("Console messages"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new ConsoleDelegate(m_list));
    column->addWidget(m_list, 1);
    connect(search, &SearchField::searchChanged, this, [this](const QString& t) { m_filter->setText(t); });
    connect(clear, &QAbstractButton::clicked, m_model, &ConsoleModel::clear);
    connect(m_model, &ConsoleModel::countsChanged, this, &ConsolePage::refreshCounts);
    refreshCounts();
}

void ConsolePage::refreshCounts()
{
    const auto c = m_model->counts();
    m_levels[0]->setText(tr("All %1").arg(c.all()));
    m_levels[1]->setText(c.errors == 1 ? tr("1 error") : tr("%1 errors").arg(c.errors));
    m_levels[2]->setText(c.warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(c.warnings));
    m_levels[3]->setText(tr("%1 info").arg(c.infos));
    Q_EMIT countChanged(c.all());
}

} // namespace run402
