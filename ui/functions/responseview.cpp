// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/responseview.h"

#include "models/item/jsontext.h"
#include "models/sql/jshighlight.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/functions/tryit.h"
#include "ui/sql/plainhighlighter.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr qsizetype longestShown = 200'000;

QString statusText(int status)
{
    static const QHash<int, QString> names{{200, u"OK"_s}, {201, u"Created"_s}, {204, u"No content"_s}, {302, u"Found"_s}, {400, u"Bad request"_s},
                                           {401, u"Unauthorized"_s}, {403, u"Forbidden"_s}, {404, u"Not found"_s}, {409, u"Conflict"_s},
                                           {422, u"Unprocessable"_s}, {429, u"Too many"_s}, {500, u"Server error"_s}, {503, u"Unavailable"_s}};
    const QString name = names.value(status);
    return name.isEmpty() ? QString::number(status) : u"%1 %2"_s.arg(status).arg(name);
}

QString sizeText(qint64 bytes)
{
    return bytes < 1000 ? ResponseView::tr("%1 B").arg(bytes) : ResponseView::tr("%1 KB").arg(QString::number(double(bytes) / 1000, 'f', 1));
}

} // namespace

ResponseView::ResponseView(QWidget* parent) : QWidget(parent)
{
    setProperty("surface", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    head->setProperty("surface", true);
    head->setFixedHeight(Theme::of(this).scaled(38));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(14, 0, 12, 0);
    row->setSpacing(8);
    m_status = new Chip({});
    m_status->setObjectName(u"functions.status"_s);
    m_time = new Label({}, Theme::Font::Mono, "text.secondary");
    m_size = new Label({}, Theme::Font::Mono, "text.muted");
    m_tabs = new SegmentedControl;
    m_tabs->setObjectName(u"functions.responseTabs"_s);
    m_tabs->setAccessibleName(tr("Part of the answer"));
    m_tabs->setSmall(true);
    for (const QString& name : {tr("Body"), tr("Headers"), tr("Logs")})
        m_tabs->addSegment(name);
    m_tabs->setCurrent(0);
    row->addWidget(m_status);
    row->addWidget(m_time);
    row->addWidget(m_size);
    row->addStretch();
    row->addWidget(m_tabs);
    column->addWidget(head);
    auto* rule = new QFrame;
    rule->setFrameShape(QFrame::HLine);
    rule->setProperty("rule", true);
    column->addWidget(rule);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(u"functions.response"_s);
    m_text->setAccessibleName(tr("Answer"));
    m_text->setReadOnly(true);
    m_text->setProperty("bare", true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(Theme::of(this).font(Theme::Font::Mono));
    new PlainHighlighter(m_text->document(), std::make_unique<JsHighlighter>());
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(10, 6, 4, 0);
    inset->addWidget(m_text);
    column->addLayout(inset, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(10, 2, 10, 4);
    m_raw = new Button(tr("Raw"), Button::Variant::Ghost);
    m_raw->setObjectName(u"functions.raw"_s);
    m_raw->setSize(Button::Size::Small);
    m_raw->setCheckable(true);
    m_openLogs = new Button(tr("Open in Logs"), u"scroll-text"_s, Button::Variant::Ghost);
    m_openLogs->setObjectName(u"functions.openLogs"_s);
    m_openLogs->setSize(Button::Size::Small);
    foot->addWidget(m_raw);
    foot->addStretch();
    foot->addWidget(m_openLogs);
    column->addLayout(foot);
    connect(m_tabs, &SegmentedControl::currentChanged, this, &ResponseView::refresh);
    connect(m_raw, &Button::toggled, this, [this](bool on) {
        m_raw->setVariant(on ? Button::Variant::Secondary : Button::Variant::Ghost);
        refresh();
    });
    connect(m_openLogs, &Button::clicked, this, [this] { Q_EMIT logsRequested(m_startedAt); });
    clear();
}

void ResponseView::clear()
{
    m_pretty.clear();
    m_rawText.clear();
    m_headers.clear();
    m_logs.clear();
    m_headerCount = 0;
    m_startedAt = {};
    m_status->hide();
    m_time->clear();
    m_size->clear();
    m_text->setPlaceholderText(tr("Send a request to see what the function answers."));
    refresh();
}

void ResponseView::showWaiting()
{
    clear();
    m_text->setPlaceholderText(tr("Waiting for the function…"));
}

void ResponseView::showNote(const QString& text)
{
    clear();
    m_text->setPlaceholderText(text);
}

void ResponseView::showCall(const TryCall& call)
{
    clear();
    m_startedAt = call.startedAt;
    m_status->show();
    if (call.problem) {
        const ProblemWords words = problemWords(*call.problem);
        m_status->setText(tr("No answer"));
        m_status->setTone(Tone::Danger);
        m_rawText = m_pretty = words.title + u'\n' + (words.why.isEmpty() ? call.problem->message : words.why) + u'\n' + words.written;
        refresh();
        return;
    }
    if (!call.answer) // a request without outcome has nothing to show
        return;
    const Functions::Invocation& answer = *call.answer;
    m_status->setText(statusText(answer.status));
    m_status->setTone(answer.status < 300 ? Tone::Success : answer.status < 400 ? Tone::Info : answer.status < 500 ? Tone::Warning : Tone::Danger);
    m_time->setText(tr("%1 ms").arg(answer.elapsedMs));
    m_size->setText(sizeText(answer.body.size()));
    m_rawText = QString::fromUtf8(answer.body.left(longestShown));
    if (answer.body.size() > longestShown)
        m_rawText += u"\n…"_s;
    const QByteArray start = answer.body.trimmed().left(1);
    m_pretty = start == "{" || start == "[" ? prettyJson(answer.body, longestShown) : m_rawText;
    QStringList lines;
    for (const auto& [name, value] : answer.headers)
        lines << QString::fromLatin1(name) + ": "_L1 + QString::fromLatin1(value);
    m_headers = lines.join(u'\n');
    m_headerCount = int(lines.size());
    refresh();
}

void ResponseView::setLogLines(const QStringList& lines)
{
    m_logs = lines;
    refresh();
}

void ResponseView::refresh()
{
    const int tab = m_tabs->current();
    m_tabs->setSegmentText(1, m_headerCount > 0 ? tr("Headers %1").arg(m_headerCount) : tr("Headers"));
    m_tabs->setSegmentText(2, m_logs.isEmpty() ? tr("Logs") : tr("Logs %1").arg(m_logs.size()));
    m_text->setPlainText(tab == 1 ? m_headers : tab == 2 ? m_logs.join(u'\n') : m_raw->isChecked() ? m_rawText : m_pretty);
    m_raw->setVisible(tab == 0 && !m_rawText.isEmpty());
    m_openLogs->setVisible(m_startedAt.isValid());
    m_openLogs->setText(m_logs.isEmpty() ? tr("Open in Logs") : tr("%n line(s) in Logs", nullptr, int(m_logs.size())));
}

} // namespace run402
