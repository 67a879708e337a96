// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QLocale>
#include <QStringView>

#include <compare>

namespace run402 {

/// An amount of money. Unit: micro-USDC (10^-6 USD), int64; never double.
/// Owner: value. Thread: any. Negative values occur only as results of
/// subtraction (ledger entries); text with a sign is never parsed.
/// Fails: amount.syntax, amount.precision (more than 6 decimals), amount.overflow, amount.ambiguous.
class Amount
{
public:
    constexpr Amount() = default;
    static constexpr Amount fromMicros(qint64 micros) { return Amount(micros); }
    static constexpr Amount max() { return Amount(Q_INT64_C(0x7fffffffffffffff)); }

    /// Accepts "5", "0.10", "$5.00": an optional "$", digits, optionally a
    /// point and one to six digits. No sign, exponent, spaces or grouping.
    static Result<Amount> parse(QStringView text);
    /// What a person typed or pasted: as parse(), or as toShownText() writes it, groups where they belong. "1.234" is
    /// ambiguous where the point groups: it could have been copied from here, or from a file.
    static Result<Amount> read(QStringView text, const QLocale& locale = QLocale());

    constexpr qint64 micros() const { return m_micros; }
    constexpr bool isZero() const { return m_micros == 0; }
    constexpr bool isNegative() const { return m_micros < 0; }

    Result<Amount> plus(Amount other) const;
    Result<Amount> minus(Amount other) const;

    /// "0.10", "5.00", "0.000001": at least `minimumDecimals` (0 to 6) digits
    /// after the point, more only where they are not zero, never more than
    /// `maximumDecimals`. Cut, not rounded: a balance must not look larger than it is.
    /// The same everywhere, for files, the clipboard and other programs.
    QString toText(int minimumDecimals = 2, int maximumDecimals = 6) const;
    /// The same for the screen: "1,234.50", with the groups and the decimal mark of `locale`, in the digits 0 to 9.
    QString toShownText(int minimumDecimals = 2, int maximumDecimals = 6, const QLocale& locale = QLocale()) const;
    /// For the screen: "$0.10", "-$1,234.10".
    QString toDollarText(int minimumDecimals = 2, int maximumDecimals = 6, const QLocale& locale = QLocale()) const;
    /// As on a price tag: "$5", "$0.10", "$1.05".
    QString toPriceText() const;

    friend constexpr auto operator<=>(Amount, Amount) = default;

private:
    explicit constexpr Amount(qint64 micros) : m_micros(micros) {}
    qint64 m_micros = 0;
};

} // namespace run402
