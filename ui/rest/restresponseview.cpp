// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rest/restresponseview.h"

#include "models/domain/datasize.h"
#include "models/item/jsontext.h"
#include "models/item/objectlistmodel.h"
#include "services/net/redact.h"
#include "services/worker.h"
#include "ui/common/chip.h"
#include "ui/common/copybutton.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/problemview.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/skeletonrows.h"
#include "ui/common/theme.h"
#include "ui/rest/jsonhighlighter.h"
#include "ui/rest/jsontreeview.h"
#include "ui/rest/resttable.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr qsizetype shownCharacters = 200'000;

struct Prepared
{
    QString text;
    std::shared_ptr<const ResultSet> rows;
    std::shared_ptr<const JsonTree> tree;
    bool cut = false;
};

Prepared prepare(const QByteArray& body)
{
    Prepared p;
    p.text = prettyJson(body, shownCharacters);
    p.cut = p.text.size() >= shownCharacters;
    p.tree = JsonTree::parse(body);
    if (const auto rows = ResultSet::parse(body); rows.ok())
        p.rows = *rows;
    return p;
}

QPlainTextEdit* makeText(const char* name, const QString& accessible)
{
    auto* text = new QPlainTextEdit;
    text->setObjectName(QString::fromLatin1(name));
    text->setAccessibleName(accessible);
    text->setReadOnly(true);
    text->setProperty("bare", true);
    text->setFrameShape(QFrame::NoFrame);
    text->document()->setDocumentMargin(12);
    text->setFont(Theme::of().font(Theme::Font::Mono));
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    return text;
}

} // namespace

RestResponseView::RestResponseView(QWidget* parent) : QWidget(parent)
{
    setProperty("surface", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    column->addWidget(line);
    m_pages = new QStackedWidget;
    auto* empty = new EmptyState(QStringLiteral("braces"), tr("No answer yet"), tr("Send a request to see its status, headers and rows."));
    m_wait = new SkeletonRows;
    m_json = makeText("rest.json", tr("Answer as JSON"));
    new JsonHighlighter(m_json->document());
    m_tree = new JsonTreeView;
    m_tree->setObjectName(QStringLiteral("rest.tree"));
    m_tree->setAccessibleName(tr("Answer as a tree"));
    m_table = new RestTable;
    connect(m_table, &RestTable::noticed, this, &RestResponseView::noticed);
    m_headers = makeText("rest.headers", tr("Headers of the answer"));
    m_problem = new ProblemView;
    for (QWidget* page : std::initializer_list<QWidget*>{empty, m_wait, m_json, m_tree, m_table, m_headers, m_problem})
        m_pages->addWidget(page);
    column->addWidget(m_pages, 1);
    m_note = new Label({}, Theme::Font::Small, "text.muted");
    m_note->setObjectName(QStringLiteral("rest.note"));
    m_note->setContentsMargins(12, 6, 12, 6);
    column->addWidget(m_note);
    connect(m_wait, &SkeletonRows::cancelRequested, this, &RestResponseView::cancelRequested);
    connect(m_problem, &ProblemView::actionTriggered, this, [this](const QString& action) {
        if (action == QLatin1String("retry"))
            Q_EMIT retryRequested();
        else
            Q_EMIT actionRequested(action);
    });
    clear();
}

QWidget* RestResponseView::buildHead()
{
    auto* head = new QWidget;
    head->setProperty("bar", true);
    head->setFixedHeight(38);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(8);
    m_status = new Chip({});
    m_status->setObjectName(QStringLiteral("rest.status"));
    m_facts = new ElidedLabel({}, Theme::Font::MonoSmall, "text.secondary");
    m_facts->setObjectName(QStringLiteral("rest.facts"));
    m_modes = new SegmentedControl;
    m_modes->setObjectName(QStringLiteral("rest.modes"));
    m_modes->setAccessibleName(tr("How to show the answer"));
    m_modes->setSmall(true);
    m_modes->addSegment(tr("JSON"));
    m_modes->addSegment(tr("Tree"));
    m_modes->addSegment(tr("Table"));
    m_modes->addSegment(tr("Headers"));
    m_modes->setCurrent(0);
    m_copy = new CopyButton(tr("the answer"));
    m_copy->setTextSource([this] { return QString::fromUtf8(m_body); });
    row->addWidget(m_status);
    row->addWidget(m_facts, 1);
    row->addWidget(m_modes);
    row->addWidget(m_copy);
    connect(m_modes, &SegmentedControl::currentChanged, this, &RestResponseView::choose);
    return head;
}

void RestResponseView::choose(int segment)
{
    m_pages->setCurrentIndex(segment == TableMode && m_hasTable ? TablePage : segment == TreeMode && m_hasTree ? TreePage : segment == HeadersMode ? HeadersPage : JsonPage);
}

void RestResponseView::clear()
{
    ++m_generation;
    m_body.clear();
    m_wait->stop();
    for (QWidget* w : std::initializer_list<QWidget*>{m_status, m_modes, m_copy, m_note})
        w->hide();
    m_facts->setText({});
    m_pages->setCurrentIndex(EmptyPage);
}

void RestResponseView::showWaiting(const QString& request)
{
    clear();
    m_wait->start(tr("Waiting for the answer"), request);
    m_pages->setCurrentIndex(WaitPage);
}

void RestResponseView::showProblem(const Problem& problem, const QString& request)
{
    clear();
    m_problem->setProblem(problem, request);
    m_pages->setCurrentIndex(ProblemPage);
}

void RestResponseView::showReply(const Database::RestReply& reply)
{
    clear();
    const int generation = m_generation;
    m_body = reply.body;
    const char* words = reply.status == 200 ? " OK" : reply.status == 201 ? " Created" : reply.status == 204 ? " No content" : "";
    m_status->setText(QString::number(reply.status) + QLatin1String(words));
    m_status->setTone(reply.status < 300 ? Tone::Success : reply.status < 500 ? Tone::Warning : Tone::Danger);
    QStringList lines;
    QString range;
    for (const auto& [name, value] : reply.headers) {
        const bool open = redact::isHeaderLoggable(name);
        lines << QString::fromLatin1(name) + QLatin1String(": ") + (open ? QString::fromUtf8(value) : tr("[hidden]"));
        if (name.compare("Content-Range", Qt::CaseInsensitive) == 0)
            range = QString::fromLatin1(value);
    }
    m_headers->setPlainText(lines.join(QLatin1Char('\n')));
    QStringList facts{tr("%1 ms").arg(reply.elapsedMs), byteText(reply.body.size())};
    if (!range.isEmpty())
        facts << tr("rows %1").arg(range);
    m_facts->setText(facts.join(QStringLiteral("   ")));
    m_modes->setSegmentText(HeadersMode, tr("Headers %1").arg(lines.size()));
    m_hasTable = m_hasTree = false;
    m_modes->setSegmentEnabled(TreeMode, false);
    m_modes->setSegmentEnabled(TableMode, false);
    m_tree->setTree({});
    m_table->setRows({});
    for (QWidget* w : std::initializer_list<QWidget*>{m_status, m_modes, m_copy})
        w->show();
    onWorker(this, [body = reply.body] { return prepare(body); }, [this, generation](const Prepared& p) {
        if (generation != m_generation)
            return;
        m_json->setPlainText(p.text.isEmpty() ? tr("(an empty body)") : p.text);
        m_hasTable = p.rows && p.rows->rowCount() > 0;
        m_hasTree = p.tree && p.tree->nodes.front().children.size() > 0;
        m_modes->setSegmentEnabled(TreeMode, m_hasTree);
        m_modes->setSegmentEnabled(TableMode, m_hasTable);
        m_tree->setTree(p.tree);
        if (p.rows)
            m_table->setRows(p.rows);
        m_note->setVisible(p.cut || (p.tree && p.tree->cut));
        m_note->setText(tr("Only the first 200,000 letters and values are shown. Copy takes all of it; the table has every row."));
        choose(m_modes->current());
    });
}

} // namespace run402
