// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tokens.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <utility>

namespace run402 {

namespace {

QColor parseColor(const QString& text)
{
    // Qt reads eight digits as #AARRGGBB, the tokens are written as in CSS.
    if (text.size() == 9 && text.startsWith(QLatin1Char('#')))
        return QColor(QLatin1Char('#') + text.mid(7, 2) + text.mid(1, 6));
    return QColor(text);
}

QHash<QString, QColor> parseTable(const QJsonObject& object)
{
    QHash<QString, QColor> table;
    for (auto it = object.begin(); it != object.end(); ++it)
        table.insert(it.key(), parseColor(it.value().toString()));
    return table;
}

double linear(double c)
{
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c)
{
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

QLatin1String schemeKey(Tokens::Scheme scheme)
{
    return scheme == Tokens::Scheme::Light ? QLatin1String("light") : QLatin1String("dark");
}

} // namespace

Tokens Tokens::fromJson(const QByteArray& json)
{
    Tokens tokens;
    tokens.m_root = QJsonDocument::fromJson(json).object();
    const QJsonObject colors = tokens.object(QStringLiteral("color"));
    tokens.m_light = parseTable(colors.value(QLatin1String("light")).toObject());
    tokens.m_dark = parseTable(colors.value(QLatin1String("dark")).toObject());
    return tokens;
}

QStringList Tokens::names(Scheme scheme) const
{
    QStringList list = scheme == Scheme::Light ? m_light.keys() : m_dark.keys();
    list.sort();
    return list;
}

bool Tokens::contains(Scheme scheme, const QString& name) const
{
    return (scheme == Scheme::Light ? m_light : m_dark).contains(name);
}

QColor Tokens::color(Scheme scheme, const QString& name) const
{
    return (scheme == Scheme::Light ? m_light : m_dark).value(name);
}

int Tokens::number(const QString& path) const
{
    QJsonValue value = m_root;
    const QStringList steps = path.split(QLatin1Char('.'));
    for (const QString& step : steps)
        value = value.toObject().value(step);
    return value.toInt(-1);
}

QVector<Tokens::Pair> Tokens::contrastPairs(Scheme scheme) const
{
    QVector<Pair> pairs;
    const QJsonObject contrast = object(QStringLiteral("contrast"));
    const QJsonArray texts = contrast.value(QLatin1String("pairs")).toObject().value(schemeKey(scheme)).toArray();
    for (const QJsonValue& v : texts)
        pairs.append({v[QLatin1String("text")].toString(), v[QLatin1String("on")].toString(), 4.5});
    const QJsonArray parts = contrast.value(QLatin1String("nonText")).toObject().value(schemeKey(scheme)).toArray();
    for (const QJsonValue& v : parts)
        pairs.append({v[QLatin1String("part")].toString(), v[QLatin1String("on")].toString(), 3.0});
    return pairs;
}

QPalette Tokens::palette(Scheme scheme) const
{
    static constexpr std::pair<const char*, QPalette::ColorRole> roles[] = {
        {"Window", QPalette::Window}, {"WindowText", QPalette::WindowText},
        {"Base", QPalette::Base}, {"AlternateBase", QPalette::AlternateBase},
        {"Text", QPalette::Text}, {"PlaceholderText", QPalette::PlaceholderText},
        {"Button", QPalette::Button}, {"ButtonText", QPalette::ButtonText},
        {"BrightText", QPalette::BrightText}, {"ToolTipBase", QPalette::ToolTipBase},
        {"ToolTipText", QPalette::ToolTipText}, {"Highlight", QPalette::Highlight},
        {"HighlightedText", QPalette::HighlightedText}, {"Link", QPalette::Link},
        {"LinkVisited", QPalette::LinkVisited}, {"Light", QPalette::Light},
        {"Midlight", QPalette::Midlight}, {"Mid", QPalette::Mid},
        {"Dark", QPalette::Dark}, {"Shadow", QPalette::Shadow},
    };
    const QJsonObject map = object(QStringLiteral("qpalette"));
    QPalette palette;
    for (const auto& [key, role] : roles)
        palette.setColor(role, color(scheme, map.value(QLatin1String(key)).toString()));
    const QColor disabled = color(scheme, QStringLiteral("text.disabled"));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

double Tokens::contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace run402
