// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/keyrows.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/schema/columnrow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;
using Kind = KeyDesign::Kind;

QStringList columnList(const QString& text)
{
    QStringList parts{QString()};
    int depth = 0;
    bool quoted = false;
    for (QChar c : text) {
        quoted ^= c == u'"';
        depth += quoted ? 0 : c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c == u',' && depth <= 0 && !quoted)
            parts << QString();
        else
            parts.last() += c;
    }
    static const QRegularExpression wholeName(u"^\"((?:[^\"]|\"\")+)\"$"_s);
    for (QString& part : parts) {
        part = part.trimmed();
        if (const QRegularExpressionMatch name = wholeName.match(part); name.hasMatch())
            part = name.captured(1).replace("\"\""_L1, "\""_L1);
    }
    parts.removeAll(QString());
    return parts;
}

DesignRow::DesignRow(const QString& name, bool isNew, const QString& title, const QString& definition, QWidget* parent)
    : QWidget(parent), m_isNew(isNew), m_name(name)
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_fields = new QHBoxLayout;
    m_fields->setSpacing(8);
    row->addLayout(m_fields, 1);
    m_remove = new IconButton(u"trash-2"_s, isNew ? tr("Remove") : tr("Drop %1").arg(title));
    m_remove->setObjectName(name + u".remove"_s);
    m_remove->setSmall(true);
    row->addWidget(m_remove, 0, Qt::AlignBottom);
    whole->addLayout(row);
    m_fault = new Label({}, Theme::Font::CaptionPlain, "danger.text");
    m_fault->setWordWrap(true);
    m_fault->hide();
    whole->addWidget(m_fault);
    if (!isNew) {
        m_title = new Label(title, Theme::Font::BodyMedium);
        auto* what = new ElidedLabel(definition, Theme::Font::Mono, "text.secondary");
        m_fields->addWidget(m_title);
        m_fields->addWidget(what, 1);
    }
    connect(m_remove, &QAbstractButton::clicked, this, [this] {
        if (m_isNew) {
            Q_EMIT removed();
            return;
        }
        m_dropped = !m_dropped;
        m_remove->setIconName(m_dropped ? u"undo-2"_s : u"trash-2"_s);
        m_title->setToken(m_dropped ? "danger.text" : "text.primary");
        setFault(m_dropped ? tr("Will be dropped.") : QString());
        Q_EMIT changed();
    });
}

void DesignRow::setFault(const QString& words)
{
    m_fault->setText(words);
    m_fault->setVisible(!words.isEmpty());
}

void DesignRow::add(const QString& title, QWidget* control, const char* part, int stretch)
{
    control->setObjectName(m_name + u'.' + QLatin1StringView(part));
    control->setAccessibleName(title);
    m_fields->addWidget(new Field(title, control), stretch);
}

void DesignRow::addPlain(QWidget* control)
{
    m_fields->addWidget(control, 0, Qt::AlignBottom);
}

LineEdit* DesignRow::edit(const QString& title, const QString& placeholder, const char* part, int stretch)
{
    auto* field = new LineEdit(placeholder);
    field->setMono(true);
    connect(field, &QLineEdit::textChanged, this, &DesignRow::changed);
    add(title, field, part, stretch);
    return field;
}

KeyRow::KeyRow(int number, const KeyDesign& key, const QList<Table>& tables, QWidget* parent)
    : DesignRow(u"schema.key.%1"_s.arg(number), key.isNew, key.name, key.definition, parent), m_key(key)
{
    if (!key.isNew)
        return;
    m_kind = new QComboBox;
    m_kind->addItems({tr("Primary key"), tr("Unique"), tr("Foreign key"), tr("Check")});
    m_kind->setCurrentIndex(int(key.kind));
    add(tr("Kind"), m_kind, "kind");
    m_columns = edit(tr("Columns"), tr("a, b"), "columns", 2);
    m_condition = edit(tr("Condition, as SQL"), tr("price >= 0"), "condition", 4);
    m_table = new QComboBox;
    m_table->addItem(tr("choose a table"));
    for (const Table& t : tables)
        m_table->addItem(t.name, t.name);
    add(tr("Refers to"), m_table, "table");
    m_target = edit(tr("Its columns"), tr("its key"), "target", 1);
    m_onDelete = new QComboBox;
    fillOnDelete(m_onDelete);
    add(tr("When that row goes"), m_onDelete, "onDelete");
    m_name = edit(tr("Name"), tr("by itself"), "name", 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        Q_EMIT changed();
    });
    for (QComboBox* box : {m_table, m_onDelete})
        connect(box, &QComboBox::currentIndexChanged, this, &DesignRow::changed);
    showFields();
}

void KeyRow::showFields()
{
    const Kind kind = Kind(m_kind->currentIndex());
    m_columns->parentWidget()->setVisible(kind != Kind::Check);
    m_condition->parentWidget()->setVisible(kind == Kind::Check);
    for (QWidget* w : std::initializer_list<QWidget*>{m_table, m_target, m_onDelete})
        w->parentWidget()->setVisible(kind == Kind::ForeignKey);
}

KeyDesign KeyRow::key() const
{
    KeyDesign k = m_key;
    k.dropped = m_dropped;
    if (!m_isNew)
        return k;
    k.kind = Kind(m_kind->currentIndex());
    k.columns = columnList(m_columns->text());
    k.condition = m_condition->text();
    k.table = m_table->currentData().toString();
    k.referencedColumns = columnList(m_target->text());
    k.onDelete = m_onDelete->currentData().toString();
    k.name = m_name->text().trimmed();
    return k;
}

IndexRow::IndexRow(int number, const IndexDesign& index, QWidget* parent)
    : DesignRow(u"schema.index.%1"_s.arg(number), index.isNew, index.name, index.definition, parent), m_index(index)
{
    if (!index.isNew)
        return;
    m_columns = edit(tr("Columns or expressions"), tr("name, lower(mail)"), "columns", 3);
    m_method = new QComboBox;
    m_method->addItems({u"btree"_s, u"hash"_s, u"gin"_s, u"gist"_s, u"brin"_s});
    add(tr("Method"), m_method, "method");
    m_condition = edit(tr("Only rows where"), tr("all rows"), "condition", 2);
    m_name = edit(tr("Name"), tr("by itself"), "name", 1);
    m_unique = new QCheckBox(tr("Unique"));
    m_unique->setObjectName(u"schema.index.%1.unique"_s.arg(number));
    m_unique->setFixedHeight(m_name->sizeHint().height()); // level with the fields, which have a name above
    addPlain(m_unique);
    connect(m_method, &QComboBox::currentIndexChanged, this, &DesignRow::changed);
    connect(m_unique, &QCheckBox::toggled, this, &DesignRow::changed);
}

IndexDesign IndexRow::index() const
{
    IndexDesign i = m_index;
    i.dropped = m_dropped;
    if (!m_isNew)
        return i;
    i.columns = columnList(m_columns->text());
    i.method = m_method->currentText();
    i.unique = m_unique->isChecked();
    i.condition = m_condition->text();
    i.name = m_name->text().trimmed();
    return i;
}

} // namespace run402
