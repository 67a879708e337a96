// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlerrorview.h"

#include "models/sql/blockedwords.h"
#include "models/sql/highlight.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr qsizetype longestShown = 4000;
constexpr int contextLines = 6;

QString tokenOf(SqlStyle style)
{
    static const char* tokens[] = {"text.primary", "syntax.keyword", "syntax.type", "syntax.function", "syntax.string",
                                   "syntax.number", "syntax.comment", "syntax.operator", "syntax.type"};
    return QLatin1StringView(tokens[int(style)]);
}

/// The raw part at the foot, on the window's colour with a line above.
class RawBox : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::of(this).color("bg.alt"));
        painter.fillRect(0, 0, width(), 1, Theme::of(this).color("border.default"));
    }
};

class CodeBox : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::of(this).color("border.default"));
        painter.setBrush(Theme::of(this).color("bg.alt"));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
};

} // namespace

QString writtenSentence(const SqlStep& step, int before)
{
    const QString earlier = before > 0
        ? QLatin1Char(' ') + SqlErrorView::tr("%n statement(s) before it were applied and stay.", nullptr, before) : QString();
    if (!step.problem)
        return earlier.trimmed();
    const Problem& p = *step.problem;
    if (step.reads && p.mutation != Problem::Mutation::Applied)
        return SqlErrorView::tr("It only reads, so nothing was written.") + earlier;
    if (p.mutation == Problem::Mutation::Applied)
        return SqlErrorView::tr("The service said it was done, but its answer could not be read.") + earlier;
    if (p.mutation == Problem::Mutation::Unknown)
        return SqlErrorView::tr("It had left this computer and no answer came: it may have been applied in full or not at all. "
                                "Look at the data before running it again.") + earlier;
    if (p.code == u"sql.error")
        return SqlErrorView::tr("Nothing was written, the transaction was undone.") + earlier;
    if (p.code == u"sql.blocked")
        return SqlErrorView::tr("Nothing was written, the service refused the text before running it.") + earlier;
    return SqlErrorView::tr("Nothing was written.") + earlier;
}

QString refusedReason(const QString& pattern)
{
    using Rule = BlockedWord::Rule;
    const std::pair<Rule, QString> reasons[] = {
        {Rule::CreateExtension, SqlErrorView::tr("The service refuses CREATE EXTENSION: extensions are the same for all projects.")},
        {Rule::CopyProgram, SqlErrorView::tr("The service refuses COPY … PROGRAM: it would run a command on the database host.")},
        {Rule::AlterSystem, SqlErrorView::tr("The service refuses ALTER SYSTEM: the database is shared.")},
        {Rule::SetRoleOrPath, SqlErrorView::tr("The service refuses SET ROLE and SET search_path, also inside functions: every request already runs in the project's schema as its owner.")},
        {Rule::CreateSchema, SqlErrorView::tr("The service refuses CREATE SCHEMA: a project has one schema.")},
        {Rule::DropSchema, SqlErrorView::tr("The service refuses DROP SCHEMA: delete the project instead.")},
        {Rule::Grant, SqlErrorView::tr("The service refuses GRANT: rights are given automatically. Use Access rules to let people read or write.")},
        {Rule::Revoke, SqlErrorView::tr("The service refuses REVOKE: rights are given automatically. Use Access rules to keep people out.")},
        {Rule::CreateRole, SqlErrorView::tr("The service refuses CREATE ROLE: the roles anon, authenticated and service_role are fixed.")},
        {Rule::DropRole, SqlErrorView::tr("The service refuses DROP ROLE: the roles are fixed.")},
    };
    for (const auto& [rule, text] : reasons) {
        if (blockedPattern(rule) == pattern)
            return text;
    }
    return SqlErrorView::tr("The service refuses this text.");
}

SqlErrorView::SqlErrorView(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sql.error"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    m_icon = new IconLabel(QStringLiteral("circle-x"), 20, "danger.text");
    head->addWidget(m_icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    m_title = new Label({}, Theme::Font::Title);
    m_title->setObjectName(QStringLiteral("sql.error.title"));
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hint = new Label({}, Theme::Font::Body, "text.secondary");
    m_hint->setObjectName(QStringLiteral("sql.error.hint"));
    m_hint->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_hint);
    head->addLayout(words, 1);
    column->addLayout(head);

    auto* code = new CodeBox;
    auto* codeLayout = new QVBoxLayout(code);
    codeLayout->setContentsMargins(12, 10, 12, 10);
    m_statement = new QLabel;
    m_statement->setObjectName(QStringLiteral("sql.error.statement"));
    m_statement->setTextFormat(Qt::RichText);
    m_statement->setTextInteractionFlags(Qt::TextSelectableByMouse);
    codeLayout->addWidget(m_statement);
    column->addWidget(code);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_fix = new Button({}, QStringLiteral("wand-sparkles"), Button::Variant::Primary);
    m_fix->setObjectName(QStringLiteral("sql.error.fix"));
    m_line = new Button(tr("Show in the editor"), Button::Variant::Secondary);
    m_line->setObjectName(QStringLiteral("sql.error.show"));
    auto* copy = new Button(tr("Copy report"), Button::Variant::Secondary);
    copy->setObjectName(QStringLiteral("sql.error.copy"));
    for (Button* button : {m_fix, m_line, copy})
        buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    outer->addWidget(scroll, 1);

    auto* raw = new RawBox;
    auto* rawLayout = new QVBoxLayout(raw);
    rawLayout->setContentsMargins(16, 10, 16, 10);
    m_raw = new Label({}, Theme::Font::MonoSmall, "text.secondary");
    m_raw->setObjectName(QStringLiteral("sql.error.raw"));
    m_raw->setWordWrap(true);
    m_raw->setTextInteractionFlags(Qt::TextSelectableByMouse);
    rawLayout->addWidget(m_raw);
    outer->addWidget(raw);

    connect(m_fix, &QAbstractButton::clicked, this, [this] { Q_EMIT fixRequested(m_spot.start, m_spot.length, m_spot.suggestion); });
    connect(m_line, &QAbstractButton::clicked, this, &SqlErrorView::showLineRequested);
    connect(copy, &QAbstractButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
    connect(&Theme::of(this), &Theme::changed, this, &SqlErrorView::refresh);
}

void SqlErrorView::show(const SqlStep& step, int before, const QString& path, const Schema& schema)
{
    m_step = step;
    m_step.rows.reset();
    m_before = before;
    m_path = path;
    m_spot = step.problem && step.problem->code == u"sql.error" ? locateSqlError(step.original, step.problem->message, schema)
                                                               : SqlErrorSpot();
    refresh();
}

void SqlErrorView::refresh()
{
    if (!m_step.problem)
        return;
    const Problem& p = *m_step.problem;
    const bool stopped = m_step.state == SqlStep::State::Stopped;
    m_icon->setIconName(stopped ? QStringLiteral("circle-stop") : QStringLiteral("circle-x"));
    m_icon->setToken(stopped ? "warning.text" : "danger.text");

    QString message = p.message;
    if (m_spot.what == SqlErrorSpot::What::NoColumn)
        message = tr("there is no column \"%1\"").arg(m_spot.name);
    else if (m_spot.what == SqlErrorSpot::What::NoTable)
        message = tr("there is no table \"%1\"").arg(m_spot.name);
    const bool ofStatement = p.code.startsWith(QLatin1String("sql."));
    const ProblemWords words = ofStatement ? ProblemWords() : problemWords(p);
    if (!words.title.isEmpty())
        message = words.title; // its own message is about the service, and stands below
    if (stopped)
        message = tr("You stopped waiting for it");
    else if (p.code == u"sql.blocked")
        message = tr("The service refuses this text");
    if (m_spot.line >= 0)
        message = tr("Line %1: %2").arg(m_step.line + m_spot.line + 1).arg(message);
    if (!message.isEmpty())
        message[0] = message[0].toUpper();
    m_title->setText(message);

    const bool fix = !m_spot.suggestion.isEmpty();
    m_hint->setText(fix ? tr("Did you mean %1?").arg(m_spot.suggestion)
                    : p.code == u"sql.blocked" ? refusedReason(p.details.value(QStringLiteral("pattern")).toString())
                    : QStringList{words.why, words.next}.join(u' ').trimmed());
    m_hint->setVisible(!m_hint->text().isEmpty());
    m_fix->setVisible(fix);
    m_fix->setText(tr("Use %1").arg(m_spot.suggestion));
    m_line->setVisible(m_spot.start >= 0 || m_step.statements == 1);
    m_statement->setFont(Theme::of(this).font(Theme::Font::Mono));
    m_statement->setText(statementHtml());

    QString raw = m_step.rest ? m_step.rest->line() + u'\n' : m_path.isEmpty() ? QString() : QStringLiteral("POST %1\n").arg(m_path);
    if (p.httpStatus > 0)
        raw += QStringLiteral("%1  %2 ms  ").arg(p.httpStatus).arg(m_step.elapsedMs);
    raw += p.message + u'\n' + writtenSentence(m_step, m_before);
    m_raw->setText(raw);
}

QString SqlErrorView::statementHtml() const
{
    const Theme& theme = Theme::of(this);
    const QStringList lines = m_step.original.left(longestShown * 4).split(u'\n');
    const int middle = std::max(0, m_spot.line);
    const int first = std::max(0, middle - contextLines), last = std::min(int(lines.size()) - 1, middle + contextLines);
    SqlHighlighter rules;
    QString html;
    int state = 0;
    qsizetype offset = 0;
    for (int i = 0; i <= last; ++i) {
        const QString& line = lines[i];
        const QList<SqlSpan> spans = rules.line(line, state);
        if (i >= first) {
            QList<SqlStyle> styles(line.size(), SqlStyle::Plain);
            for (const SqlSpan& span : spans) {
                for (qsizetype k = 0; k < span.length; ++k)
                    styles[span.start + k] = span.style;
            }
            for (qsizetype k = 0; k < std::min<qsizetype>(line.size(), longestShown);) {
                const auto marked = [&](qsizetype at) {
                    return m_spot.start >= 0 && offset + at >= m_spot.start && offset + at < m_spot.start + m_spot.length;
                };
                qsizetype end = k + 1;
                while (end < line.size() && styles[end] == styles[k] && marked(end) == marked(k))
                    ++end;
                html += QStringLiteral("<span style='color:%1;%2'>%3</span>")
                            .arg(theme.color(tokenOf(styles[k])).name(),
                                 marked(k) ? QStringLiteral("background:%1;text-decoration:underline").arg(theme.color("danger.tint").name()) : QString(),
                                 line.mid(k, end - k).toHtmlEscaped());
                k = end;
            }
            html += i < last ? QStringLiteral("<br>") : QString();
        }
        offset += line.size() + 1;
    }
    return QStringLiteral("<div style='white-space:pre-wrap'>%1</div>").arg(html);
}

QString SqlErrorView::report() const
{
    return m_title->text() + QStringLiteral("\n\n") + m_step.sql + QStringLiteral("\n\n") + m_raw->text() + u'\n';
}

} // namespace run402
