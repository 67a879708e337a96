// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <map>
#include <string_view>

namespace run402 {

/// Numbers as PostgreSQL prints them, compared and added to the last digit: any length, exponents, NaN, Infinity and
/// money. Pure; thread: any.

/// The text is such a number.
bool isDecimal(std::string_view text);
/// <0, 0, >0. As PostgreSQL orders: -Infinity, numbers, Infinity, NaN. What is no number counts as NaN.
int compareDecimals(std::string_view a, std::string_view b);

/// An exact sum.
class DecimalSum
{
public:
    void add(std::string_view number);
    void add(const DecimalSum& other);
    /// With as many places as the number that had most; "NaN", "Infinity" as PostgreSQL's sum() says.
    QString text() const;
    /// text() divided, rounded half away from zero to `places` behind the point; zeros at the end are left out.
    QString dividedBy(qint64 count, int places) const;

private:
    QString special() const;
    std::map<int, qint64> groups(bool& negative) const;

    std::map<int, qint64> m_groups; ///< nine digits each, by place: 0 = right before the point, -1 = behind it; carried when read
    int m_scale = 0;
    bool m_nan = false, m_plus = false, m_minus = false;
};

} // namespace run402
