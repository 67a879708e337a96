// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

/// A strict JSON reader (RFC 8259) for texts that are signed or echoed.
///
/// QJsonDocument is not enough here: it takes the last of duplicate keys,
/// turns numbers into doubles and cannot give back the bytes it read. This
/// one refuses duplicate keys, nesting over 32, more than 4096 values, bad
/// UTF-8 and lone surrogates, and keeps the exact text of every value, so
/// that "copied unchanged" means the same bytes.
namespace run402::x402 {

class JsonText;

/// One value inside a JsonText. Borrows it: keep the JsonText alive.
/// A default one, or the result of a look-up that failed, is not valid().
class JsonValue
{
public:
    JsonValue() = default;
    bool valid() const { return m_text != nullptr; }
    bool isNull() const { return valid() && first() == 'n'; }
    bool isBool() const { return valid() && (first() == 't' || first() == 'f'); }
    bool isString() const { return valid() && first() == '"'; }
    bool isArray() const { return valid() && first() == '['; }
    bool isObject() const { return valid() && first() == '{'; }
    bool isNumber() const { return valid() && (first() == '-' || (first() >= '0' && first() <= '9')); }

    /// The text of the value as it came.
    QByteArrayView raw() const;
    bool boolean() const { return valid() && first() == 't'; }
    /// UTF-8 of a string with escapes resolved; nullopt for anything else.
    std::optional<QByteArray> string() const;
    QString text() const { return QString::fromUtf8(string().value_or(QByteArray())); }
    /// Value of a number written as a plain integer; nullopt for 1.0, 1e3,
    /// anything outside int64 and anything that is no number.
    std::optional<qint64> integer() const;

    JsonValue member(QByteArrayView key) const;
    /// Members of an object or entries of an array.
    int size() const;
    std::vector<JsonValue> entries() const;

private:
    friend class JsonText;
    JsonValue(const JsonText* text, quint32 node) : m_text(text), m_node(node) {}
    char first() const;
    const JsonText* m_text = nullptr;
    quint32 m_node = 0;
};

enum class JsonError { None, Syntax, Depth, TooMany, DuplicateKey, Utf8 };

class JsonText
{
public:
    struct Parsed
    {
        std::shared_ptr<const JsonText> text; ///< null on error
        JsonError error = JsonError::None;
    };
    static Parsed parse(QByteArray bytes);
    JsonValue root() const { return {this, 0}; }

private:
    friend class JsonValue;
    friend class JsonParser;
    struct Node
    {
        quint32 begin = 0;
        quint32 end = 0;   ///< one past the last byte
        quint32 after = 0; ///< index of the node behind this one's children
        quint32 count = 0;
        bool escaped = false;
    };
    QByteArray m_bytes;
    std::vector<Node> m_nodes; ///< pre-order; in objects each value follows its key
};

/// Appends `utf8` as a JSON string in the spelling of JSON.stringify.
void appendJsonString(QByteArray& out, QByteArrayView utf8);

} // namespace run402::x402
