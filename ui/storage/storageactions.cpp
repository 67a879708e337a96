// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"
#include "ui/storage/dropbox.h"
#include "ui/storage/storagepane.h"

#include <QDragEnterEvent>
#include <QComboBox>
#include <QFileDialog>
#include <QRegularExpression>
#include <QSet>
#include <QVBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QVBoxLayout>

namespace run402 {

void StoragePane::chooseUpload(const QString& contentType)
{
    if (m_bucket.isEmpty())
        return askBucket();
    auto* dialog = new QFileDialog(this, tr("Upload files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this, contentType](const QStringList& files) { upload(files, contentType); });
    dialog->setObjectName(QStringLiteral("chooseFile"));
    dialog->open();
}

/// The service keeps the type that comes with a file and serves it with that; names do not always tell.
void StoragePane::askContentType()
{
    if (m_bucket.isEmpty())
        return askBucket();
    ConfirmDialog::Options options;
    options.title = tr("Upload with which content type?");
    options.text = tr("Usually the file's name tells. Choose one here where it does not; browsers go by it.");
    options.accept = tr("Choose files");
    auto* dialog = new ConfirmDialog(this, options);
    auto* type = new QComboBox;
    type->setObjectName(QStringLiteral("storage.type"));
    type->setAccessibleName(tr("Content type"));
    type->setEditable(true);
    type->addItems({QStringLiteral("text/plain"), QStringLiteral("text/html"), QStringLiteral("text/csv"), QStringLiteral("application/json"),
                    QStringLiteral("application/pdf"), QStringLiteral("application/octet-stream"), QStringLiteral("image/png"),
                    QStringLiteral("image/jpeg"), QStringLiteral("image/svg+xml")});
    dialog->addField(type);
    dialog->setFirstFocus(type);
    const auto check = [type, accept = dialog->acceptButton()] {
        static const QRegularExpression shape(QStringLiteral("^[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(; ?[A-Za-z0-9=_\"-]{1,80})?$"));
        accept->setEnabled(shape.match(type->currentText().trimmed()).hasMatch());
    };
    connect(type, &QComboBox::currentTextChanged, dialog, check);
    connect(dialog, &QDialog::accepted, this, [this, type] { chooseUpload(type->currentText().trimmed()); });
    dialog->open();
}

void StoragePane::upload(const QStringList& places, const QString& contentType)
{
    if (m_bucket.isEmpty() || !m_upload->isEnabled())
        return askBucket();
    // Ten thousand names and their types take a while: all about the files is found out off this thread.
    struct Offered { QString file, key, type; bool named; };
    struct Found { QList<Offered> files; bool more; };
    const TransferQueue::Job like{true, m_projectId, m_bucket, {}, {}, contentType, false};
    onWorker(this, [places, folder = m_model.folder()] {
        const TransferQueue::Found below = TransferQueue::filesBelow(places, folder);
        Found found{{}, below.more};
        for (const auto& [file, key] : below.files)
            found.files.append({file, key, contentTypeOf(file), objectNameProblem(key).isEmpty()});
        return found;
    }, [this, like](const Found& found) {
        if (like.projectId != m_projectId)
            return;
        QStringList refused;
        QSet<QString> known;
        for (const StoredFile& f : m_model.files())
            known << f.path;
        QList<TransferQueue::Job> jobs;
        int over = 0;
        for (const Offered& offered : found.files) {
            if (!offered.named) {
                refused << offered.key;
                continue;
            }
            TransferQueue::Job job = like;
            job.file = offered.file;
            job.path = offered.key;
            if (job.contentType.isEmpty())
                job.contentType = offered.type;
            over += like.bucket == m_bucket && known.contains(offered.key);
            jobs << job;
        }
        if (!refused.isEmpty()) {
            m_failure->setText(refused.mid(0, 3).join(QStringLiteral(", ")), tr("%n name(s) cannot be stored.", nullptr, int(refused.size())));
            m_failure->show();
        }
        const auto go = [this, jobs] {
            showMoving(!jobs.isEmpty());
            for (const TransferQueue::Job& job : jobs)
                m_queue.add(job);
        };
        if (found.more)
            return askCutUpload(int(jobs.size()), over, go);
        if (over == 0)
            return go();
        ConfirmDialog::Options options;
        options.title = tr("Replace %n file(s)?", nullptr, over);
        options.text = tr("Files of that name are stored already. Replacing them cannot be undone.");
        options.accept = tr("Upload and replace");
        options.dangerous = true;
        ConfirmDialog::ask(this, options, this, go);
    });
}

/// More files than one upload takes: nothing is left out without a word.
void StoragePane::askCutUpload(int count, int over, const std::function<void()>& go)
{
    ConfirmDialog::Options options;
    options.title = tr("Upload the first %1 files only?").arg(QLocale(QLocale::English).toString(count));
    options.text = tr("There are more than %1 files in what was chosen, and one upload takes no more. The rest would be left out: drop its folders one by one instead.")
                       .arg(QLocale(QLocale::English).toString(TransferQueue::mostFiles));
    if (over > 0)
        options.text += QLatin1Char(' ') + tr("%n stored file(s) of the same name would be replaced, which cannot be undone.", nullptr, over);
    options.accept = tr("Upload the first ones");
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, go);
}

void StoragePane::chooseFolder()
{
    if (m_bucket.isEmpty())
        return askBucket();
    auto* dialog = new QFileDialog(this, tr("Upload a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) { upload(files); });
    dialog->open();
}

void StoragePane::askRename()
{
    const QList<StoredFile> files = selectedFiles();
    if (files.size() != 1 || m_renaming || !m_upload->isEnabled())
        return;
    const StoredFile file = files.first();
    ConfirmDialog::Options options;
    options.title = tr("Rename %1").arg(file.path.section(QLatin1Char('/'), -1));
    options.text = tr("Run402 cannot rename a file. This downloads it, uploads it under the new name and then deletes the old one: three API calls. Links and rows that hold the old name stop working.");
    options.accept = tr("Copy and delete the old one");
    auto* dialog = new ConfirmDialog(this, options);
    auto* name = new LineEdit;
    name->setObjectName(QStringLiteral("storage.newName"));
    name->setAccessibleName(tr("New path in the bucket"));
    name->setMono(true);
    name->setText(file.path);
    dialog->addField(new Field(tr("New path in %1").arg(m_bucket), name));
    dialog->acceptButton()->setObjectName(QStringLiteral("storage.renameAccept"));
    QStringList known;
    for (const StoredFile& f : m_model.files())
        known << f.path;
    const auto check = [name, dialog, known, path = file.path] {
        const QString text = name->text();
        const QString problem = text != path && known.contains(text) ? tr("A file of that name is stored already.") : objectNameProblem(text);
        name->setError(problem);
        dialog->acceptButton()->setEnabled(problem.isEmpty() && text != path);
    };
    connect(name, &QLineEdit::textChanged, dialog, check);
    check();
    dialog->setFirstFocus(name);
    const qsizetype from = file.path.lastIndexOf(QLatin1Char('/')) + 1, dot = file.path.lastIndexOf(QLatin1Char('.'));
    name->setSelection(int(from), int((dot > from ? dot : file.path.size()) - from));
    connect(dialog, &QDialog::accepted, this, [this, file, name] { rename(file, name->text()); });
    dialog->open();
}

void StoragePane::rename(const StoredFile& file, const QString& to)
{
    m_failure->hide();
    m_renaming = new RenameJob(m_services, {m_projectId, m_bucket, file.path, to}, this);
    connect(m_renaming, &RenameJob::progressed, this, [this](RenameJob::Step step, qint64 done, qint64 total) {
        showProgress(step == RenameJob::Step::Download ? tr("Downloading") : tr("Uploading"), done, total);
    });
    connect(m_renaming, &RenameJob::finished, this, [this, names = m_renaming->names()](RenameJob::Step step, const std::optional<Problem>& problem, const Objects::Object& copied) {
        renamed(names, step, problem, copied);
    });
    showMoving(true);
    m_renaming->start();
}

void StoragePane::renamed(const RenameJob::Names& names, RenameJob::Step step, const std::optional<Problem>& problem, const Objects::Object& copied)
{
    showMoving(false);
    const QString scope = QStringLiteral("objects/%1/%2/%3").arg(world(), names.projectId, names.bucket);
    if (step == RenameJob::Step::Delete) // the copy is there in any case
        m_services.sessions().save(scope, names.to, QJsonObject{{QStringLiteral("size"), copied.size}, {QStringLiteral("type"), copied.contentType}});
    if (!problem) {
        m_services.sessions().remove(scope, names.from);
        m_workspace.record(QStringLiteral("storage"), tr("Renamed %1 to %2 in %3").arg(names.from, names.to, names.bucket));
    } else if (problem->kind != Problem::Kind::Cancelled || step == RenameJob::Step::Delete) {
        const ProblemWords words = problemWords(*problem);
        m_failure->setText(words.title + QLatin1Char(' ') + (words.why.isEmpty() ? problem->message : words.why),
                           step == RenameJob::Step::Delete ? tr("%1 is stored under both names now: the old one was not deleted.").arg(names.to)
                                                           : tr("%1 was not renamed; it is where it was.").arg(names.from));
        m_failure->show();
    }
    list();
    m_workspace.refreshUsage();
}

void StoragePane::transferred(const TransferQueue::Job& job, const Result<Objects::Object>& outcome)
{
    if (!outcome.ok()) {
        if (outcome.error().kind == Problem::Kind::Cancelled)
            return;
        const ProblemWords words = problemWords(outcome.error());
        m_failure->setText(job.path + QStringLiteral(": ") + words.why, words.title);
        m_failure->show();
        return;
    }
    if (!job.upload)
        return m_workspace.record(QStringLiteral("storage"), tr("Downloaded %1 from %2").arg(job.path, job.bucket));
    m_services.sessions().save(QStringLiteral("objects/%1/%2/%3").arg(world(), job.projectId, job.bucket), job.path,
                               QJsonObject{{QStringLiteral("size"), outcome->size}, {QStringLiteral("type"), job.contentType}});
    m_workspace.record(QStringLiteral("storage"), tr("Uploaded %1 to %2").arg(job.path, job.bucket));
}

void StoragePane::downloadSelected()
{
    const QList<StoredFile> files = selectedFiles();
    if (files.isEmpty())
        return;
    auto* dialog = new QFileDialog(this, files.size() == 1 ? tr("Save file") : tr("Save files in a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (files.size() == 1) {
        dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it gives a name that is taken
        dialog->selectFile(files.first().path.section(QLatin1Char('/'), -1));
    } else {
        dialog->setFileMode(QFileDialog::Directory);
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this, files](const QString& chosen) {
        for (const StoredFile& f : files) {
            const bool one = files.size() == 1;
            m_queue.add({false, m_projectId, m_bucket, f.path, one ? chosen : chosen + QLatin1Char('/') + f.path.section(QLatin1Char('/'), -1), {}, one});
        }
    });
    dialog->open();
}

void StoragePane::replaceSelected()
{
    const QList<StoredFile> files = selectedFiles();
    if (files.size() != 1)
        return;
    auto* dialog = new QFileDialog(this, tr("Replace %1 with").arg(files.first().path));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, path = files.first().path](const QString& file) {
        m_queue.add({true, m_projectId, m_bucket, path, file, contentTypeOf(file), false});
    });
    dialog->open();
}

void StoragePane::removeSelected()
{
    QStringList paths;
    for (const StoredFile& f : selectedFiles())
        paths << f.path;
    if (paths.isEmpty())
        return;
    ConfirmDialog::Options options;
    options.title = paths.size() == 1 ? tr("Delete %1?").arg(paths.first()) : tr("Delete %n file(s)?", nullptr, int(paths.size()));
    options.text = tr("The service keeps no copy. This cannot be undone.");
    options.accept = paths.size() == 1 ? tr("Delete file") : tr("Delete %n file(s)", nullptr, int(paths.size()));
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this, paths] { removePaths(paths); });
}

/// One after the other: what failed and what is left stays in the list.
void StoragePane::removePaths(const QStringList& paths)
{
    if (paths.isEmpty()) {
        list();
        return m_workspace.refreshUsage();
    }
    const QString path = paths.first(), bucket = m_bucket, project = m_projectId;
    m_services.objects().remove(project, bucket, path)->onDone(this, [=, this](const Result<Done>& r) {
        if (project != m_projectId || bucket != m_bucket)
            return;
        if (!r.ok()) {
            const ProblemWords words = problemWords(r.error());
            m_failure->setText(path + QStringLiteral(": ") + words.why, words.title);
            m_failure->show();
            return list();
        }
        m_services.sessions().remove(indexScope(bucket), path);
        m_workspace.record(QStringLiteral("storage"), tr("Deleted %1 from %2").arg(path, bucket));
        removePaths(paths.mid(1));
    });
}

void StoragePane::contextMenu(QAbstractItemView* view, const QPoint& at)
{
    if (!view->indexAt(at).isValid())
        return;
    auto* menu = new QMenu(view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Download")), &QAction::triggered, this, &StoragePane::downloadSelected);
    QAction* rename = menu->addAction(tr("Rename…"), this, &StoragePane::askRename);
    rename->setEnabled(m_upload->isEnabled() && selectedFiles().size() == 1);
    menu->addSeparator();
    QAction* remove = menu->addAction(tr("Delete"));
    remove->setProperty("danger", true);
    remove->setEnabled(m_upload->isEnabled());
    connect(remove, &QAction::triggered, this, &StoragePane::removeSelected);
    menu->popup(view->viewport()->mapToGlobal(at));
}

void StoragePane::dragEnterEvent(QDragEnterEvent* event)
{
    if (!event->mimeData()->hasUrls())
        return;
    event->acceptProposedAction();
    m_drop->setOver(true);
}

void StoragePane::dragLeaveEvent(QDragLeaveEvent*)
{
    m_drop->setOver(false);
}

void StoragePane::dropEvent(QDropEvent* event)
{
    m_drop->setOver(false);
    QStringList places;
    const auto urls = event->mimeData()->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            places << url.toLocalFile();
    }
    if (places.isEmpty())
        return;
    event->acceptProposedAction();
    upload(places);
}

} // namespace run402
