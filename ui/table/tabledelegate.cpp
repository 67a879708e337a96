// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/tabledelegate.h"

#include "models/sqlliteral.h"
#include "services/workspace.h"
#include "ui/table/tablesession.h"
#include "ui/table/timecelleditor.h"

#include <QDateTime>
#include <QEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

namespace run402 {

namespace {

using Choice = ChoiceCellEditor::Choice;

constexpr int longLine = 60, longOther = 400; // characters that are better read in several lines

QList<Choice> timeChoices(const TableColumn& column)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString day = now.toString(QStringLiteral("yyyy-MM-dd")), time = now.toString(QStringLiteral("HH:mm:ss"));
    const auto utc = QObject::tr("UTC");
    QList<Choice> list;
    if (column.shortType == QLatin1String("date")) {
        list << Choice{CellValue::of(day), day, QObject::tr("today")};
        const QString next = now.addDays(1).toString(QStringLiteral("yyyy-MM-dd"));
        list << Choice{CellValue::of(next), next, QObject::tr("tomorrow")};
    } else if (column.shortType.startsWith(QLatin1String("timestamp"))) {
        const QString zone = column.shortType == QLatin1String("timestamptz") ? QStringLiteral("+00") : QString();
        list << Choice{CellValue::of(day + u' ' + time + zone), day + u' ' + time + zone, QObject::tr("now") + u' ' + utc};
        list << Choice{CellValue::of(day + QStringLiteral(" 00:00:00") + zone), day + QStringLiteral(" 00:00:00") + zone, QObject::tr("start of today")};
    } else {
        const QString zone = column.shortType == QLatin1String("timetz") ? QStringLiteral("+00") : QString();
        list << Choice{CellValue::of(time + zone), time + zone, QObject::tr("now") + u' ' + utc};
    }
    return list;
}

} // namespace

/// Rows the reference may name: by the key's text or by the first text column there.
ChoiceCellEditor::Source TableDelegate::referenceSource(const TableColumn& column) const
{
    return [session = QPointer<TableSession>(&m_session), table = column.refTable, name = column.refColumn](
               const QString& typed, std::function<void(const QList<Choice>&)> show) {
        if (!session)
            return;
        const QString key = sqlName(name) + QStringLiteral("::text");
        // The row as text stands for whatever names it to a person.
        const QString label = QStringLiteral("coalesce((select v from jsonb_each_text(to_jsonb(t)) e(k, v) where k <> %1 and k in ('name', 'title', 'label', "
                                             "'email', 'slug', 'username', 'display_name') order by array_position(array['name', 'title', 'label', 'email', "
                                             "'slug', 'username', 'display_name'], k) limit 1), left(to_jsonb(t)::text, 60))").arg(sqlText(name));
        QString pattern = typed;
        pattern.replace(u'\\', QStringLiteral("\\\\")).replace(u'%', QStringLiteral("\\%")).replace(u'_', QStringLiteral("\\_"));
        const QString sql = QStringLiteral("select * from (select %1 as k, %2 as l from %3 t) q%4 order by l limit 50")
                                .arg(key, label, sqlName(table),
                                     typed.isEmpty() ? QString() : QStringLiteral(" where k ilike %1 or l ilike %1").arg(sqlText(u'%' + pattern + u'%')));
        session->ask(sql, [show = std::move(show)](const Result<SqlOutcome>& answer) {
            QList<Choice> choices;
            if (answer.ok()) {
                const QJsonArray rows = QJsonDocument::fromJson(answer->rowsJson).array();
                for (const QJsonValue& row : rows) {
                    const QString k = row.toObject().value(QLatin1String("k")).toString(), l = row.toObject().value(QLatin1String("l")).toString();
                    choices << Choice{CellValue::of(k), k.size() > 12 ? l : k, k.size() > 12 ? k : l};
                }
            }
            show(choices);
        });
    };
}

QWidget* TableDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const TableColumn& column = m_session.shape().columns.at(index.column());
    const QString text = m_session.model().value(index).text;
    CellEditor* editor = nullptr;
    if (column.isBoolean() || !column.labels.isEmpty() || column.isTime() || !column.refTable.isEmpty()) {
        const bool moment = column.isTime() && !column.isArray && column.refTable.isEmpty();
        auto* choice = moment ? new TimeCellEditor(column, parent) : new ChoiceCellEditor(column, parent);
        QList<Choice> list;
        if (column.isTime() && !column.isArray)
            list = timeChoices(column);
        const QStringList words = column.isBoolean() ? QStringList{QStringLiteral("true"), QStringLiteral("false")} : column.labels;
        for (const QString& word : words)
            list << Choice{CellValue::of(word), word, {}};
        if (!column.notNull)
            list << Choice{CellValue::null(), QStringLiteral("NULL"), {}};
        choice->setChoices(list);
        if (!column.refTable.isEmpty())
            choice->setSource(referenceSource(column));
        editor = choice;
    } else if (m_larger || column.isJson() || text.contains(u'\n') || text.contains(u'\r') || text.size() > (column.isText() ? longLine : longOther)) {
        editor = new TextCellEditor(column, parent);
    } else {
        editor = new LineCellEditor(column, parent);
    }
    auto* self = const_cast<TableDelegate*>(this); // createEditor() is const by its signature only
    connect(editor, &CellEditor::finished, self, [self, editor](bool down) {
        Q_EMIT self->commitData(editor);
        Q_EMIT self->closeEditor(editor);
        if (down)
            Q_EMIT self->movedDown();
    });
    connect(editor, &CellEditor::largerWanted, self, [self, editor](const QString& text) {
        self->m_larger = text;
        Q_EMIT self->closeEditor(editor, RevertModelCache);
        Q_EMIT self->reopenWanted();
        self->m_larger.reset();
    });
    connect(editor, &CellEditor::cancelled, self, [self, editor] { Q_EMIT self->closeEditor(editor, RevertModelCache); });
    return editor;
}

void TableDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* cell = static_cast<CellEditor*>(editor);
    if (cell->property("filled").toBool())
        return; // something else in the model changed; what is typed stays
    cell->setProperty("filled", true);
    CellValue value = m_session.model().value(index);
    if (value.state == CellValue::State::Default)
        value = CellValue::of({});
    cell->setValue(value);
    if (auto* large = qobject_cast<TextCellEditor*>(cell); large && m_larger)
        large->continueWith(*m_larger);
}

void TableDelegate::setModelData(QWidget* editor, QAbstractItemModel*, const QModelIndex& index) const
{
    const CellValue before = m_session.model().value(index), after = static_cast<CellEditor*>(editor)->value();
    // Opened and left again without a key: a new row's value stays the database's.
    const bool untouched = before.state == CellValue::State::Default && after.isText() && after.text.isEmpty();
    if (!untouched && after != before)
        m_session.setCell(index, after);
}

void TableDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const QRect cell = option.rect.adjusted(0, 0, -1, -1);
    QRect at(cell.topLeft(), static_cast<CellEditor*>(editor)->sizeFor(cell.size()));
    const QRect room = editor->parentWidget()->rect();
    at.moveLeft(std::max(0, std::min(at.left(), room.right() - at.width())));
    at.moveTop(std::max(0, std::min(at.top(), room.bottom() - at.height())));
    editor->setGeometry(at);
}

bool TableDelegate::eventFilter(QObject* watched, QEvent* event)
{
    // The editors tell by themselves when they are done; the base class would take Tab and Enter away.
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)
        return false;
    return GridDelegate::eventFilter(watched, event);
}

} // namespace run402
