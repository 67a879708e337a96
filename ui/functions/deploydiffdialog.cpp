// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/deploydiffdialog.h"

#include "services/deploy/sitediff.h"
#include "services/worker.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int context = 3; ///< unchanged lines around a change
constexpr int mostLines = 5000;

struct Compared
{
    int added = 0, removed = 0;
    QString text; ///< "+ added", "- removed", "  same", "…" where unchanged lines are left out
};

struct Line
{
    QChar sign;
    int number;
    QString text;
};

/// Both texts as one list of lines: the edits put back between the lines that stayed.
QList<Line> woven(const QList<ChangedLine>& edits, const QStringList& after)
{
    QList<Line> lines;
    int next = 1, shift = 0; // next line of the new text; how far it is ahead of the old one
    const auto keepUntil = [&](int line) {
        for (; next < line && next <= after.size(); ++next)
            lines.append({u' ', next, after.at(next - 1)});
    };
    for (const ChangedLine& edit : edits) {
        const bool added = edit.kind == ChangedLine::Kind::Added;
        keepUntil(added ? edit.line : edit.line + shift);
        lines.append({added ? u'+' : u'-', edit.line, edit.text});
        next += added;
        shift += added ? 1 : -1;
    }
    keepUntil(int(after.size()) + 1);
    return lines;
}

Compared compare(const QString& before, const QString& after)
{
    const auto edits = diffLines(before, after);
    if (!edits)
        return {int(after.count(u'\n')), int(before.count(u'\n')), DeployDiffDialog::tr("The two texts have little in common.")};
    Compared result;
    const QList<Line> lines = woven(*edits, after.split(u'\n'));
    QList<bool> shown(lines.size(), false);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        result.added += lines.at(i).sign == u'+';
        result.removed += lines.at(i).sign == u'-';
        if (lines.at(i).sign == u' ')
            continue;
        for (qsizetype at = std::max<qsizetype>(0, i - context); at <= std::min(lines.size() - 1, i + context); ++at)
            shown[at] = true;
    }
    QStringList out;
    for (qsizetype i = 0; i < lines.size() && out.size() < mostLines; ++i) {
        if (shown.at(i))
            out << u"%1 %2 %3"_s.arg(lines.at(i).sign).arg(lines.at(i).number, 4).arg(lines.at(i).text);
        else if (out.isEmpty() || out.last() != u"…"_s)
            out << u"…"_s;
    }
    result.text = out.join(u'\n');
    return result;
}

class DiffColors final : public QSyntaxHighlighter
{
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override
    {
        const char* token = text.startsWith(u'+') ? "success" : text.startsWith(u'-') ? "danger" : nullptr;
        QTextCharFormat format;
        if (token) {
            format.setForeground(Theme::of().color(QString::fromLatin1(token) + ".text"_L1));
            format.setBackground(Theme::of().color(QString::fromLatin1(token) + ".tint"_L1));
        } else {
            format.setForeground(Theme::of().color("text.secondary"));
        }
        setFormat(0, int(text.size()), format);
    }
};

} // namespace

DeployDiffDialog::DeployDiffDialog(QWidget* anchor, const QString& name, const QString& before, const QString& after, const QString& warning)
    : DialogFrame(anchor, 760)
{
    setObjectName(u"functions.diff.dialog"_s);
    setAccessibleName(tr("Changes of %1").arg(name));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(18, 16, 18, 12);
    column->setSpacing(10);
    column->addWidget(new Label(tr("Changes of %1").arg(name), Theme::Font::Title));
    if (!warning.isEmpty())
        column->addWidget(new Banner(Tone::Warning, u"triangle-alert"_s, warning));
    auto* counts = new Label(tr("Comparing…"), Theme::Font::Small, "text.secondary");
    counts->setObjectName(u"functions.diff.counts"_s);
    column->addWidget(counts);
    auto* text = new QPlainTextEdit;
    text->setObjectName(u"functions.diff.text"_s);
    text->setAccessibleName(tr("Changed lines"));
    text->setReadOnly(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(Theme::of(this).font(Theme::Font::Mono));
    text->setMinimumHeight(340);
    new DiffColors(text->document());
    column->addWidget(text);
    body()->addLayout(column);
    auto* close = new Button(warning.isEmpty() ? tr("Close") : tr("Cancel"));
    close->setObjectName(u"functions.diff.close"_s);
    foot()->addStretch();
    foot()->addWidget(close);
    connect(close, &Button::clicked, this, &QDialog::reject);
    if (!warning.isEmpty()) {
        auto* go = new Button(tr("Deploy over it, free"), u"rocket"_s, Button::Variant::Primary);
        go->setObjectName(u"functions.diff.deploy"_s);
        foot()->addWidget(go);
        connect(go, &Button::clicked, this, &QDialog::accept);
    }
    setFirstFocus(close);

    onWorker(this, [before, after] { return compare(before, after); }, [counts, text](const Compared& compared) {
        counts->setText(compared.added + compared.removed == 0
                            ? tr("The text is the one last deployed from here.")
                            : tr("%1 lines added, %2 removed since the last deploy from here.").arg(compared.added).arg(compared.removed));
        text->setPlainText(compared.text);
    });
}

} // namespace run402
