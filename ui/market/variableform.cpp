// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/variableform.h"

#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/toggleswitch.h"
#include "ui/market/colorfield.h"
#include "ui/market/namedcontrol.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

QString numberText(const QJsonValue& value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest) : value.toString();
}

QString plainText(const QJsonValue& value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return numberText(value);
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return {};
}

} // namespace

VariableForm::VariableForm(const QString& prefix, const QList<AppVariable>& variables, QWidget* parent)
    : QWidget(parent), m_prefix(prefix), m_variables(variables), m_fields(new QWidget), m_rawBox(new QWidget), m_mode(new SegmentedControl), m_json(new QPlainTextEdit)
{
    build();
    setValues(defaultsOf(m_variables));
}

void VariableForm::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(new Label(tr("Settings of this app"), Theme::Font::Section, "text.secondary"));
    head->addStretch();
    m_mode->setSmall(true);
    m_mode->addSegment(tr("Form"));
    m_mode->addSegment(tr("JSON"));
    m_mode->setObjectName(m_prefix + ".mode"_L1);
    m_mode->setVisible(!m_variables.isEmpty());
    head->addWidget(m_mode);
    column->addLayout(head);

    auto* grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int place = 0;
    for (const AppVariable& v : std::as_const(m_variables)) {
        QWidget* cell = nullptr;
        Row row = makeRow(v, &cell);
        row.control->setObjectName(m_prefix + ".var."_L1 + v.name);
        if (v.type == AppVariable::Type::LongText) {
            place += place % 2;
            grid->addWidget(cell, place / 2, 0, 1, 2);
            place += 2;
        } else {
            grid->addWidget(cell, place / 2, place % 2);
            ++place;
        }
        m_rows << row;
    }
    column->addWidget(m_fields);

    auto* rawColumn = new QVBoxLayout(m_rawBox);
    rawColumn->setContentsMargins(0, 0, 0, 0);
    rawColumn->setSpacing(4);
    m_json->setObjectName(m_prefix + ".json"_L1);
    m_json->setAccessibleName(tr("Settings as JSON"));
    m_json->setFont(Theme::of(this).font(Theme::Font::Mono));
    m_json->setTabChangesFocus(true);
    m_json->setFixedHeight(Theme::of(this).scaled(132));
    m_jsonNote = new Label({}, Theme::Font::Caption, "text.muted");
    m_jsonNote->setObjectName(m_prefix + ".jsonNote"_L1);
    m_jsonNote->setWordWrap(true);
    rawColumn->addWidget(m_json);
    rawColumn->addWidget(m_jsonNote);
    column->addWidget(m_rawBox);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_json, &QPlainTextEdit::textChanged, this, &VariableForm::jsonEdited);
    connect(m_mode, &SegmentedControl::currentChanged, this, &VariableForm::showMode);
    showMode(m_variables.isEmpty() ? 1 : 0);
}

void VariableForm::showMode(int mode)
{
    m_mode->setCurrent(mode);
    m_fields->setVisible(mode == 0);
    m_rawBox->setVisible(mode == 1);
    updateGeometry();
}

VariableForm::Row VariableForm::makeRow(const AppVariable& v, QWidget** cell)
{
    switch (v.type) {
    case AppVariable::Type::Color: return makeColor(v, cell);
    case AppVariable::Type::Choice: return makeChoice(v, cell);
    case AppVariable::Type::Boolean: return makeSwitch(v, cell);
    case AppVariable::Type::LongText: return makeLong(v, cell);
    default: return makeText(v, cell);
    }
}

VariableForm::Row VariableForm::makeText(const AppVariable& v, QWidget** cell)
{
    auto* edit = new LineEdit;
    edit->setMono(v.type == AppVariable::Type::Number);
    if (v.type == AppVariable::Type::Secret)
        edit->setEchoMode(QLineEdit::Password);
    *cell = namedControl(v.label, v.required, v.help, edit);
    connect(edit, &QLineEdit::textEdited, this, &VariableForm::fieldEdited);
    const bool number = v.type == AppVariable::Type::Number;
    return {v, edit,
            [edit, number]() -> QJsonValue {
                const QString text = edit->text();
                bool ok = false;
                const double value = text.trimmed().toDouble(&ok);
                return number && ok ? QJsonValue(value) : QJsonValue(text);
            },
            [edit](const QJsonValue& value) { edit->setText(plainText(value)); },
            [edit](const QString& fault) { edit->setError(fault); }};
}

VariableForm::Row VariableForm::makeColor(const AppVariable& v, QWidget** cell)
{
    auto* field = new ColorField;
    *cell = namedControl(v.label, v.required, v.help, field->edit());
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(*cell, 1);
    field->setAccessibleName(tr("Choose %1").arg(v.label));
    field->setObjectName(m_prefix + ".swatch."_L1 + v.name);
    auto* side = new QVBoxLayout; // beside the edit, not beside its name
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addSpacing(QFontMetrics(Theme::of(this).font(Theme::Font::Label)).height() + 4);
    side->addWidget(field);
    side->addStretch();
    row->addLayout(side);
    *cell = line;
    connect(field, &ColorField::edited, this, &VariableForm::fieldEdited);
    return {v, field->edit(), [field]() -> QJsonValue { return field->edit()->text(); },
            [field](const QJsonValue& value) { field->setColor(plainText(value)); },
            [field](const QString& fault) { field->edit()->setError(fault); }};
}

VariableForm::Row VariableForm::makeChoice(const AppVariable& v, QWidget** cell)
{
    auto* combo = new QComboBox;
    if (!v.required || v.defaultValue.isUndefined())
        combo->addItem(tr("Choose"), QVariant());
    for (const QJsonValue& choice : v.choices)
        combo->addItem(plainText(choice), choice.toVariant());
    *cell = namedControl(v.label, v.required, v.help, combo);
    connect(combo, &QComboBox::activated, this, &VariableForm::fieldEdited);
    return {v, combo, [combo]() -> QJsonValue { return combo->currentData().isValid() ? QJsonValue::fromVariant(combo->currentData()) : QJsonValue(QJsonValue::Undefined); },
            [combo](const QJsonValue& value) { combo->setCurrentIndex(std::max(0, combo->findData(value.toVariant()))); },
            [combo](const QString& fault) { combo->setToolTip(fault); }};
}

VariableForm::Row VariableForm::makeSwitch(const AppVariable& v, QWidget** cell)
{
    auto* toggle = new Switch(tr("No"));
    *cell = namedControl(v.label, v.required, v.help, toggle);
    connect(toggle, &QAbstractButton::toggled, this, [this, toggle](bool on) {
        toggle->setText(on ? tr("Yes") : tr("No"));
        fieldEdited();
    });
    return {v, toggle, [toggle]() -> QJsonValue { return toggle->isChecked(); },
            [toggle](const QJsonValue& value) { toggle->setChecked(value.toBool()); }, [](const QString&) {}};
}

VariableForm::Row VariableForm::makeLong(const AppVariable& v, QWidget** cell)
{
    auto* edit = new QPlainTextEdit;
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(Theme::of(this).scaled(64));
    *cell = namedControl(v.label, v.required, v.help, edit);
    connect(edit, &QPlainTextEdit::textChanged, this, &VariableForm::fieldEdited);
    return {v, edit, [edit]() -> QJsonValue { return edit->toPlainText(); },
            [edit](const QJsonValue& value) {
                if (edit->toPlainText() != plainText(value))
                    edit->setPlainText(plainText(value));
            },
            [edit](const QString& fault) { edit->setToolTip(fault); }};
}

QJsonObject VariableForm::values() const
{
    QJsonObject values = m_extra;
    for (const Row& row : m_rows) {
        const QJsonValue value = row.get();
        const bool empty = value.isUndefined() || (value.isString() && value.toString().isEmpty());
        // What was left empty and has no default of its own is not sent at all.
        if (!empty || (!row.variable.defaultValue.isUndefined() && !value.isUndefined()))
            values.insert(row.variable.name, value);
    }
    return values;
}

void VariableForm::setValues(const QJsonObject& values)
{
    m_mirroring = true;
    m_extra = values;
    for (const Row& row : std::as_const(m_rows)) {
        m_extra.remove(row.variable.name);
        row.set(values.value(row.variable.name));
        row.mark({});
    }
    m_mirroring = false;
    showJson();
}

void VariableForm::fieldEdited()
{
    if (m_mirroring)
        return;
    for (const Row& row : std::as_const(m_rows)) {
        if (checkVariable(row.variable, row.get()) == VariableFault::None)
            row.mark({});
    }
    showJson();
    Q_EMIT changed();
}

void VariableForm::showJson()
{
    m_mirroring = true;
    m_json->setPlainText(QString::fromUtf8(QJsonDocument(values()).toJson(QJsonDocument::Indented)).trimmed());
    m_mirroring = false;
    m_jsonValid = true;
    m_jsonNote->setToken("text.muted");
    m_jsonNote->setText(m_variables.isEmpty() ? tr("This app does not say what it asks for. Leave {} when you do not know.")
                                              : tr("The same values as in the form."));
}

void VariableForm::jsonEdited()
{
    if (m_mirroring)
        return;
    QJsonParseError error;
    const QByteArray text = m_json->toPlainText().toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(text.trimmed().isEmpty() ? QByteArray("{}") : text, &error);
    m_jsonValid = document.isObject();
    m_jsonNote->setToken(m_jsonValid ? "text.muted" : "danger.text");
    if (!m_jsonValid) {
        m_jsonNote->setText(error.error != QJsonParseError::NoError ? tr("Not JSON: %1").arg(error.errorString()) : tr("It has to be an object: { … }"));
    } else {
        m_jsonNote->setText(tr("The same values as in the form."));
        const QJsonObject object = document.object();
        m_mirroring = true;
        m_extra = object;
        for (const Row& row : std::as_const(m_rows)) {
            m_extra.remove(row.variable.name);
            row.set(object.value(row.variable.name));
        }
        m_mirroring = false;
    }
    Q_EMIT changed();
}

bool VariableForm::isValid() const
{
    return m_jsonValid && std::all_of(m_rows.cbegin(), m_rows.cend(), [](const Row& row) {
        return checkVariable(row.variable, row.get()) == VariableFault::None;
    });
}

bool VariableForm::check()
{
    QWidget* first = m_jsonValid ? nullptr : m_json;
    for (const Row& row : std::as_const(m_rows)) {
        const VariableFault fault = checkVariable(row.variable, row.get());
        row.mark(faultText(row.variable, fault));
        if (fault != VariableFault::None && !first)
            first = row.control;
    }
    if (first) {
        showMode(first == m_json ? 1 : 0);
        first->setFocus();
    }
    return !first;
}

QString VariableForm::faultText(const AppVariable& v, VariableFault fault)
{
    switch (fault) {
    case VariableFault::None: return {};
    case VariableFault::Missing: return tr("The app needs this");
    case VariableFault::NotNumber: return tr("This has to be a number");
    case VariableFault::TooSmall: return tr("At least %1").arg(v.minimum.value_or(0));
    case VariableFault::TooLarge: return tr("At most %1").arg(v.maximum.value_or(0));
    case VariableFault::NotEmail: return tr("This is no e-mail address");
    case VariableFault::NotColor: return tr("A colour looks like #0A7A55");
    case VariableFault::NotChoice: return tr("Choose one of the list");
    case VariableFault::TooLong: return tr("At most 20,000 characters");
    }
    return {};
}

} // namespace run402
