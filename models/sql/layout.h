// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <vector>

namespace run402 {

/// Text with places where a line may break. Places of one group break together, when the group does not fit its line;
/// a group with a forced break does not fit. (The idea is Oppen's, "Prettyprinting", TOPLAS 1980.) Widths are UTF-16
/// units. Borrows the texts given.
class Layout
{
public:
    void text(QStringView text);    ///< may hold line breaks, which stay
    void space();                   ///< never at the beginning of a line
    void line();                    ///< a blank, or a new line
    void softLine();                ///< nothing, or a new line
    void hardLine();                ///< always a new line; several in a row are one
    void open(int width = 0);       ///< a group; `width`: it may fill that much at the most, 0 = up to the margin
    void close();
    void indent() { add(Kind::Indent); }
    void dedent() { add(Kind::Dedent); }
    /// A block that opens somewhere in a line: hang() indents from the beginning of that line, unhang() goes back to it
    /// for the end of the block, release() to what was before.
    void hang() { add(Kind::Hang); }
    void unhang() { add(Kind::Unhang); }
    void release() { add(Kind::Release); }

    QString write(int margin, int step) const;

private:
    enum class Kind { Text, Space, Line, SoftLine, HardLine, Open, Close, Indent, Dedent, Hang, Unhang, Release };
    struct Node
    {
        Kind kind;
        QStringView text = {};
        qsizetype flat = 0;  ///< width of everything before it, were nothing broken
        int hard = 0;        ///< forced breaks before it
        int width = 0;       ///< of a group
        size_t end = 0;      ///< of a group: its Close
    };
    void add(Kind kind, QStringView text = {}, int width = 0);

    std::vector<Node> m_nodes;
    std::vector<size_t> m_open;
    qsizetype m_flat = 0;
    int m_hard = 0;
};

} // namespace run402
