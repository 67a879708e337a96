// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <optional>

namespace run402 {

/// Strict reading of one JSON object: a required field that is missing or of another type makes the
/// reader, and every reader derived from it, fail with the first such Problem; values read after that
/// are meaningless but safe. Numbers must be JSON integers unless a method says otherwise.
///
/// Owner: value, cheap copies share the failure. Thread: any one. Fails: protocol.field_missing,
/// protocol.field_type (details: pointer, expected; the value itself is never repeated).
class JsonReader
{
public:
    explicit JsonReader(const QJsonDocument& document);
    explicit JsonReader(const QJsonObject& object);

    bool failed() const { return m_failure->has_value(); }
    const Problem& problem() const { return **m_failure; }
    /// `value` when nothing failed.
    template <typename T>
    Result<T> done(T value) const
    {
        if (failed())
            return problem();
        return value;
    }

    QString text(const char* key) const;
    QString textOr(const char* key, const QString& fallback = {}) const; ///< absent or null: fallback
    std::optional<QString> nullableText(const char* key) const;          ///< must be present
    qint64 integer(const char* key) const;
    qint64 integerOr(const char* key, qint64 fallback) const;            ///< absent or null: fallback
    bool boolean(const char* key) const;
    bool booleanOr(const char* key, bool fallback) const;
    QDateTime time(const char* key) const;                               ///< ISO 8601, made UTC
    QDateTime timeOr(const char* key) const;                             ///< absent or null: invalid
    qint64 priceMicros(const char* key) const;                           ///< "$5.00" (contract.md §1.2)
    bool has(const char* key) const;                                     ///< present and not null
    QJsonValue value(const char* key) const { return m_object.value(QLatin1StringView(key)); }
    QStringList keys() const { return m_object.keys(); }

    JsonReader object(const char* key) const;
    JsonReader object(const QString& key) const;
    /// Calls `each` for every object of a required array until something fails.
    void objects(const char* key, const std::function<void(const JsonReader&)>& each) const;

private:
    using Failure = std::shared_ptr<std::optional<Problem>>;
    JsonReader(QJsonObject object, QString pointer, Failure failure);
    QJsonValue required(const QString& key, QJsonValue::Type type, const char* expected) const;
    void fail(const char* code, const QString& key, const char* expected) const;

    QJsonObject m_object;
    QString m_pointer;
    Failure m_failure;
};

} // namespace run402
