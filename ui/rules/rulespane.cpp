// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/rulespane.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/copybutton.h"
#include "ui/common/emptystate.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/common/writeblock.h"
#include "ui/rules/matrixview.h"
#include "ui/rules/ruleapplier.h"
#include "ui/rules/ruledialog.h"
#include "ui/rules/templatecard.h"
#include "ui/rules/viewaspanel.h"
#include "ui/sql/plainhighlighter.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

namespace {

/// The corner the matrix gives a changed cell, for the legend.
class ChangedMark : public QWidget
{
public:
    ChangedMark() { setFixedSize(10, 12); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        paintChangedCorner(&p, QPointF(width() - 1, 3), Theme::of(this));
    }
};

} // namespace

RulesPane::RulesPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(QStringLiteral("rules"));
    auto* empty = new EmptyState(QStringLiteral("shield-check"), tr("No tables yet"),
                                 tr("Rules say who may read and change the rows of a table. Make a table first."));
    auto* make = empty->addButton(tr("New table"), QStringLiteral("plus"), true);
    make->setObjectName(QStringLiteral("rules.newTable"));
    connect(make, &Button::clicked, this, &RulesPane::newTableRequested);
    m_states = new StateStack(buildContent(), empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_states, 1);
    layout->addWidget(buildChangeBar());

    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action.startsWith(QLatin1String("tier.")))
            Q_EMIT paneRequested(QStringLiteral("wallet"));
        else
            m_workspace.refreshSchema();
    });
    for (const auto signal : {&Workspace::connectionChanged, &Workspace::tierChanged})
        connect(&m_workspace, signal, this, &RulesPane::refreshChanges);
    connect(&m_workspace, &Workspace::accessChanged, this, &RulesPane::refresh);
    connect(&m_workspace, &Workspace::schemaChanged, this, &RulesPane::refresh);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, [this] {
        m_model.discard();
        refresh();
    });
    connect(&m_model, &AccessMatrixModel::changesChanged, this, &RulesPane::refreshChanges);
    m_viewAs = new ViewAsPanel(m_services, m_model, this);
    m_viewAs->hide();
    connect(m_viewAs, &ViewAsPanel::paneRequested, this, &RulesPane::paneRequested);
    connect(&m_model, &AccessMatrixModel::changesChanged, m_viewAs, &ViewAsPanel::refreshSoon);
    connect(m_matrix->selectionModel(), &QItemSelectionModel::currentChanged, m_viewAs, [this](const QModelIndex& cell) {
        if (cell.isValid())
            m_viewAs->setTable(m_model.table(cell.row()).table);
    });
    connect(m_matrix->selectionModel(), &QItemSelectionModel::currentChanged, this, &RulesPane::refreshTemplates);
    connect(m_matrix, &MatrixView::ruleRequested, this, &RulesPane::editRule);
    refresh();
    refreshChanges();
}

QWidget* RulesPane::buildContent()
{
    auto* content = new QWidget;
    content->setProperty("surface", true);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(18, 14, 18, 12);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new Label(tr("Access rules"), Theme::Font::Display));
    head->addWidget(new Label(tr("Who may do what in each table"), Theme::Font::Body, "text.muted"));
    head->addStretch();
    auto* guide = new Button(tr("How rules work"), QStringLiteral("circle-help"), Button::Variant::Ghost);
    guide->setObjectName(QStringLiteral("rules.guide"));
    guide->setSize(Button::Size::Small);
    connect(guide, &Button::clicked, this, [this] { Q_EMIT paneRequested(QStringLiteral("guide:rules")); });
    head->addWidget(guide);
    column->addLayout(head);
    m_error = new Banner(Tone::Danger, QStringLiteral("circle-x"), {});
    m_error->setObjectName(QStringLiteral("rules.error"));
    m_error->hide();
    connect(m_error, &Banner::actionTriggered, m_error, &QWidget::hide);
    column->addWidget(m_error);
    column->addWidget(buildTemplates());
    column->addWidget(buildMatrix());
    column->addWidget(buildPreview(), 1);
    return content;
}

QWidget* RulesPane::buildTemplates()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    const auto add = [&](const char* id, const char* icon, const QString& name, const QString& text, const QString& note) {
        auto* card = new TemplateCard(QString::fromLatin1(icon), name, text, note);
        card->setObjectName(QStringLiteral("rules.template.") + QString::fromLatin1(id));
        connect(card, &QAbstractButton::clicked, this, [this, id] { chooseTemplate(QString::fromLatin1(id)); });
        m_templates << qMakePair(QString::fromLatin1(id), card);
        row->addWidget(card, 1);
    };
    add("user_owns_rows", "user-round", QStringLiteral("user_owns_rows"), tr("People see and change only the rows they own."), tr("Needs an owner column"));
    add("public_read", "book-open", QStringLiteral("public_read"), tr("Anyone reads. Signed-in people write every row."), tr("Good for shared content"));
    add("public_read_write", "globe", QStringLiteral("public_read_write"), tr("Anyone reads and writes every row. No sign-in."), tr("Only for throwaway data"));
    add("custom", "sliders-horizontal", tr("Custom"), tr("Your own mix, cell by cell, as SQL policies."), tr("Click a cell to begin"));
    return box;
}

QWidget* RulesPane::buildMatrix()
{
    auto* card = new Card;
    card->body()->setContentsMargins(1, 1, 1, 1);
    card->body()->setSpacing(0);
    m_matrix = new MatrixView(m_model);
    card->body()->addWidget(m_matrix, 1);
    auto* legend = new QWidget;
    legend->setProperty("bar", true);
    legend->setFixedHeight(30);
    auto* row = new QHBoxLayout(legend);
    row->setContentsMargins(10, 0, 10, 0);
    row->setSpacing(4);
    const auto entry = [&](const char* icon, const char* token, const QString& text) {
        row->addWidget(new IconLabel(QString::fromLatin1(icon), 12, token));
        row->addWidget(new Label(text, Theme::Font::Caption, token));
        row->addSpacing(12);
    };
    entry("check", "success.text", tr("All rows"));
    entry("user-round", "info.text", tr("Own rows"));
    entry("braces", "env.sandbox.text", tr("SQL rule"));
    entry("triangle-alert", "warning.text", tr("Risky"));
    row->addWidget(new ChangedMark);
    row->addWidget(new Label(tr("Not applied yet"), Theme::Font::Caption, "text.secondary"));
    row->addStretch();
    row->addWidget(new Label(tr("Space changes a cell, Enter writes a rule, arrows move"), Theme::Font::CaptionPlain, "text.muted"));
    card->body()->addWidget(legend);
    return card;
}

QWidget* RulesPane::buildPreview()
{
    auto* card = new Card(tr("What will be sent"));
    m_changeCount = new Chip({}, Tone::Warning);
    card->addBesideTitle(m_changeCount);
    auto* copy = new Button(tr("Copy"), QStringLiteral("copy"), Button::Variant::Ghost);
    copy->setObjectName(QStringLiteral("rules.copy"));
    copy->setAccessibleName(tr("Copy the SQL"));
    copy->setSize(Button::Size::Small);
    copyOnClick(copy, [this] { return m_sql->toPlainText(); });
    auto* console = new Button(tr("Open in console"), Button::Variant::Ghost);
    console->setObjectName(QStringLiteral("rules.console"));
    console->setSize(Button::Size::Small);
    connect(console, &Button::clicked, this, [this] { Q_EMIT sqlRequested(m_sql->toPlainText()); });
    card->head()->addWidget(copy);
    card->head()->addWidget(console);
    m_sql = new QPlainTextEdit;
    m_sql->setObjectName(QStringLiteral("rules.sql"));
    m_sql->setAccessibleName(tr("SQL that will be sent"));
    m_sql->setReadOnly(true);
    m_sql->setProperty("bare", true);
    new PlainHighlighter(m_sql->document());
    m_sql->setFrameShape(QFrame::NoFrame);
    followFont(m_sql, Theme::Font::Mono);
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    card->body()->setContentsMargins(8, 6, 4, 6);
    card->body()->addWidget(m_sql);
    return card;
}

QWidget* RulesPane::buildChangeBar()
{
    m_bar = new QWidget;
    m_bar->setProperty("tone", QStringLiteral("warning"));
    m_bar->setProperty("bar", true);
    m_bar->setFixedHeight(46);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(18, 0, 18, 0);
    row->setSpacing(10);
    row->addWidget(new IconLabel(QStringLiteral("shield-alert"), 16, "warning.text"));
    m_barTitle = new Label({}, Theme::Font::Subtitle);
    m_barText = new ElidedLabel({}, Theme::Font::Body);
    m_discard = new Button(tr("Discard"));
    m_discard->setObjectName(QStringLiteral("rules.discard"));
    m_apply = new Button({}, Button::Variant::Primary);
    m_apply->setObjectName(QStringLiteral("rules.apply"));
    row->addWidget(m_barTitle);
    row->addWidget(m_barText, 1);
    row->addWidget(m_discard);
    row->addWidget(m_apply);
    connect(m_discard, &Button::clicked, &m_model, &AccessMatrixModel::discard);
    connect(m_apply, &Button::clicked, this, &RulesPane::apply);
    return m_bar;
}

void RulesPane::activated()
{
    m_workspace.refreshSchema();
}

QWidget* RulesPane::inspectorWidget()
{
    return m_model.rowCount() > 0 ? m_viewAs : nullptr;
}

int RulesPane::currentRow() const
{
    const int row = m_matrix->currentIndex().row();
    return row >= 0 && row < m_model.rowCount() ? row : m_model.rowCount() > 0 ? 0 : -1;
}

void RulesPane::showTable(const QString& table)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.table(row).table == table)
            m_matrix->setCurrentIndex(m_model.index(row, 1));
    }
}

void RulesPane::refresh()
{
    const auto& access = m_workspace.access();
    if (access.value) {
        const QString table = currentRow() >= 0 ? m_model.table(currentRow()).table : QString();
        m_model.setTables(*access.value);
        showTable(table);
        m_viewAs->refreshSoon();
    }
    if (access.problem && !access.value)
        m_states->showProblem(*access.problem);
    else if (m_workspace.schema().problem && !access.value)
        m_states->showProblem(*m_workspace.schema().problem);
    else if (access.value && access.value->isEmpty())
        m_states->showEmpty();
    else if (access.value)
        m_states->showContent();
    else
        m_states->showLoading(tr("Reading policies"));
    refreshTemplates();
    notifyChanged();
}

void RulesPane::refreshTemplates()
{
    const int row = currentRow();
    const QString used = row < 0 ? QString() : m_model.after(row).templateName();
    const QString table = row < 0 ? QString() : m_model.table(row).table;
    const bool prepared = row >= 0 && used != m_model.table(row).templateName();
    const QString note = table.isEmpty() ? QString() : prepared ? tr("Prepared, not applied yet") : tr("%1 uses this").arg(table);
    for (const auto& [id, card] : std::as_const(m_templates)) {
        card->setChosen(id == used, note);
        card->setEnabled(row >= 0 && (id != QLatin1String("user_owns_rows") || !m_model.ownerColumn(row).isEmpty()));
        card->setToolTip(card->isEnabled() ? tr("Use for %1").arg(table) : tr("%1 has no uuid column that could name an owner").arg(table));
    }
}

void RulesPane::chooseTemplate(const QString& name)
{
    const int row = currentRow();
    if (row < 0)
        return;
    if (name == QLatin1String("custom")) {
        m_matrix->setFocus();
        return;
    }
    if (m_model.table(row).templateName() == name)
        m_model.discard(); // back to what it is
    else
        (void)m_model.setTemplate(row, name); // the card is disabled where this cannot work
    refreshTemplates();
}

void RulesPane::editRule(const QModelIndex& cell)
{
    auto* dialog = new RuleDialog(this, cell.data(AccessMatrixModel::ExpressionRole).toString(), cell.data(Qt::AccessibleTextRole).toString());
    const QPersistentModelIndex at(cell);
    connect(dialog, &QDialog::accepted, this, [this, dialog, at] {
        if (at.isValid())
            m_model.setLevel(at, AccessLevel::Rule, dialog->expression());
    });
    dialog->open();
}

QString RulesPane::previewText() const
{
    const auto steps = m_model.steps();
    if (!steps.ok())
        return QStringLiteral("-- ") + steps.error().message;
    if (steps->isEmpty())
        return tr("-- Nothing is changed. Choose a template for the marked table, or change a cell.");
    QStringList parts;
    int number = 0;
    for (const AccessStep& step : *steps) {
        ++number;
        if (!step.templateName.isEmpty()) {
            parts << tr("-- Request %1: template %2 on %3").arg(number).arg(step.templateName, step.table);
            parts << m_services.accessRules().templateSql(step.templateName, {{step.table, step.ownerColumn}});
        } else {
            parts << tr("-- Request %1: one transaction").arg(number);
            parts << step.sql;
        }
        parts << QString();
    }
    return parts.join(QLatin1Char('\n')).trimmed();
}

void RulesPane::refreshChanges()
{
    const int cells = m_model.changedCells();
    const QStringList tables = m_model.changedTables();
    m_bar->setVisible(cells > 0 || m_applier);
    m_changeCount->setVisible(cells > 0);
    m_changeCount->setText(tr("%n cell(s) changed in %1", nullptr, cells).arg(tables.join(QStringLiteral(", "))));
    if (m_services.hasSession())
        m_sql->setPlainText(previewText());
    int before = 0, later = 0;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const TableAccess after = m_model.after(row);
        for (AccessRole role : accessRoles) {
            for (AccessCommand command : accessCommands) {
                before += m_model.table(row).risky(role, command);
                later += after.risky(role, command);
            }
        }
    }
    m_barTitle->setText(later < before ? tr("Closes a hole.") : later > before ? tr("Opens a hole.") : tr("Not applied yet."));
    m_barText->setText(later > before ? tr("More people than before could change or delete every row.")
                       : later < before ? tr("Fewer people can change or delete rows that are not theirs.")
                                        : tr("Nothing has been sent to the server."));
    const QString why = writeBlock(m_workspace, Capability::AccessRules);
    m_apply->setEnabled(why.isEmpty());
    m_apply->setToolTip(why);
    m_apply->setText(tables.size() == 1 ? tr("Apply to %1").arg(tables.first()) : tr("Apply to %n table(s)", nullptr, int(tables.size())));
    refreshTemplates();
    notifyChanged();
}

void RulesPane::apply()
{
    const auto steps = m_model.steps();
    if (!steps.ok()) {
        m_error->setText(steps.error().message, tr("This cannot be applied."));
        m_error->show();
        return;
    }
    m_error->hide();
    m_apply->setBusy(true);
    m_discard->setEnabled(false);
    m_matrix->setEnabled(false);
    m_applier = new RuleApplier(m_services, m_workspace.currentProjectId(), *steps, this);
    connect(m_applier, &RuleApplier::finished, this, &RulesPane::applyEnded);
    m_applier->start();
}

void RulesPane::applyEnded(int done, const std::optional<Problem>& problem)
{
    const QStringList tables = m_model.changedTables();
    m_applier->deleteLater();
    m_applier = nullptr;
    m_apply->setBusy(false);
    m_discard->setEnabled(true);
    m_matrix->setEnabled(true);
    if (problem) {
        const ProblemWords words = problemWords(*problem);
        m_error->setText(tr("%1 %2").arg(problem->message, done == 0 ? tr("Nothing was changed.") : tr("%n request(s) before it took effect; the matrix shows what is true now.", nullptr, done)),
                         words.title);
        m_error->setAction(tr("Hide"));
        m_error->show();
    } else {
        m_model.discard();
        m_workspace.record(QStringLiteral("access"), tr("Access rules set on %1").arg(tables.join(QStringLiteral(", "))));
        Q_EMIT applied(tables);
    }
    m_workspace.refreshSchema();
    refreshChanges();
}

} // namespace run402
