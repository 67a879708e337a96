// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/planview.h"

#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr double warm = 0.15, hot = 0.4; // shares

/// Paints the share as a bar as hot as it is, and rows that were misjudged in amber.
class PlanDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), Theme::of(option.widget).scaled(28)};
    }
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& t = Theme::of(option.widget);
        const QRectF r = option.rect;
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected)
            p->fillRect(r, t.color("bg.selected"));
        p->fillRect(QRectF(r.left(), r.bottom(), r.width(), 1), t.color("grid.line"));
        const QRectF box = r.adjusted(8, 0, -8, 0);
        const double heat = index.data(PlanModel::HeatRole).toDouble();
        const char* ink = "text.primary";
        Qt::Alignment align = Qt::AlignRight;
        switch (index.column()) {
        case PlanModel::Step:
            align = Qt::AlignLeft;
            p->setFont(t.font(heat >= hot ? Theme::Font::MonoStrong : Theme::Font::Mono));
            break;
        case PlanModel::Share: {
            const QByteArray tone = heat >= hot ? "danger" : heat >= warm ? "warning" : "info";
            const QRectF track(box.left(), box.center().y() - 7, box.width(), 14);
            paintBox(p, track, 3, t.color("bg.alt"));
            paintBox(p, QRectF(track.left(), track.top(), std::max(2.0, track.width() * heat), track.height()), 3, t.color((tone + ".tint").constData()),
                     t.color((tone + ".line").constData()));
            p->setFont(t.font(Theme::Font::MonoSmall));
            break;
        }
        default:
            p->setFont(t.font(Theme::Font::MonoSmall));
            ink = index.column() == PlanModel::Rows && index.data(PlanModel::MisjudgedRole).toBool() ? "warning.text" : "text.secondary";
        }
        const QRectF inner = index.column() == PlanModel::Share ? box.adjusted(0, 0, -6, 0) : box;
        paintText(p, inner, index.data().toString(), t.color(ink), align);
        p->restore();
    }
};

QPlainTextEdit* textField(const QString& name, const QString& words)
{
    auto* field = new QPlainTextEdit;
    field->setObjectName(name);
    field->setAccessibleName(words);
    field->setReadOnly(true);
    field->setFrameShape(QFrame::NoFrame);
    field->setLineWrapMode(QPlainTextEdit::NoWrap);
    followFont(field, Theme::Font::Mono);
    return field;
}

} // namespace

PlanView::PlanView(QWidget* parent) : QWidget(parent), m_model(new PlanModel(this))
{
    setObjectName(QStringLiteral("sql.plan"));
    build();
    connect(m_forms, &SegmentedControl::currentChanged, m_stack, &QStackedLayout::setCurrentIndex);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PlanView::showFacts);
}

void PlanView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->setSpacing(12);
    m_forms = new SegmentedControl(this);
    m_forms->setObjectName(QStringLiteral("sql.plan.form"));
    m_forms->setAccessibleName(tr("How the plan is shown"));
    m_forms->setSmall(true);
    m_forms->addSegment(tr("Tree"), QStringLiteral("list-tree"));
    m_forms->addSegment(tr("Text"), QStringLiteral("text"));
    m_forms->addSegment(tr("JSON"), QStringLiteral("braces"));
    m_forms->setCurrent(0);
    m_summary = new Label({}, Theme::Font::Small, "text.secondary");
    m_summary->setObjectName(QStringLiteral("sql.plan.summary"));
    m_note = new Label({}, Theme::Font::Small, "warning.text");
    m_note->setObjectName(QStringLiteral("sql.plan.note"));
    head->addWidget(m_forms);
    head->addWidget(m_summary);
    head->addWidget(m_note);
    head->addStretch();
    column->addLayout(head);

    m_stack = new QStackedLayout;
    auto* page = new QWidget;
    auto* rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_tree = new QTreeView;
    m_tree->setObjectName(QStringLiteral("sql.plan.tree"));
    m_tree->setAccessibleName(tr("Steps of the plan"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setItemDelegate(new PlanDelegate(m_tree));
    m_tree->setModel(m_model);
    m_tree->header()->setStretchLastSection(false);
    m_facts = new Label({}, Theme::Font::MonoSmall, "text.secondary");
    m_facts->setObjectName(QStringLiteral("sql.plan.facts"));
    m_facts->setContentsMargins(14, 8, 14, 8);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rows->addWidget(m_tree, 1);
    rows->addWidget(m_facts);
    m_text = textField(QStringLiteral("sql.plan.text"), tr("The plan as text"));
    m_json = textField(QStringLiteral("sql.plan.json"), tr("The plan as the server said it"));
    m_stack->addWidget(page);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_json);
    column->addLayout(m_stack, 1);
}

void PlanView::show(std::shared_ptr<const PlanTree> plan, const QString& note)
{
    if (m_model->plan() == plan.get())
        return;
    m_model->setPlan(plan);
    m_tree->expandAll();
    QHeaderView* header = m_tree->header();
    header->setSectionResizeMode(PlanModel::Step, QHeaderView::Stretch);
    for (const int column : {int(PlanModel::Share), int(PlanModel::Time), int(PlanModel::Rows), int(PlanModel::Cost)}) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, Theme::of(this).scaled(column == PlanModel::Share ? 150 : column == PlanModel::Rows ? 130 : 96));
    }
    m_tree->setColumnHidden(PlanModel::Time, !plan->measured);
    QStringList parts{tr("%n step(s)", nullptr, plan->nodes)};
    const QLocale locale;
    if (plan->planningMs)
        parts << tr("planned in %1 ms").arg(locale.toString(*plan->planningMs, 'f', 2));
    if (plan->executionMs)
        parts << tr("ran in %1 ms").arg(locale.toString(*plan->executionMs, 'f', 2));
    if (!plan->measured)
        parts << tr("nothing was run: costs are PostgreSQL's estimate");
    m_summary->setText(parts.join(QStringLiteral(" \u00b7 ")));
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_text->setPlainText(plan->text);
    m_json->setPlainText(plan->json);
    // The hottest step is where to look first.
    QModelIndex hottest = m_model->index(0, 0);
    QList<QModelIndex> open{hottest};
    while (!open.isEmpty()) {
        const QModelIndex at = open.takeLast();
        if (at.data(PlanModel::HeatRole).toDouble() > hottest.data(PlanModel::HeatRole).toDouble())
            hottest = at;
        for (int i = 0; i < m_model->rowCount(at); ++i)
            open << m_model->index(i, 0, at);
    }
    m_tree->setCurrentIndex(hottest);
    showFacts();
}

void PlanView::showFacts()
{
    const QStringList facts = m_tree->currentIndex().data(PlanModel::FactsRole).toStringList();
    m_facts->setText(facts.join(u'\n'));
    m_facts->setVisible(!facts.isEmpty());
}

void PlanView::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::of(this).color("bg.surface"));
}

} // namespace run402
