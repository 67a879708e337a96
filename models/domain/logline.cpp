// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/logline.h"

#include <QRegularExpression>

namespace run402 {

namespace {

constexpr qsizetype looked = 400;
constexpr qsizetype shapeLength = 300;

LogLevel levelOfWord(QStringView word)
{
    for (const char* name : {"error", "fatal", "critical", "severe", "panic", "err"}) {
        if (word.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
            return LogLevel::Error;
    }
    for (const char* name : {"warn", "warning"}) {
        if (word.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0)
            return LogLevel::Warning;
    }
    return LogLevel::Info;
}

} // namespace

LogLevel logLevelOf(QStringView text)
{
    const QStringView head = text.left(looked).trimmed();
    if (head.startsWith(u'{')) {
        static const QRegularExpression stated(QStringLiteral(R"re("(?:level|severity)"\s*:\s*"(\w+)")re"));
        if (const auto m = stated.match(head.toString()); m.hasMatch())
            return levelOfWord(m.capturedView(1));
        static const QRegularExpression error(QStringLiteral(R"re(^\{\s*"(?:error|err)"\s*:\s*(?!null|false|""))re"));
        return error.match(head.toString()).hasMatch() ? LogLevel::Error : LogLevel::Info;
    }
    // "ERROR x", "[warn] x", "2026-01-01T00:00:00Z ERROR x", "TypeError: x", "Uncaught …"
    static const QRegularExpression leading(QStringLiteral(R"(^(?:[\d\-T:.,Z]+\s+)?[\[(]?(\w+)[\])]?\s*[:\s])"));
    if (const auto m = leading.match(head.toString()); m.hasMatch()) {
        if (const LogLevel level = levelOfWord(m.capturedView(1)); level != LogLevel::Info)
            return level;
    }
    static const QRegularExpression thrown(QStringLiteral(R"(^(?:Uncaught\b|Unhandled|[A-Z]\w*(?:Error|Exception)\b))"));
    return thrown.match(head.toString()).hasMatch() ? LogLevel::Error : LogLevel::Info;
}

QString errorShape(const QString& text)
{
    static const QRegularExpression varying(
        QStringLiteral(R"re([0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\b(?:\w*_)?[0-9a-fA-F]*\d[0-9a-zA-Z]*\b|"(?:got|value|user|id|request)"\s*:\s*"[^"]*")re"));
    return text.left(shapeLength).replace(varying, QStringLiteral("#"));
}

} // namespace run402
