// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlparamdialog.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/theme.h"
#include "ui/common/togglechip.h"

#include <QComboBox>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QScrollArea>

namespace run402 {

namespace {
constexpr int rowsWithoutScrolling = 6;
constexpr qsizetype longestPreview = 20'000;
}

SqlParamDialog::SqlParamDialog(QWidget* anchor, const QString& sql, const QList<SqlParameter>& parameters, const QJsonObject& known)
    : DialogFrame(anchor, 600), m_sql(sql)
{
    setObjectName(QStringLiteral("sql.params"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(new Label(tr("Values for this run"), Theme::Font::Title));
    auto* rows = new QWidget;
    auto* grid = new QGridLayout(rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    for (const SqlParameter& parameter : parameters)
        addRow(grid, parameter, known);
    if (parameters.size() > rowsWithoutScrolling) {
        auto* scroll = new QScrollArea;
        scroll->setWidget(rows);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFixedHeight(Theme::of(this).scaled(38) * rowsWithoutScrolling);
        column->addWidget(scroll);
    } else {
        column->addWidget(rows);
    }
    column->addWidget(new Label(tr("What is sent"), Theme::Font::Section, "text.muted"));
    m_preview = new QPlainTextEdit;
    m_preview->setObjectName(QStringLiteral("sql.params.preview"));
    m_preview->setAccessibleName(tr("The text with its values"));
    m_preview->setReadOnly(true);
    followFont(m_preview, Theme::Font::Mono);
    m_preview->setFixedHeight(Theme::of(this).scaled(108));
    column->addWidget(m_preview);
    m_problem = new Label({}, Theme::Font::Small, "danger.text");
    m_problem->setObjectName(QStringLiteral("sql.params.problem"));
    m_problem->setWordWrap(true);
    column->addWidget(m_problem);
    body()->addLayout(column);

    auto* cancel = new Button(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("sql.params.cancel"));
    m_run = new Button(tr("Run"), QStringLiteral("play"), Button::Variant::Primary);
    m_run->setObjectName(QStringLiteral("sql.params.run"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(m_run);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_run, &QAbstractButton::clicked, this, &QDialog::accept);
    if (!m_rows.isEmpty())
        setFirstFocus(m_rows.first().text);
    refresh();
}

void SqlParamDialog::addRow(QGridLayout* grid, const SqlParameter& parameter, const QJsonObject& known)
{
    const QString name = QStringLiteral("$%1").arg(parameter.number), place = QStringLiteral("sql.params.%1").arg(parameter.number);
    const QJsonObject before = known.value(QString::number(parameter.number)).toObject();
    const int at = grid->rowCount();
    auto* head = new QWidget;
    auto* heads = new QVBoxLayout(head);
    heads->setContentsMargins(0, 0, 0, 0);
    heads->setSpacing(0);
    heads->addWidget(new Label(name, Theme::Font::MonoStrong));
    if (!parameter.column.isEmpty())
        heads->addWidget(new Label(parameter.column, Theme::Font::MonoSmall, "text.muted"));
    grid->addWidget(head, at, 0);

    Row row{parameter.number, new LineEdit, new QComboBox, new ToggleChip(QStringLiteral("NULL"))};
    row.text->setObjectName(place);
    row.text->setAccessibleName(tr("Value of %1").arg(name));
    row.text->setMono(true);
    row.text->setText(before.value(QStringLiteral("text")).toString());
    row.type->setObjectName(place + QStringLiteral(".type"));
    row.type->setAccessibleName(tr("Type of %1").arg(name));
    row.type->setEditable(true);
    row.type->setInsertPolicy(QComboBox::NoInsert);
    row.type->addItem(QString());
    row.type->addItems(parameterTypes());
    row.type->lineEdit()->setPlaceholderText(tr("as PostgreSQL decides"));
    row.type->setFixedWidth(Theme::of(this).scaled(168));
    row.type->setCurrentText(before.contains(QStringLiteral("type")) ? before.value(QStringLiteral("type")).toString() : parameter.type);
    row.null->setObjectName(place + QStringLiteral(".null"));
    row.null->setAccessibleName(tr("%1 is NULL").arg(name));
    row.null->setChecked(before.value(QStringLiteral("null")).toBool());
    grid->addWidget(row.text, at, 1);
    grid->addWidget(row.type, at, 2);
    grid->addWidget(row.null, at, 3);
    connect(row.text, &QLineEdit::textChanged, this, &SqlParamDialog::refresh);
    connect(row.text, &QLineEdit::returnPressed, this, [this] {
        if (m_run->isEnabled())
            accept();
    });
    connect(row.type, &QComboBox::currentTextChanged, this, &SqlParamDialog::refresh);
    connect(row.null, &QAbstractButton::toggled, this, &SqlParamDialog::refresh);
    m_rows << row;
}

QMap<int, SqlParameterValue> SqlParamDialog::given() const
{
    QMap<int, SqlParameterValue> values;
    for (const Row& row : m_rows)
        values.insert(row.number, {row.null->isChecked(), row.text->text(), row.type->currentText().trimmed()});
    return values;
}

QJsonObject SqlParamDialog::values() const
{
    QJsonObject out;
    for (const Row& row : m_rows)
        out.insert(QString::number(row.number), QJsonObject{{QStringLiteral("text"), row.text->text()},
                                                            {QStringLiteral("type"), row.type->currentText().trimmed()},
                                                            {QStringLiteral("null"), row.null->isChecked()}});
    return out;
}

void SqlParamDialog::refresh()
{
    for (const Row& row : std::as_const(m_rows))
        row.text->setEnabled(!row.null->isChecked());
    const Result<QString> text = withParameters(m_sql, given());
    m_run->setEnabled(text.ok());
    m_problem->setVisible(!text.ok());
    if (text.ok())
        m_preview->setPlainText(text->left(longestPreview));
    else
        m_problem->setText(problemWords(text.error()).title + QStringLiteral(". ") + text.error().message);
}

} // namespace run402
