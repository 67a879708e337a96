// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/decimal.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace run402 {

namespace {

constexpr int groupDigits = 9;
constexpr qint64 groupBase = 1'000'000'000;
constexpr int largestExponent = 140'000; // more than PostgreSQL's numeric has

/// Sign, digits without zeros at either end, and the place of the first: value = 0.DIGITS × 10^exponent.
struct Parts
{
    enum class What { Number, PlusInfinity, MinusInfinity, Nan };
    What what = What::Nan;
    bool negative = false;
    std::string digits;
    int exponent = 0;
    int scale = 0; ///< written places behind the point
};

Parts partsOf(std::string_view s)
{
    Parts p;
    if (s == "Infinity" || s == "-Infinity") {
        p.what = s.front() == '-' ? Parts::What::MinusInfinity : Parts::What::PlusInfinity;
        return p;
    }
    if (!s.empty() && (s.front() == '-' || s.front() == '+')) {
        p.negative = s.front() == '-';
        s.remove_prefix(1);
    }
    if (!s.empty() && s.front() == '$')
        s.remove_prefix(1);
    bool point = false, any = false;
    int before = 0;
    size_t i = 0;
    for (; i < s.size(); ++i) {
        const char c = s[i];
        if (c >= '0' && c <= '9') {
            any = true;
            p.digits += c;
            (point ? p.scale : before) += 1;
        } else if (c == '.' && !point) {
            point = true;
        } else if (c != ',') {
            break;
        }
    }
    if (!any)
        return p;
    int exponent = 0;
    if (i < s.size()) {
        const char* at = s.data() + i + 1;
        const char* end = s.data() + s.size();
        if (at < end && *at == '+')
            ++at;
        const auto read = std::from_chars(at, end, exponent);
        if ((s[i] != 'e' && s[i] != 'E') || read.ec != std::errc() || read.ptr != end || std::abs(exponent) > largestExponent)
            return p;
    }
    p.what = Parts::What::Number;
    p.scale = std::max(0, p.scale - exponent);
    const size_t first = std::min(p.digits.find_first_not_of('0'), p.digits.size());
    p.exponent = before + exponent - int(first);
    p.digits.erase(0, first);
    p.digits.erase(p.digits.find_last_not_of('0') + 1);
    if (p.digits.empty()) {
        p.negative = false;
        p.exponent = 0;
    }
    return p;
}

int floorDiv(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

QString textOf(const std::map<int, qint64>& groups, bool negative, int places)
{
    int top = 0;
    for (const auto& [g, value] : groups)
        top = value != 0 ? std::max(top, g) : top;
    const auto at = [&](int g) { const auto it = groups.find(g); return it == groups.end() ? 0 : it->second; };
    QString text = QString::number(at(top));
    for (int g = top - 1; g >= 0; --g)
        text += QString::number(at(g)).rightJustified(groupDigits, u'0');
    if (places > 0) {
        QString behind;
        for (int g = -1; behind.size() < places; --g)
            behind += QString::number(at(g)).rightJustified(groupDigits, u'0');
        text += u'.' + behind.left(places);
    }
    return negative ? u'-' + text : text;
}

} // namespace

bool isDecimal(std::string_view text)
{
    return text == "NaN" || partsOf(text).what != Parts::What::Nan;
}

int compareDecimals(std::string_view a, std::string_view b)
{
    const Parts x = partsOf(a), y = partsOf(b);
    const auto rank = [](const Parts& p) {
        switch (p.what) {
        case Parts::What::MinusInfinity: return 0;
        case Parts::What::Number: return p.digits.empty() ? 2 : p.negative ? 1 : 3;
        case Parts::What::PlusInfinity: return 4;
        case Parts::What::Nan: break;
        }
        return 5;
    };
    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x.what != Parts::What::Number)
        return 0;
    const int size = x.exponent != y.exponent ? x.exponent - y.exponent : x.digits.compare(y.digits);
    return x.negative ? -size : size;
}

void DecimalSum::add(std::string_view number)
{
    const Parts p = partsOf(number);
    m_nan = m_nan || p.what == Parts::What::Nan;
    m_plus = m_plus || p.what == Parts::What::PlusInfinity;
    m_minus = m_minus || p.what == Parts::What::MinusInfinity;
    if (p.what != Parts::What::Number)
        return;
    m_scale = std::max(m_scale, p.scale);
    // Digit i stands at place exponent - 1 - i; places 0 to 8 are group 0.
    for (size_t i = 0; i < p.digits.size();) {
        const int place = p.exponent - 1 - int(i);
        const int group = floorDiv(place, groupDigits);
        qint64 value = 0;
        int at = place;
        for (; at >= group * groupDigits; --at, ++i)
            value = value * 10 + (i < p.digits.size() ? p.digits[i] - '0' : 0);
        m_groups[group] += p.negative ? -value : value;
    }
}

void DecimalSum::add(const DecimalSum& other)
{
    m_nan = m_nan || other.m_nan;
    m_plus = m_plus || other.m_plus;
    m_minus = m_minus || other.m_minus;
    m_scale = std::max(m_scale, other.m_scale);
    for (const auto& [group, value] : other.m_groups)
        m_groups[group] += value;
}

QString DecimalSum::special() const
{
    if (m_nan || (m_plus && m_minus))
        return QStringLiteral("NaN");
    return m_plus ? QStringLiteral("Infinity") : m_minus ? QStringLiteral("-Infinity") : QString();
}

/// Carried: every group in 0 … 999 999 999.
std::map<int, qint64> DecimalSum::groups(bool& negative) const
{
    std::map<int, qint64> out;
    for (const int sign : {1, -1}) {
        out.clear();
        negative = sign < 0;
        qint64 carry = 0;
        if (m_groups.empty())
            return out;
        int g = m_groups.begin()->first;
        for (const int last = m_groups.rbegin()->first; g <= last || carry > 0; ++g) {
            const auto it = m_groups.find(g);
            qint64 value = (it == m_groups.end() ? 0 : sign * it->second) + carry;
            carry = value / groupBase;
            value %= groupBase;
            if (value < 0) {
                value += groupBase;
                --carry;
            }
            out[g] = value;
        }
        if (carry == 0)
            return out;
    }
    return out;
}

QString DecimalSum::text() const
{
    if (const QString s = special(); !s.isEmpty())
        return s;
    bool negative = false;
    const auto all = groups(negative);
    const bool zero = std::all_of(all.begin(), all.end(), [](const auto& g) { return g.second == 0; });
    return textOf(all, negative && !zero, m_scale);
}

QString DecimalSum::dividedBy(qint64 count, int places) const
{
    if (const QString s = special(); !s.isEmpty())
        return s;
    bool negative = false;
    const auto sum = groups(negative);
    std::map<int, qint64> out;
    const int top = sum.empty() ? 0 : std::max(0, sum.rbegin()->first), bottom = floorDiv(-places, groupDigits) - 1;
    __int128 rest = 0;
    for (int g = top; g >= bottom; --g) {
        const auto it = sum.find(g);
        const __int128 value = rest * groupBase + (it == sum.end() ? 0 : it->second);
        out[g] = qint64(value / count);
        rest = value % count;
    }
    // Half a unit of the last place, carried upwards.
    const int place = -places - 1, group = floorDiv(place, groupDigits);
    qint64 half = 5;
    for (int i = group * groupDigits; i < place; ++i)
        half *= 10;
    out[group] += half;
    for (int g = bottom; g <= top || out[g] >= groupBase; ++g) {
        out[g + 1] += out[g] / groupBase;
        out[g] %= groupBase;
    }
    QString text = textOf(out, negative, places);
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.')))
        text.chop(1);
    return text == u"-0" ? QStringLiteral("0") : text;
}

} // namespace run402
