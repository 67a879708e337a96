// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/jsoncheck.h"

#include <QString>

#include <vector>

namespace run402 {

namespace {

/// Walks over the text; each function stands behind what it took, or where it could not go on, and says which.
struct Scan
{
    QStringView text;
    qsizetype at = 0;

    QChar here() const { return at < text.size() ? text.at(at) : QChar(); }
    bool isDigit() const { return here() >= u'0' && here() <= u'9'; }
    void blanks()
    {
        while (at < text.size() && (here() == u' ' || here() == u'\t' || here() == u'\n' || here() == u'\r'))
            ++at;
    }
    bool word(QLatin1String w)
    {
        for (const char c : w) {
            if (here() != QLatin1Char(c))
                return false;
            ++at;
        }
        return true;
    }
    bool digits()
    {
        const qsizetype from = at;
        while (isDigit())
            ++at;
        return at > from;
    }
    bool number()
    {
        if (here() == u'-')
            ++at;
        if (here() == u'0')
            ++at;
        else if (!digits())
            return false;
        if (here() == u'.') {
            ++at;
            if (!digits())
                return false;
        }
        if (here() == u'e' || here() == u'E') {
            ++at;
            if (here() == u'+' || here() == u'-')
                ++at;
            return digits();
        }
        return true;
    }
    bool string()
    {
        if (here() != u'"')
            return false;
        for (++at; at < text.size(); ++at) {
            if (here() == u'"') {
                ++at;
                return true;
            }
            if (here().unicode() < 0x20)
                return false;
            if (here() == u'\\' && !escape())
                return false;
        }
        return false;
    }
    /// Stands on the escape's last character.
    bool escape()
    {
        ++at;
        if (here() != u'u')
            return at < text.size() && QStringView(u"\"\\/bfnrt").contains(here());
        for (int i = 0; i < 4; ++i) {
            ++at;
            const QChar c = here().toLower();
            if (!isDigit() && !(c >= u'a' && c <= u'f'))
                return false;
        }
        return true;
    }
    bool scalar()
    {
        switch (here().unicode()) {
        case u'"': return string();
        case u't': return word(QLatin1String("true"));
        case u'f': return word(QLatin1String("false"));
        case u'n': return word(QLatin1String("null"));
        default: return number();
        }
    }
    /// The name of a member and its colon.
    bool member()
    {
        blanks();
        if (!string())
            return false;
        blanks();
        if (here() != u':')
            return false;
        ++at;
        return true;
    }
};

} // namespace

qsizetype jsonMistake(QStringView text)
{
    Scan s{text};
    std::vector<bool> open; // true = an object
    while (true) {
        s.blanks();
        if (s.here() == u'{' || s.here() == u'[') {
            const bool object = s.here() == u'{';
            ++s.at;
            s.blanks();
            if (s.here() != (object ? u'}' : u']')) {
                open.push_back(object);
                if (object && !s.member())
                    return s.at;
                continue;
            }
            ++s.at;
        } else if (!s.scalar()) {
            return s.at;
        }
        // Behind a value: what it stands in goes on or ends.
        for (s.blanks(); !open.empty() && s.here() == (open.back() ? u'}' : u']'); s.blanks()) {
            ++s.at;
            open.pop_back();
        }
        if (open.empty())
            return s.at == text.size() ? -1 : s.at;
        if (s.here() != u',')
            return s.at;
        ++s.at;
        if (open.back() && !s.member())
            return s.at;
    }
}

} // namespace run402
