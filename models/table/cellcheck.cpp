// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/cellcheck.h"

#include "models/sqlliteral.h"
#include "models/table/jsoncheck.h"
#include "models/table/timetext.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace run402 {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("run402::CellCheck", text);
}

bool matches(const QString& text, const char* pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(QLatin1String(pattern)), QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
}

/// Without sign and leading zeros.
QString magnitude(QString digits)
{
    if (digits.startsWith(u'-'))
        digits.remove(0, 1);
    qsizetype zeros = 0;
    while (zeros + 1 < digits.size() && digits.at(zeros) == u'0')
        ++zeros;
    return digits.mid(zeros);
}

QString wholeFault(const QString& text, const char* largest, const char* type)
{
    if (!isWholeNumber(text))
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Not a whole number"));
    const QString digits = magnitude(text);
    // The smallest is one further from 0 than the largest.
    QString bound = QLatin1String(largest);
    if (text.startsWith(u'-'))
        bound[bound.size() - 1] = QChar(bound.back().unicode() + 1);
    if (digits.size() > bound.size() || (digits.size() == bound.size() && digits > bound))
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Too large for %1")).arg(QLatin1String(type));
    return {};
}

QString numericFault(const TableColumn& column, const QString& text)
{
    if (matches(text, "nan|[+-]?inf(inity)?"))
        return {};
    if (!matches(text, "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?"))
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Not a number"));
    const int digits = column.limit(0), scale = std::max(0, column.limit(1));
    const bool roundsWhole = column.type.contains(QLatin1String(",-")); // numeric(3,-2)
    if (digits < 0 || roundsWhole || text.contains(u'e', Qt::CaseInsensitive))
        return {};
    QString fraction = text.section(u'.', 1);
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (fraction.size() > scale)
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "%1 would round this")).arg(column.type);
    const QString whole = magnitude(text.section(u'.', 0, 0).remove(u'+'));
    if (whole != QLatin1String("0") && whole.size() > digits - scale)
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Too large for %1")).arg(column.type);
    return {};
}

QString floatFault(const QString& text)
{
    bool ok = matches(text, "nan|[+-]?inf(inity)?");
    if (!ok)
        text.toDouble(&ok);
    return ok ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Not a number"));
}

QString timeFault(const TableColumn& column, const QString& text)
{
    const bool date = column.shortType != QLatin1String("time") && column.shortType != QLatin1String("timetz");
    if (date && matches(text, "-?infinity|now|today|tomorrow|yesterday|epoch"))
        return {};
    const auto example = [&] {
        const char* form = column.shortType == QLatin1String("date") ? "2026-05-02"
            : column.shortType == QLatin1String("timestamp")         ? "2026-05-02 18:14:07"
            : column.shortType == QLatin1String("timestamptz")       ? "2026-05-02 18:14:07+00"
            : column.shortType == QLatin1String("timetz")            ? "18:14:07+00"
                                                                     : "18:14:07";
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Write it like %1")).arg(QLatin1String(form));
    };
    const std::optional<TimeText> read = readTimeText(text);
    if (!read || read->hasDate() != date || (!date && !read->hasTime()) || (column.shortType == QLatin1String("date") && read->hasTime()))
        return example();
    if (!read->isDayValid())
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "There is no such day"));
    if (!read->isTimeValid())
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "There is no such time"));
    const int digits = column.limit() >= 0 ? column.limit() : 6;
    if (read->fraction.size() > digits)
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "%1 would round this")).arg(column.type);
    const bool zoned = column.shortType == QLatin1String("timestamptz") || column.shortType == QLatin1String("timetz");
    if (!zoned && !read->zone.isEmpty())
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "%1 keeps no zone; it would be dropped")).arg(column.type);
    return {};
}

/// Only what would be rounded without a word; whether it is an interval at all is for the database to say.
QString intervalFault(const TableColumn& column, const QString& text)
{
    static const QRegularExpression fraction(QStringLiteral("\\.(\\d+?)0*(?!\\d)"));
    const int digits = column.limit() >= 0 ? column.limit() : 6;
    const auto m = fraction.match(text);
    return m.captured(1).size() > digits ? say(QT_TRANSLATE_NOOP("run402::CellCheck", "%1 would round this")).arg(column.type) : QString();
}

QString jsonFault(const QString& text)
{
    const qsizetype at = jsonMistake(text);
    return at < 0 ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Not JSON: at character %1")).arg(at + 1);
}

QString textFault(const TableColumn& column, const QString& text)
{
    const int limit = column.limit();
    if (limit < 0)
        return {};
    const auto letters = text.toUcs4().size();
    return letters > limit ? say(QT_TRANSLATE_NOOP("run402::CellCheck", "%1 characters, at most %2 fit")).arg(letters).arg(limit) : QString();
}

QString typeFault(const TableColumn& column, const QString& text)
{
    const QString& type = column.shortType;
    if (column.isArray)
        return text.startsWith(u'{') && text.endsWith(u'}') ? QString() : matches(text, "\\[[-0-9:\\]\\[]+=\\{.*\\}") ? QString()
            : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Write a list like {1,2}"));
    if (!column.labels.isEmpty())
        return column.labels.contains(text) ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Only these fit: %1")).arg(column.labels.join(QStringLiteral(", ")));
    if (type == QLatin1String("int2"))
        return wholeFault(text, "32767", "int2");
    if (type == QLatin1String("int4"))
        return wholeFault(text, "2147483647", "int4");
    if (type == QLatin1String("int8"))
        return wholeFault(text, "9223372036854775807", "int8");
    if (type == QLatin1String("numeric"))
        return numericFault(column, text);
    if (type == QLatin1String("float4") || type == QLatin1String("float8"))
        return floatFault(text);
    if (column.isBoolean())
        return text == QLatin1String("true") || text == QLatin1String("false") ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Write true or false"));
    if (column.isTime())
        return timeFault(column, text);
    if (column.isJson())
        return jsonFault(text);
    if (type == QLatin1String("interval"))
        return intervalFault(column, text);
    if (type == QLatin1String("uuid"))
        return matches(text, "\\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\\}?") ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Not a uuid"));
    if (type == QLatin1String("bytea"))
        return matches(text, "\\\\x([0-9a-f]{2})*") ? QString() : say(QT_TRANSLATE_NOOP("run402::CellCheck", "Write bytes as \\x and pairs of hex digits"));
    if (type == QLatin1String("varchar") || type == QLatin1String("bpchar"))
        return textFault(column, text);
    return {};
}

} // namespace

QString cellFault(const TableColumn& column, const CellValue& value)
{
    if (value.state == CellValue::State::Default)
        return column.notNull && !column.hasDefault() ? say(QT_TRANSLATE_NOOP("run402::CellCheck", "A value is needed")) : QString();
    if (value.isNull())
        return column.notNull ? say(QT_TRANSLATE_NOOP("run402::CellCheck", "NULL is not allowed here")) : QString();
    if (value.text.contains(QChar(0)))
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "PostgreSQL cannot keep a zero character"));
    if (!value.text.isValidUtf16())
        return say(QT_TRANSLATE_NOOP("run402::CellCheck", "Holds half a character"));
    return typeFault(column, value.text);
}

QString cellInput(const TableColumn& column, const QString& typed)
{
    if (column.isArray || column.isText() || !column.labels.isEmpty())
        return typed;
    const QString text = typed.trimmed();
    if (column.isBoolean()) {
        if (matches(text, "t|true|y|yes|on|1"))
            return QStringLiteral("true");
        if (matches(text, "f|false|n|no|off|0"))
            return QStringLiteral("false");
    }
    if (column.isNumber() || column.isTime() || column.isBoolean() || column.shortType == QLatin1String("uuid"))
        return text;
    return typed;
}

} // namespace run402
