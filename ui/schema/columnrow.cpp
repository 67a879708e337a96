// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/columnrow.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <array>

namespace run402 {

using namespace Qt::StringLiterals;
using Part = DesignSpot::Part;
using Filled = ColumnDesign::Filled;

namespace {
constexpr int nameWidth = 190, typeWidth = 212, defaultWidth = 186, markWidth = 64;

QWidget* centred(QWidget* box)
{
    auto* cell = new QWidget;
    cell->setFixedWidth(markWidth);
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(box, 0, Qt::AlignCenter);
    return cell;
}
} // namespace

void fillOnDelete(QComboBox* box)
{
    box->addItem(ColumnRow::tr("refuse"), QString());
    box->addItem(ColumnRow::tr("delete this row too"), u"CASCADE"_s);
    box->addItem(ColumnRow::tr("empty this cell"), u"SET NULL"_s);
    box->addItem(ColumnRow::tr("set the default"), u"SET DEFAULT"_s);
}

QWidget* ColumnRow::makeHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto add = [&](const QString& text, int width, Qt::Alignment align = Qt::AlignLeft) {
        auto* label = new Label(text, Theme::Font::Caption, "text.muted");
        label->setFixedWidth(width);
        label->setAlignment(align);
        row->addWidget(label);
    };
    add(tr("Name"), nameWidth);
    add(tr("Type"), typeWidth);
    add(tr("Default, as SQL"), defaultWidth);
    add(tr("Not null"), markWidth, Qt::AlignHCenter);
    add(tr("Unique"), markWidth, Qt::AlignHCenter);
    add(tr("Key"), markWidth, Qt::AlignHCenter);
    row->addStretch();
    return head;
}

ColumnRow::ColumnRow(int number, const ColumnDesign& column, const QList<Table>& tables, QWidget* parent)
    : QWidget(parent), m_number(number), m_column(column), m_tables(tables)
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_name = edit(tr("Column name"), tr("name"), column.name, nameWidth);
    m_name->setObjectName(named("name"));
    m_type = new QComboBox;
    m_type->setObjectName(named("type"));
    m_type->setAccessibleName(tr("Type"));
    m_type->setEditable(true);
    m_type->addItems(offeredTypes());
    m_type->setCurrentText(column.type);
    m_type->lineEdit()->setCursorPosition(0); // a long type is read from its beginning
    m_type->setToolTip(column.type);
    m_type->setFixedWidth(typeWidth);
    m_default = edit(tr("Default value, as SQL"), tr("none"), column.defaultValue, defaultWidth);
    m_default->setObjectName(named("default"));
    const auto mark = [&](const char* part, const QString& name, bool on) {
        auto* box = new QCheckBox;
        box->setObjectName(named(part));
        box->setAccessibleName(name);
        box->setToolTip(name);
        box->setChecked(on);
        connect(box, &QCheckBox::toggled, this, &ColumnRow::changed);
        return box;
    };
    m_notNull = mark("notNull", tr("May not be empty"), column.notNull);
    m_unique = mark("unique", tr("No value twice"), column.unique);
    m_key = mark("key", tr("Part of the primary key"), column.primaryKey);
    m_moreButton = new IconButton(u"chevron-down"_s, tr("More about this column"));
    m_moreButton->setObjectName(named("more"));
    m_moreButton->setSmall(true);
    m_moreButton->setCheckable(true);
    m_remove = new IconButton(u"trash-2"_s, column.isNew() ? tr("Remove this column") : tr("Drop this column"));
    m_remove->setObjectName(named("remove"));
    m_remove->setSmall(true);
    row->addWidget(m_name);
    row->addWidget(m_type);
    row->addWidget(m_default);
    row->addWidget(centred(m_notNull));
    row->addWidget(centred(m_unique));
    row->addWidget(centred(m_key));
    row->addStretch();
    row->addWidget(m_moreButton);
    row->addWidget(m_remove);
    whole->addLayout(row);
    m_unique->setVisible(column.isNew());
    m_key->setEnabled(column.isNew());
    m_fault = new Label({}, Theme::Font::CaptionPlain, "danger.text");
    m_fault->setObjectName(named("fault"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    whole->addWidget(m_fault);
    m_more = new QWidget;
    m_more->hide();
    whole->addWidget(m_more);
    buildMore(tables);
    connect(m_type, &QComboBox::currentTextChanged, this, &ColumnRow::changed);
    connect(m_moreButton, &QAbstractButton::toggled, this, &ColumnRow::toggleMore);
    connect(m_remove, &QAbstractButton::clicked, this, [this] {
        if (m_column.isNew())
            Q_EMIT removed();
        else
            setDropped(!m_dropped);
    });
    toggleMore(!column.referencedTable.isEmpty() || !column.check.isEmpty());
}

LineEdit* ColumnRow::edit(const QString& name, const QString& placeholder, const QString& text, int width)
{
    auto* field = new LineEdit(placeholder);
    field->setMono(true);
    field->setText(text);
    field->setAccessibleName(name);
    if (width > 0)
        field->setFixedWidth(width);
    connect(field, &QLineEdit::textChanged, this, &ColumnRow::changed);
    return field;
}

QString ColumnRow::named(const char* part) const
{
    return u"schema.column.%1.%2"_s.arg(m_number).arg(QLatin1StringView(part));
}

void ColumnRow::buildMore(const QList<Table>& tables)
{
    auto* row = new QHBoxLayout(m_more);
    row->setContentsMargins(0, 2, 0, 8);
    row->setSpacing(8);
    const auto add = [&](const QString& name, QWidget* control, const char* part, int stretch = 0) {
        control->setObjectName(named(part));
        control->setAccessibleName(name);
        row->addWidget(new Field(name, control), stretch);
    };
    if (!m_column.isNew()) {
        m_using = edit(tr("Conversion, as SQL"), tr("only when the type changes, like %1::integer").arg(m_column.original), m_column.conversion, 0);
        add(tr("Convert with (USING)"), m_using, "using", 1);
        return;
    }
    m_filled = new QComboBox;
    m_filled->addItem(tr("by hand or default"));
    m_filled->addItem(tr("numbered, always"));
    m_filled->addItem(tr("numbered, unless given"));
    m_filled->setCurrentIndex(int(m_column.identity));
    m_filled->setFixedWidth(nameWidth);
    add(tr("Filled"), m_filled, "filled");
    m_table = new QComboBox;
    m_table->addItem(tr("nothing"));
    for (const Table& t : tables)
        m_table->addItem(t.name, t.name);
    m_table->setCurrentIndex(std::max(0, m_table->findData(m_column.referencedTable)));
    m_table->setFixedWidth(typeWidth);
    add(tr("Refers to"), m_table, "references");
    m_target = new QComboBox;
    m_target->setFixedWidth(120);
    add(tr("its column"), m_target, "target");
    m_onDelete = new QComboBox;
    fillOnDelete(m_onDelete);
    m_onDelete->setCurrentIndex(std::max(0, m_onDelete->findData(m_column.onDelete)));
    add(tr("When that row goes"), m_onDelete, "onDelete");
    m_check = edit(tr("Check, as SQL"), tr("price >= 0"), m_column.check, 0);
    add(tr("Check"), m_check, "check", 1);
    for (QComboBox* box : {m_filled, m_table, m_target, m_onDelete})
        connect(box, &QComboBox::currentIndexChanged, this, &ColumnRow::changed);
    connect(m_table, &QComboBox::currentIndexChanged, this, &ColumnRow::fillColumns);
    fillColumns();
}

/// The columns of the table referred to; those of its key come first. The type follows, which is what is wanted.
void ColumnRow::fillColumns()
{
    const QSignalBlocker quiet(m_target);
    m_target->clear();
    const QString name = m_table->currentData().toString();
    for (const Table& t : std::as_const(m_tables)) {
        if (t.name != name)
            continue;
        QStringList columns = t.primaryKey();
        for (const Column& c : t.columns) {
            if (!columns.contains(c.name))
                columns << c.name;
        }
        m_target->addItems(columns);
        m_target->setCurrentIndex(std::max(0, m_target->findText(m_column.referencedColumn)));
        for (const Column& c : t.columns) {
            if (c.name == m_target->currentText() && m_column.type.isEmpty() && m_type->currentText() == "text"_L1)
                m_type->setCurrentText(c.type);
        }
    }
    m_target->setEnabled(m_target->count() > 0);
    m_onDelete->setEnabled(m_target->count() > 0);
    Q_EMIT changed();
}

void ColumnRow::toggleMore(bool open)
{
    m_moreButton->setChecked(open);
    m_moreButton->setIconName(open ? u"chevron-up"_s : u"chevron-down"_s);
    m_more->setVisible(open);
}

void ColumnRow::setDropped(bool dropped)
{
    m_dropped = dropped;
    for (QWidget* w : std::initializer_list<QWidget*>{m_name, m_type, m_default, m_notNull, m_more, m_moreButton})
        w->setEnabled(!dropped);
    m_remove->setIconName(dropped ? u"undo-2"_s : u"trash-2"_s);
    m_remove->setName(dropped ? tr("Keep this column") : tr("Drop this column"));
    m_fault->setText(dropped ? tr("This column and its values will be gone.") : QString());
    m_fault->setVisible(dropped);
    Q_EMIT changed();
}

ColumnDesign ColumnRow::column() const
{
    ColumnDesign c = m_column;
    c.name = m_name->text();
    c.type = m_type->currentText();
    c.defaultValue = m_default->text();
    c.notNull = m_notNull->isChecked();
    c.dropped = m_dropped;
    if (m_using)
        c.conversion = m_using->text();
    if (!c.isNew())
        return c;
    c.unique = m_unique->isChecked();
    c.primaryKey = m_key->isChecked();
    c.identity = Filled(m_filled->currentIndex());
    c.check = m_check->text();
    c.referencedTable = m_table->currentData().toString();
    c.referencedColumn = c.referencedTable.isEmpty() ? QString() : m_target->currentText();
    c.onDelete = c.referencedTable.isEmpty() ? QString() : m_onDelete->currentData().toString();
    return c;
}

void ColumnRow::setFault(Part part, const QString& words)
{
    const bool below = part == Part::ColumnReference || part == Part::ColumnCheck;
    if (below)
        toggleMore(true);
    if (part == Part::ColumnName)
        m_name->setError(words);
    else if (part == Part::ColumnDefault)
        m_default->setError(words);
    else if (part == Part::ColumnCheck && m_check)
        m_check->setError(words);
    m_type->setProperty("invalid", part == Part::ColumnType);
    m_type->update();
    m_fault->setText(words);
    m_fault->setVisible(!words.isEmpty());
}

void ColumnRow::clearFaults()
{
    for (LineEdit* field : {m_name, m_default, m_check})
        if (field)
            field->setError({});
    m_type->setProperty("invalid", false);
    m_type->update();
    if (!m_dropped)
        m_fault->hide();
}

void ColumnRow::begin()
{
    m_name->setFocus();
    m_name->selectAll();
}

} // namespace run402
