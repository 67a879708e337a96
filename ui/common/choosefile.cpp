// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/choosefile.h"

#include "models/domain/datasize.h"
#include "services/worker.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStringDecoder>

namespace run402 {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("run402::ChooseFile", text);
}

bool isText(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && !text.contains(QChar(u'\0'));
}

ChosenFile readText(const QString& path, qint64 most)
{
    ChosenFile chosen{QFileInfo(path).fileName(), {}, {}};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        chosen.problem = tr("%1 cannot be read: %2").arg(chosen.name, file.errorString());
        return chosen;
    }
    chosen.bytes = file.read(most + 1); // a device or pipe has no size to ask for first
    if (chosen.bytes.size() > most)
        chosen.problem = tr("%1 is larger than %2.").arg(chosen.name, byteText(most));
    else if (!isText(chosen.bytes))
        chosen.problem = tr("%1 is not text.").arg(chosen.name);
    if (!chosen.problem.isEmpty())
        chosen.bytes.clear();
    return chosen;
}

} // namespace

void chooseTextFile(QWidget* parent, const QString& title, const QString& filter, qint64 mostBytes,
                    std::function<void(ChosenFile)> done)
{
    auto* dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setObjectName(QStringLiteral("chooseFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [parent, mostBytes, done](const QString& path) {
        onWorker(parent, [path, mostBytes] { return readText(path, mostBytes); }, done);
    });
    dialog->open();
}

} // namespace run402
