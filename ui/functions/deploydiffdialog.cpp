// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/deploydiffdialog.h"

#include "models/text/linediff.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int context = 3; ///< unchanged lines around a change
constexpr int mostLines = 5000;

/// "+ added", "- removed", "  same", "…" where unchanged lines are left out.
QString diffText(const QList<DiffLine>& lines)
{
    QList<bool> shown(lines.size(), false);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).kind == DiffLine::Kind::Same)
            continue;
        for (qsizetype at = std::max<qsizetype>(0, i - context); at <= std::min(lines.size() - 1, i + context); ++at)
            shown[at] = true;
    }
    QStringList out;
    for (qsizetype i = 0; i < lines.size() && out.size() < mostLines; ++i) {
        const DiffLine& line = lines.at(i);
        if (!shown.at(i)) {
            if (out.isEmpty() || out.last() != u"…"_s)
                out << u"…"_s;
            continue;
        }
        const QChar sign = line.kind == DiffLine::Kind::Added ? u'+' : line.kind == DiffLine::Kind::Removed ? u'-' : u' ';
        out << u"%1 %2 %3"_s.arg(sign).arg((line.after >= 0 ? line.after : line.before) + 1, 4).arg(line.text);
    }
    return out.join(u'\n');
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

    using Compared = std::pair<DiffCounts, QString>;
    auto* watcher = new QFutureWatcher<Compared>(this);
    connect(watcher, &QFutureWatcher<Compared>::finished, this, [watcher, counts, text] {
        const auto& [n, words] = watcher->result();
        counts->setText(n.added + n.removed == 0 ? tr("The text is the one last deployed from here.")
                                                 : tr("%1 lines added, %2 removed since the last deploy from here.").arg(n.added).arg(n.removed));
        text->setPlainText(words);
    });
    watcher->setFuture(QtConcurrent::run([before, after]() -> Compared {
        const QList<DiffLine> lines = lineDiff(before, after);
        return {countDiff(lines), diffText(lines)};
    }));
}

} // namespace run402
