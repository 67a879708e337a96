// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/diffstrip.h"

#include "ui/common/label.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QTextCursor>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int shownLines = 400;
constexpr int shownChars = 300;

} // namespace

DiffStrip::DiffStrip(const QString& prefix, QWidget* parent) : QWidget(parent)
{
    setObjectName(prefix + QStringLiteral(".diff"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(2);
    m_head = new Label({}, Theme::Font::MonoSmall, "text.muted");
    column->addWidget(m_head);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(prefix + QStringLiteral(".diffText"));
    m_text->setAccessibleName(tr("Lines that differ"));
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setProperty("bare", true);
    m_text->document()->setDocumentMargin(0);
    column->addWidget(m_text);
    connect(&Theme::of(this), &Theme::changed, this, &DiffStrip::render);
}

void DiffStrip::show(const QString& name, const std::optional<QList<ChangedLine>>& lines, const QString& words)
{
    m_lines = lines.value_or(QList<ChangedLine>());
    QString head = name;
    if (!m_lines.isEmpty())
        head = tr("%1, line %2").arg(name).arg(m_lines.first().line);
    m_head->setText(words.isEmpty() ? head : tr("%1: %2").arg(name, words));
    m_text->setVisible(!m_lines.isEmpty());
    render();
    setVisible(true);
}

void DiffStrip::render()
{
    const Theme& theme = Theme::of(this);
    m_text->setFont(theme.font(Theme::Font::MonoSmall));
    m_text->clear();
    QTextCursor cursor(m_text->document());
    qsizetype n = 0;
    for (const ChangedLine& line : m_lines) {
        if (n == shownLines)
            break;
        const bool added = line.kind == ChangedLine::Kind::Added;
        QTextCharFormat format;
        format.setForeground(theme.color(added ? "success.text" : "danger.text"));
        if (n++ > 0)
            cursor.insertBlock();
        cursor.insertText((added ? QStringLiteral("+ ") : QStringLiteral("- ")) + line.text.left(shownChars), format);
    }
    const int rows = int(qMin<qsizetype>(6, qMax<qsizetype>(1, n)));
    m_text->setFixedHeight(rows * m_text->fontMetrics().lineSpacing() + 4);
    m_text->moveCursor(QTextCursor::Start);
}

void DiffStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), theme.color("bg.alt"));
    p.fillRect(0, 0, width(), 1, theme.color("border.default"));
    p.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
}

} // namespace run402
