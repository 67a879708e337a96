// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QJsonObject>
#include <QPalette>
#include <QString>
#include <QVector>

namespace run402 {

/// The design tokens of resources/theme/tokens.json, parsed once.
/// Colours are kept per scheme; #RRGGBBAA is read with alpha last.
/// Owner: value. Thread: any. A file that cannot be read gives valid() false.
class Tokens
{
public:
    enum class Scheme { Light, Dark };

    /// A text colour and the surface it stands on, with its least allowed contrast.
    struct Pair
    {
        QString text;
        QString on;
        double required = 4.5;
    };

    static Tokens fromJson(const QByteArray& json);
    bool valid() const { return !m_light.isEmpty() && !m_dark.isEmpty(); }

    QStringList names(Scheme scheme) const;
    bool contains(Scheme scheme, const QString& name) const;
    /// An unknown name gives an invalid colour, which shows at once in a test.
    QColor color(Scheme scheme, const QString& name) const;
    /// A number by dotted path, e.g. "height.control"; -1 when there is none.
    int number(const QString& path) const;
    QJsonObject object(const QString& key) const { return m_root.value(key).toObject(); }
    QVector<Pair> contrastPairs(Scheme scheme) const;
    QPalette palette(Scheme scheme) const;

    /// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
    static double contrast(const QColor& a, const QColor& b);

private:
    QJsonObject m_root;
    QHash<QString, QColor> m_light;
    QHash<QString, QColor> m_dark;
};

} // namespace run402
