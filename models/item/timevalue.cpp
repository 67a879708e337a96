// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultorder.h"

#include <limits>

namespace run402 {

namespace {

constexpr qint64 second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

/// Reads what EncodeDateTime and EncodeInterval of PostgreSQL's datetime.c print with DateStyle ISO.
class TimeReader
{
public:
    explicit TimeReader(std::string_view text) : m_text(text) {}

    std::optional<qint64> read()
    {
        if (m_text == "infinity")
            return std::numeric_limits<qint64>::max();
        if (m_text == "-infinity")
            return std::numeric_limits<qint64>::min();
        if (m_text.ends_with(" BC")) {
            m_before = true;
            m_text.remove_suffix(3);
        }
        const size_t first = m_text.find_first_not_of("0123456789");
        if (first != std::string_view::npos && first >= 4 && m_text[first] == '-')
            return timestamp();
        if (first == 2 && m_text[2] == ':')
            return withZone(0);
        return interval();
    }

private:
    bool number(qint64& value, size_t least, size_t most)
    {
        const size_t start = m_at;
        value = 0;
        while (m_at < m_text.size() && m_at - start < most && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            value = value * 10 + (m_text[m_at++] - '0');
        return m_at - start >= least;
    }
    bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }

    /// HH:MM:SS[.ffffff]
    bool clock(qint64& micros)
    {
        qint64 h = 0, m = 0, s = 0;
        if (!number(h, 2, 10) || !take(':') || !number(m, 2, 2) || !take(':') || !number(s, 2, 2))
            return false;
        micros = h * hour + m * minute + s * second;
        if (take('.')) {
            qint64 unit = second;
            const size_t start = m_at;
            for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at)
                micros += (m_text[m_at] - '0') * (unit /= 10);
            return m_at > start;
        }
        return true;
    }

    std::optional<qint64> withZone(qint64 date)
    {
        qint64 micros = 0;
        if (!clock(micros))
            return std::nullopt;
        micros += date;
        if (m_at == m_text.size() || (take('Z') && m_at == m_text.size()))
            return micros;
        const bool west = m_text[m_at] == '-';
        qint64 h = 0, m = 0, s = 0;
        if ((!take('+') && !take('-')) || !number(h, 2, 2) || (take(':') && !number(m, 2, 2)) || (take(':') && !number(s, 2, 2)) || m_at != m_text.size())
            return std::nullopt;
        const qint64 zone = h * hour + m * minute + s * second;
        return west ? micros + zone : micros - zone;
    }

    std::optional<qint64> timestamp()
    {
        qint64 y = 0, m = 0, d = 0;
        if (!number(y, 4, 7) || !take('-') || !number(m, 2, 2) || !take('-') || !number(d, 2, 2) || m < 1 || m > 12)
            return std::nullopt;
        const qint64 date = daysOf(m_before ? 1 - y : y, m, d) * day;
        if (m_at == m_text.size())
            return date;
        return take(' ') || take('T') ? withZone(date) : std::nullopt;
    }

    /// Days since 2000-01-01 in the proleptic Gregorian calendar; years of 400 start in March.
    static qint64 daysOf(qint64 y, qint64 m, qint64 d)
    {
        y -= m <= 2 ? 1 : 0;
        const qint64 era = (y >= 0 ? y : y - 399) / 400, inEra = y - era * 400;
        const qint64 inYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
        return era * 146097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 730425;
    }

    /// "1 year 2 mons -3 days 04:05:06.7"
    std::optional<qint64> interval()
    {
        qint64 total = 0;
        while (m_at < m_text.size()) {
            while (take(' ')) {}
            const bool minus = take('-');
            if (!minus)
                take('+');
            const size_t start = m_at;
            qint64 value = 0;
            if (!number(value, 1, 12))
                return std::nullopt;
            if (m_at < m_text.size() && m_text[m_at] == ':') {
                m_at = start;
                if (!clock(value) || m_at != m_text.size())
                    return std::nullopt;
                return total + (minus ? -value : value);
            }
            if (!take(' '))
                return std::nullopt;
            const size_t end = std::min(m_text.find(' ', m_at), m_text.size());
            const std::string_view unit = m_text.substr(m_at, end - m_at);
            m_at = end;
            const qint64 days = unit.starts_with("year") ? 360 : unit.starts_with("mon") ? 30 : unit.starts_with("day") ? 1 : 0;
            if (days == 0 || value > 25'000'000)
                return std::nullopt;
            total += (minus ? -1 : 1) * std::min(value * days, std::numeric_limits<qint64>::max() / day / 4) * day;
        }
        return m_text.empty() ? std::nullopt : std::optional(total);
    }

    std::string_view m_text;
    size_t m_at = 0;
    bool m_before = false;
};

} // namespace

std::optional<qint64> timeValue(std::string_view text)
{
    return TimeReader(text).read();
}

} // namespace run402
