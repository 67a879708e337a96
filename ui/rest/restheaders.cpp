// SPDX-License-Identifier: GPL-3.0-or-later
// Headers and functions of RestPane.
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/rest/restpane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonDocument>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int mostFunctions = 200;
constexpr int mostHeaders = 20;

/// Names that follow from elsewhere in the request, and the key of "Send as" before all.
bool isReserved(const QByteArray& name)
{
    static const QSet<QByteArray> reserved{"apikey", "authorization", "prefer", "content-type", "content-length", "host", "connection", "transfer-encoding", "cookie"};
    return reserved.contains(name.toLower());
}

} // namespace

QWidget* RestPane::buildHeaders()
{
    auto* box = new QWidget;
    box->setProperty("surface", true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addWidget(new Label(tr("Prefer"), Theme::Font::Subtitle));
    const auto add = [&](const char* value, const QString& text) {
        auto* check = new QCheckBox(text);
        check->setObjectName(QStringLiteral("rest.prefer.") + QString::fromLatin1(value));
        connect(check, &QCheckBox::toggled, this, &RestPane::refreshCode);
        m_prefer << qMakePair(QString::fromLatin1(value), check);
        column->addWidget(check);
    };
    add("return=representation", tr("Send the changed rows back (return=representation)"));
    add("count=exact", tr("Count every matching row (count=exact)"));
    add("resolution=merge-duplicates", tr("Update rows that exist already (resolution=merge-duplicates)"));
    add("resolution=ignore-duplicates", tr("Leave out rows that exist already (resolution=ignore-duplicates)"));
    add("missing=default", tr("Fill missing columns with their defaults (missing=default)"));
    add("handling=strict", tr("Refuse unknown preferences (handling=strict)"));
    m_morePrefer = new LineEdit(tr("Further preferences: count=planned, max-affected=10"));
    m_morePrefer->setObjectName(QStringLiteral("rest.prefer.more"));
    m_morePrefer->setAccessibleName(tr("Further preferences"));
    m_morePrefer->setMono(true);
    connect(m_morePrefer, &QLineEdit::textChanged, this, &RestPane::refreshCode);
    column->addWidget(m_morePrefer);
    column->addSpacing(4);
    column->addWidget(new Label(tr("Other headers"), Theme::Font::Subtitle));
    m_headers = new QPlainTextEdit;
    m_headers->setObjectName(QStringLiteral("rest.requestHeaders"));
    m_headers->setAccessibleName(tr("Other headers, one Name: value per line"));
    m_headers->setPlaceholderText(QStringLiteral("Accept: application/vnd.pgrst.object+json"));
    m_headers->setFont(Theme::of().font(Theme::Font::Mono));
    m_headers->setTabChangesFocus(true);
    m_headers->setFixedHeight(Theme::of(this).scaled(72));
    column->addWidget(m_headers);
    m_headersNote = new Label({}, Theme::Font::Small, "text.muted");
    m_headersNote->setObjectName(QStringLiteral("rest.headersNote"));
    m_headersNote->setWordWrap(true);
    column->addWidget(m_headersNote);
    column->addStretch();
    connect(m_headers, &QPlainTextEdit::textChanged, this, &RestPane::refreshCode);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(box);
    return scroll;
}

HeaderList RestPane::headerList(QString* error) const
{
    HeaderList list;
    const QStringList lines = m_headers->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    static const QByteArray odd("()<>@,;:\\\"/[]?={} \t");
    for (const QString& line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        const QByteArray name = line.left(std::max<qsizetype>(0, colon)).trimmed().toLatin1(), value = line.mid(colon + 1).trimmed().toUtf8();
        const bool bad = name.isEmpty() || std::any_of(name.cbegin(), name.cend(), [](char c) { return c < 33 || c > 126 || odd.contains(c); })
                         || std::any_of(value.cbegin(), value.cend(), [](char c) { return uchar(c) < 32 || c == 127; });
        if (bad || list.size() >= mostHeaders) {
            *error = tr("This is no header: %1").arg(line.left(60));
            return {};
        }
        if (isReserved(name)) {
            *error = tr("%1 follows from the rest of the request and cannot be given here.").arg(QString::fromLatin1(name));
            return {};
        }
        list.append({name, value});
    }
    return list;
}

void RestPane::refreshCounts()
{
    QString error;
    const auto headers = headerList(&error).size() + (prefer().isEmpty() ? 0 : 1);
    m_headersNote->setText(error.isEmpty() ? tr("Run402 passes only Authorization, Content-Type and Prefer on to the tables; other headers reach it and stop there.") : error);
    m_headersNote->setToken(error.isEmpty() ? "text.muted" : "danger.text");
    const auto counted = [](const QString& name, qsizetype count) { return count > 0 ? name + QLatin1Char(' ') + QString::number(count) : name; };
    m_tabs->setSegmentText(QueryTab, counted(tr("Query"), m_params.rowCount()));
    m_tabs->setSegmentText(HeadersTab, counted(tr("Headers"), headers));
}

/// What the schema can be asked to do. Read once per project, when it is looked for.
void RestPane::fillFunctions(QMenu* menu)
{
    menu->clear();
    if (!m_functions) {
        menu->addAction(tr("Reading the functions of the schema"))->setEnabled(false);
        return loadFunctions(menu);
    }
    for (const RestFunction& f : *m_functions) {
        const QString text = tr("%1(%2) returns %3").arg(f.name, f.arguments, f.result).left(90).replace(QLatin1Char('&'), QLatin1String("&&"));
        connect(menu->addAction(text), &QAction::triggered, this, [this, f] { chooseFunction(f); });
    }
    if (m_functions->isEmpty())
        menu->addAction(tr("None yet: create function … makes one"))->setEnabled(false);
    if (m_functions->size() >= mostFunctions)
        menu->addAction(tr("Only the first %1 are listed").arg(mostFunctions))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("Read again"), this, [this] { m_functions.reset(); });
}

void RestPane::loadFunctions(QMenu* menu)
{
    const QString project = m_workspace.currentProjectId();
    if (project.isEmpty() || !m_services.hasSession())
        return;
    const QString sql = QStringLiteral("select p.proname::text as name, pg_get_function_arguments(p.oid) as args, pg_get_function_result(p.oid) as result, "
                                       "coalesce(array_to_json(p.proargnames[1:p.pronargs]), '[]') as names from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
                                       "where n.nspname = current_schema() and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype order by 1 limit %1").arg(mostFunctions);
    m_services.database().run(project, sql)->onDone(this, [this, project, menu = QPointer<QMenu>(menu)](const Result<SqlOutcome>& r) {
        if (project != m_workspace.currentProjectId())
            return;
        if (!r.ok()) {
            if (menu) {
                menu->clear();
                menu->addAction(problemWords(r.error()).title)->setEnabled(false);
            }
            return;
        }
        QList<RestFunction> functions;
        const QJsonArray rows = QJsonDocument::fromJson(r->rowsJson).array();
        for (const QJsonValue& v : rows) {
            const QJsonObject o = v.toObject();
            RestFunction f{o.value(QLatin1String("name")).toString(), o.value(QLatin1String("args")).toString(), o.value(QLatin1String("result")).toString(), {}};
            for (const QJsonValue& name : o.value(QLatin1String("names")).toArray()) {
                if (!name.toString().isEmpty())
                    f.argumentNames << name.toString();
            }
            functions << f;
        }
        m_functions = functions;
        if (menu)
            fillFunctions(menu);
    });
}

void RestPane::chooseFunction(const RestFunction& function)
{
    m_method->setCurrentText(QStringLiteral("POST"));
    m_url->setText(QStringLiteral("/rest/v1/rpc/") + QString::fromLatin1(QUrl::toPercentEncoding(function.name)));
    QStringList members;
    for (const QString& name : function.argumentNames)
        members << QStringLiteral("  \"%1\": null").arg(QString(name).replace(QLatin1Char('"'), QLatin1String("\\\"")));
    m_body->setPlainText(members.isEmpty() ? QStringLiteral("{}") : QStringLiteral("{\n%1\n}").arg(members.join(QStringLiteral(",\n"))));
    m_tabs->setCurrent(BodyTab);
    m_parts->setCurrentIndex(BodyTab);
    m_body->setFocus();
}

} // namespace run402
