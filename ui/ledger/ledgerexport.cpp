// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/ledgerexport.h"

#include "models/ledger/ledgercsv.h"
#include "services/worker.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// Empty, or what went wrong.
QString write(const QString& path, const Ledger& ledger, const QList<int>& shown)
{
    QSaveFile file(path);
    const bool good = file.open(QIODevice::WriteOnly)
        && writeLedgerCsv(ledger.rows, shown, [&file](const QByteArray& piece) { return file.write(piece) == piece.size(); }) && file.commit();
    return good ? QString() : QCoreApplication::translate("Ledger", "The file could not be written: %1").arg(file.errorString());
}

} // namespace

void exportLedger(QWidget* parent, const QString& name, std::shared_ptr<const Ledger> ledger, QList<int> shown,
                  std::function<void(int rows, const QString& trouble)> done)
{
    auto* dialog = new QFileDialog(parent, QCoreApplication::translate("Ledger", "Save the ledger"), name,
                                   QCoreApplication::translate("Ledger", "CSV files (*.csv)"));
    dialog->setObjectName(u"ledger.saveDialog"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [parent, ledger, shown, done](const QString& path) {
        onWorker(parent, [path, ledger, shown] { return write(path, *ledger, shown); },
                 [done, rows = int(shown.size())](const QString& found) { done(rows, found); });
    });
    dialog->open();
}

} // namespace run402
