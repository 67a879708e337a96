// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/layout.h"

namespace run402 {

void Layout::add(Kind kind, QStringView text, int width)
{
    m_nodes.push_back({kind, text, m_flat, m_hard, width, 0});
    if (kind == Kind::Text) {
        m_flat += text.size();
        m_hard += text.contains(u'\n');
    } else if (kind == Kind::Space || kind == Kind::Line) {
        ++m_flat;
    } else if (kind == Kind::HardLine) {
        ++m_hard;
    }
}

void Layout::text(QStringView text) { add(Kind::Text, text); }
void Layout::space() { add(Kind::Space); }
void Layout::line() { add(Kind::Line); }
void Layout::softLine() { add(Kind::SoftLine); }
void Layout::hardLine() { add(Kind::HardLine); }

void Layout::open(int width)
{
    m_open.push_back(m_nodes.size());
    add(Kind::Open, {}, width);
}

void Layout::close()
{
    m_nodes[m_open.back()].end = m_nodes.size();
    m_open.pop_back();
    add(Kind::Close);
}

QString Layout::write(int margin, int step) const
{
    QString out;
    out.reserve(m_flat + m_flat / 4);
    std::vector<bool> broken{true};
    struct Hanging { int was, from; };
    std::vector<Hanging> hanging;
    qsizetype column = 0;
    int depth = 0, lineDepth = 0;
    bool fresh = true, blank = false; // at the beginning of a line; a blank is due
    const auto newLine = [&] {
        blank = false;
        lineDepth = depth;
        if (fresh)
            return;
        out += u'\n';
        column = 0;
        fresh = true;
    };
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        const Node& node = m_nodes[i];
        switch (node.kind) {
        case Kind::Text:
            if (fresh) {
                out += QString(lineDepth * step, u' ');
                column = qsizetype(lineDepth) * step;
            } else if (blank) {
                out += u' ';
                ++column;
            }
            fresh = blank = false;
            out += node.text;
            if (const qsizetype last = node.text.lastIndexOf(u'\n'); last >= 0)
                column = node.text.size() - last - 1;
            else
                column += node.text.size();
            break;
        case Kind::Space: blank = !fresh; break;
        case Kind::Line:
        case Kind::SoftLine:
            if (broken.back())
                newLine();
            else if (node.kind == Kind::Line)
                blank = !fresh;
            break;
        case Kind::HardLine: newLine(); break;
        case Kind::Open: {
            // What follows the group up to the next place to break is part of its line; a comma or a parenthesis is all.
            const Node& end = m_nodes[node.end];
            const qsizetype width = end.flat - node.flat + (node.end + 1 < m_nodes.size() && m_nodes[node.end + 1].kind == Kind::Text ? 1 : 0);
            const qsizetype from = fresh ? qsizetype(lineDepth) * step : column + blank;
            const bool fits = end.hard == node.hard && from + width <= margin && (node.width == 0 || width <= node.width);
            broken.push_back(!fits);
            break;
        }
        case Kind::Close: broken.pop_back(); break;
        case Kind::Indent: ++depth; break;
        case Kind::Dedent: --depth; break;
        case Kind::Hang:
            hanging.push_back({depth, lineDepth});
            depth = lineDepth + 1;
            break;
        case Kind::Unhang: depth = hanging.back().from; break;
        case Kind::Release:
            depth = hanging.back().was;
            hanging.pop_back();
            break;
        }
    }
    return out;
}

} // namespace run402
