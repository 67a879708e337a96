// SPDX-License-Identifier: GPL-3.0-or-later
// Files, history and kept state of the console.
#include "ui/sql/sqlview.h"

#include "services/worker.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqllibrary.h"
#include "ui/sql/sqltoolbar.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QMimeData>
#include <QSaveFile>
#include <QSplitter>
#include <QStringDecoder>

namespace run402 {

namespace {
constexpr qint64 largestFile = 10 * 1000 * 1000; // what the service takes as one request

constexpr qsizetype keptInline = 20'000; // UTF-16 units; no longer than what is not read on a worker

struct FileText { QString text, error; };

FileText readText(const QString& file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {{}, in.errorString()};
    if (in.size() > largestFile)
        return {{}, SqlView::tr("it is larger than 10 MB, which the service does not take")};
    const QByteArray bytes = in.readAll();
    auto decode = QStringDecoder(QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8));
    const QString text = decode(bytes);
    if (decode.hasError() || text.contains(QChar(u'\0')))
        return {{}, SqlView::tr("it is not UTF-8 text")};
    if (!SqlEditor::canShow(text))
        return {{}, SqlView::tr("one of its lines has more than 500,000 characters, which no editor here can show")};
    return {text.startsWith(QChar(0xFEFF)) ? text.mid(1) : text, {}};
}

QString writeText(const QString& file, const QString& text)
{
    QSaveFile out(file);
    const QByteArray utf8 = text.toUtf8();
    if (!out.open(QIODevice::WriteOnly) || out.write(utf8) != utf8.size() || !out.commit())
        return out.errorString();
    return {};
}

QString sqlFileOf(const QMimeData* data)
{
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile() && url.fileName().endsWith(QStringLiteral(".sql"), Qt::CaseInsensitive))
            return url.toLocalFile();
    }
    return {};
}
}

void SqlView::openFile(const QString& file)
{
    onWorker(this, [file] { return readText(file); }, [this, file](const FileText& read) { fileRead(file, read.text, read.error); });
}

void SqlView::fileRead(const QString& file, const QString& text, const QString& error)
{
    if (!error.isEmpty()) {
        Q_EMIT noticed(tr("%1 was not opened: %2").arg(QFileInfo(file).fileName(), error), true);
        return;
    }
    // Unsaved text is never thrown away: the file's text goes behind it.
    if (isModified() && !m_editor->text().trimmed().isEmpty()) {
        const qsizetype end = m_editor->text().size();
        m_editor->replace(end, 0, QStringLiteral("\n\n-- %1\n").arg(QFileInfo(file).fileName()) + text);
        return;
    }
    m_editor->setText(text);
    m_file = file;
    m_savedText = m_editor->text();
    m_wasModified = true; // so that edited() notices it is not
    edited();
}

void SqlView::save(std::function<void(bool saved)> done)
{
    if (!m_file.isEmpty()) {
        writeTo(m_file, std::move(done));
        return;
    }
    if (m_query.id) {
        Q_EMIT querySaveRequested(std::move(done));
        return;
    }
    QPointer<SqlView> self(this);
    m_dialogs.save(this, QStringLiteral("query.sql"), tr("SQL files (*.sql)"), [self, done](const QString& file) {
        if (self && !file.isEmpty())
            self->writeTo(file, done);
        else if (done)
            done(false);
    });
}

void SqlView::writeTo(const QString& file, std::function<void(bool saved)> done)
{
    const QString text = m_editor->text();
    onWorker(this, [file, text] { return writeText(file, text); }, [this, file, text, done](const QString& error) {
        if (!error.isEmpty()) {
            Q_EMIT noticed(tr("%1 was not saved: %2").arg(QFileInfo(file).fileName(), error), true);
            if (done)
                done(false);
            return;
        }
        m_file = file;
        m_query = {};
        m_savedText = text;
        m_wasModified = isModified();
        m_saveLater.start();
        Q_EMIT titleChanged();
        Q_EMIT noticed(tr("Saved %1").arg(QFileInfo(file).fileName()), false);
        if (done)
            done(true);
    });
}

void SqlView::append(const QString& sql)
{
    const QString text = m_editor->text();
    const QString before = text.trimmed().isEmpty() ? QString() : QStringLiteral("\n\n");
    m_editor->replace(text.size(), 0, before + sql + (sql.trimmed().endsWith(u';') ? QString() : QStringLiteral(";")));
    m_editor->input()->setFocus();
}

void SqlView::toggleLibrary(int page)
{
    if (m_library->isVisible() && int(m_library->page()) == page)
        Q_EMIT m_library->closed();
    else
        m_library->open(SqlLibrary::Page(page));
    m_saveLater.start();
}

void SqlView::setQuery(const NamedQuery& query, const QString& savedText)
{
    m_query = query;
    m_savedText = query.id ? savedText : QString();
    if (query.id)
        m_file.clear();
    m_wasModified = isModified();
    m_saveLater.start();
    Q_EMIT titleChanged();
}

SqlView::KeptText SqlView::keep(const QString& text, const QString& saved, bool named)
{
    KeptText kept{text, saved, named, {{QStringLiteral("text"), text}}};
    if (named)
        kept.json.insert(QStringLiteral("saved"), saved);
    return kept;
}

/// Text and what it was when saved. Long ones are an object of their own, made when they are read on a worker: putting
/// megabytes into JSON takes a while, and the cursor moves more often than the text changes.
void SqlView::putTexts(QJsonObject& state) const
{
    const QString text = m_editor->text();
    const bool named = !m_file.isEmpty() || m_query.id;
    if (text.size() <= keptInline) {
        state.insert(QStringLiteral("text"), text);
        if (named)
            state.insert(QStringLiteral("saved"), m_savedText);
        return;
    }
    const auto same = [](const QString& one, const QString& other) { return one.constData() == other.constData() && one.size() == other.size(); };
    if (!same(m_keptText.text, text) || !same(m_keptText.saved, m_savedText) || m_keptText.named != named)
        m_keptText = keep(text, m_savedText, named);
    state.insert(QStringLiteral("body"), m_keptText.json);
}

QJsonObject SqlView::saveState() const
{
    QJsonArray sizes;
    for (const int size : m_splitter->sizes())
        sizes << size;
    QJsonObject state{{QStringLiteral("version"), 1}, {QStringLiteral("cursor"), qint64(m_editor->cursor())},
                      {QStringLiteral("mode"), m_toolbar->mode() == SqlRunMode::OneTransaction ? QStringLiteral("transaction") : QStringLiteral("steps")},
                      {QStringLiteral("splitter"), sizes}};
    putTexts(state);
    if (!m_file.isEmpty())
        state.insert(QStringLiteral("file"), m_file);
    if (m_query.id) {
        state.insert(QStringLiteral("query"), m_query.id);
        state.insert(QStringLiteral("name"), m_query.name);
    }
    if (!m_identity.isService()) {
        state.insert(QStringLiteral("as"), m_identity.kind == SqlIdentity::Kind::Anonymous ? QStringLiteral("anonymous") : m_identity.userId);
        state.insert(QStringLiteral("asName"), m_identity.name);
    }
    if (m_second)
        state.insert(QStringLiteral("split"), m_views->orientation() == Qt::Horizontal ? QStringLiteral("beside") : QStringLiteral("above"));
    if (!m_results->layouts().isEmpty())
        state.insert(QStringLiteral("columns"), m_results->layouts());
    if (!m_library->isHidden())
        state.insert(QStringLiteral("library"), m_library->page() == SqlLibrary::Page::History ? QStringLiteral("history") : QStringLiteral("saved"));
    return state;
}

void SqlView::restoreState(const QJsonObject& state)
{
    if (state.value(QStringLiteral("version")).toInt() != 1)
        return;
    m_file = state.value(QStringLiteral("file")).toString();
    m_query = {state.value(QStringLiteral("query")).toInteger(), state.value(QStringLiteral("name")).toString()};
    const QJsonObject texts = state.contains(QStringLiteral("body")) ? state.value(QStringLiteral("body")).toObject() : state;
    m_savedText = texts.value(QStringLiteral("saved")).toString();
    m_results->setLayouts(state.value(QStringLiteral("columns")).toArray());
    if (const QString page = state.value(QStringLiteral("library")).toString(); !page.isEmpty())
        m_library->open(page == u"history" ? SqlLibrary::Page::History : SqlLibrary::Page::Saved);
    m_editor->setText(texts.value(QStringLiteral("text")).toString());
    m_editor->setCursorAt(qsizetype(state.value(QStringLiteral("cursor")).toInteger()));
    m_toolbar->setMode(state.value(QStringLiteral("mode")).toString() == u"transaction" ? SqlRunMode::OneTransaction : SqlRunMode::StepByStep);
    if (const QString as = state.value(QStringLiteral("as")).toString(); !as.isEmpty())
        setIdentity(as == u"anonymous" ? SqlIdentity{SqlIdentity::Kind::Anonymous} : SqlIdentity{SqlIdentity::Kind::User, as, state.value(QStringLiteral("asName")).toString()});
    if (const QString way = state.value(QStringLiteral("split")).toString(); !way.isEmpty())
        split(way == u"beside" ? Qt::Horizontal : Qt::Vertical);
    const QJsonArray sizes = state.value(QStringLiteral("splitter")).toArray();
    if (sizes.size() == 2 && sizes[0].toInt() > 0 && sizes[1].toInt() > 0)
        m_splitter->setSizes({sizes[0].toInt(), sizes[1].toInt()});
    edited();
    Q_EMIT titleChanged();
}

void SqlView::dragEnterEvent(QDragEnterEvent* event)
{
    if (!sqlFileOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SqlView::dropEvent(QDropEvent* event)
{
    const QString file = sqlFileOf(event->mimeData());
    if (file.isEmpty())
        return;
    event->acceptProposedAction();
    openFile(file);
}

} // namespace run402
