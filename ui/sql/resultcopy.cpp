// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultcopy.h"

#include "models/domain/datasize.h"
#include "services/worker.h"
#include "ui/sql/resultgrid.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

#include <optional>

namespace run402 {

namespace {

constexpr qint64 copiedRightAway = 500, bytesRightAway = 256 * 1024;
constexpr qsizetype mostCopied = 512 << 20;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(run402::ResultView)
};

/// About how much text a few rows are.
qint64 bytesOf(const ResultSet& set, const ResultTextOptions& what)
{
    qint64 bytes = 0;
    const qsizetype shown = what.order ? qsizetype(what.order->size()) : set.rowCount();
    for (const auto& band : what.rows.isEmpty() ? QList<ResultTextOptions::Rows>{{0, shown - 1, {}}} : what.rows) {
        for (qsizetype r = band.first; r <= band.last; ++r)
            bytes += set.rowSize(what.order ? qsizetype((*what.order)[size_t(r)]) : r);
    }
    return bytes;
}

QString plainText(const ResultSet& set, qsizetype row, int column)
{
    const Cell cell = set.plainCell(row, column);
    return cell.kind == CellKind::Bytes ? QStringLiteral("\\x") + QString::fromLatin1(bufferBytes(cell.text).toHex()) : cell.text;
}

std::optional<QString> written(const ResultSet& set, ResultFormat format, const ResultTextOptions& what)
{
    QByteArray text;
    const bool all = writeResult(set, format, what, [&text](const QByteArray& piece) {
        text += piece;
        return text.size() <= mostCopied;
    });
    return all ? std::optional(QString::fromUtf8(text)) : std::nullopt;
}

} // namespace

void copyResult(ResultGrid* grid, ResultFormat format, const ResultTextOptions& chosen, QObject* owner,
                const std::function<void(const QString& said, bool failed)>& told)
{
    const ResultModel* model = grid->resultModel();
    const auto set = model->sharedResult();
    if (!set)
        return;
    const GridChoice choice = grid->choice();
    ResultTextOptions what = chosen;
    if (format == ResultFormat::SqlIn && what.columns.size() > 1)
        what.columns = {what.columns.contains(grid->currentIndex().column()) ? grid->currentIndex().column() : what.columns.first()};
    what.header = choice.cells == 0 || choice.wholeRows;
    const bool one = format == ResultFormat::Tsv && choice.cells == 1;
    const qint64 rows = what.rows.isEmpty() ? model->rowCount() : choice.rows;
    const QString said = one ? Words::tr("Value copied")
        : what.header        ? Words::tr("%n row(s) copied", nullptr, int(rows))
                             : Words::tr("%n cell(s) copied", nullptr, int(choice.cells));
    const qsizetype source = one ? model->sourceRow(int(what.rows.first().first)) : 0;
    const int column = one ? what.columns.first() : 0;
    const auto work = [set, format, what, one, source, column]() -> std::optional<QString> {
        return one ? plainText(*set, source, column) : written(*set, format, what);
    };
    const auto put = [told, said](const std::optional<QString>& text) {
        if (text)
            QGuiApplication::clipboard()->setText(*text);
        told(text ? said : Words::tr("That is more than %1, too much for the clipboard. Export it to a file.").arg(byteText(mostCopied)), !text);
    };
    if (rows <= copiedRightAway && bytesOf(*set, what) <= bytesRightAway)
        return put(work());
    onWorker(owner, work, put);
}

} // namespace run402
