// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/logcard.h"

#include "ui/common/copybutton.h"
#include "ui/common/theme.h"

#include <QPlainTextEdit>
#include <QTextCursor>
#include <QVBoxLayout>

namespace run402 {

LogCard::LogCard(QWidget* parent) : Card(tr("Log"), parent)
{
    setObjectName(QStringLiteral("deploy.log"));
    auto* copy = new CopyButton(tr("Copy the log"));
    copy->setObjectName(QStringLiteral("deploy.copyLog"));
    copy->setSmall(true);
    copy->setTextSource([this] { return text(); });
    head()->addWidget(copy);
    body()->setContentsMargins(1, 0, 1, 1);
    m_view = new QPlainTextEdit;
    m_view->setObjectName(QStringLiteral("deploy.logText"));
    m_view->setAccessibleName(tr("Requests of this deployment"));
    m_view->setReadOnly(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_view->document()->setDocumentMargin(12);
    body()->addWidget(m_view, 1);
    connect(&Theme::of(this), &Theme::changed, this, &LogCard::render);
    render();
}

void LogCard::clear()
{
    m_records.clear();
    render();
}

void LogCard::note(const RequestRecord& record)
{
    for (RequestRecord& known : m_records) {
        if (known.traceId == record.traceId) {
            known = record;
            return render();
        }
    }
    m_records.append(record);
    if (m_records.size() > 500)
        m_records.removeFirst();
    render();
}

QString LogCard::text() const
{
    return m_view->toPlainText();
}

void LogCard::render()
{
    const Theme& theme = Theme::of(this);
    QPalette palette = m_view->palette();
    palette.setColor(QPalette::Base, theme.color("bg.alt"));
    m_view->setPalette(palette);
    m_view->setFont(theme.font(Theme::Font::MonoSmall));
    m_view->clear();
    QTextCursor cursor(m_view->document());
    const auto put = [&](const QString& text, const char* token) {
        QTextCharFormat format;
        format.setForeground(theme.color(token));
        cursor.insertText(text, format);
    };
    bool first = true;
    for (const RequestRecord& r : std::as_const(m_records)) {
        if (!first)
            cursor.insertBlock();
        first = false;
        put(r.startedAt.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")) + QStringLiteral("  "), "text.muted");
        put(QString::fromLatin1(r.method) + u' ' + r.url.path().leftJustified(52, u' '), "text.primary");
        if (r.status > 0)
            put(QStringLiteral("  %1").arg(r.status), r.status < 400 ? "accent.text" : "danger.text");
        else if (!r.problemCode.isEmpty())
            put(QStringLiteral("  ") + r.problemCode, "danger.text");
        if (r.elapsedMs >= 0)
            put(tr("  %1 ms").arg(r.elapsedMs, 5), "text.primary");
    }
    m_view->moveCursor(QTextCursor::End);
    m_view->moveCursor(QTextCursor::StartOfLine);
}

} // namespace run402
