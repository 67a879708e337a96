// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guidestyle.h"

#include "models/guide/guidebook.h"
#include "ui/common/theme.h"

#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextList>
#include <QTextTable>
#include <QUrl>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal lineHeight = 150; ///< percent

Theme::Font fontOf(int level)
{
    switch (level) {
    case 0: return Theme::Font::Body;
    case 1: return Theme::Font::Display;
    case 2: return Theme::Font::Title;
    default: return Theme::Font::Subtitle;
    }
}

QTextBlockFormat blockFormat(const QTextBlock& block, const Theme& theme)
{
    QTextBlockFormat f = block.blockFormat();
    const int level = f.headingLevel();
    const bool code = f.hasProperty(QTextFormat::BlockCodeFence) || f.hasProperty(QTextFormat::BlockCodeLanguage);
    const bool lastOfCode = code && block.next().blockFormat().property(QTextFormat::BlockCodeFence) != f.property(QTextFormat::BlockCodeFence);
    f.setLineHeight(level > 0 ? 120 : lineHeight, QTextBlockFormat::ProportionalHeight);
    f.setTopMargin(level == 1 ? 0 : level == 2 ? 20 : level > 2 ? 12 : 0);
    f.setBottomMargin(level == 1 ? 10 : level > 1 ? 6 : block.textList() ? 4 : code ? (lastOfCode ? 12 : 0) : 10);
    f.clearBackground();
    f.setLeftMargin(0);
    if (code) {
        f.setBackground(theme.color("bg.sunken"));
        f.setNonBreakableLines(false);
    } else if (f.intProperty(QTextFormat::BlockQuoteLevel) > 0) {
        f.setBackground(theme.color("info.tint"));
        f.setLeftMargin(0);
    }
    if (QTextCursor(block).currentTable()) {
        f.setBottomMargin(0);
        f.setLineHeight(0, QTextBlockFormat::SingleHeight);
    }
    return f;
}

QTextCharFormat charFormat(const QTextCharFormat& was, int level, bool code, const Theme& theme)
{
    QTextCharFormat f;
    if (was.isImageFormat())
        return was;
    const bool mono = code || was.fontFixedPitch();
    QFont font = theme.font(mono ? Theme::Font::Mono : fontOf(level));
    if (level == 0 && was.fontWeight() > QFont::Medium)
        font.setWeight(QFont::DemiBold);
    font.setItalic(was.fontItalic());
    f.setFont(font);
    f.setFontFixedPitch(mono);
    f.setForeground(theme.color(level > 0 || mono ? "text.primary" : "text.secondary"));
    if (level == 0 && was.fontWeight() > QFont::Medium)
        f.setForeground(theme.color("text.primary"));
    if (mono && !code)
        f.setBackground(theme.color("bg.sunken"));
    if (was.isAnchor() && !was.anchorHref().isEmpty()) {
        f.setAnchor(true);
        f.setAnchorHref(was.anchorHref());
        f.setForeground(theme.color("accent.text"));
        f.setFontUnderline(true);
    }
    return f;
}

/// Never larger than the column, never larger than it was drawn.
QTextImageFormat fitted(const QTextImageFormat& was, QTextDocument& document, int width)
{
    QTextImageFormat f = was;
    const auto image = document.resource(QTextDocument::ImageResource, QUrl(was.name())).value<QImage>();
    if (image.isNull())
        return f;
    const QSizeF size = image.deviceIndependentSize();
    const qreal w = std::min<qreal>(width, size.width());
    f.setWidth(w);
    f.setHeight(w * size.height() / size.width());
    return f;
}

void styleBlock(const QTextBlock& block, QTextDocument& document, const Theme& theme, int width)
{
    QTextCursor cursor(block);
    cursor.setBlockFormat(blockFormat(block, theme));
    const int level = block.blockFormat().headingLevel();
    const bool code = block.blockFormat().hasProperty(QTextFormat::BlockCodeFence)
                      || block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage);
    struct Part { int from, length; QTextCharFormat format; };
    QList<Part> parts;
    for (auto it = block.begin(); !it.atEnd(); ++it)
        parts << Part{it.fragment().position(), it.fragment().length(), it.fragment().charFormat()};
    for (const Part& part : std::as_const(parts)) {
        cursor.setPosition(part.from);
        cursor.setPosition(part.from + part.length, QTextCursor::KeepAnchor);
        QTextCharFormat format = part.format.isImageFormat() ? QTextCharFormat(fitted(part.format.toImageFormat(), document, width))
                                                             : charFormat(part.format, level, code, theme);
        if (level > 0 && part.from == block.position())
            format.setAnchorNames({Guidebook::anchorOf(block.text())});
        cursor.setCharFormat(format);
    }
}

void styleTables(QTextFrame* frame, const Theme& theme)
{
    const auto children = frame->childFrames();
    for (QTextFrame* child : children) {
        if (auto* table = qobject_cast<QTextTable*>(child)) {
            QTextTableFormat f = table->format();
            f.setBorder(1);
            f.setBorderCollapse(true);
            f.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            f.setBorderBrush(theme.color("border.default"));
            f.setCellPadding(7);
            f.setCellSpacing(0);
            f.setBottomMargin(12);
            f.setWidth(QTextLength(QTextLength::PercentageLength, 100));
            table->setFormat(f);
            for (int column = 0; column < table->columns(); ++column) {
                QTextTableCell cell = table->cellAt(0, column);
                QTextTableCellFormat head = cell.format().toTableCellFormat();
                head.setBackground(theme.color("bg.alt"));
                cell.setFormat(head);
            }
        }
        styleTables(child, theme);
    }
}

} // namespace

void styleGuide(QTextDocument& document, const Theme& theme, int width)
{
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(theme.font(Theme::Font::Body));
    document.setIndentWidth(22);
    QTextCursor all(&document);
    all.beginEditBlock();
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        styleBlock(block, document, theme, width);
    styleTables(document.rootFrame(), theme);
    all.endEditBlock();
}

} // namespace run402
