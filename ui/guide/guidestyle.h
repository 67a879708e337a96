// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTextDocument;

namespace run402 {

class Theme;

/// Gives a document made of Markdown the fonts, colours and distances of the theme, fits pictures and tables to
/// `width` (px) and names its headings, so that links can lead to them. May be repeated. Thread: GUI.
void styleGuide(QTextDocument& document, const Theme& theme, int width);

} // namespace run402
