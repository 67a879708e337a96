// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultxlsx.h"

#include "models/item/resultorder.h"

#include <QFile>

#include <xlsxwriter.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace run402 {

namespace {

constexpr qsizetype rowsPerSheet = LXW_ROW_MAX - 1;
constexpr qsizetype longestText = 32'767;
constexpr int exactDigits = 15;
constexpr qsizetype tellEvery = 2048;
constexpr qint64 dayMicros = 86'400'000'000;
constexpr double serialOf2000 = 36526;  // 2000-01-01 in Excel's days
constexpr qint64 firstDay = -36465;     // 1900-03-01, behind Excel's 29 February 1900
constexpr qint64 lastDay = 2921939;     // 9999-12-31

class Book
{
public:
    Book(const QString& file, const ResultSet& set, const ResultTextOptions& options) : m_set(set), m_columns(options.columns)
    {
        for (int c = 0; options.columns.isEmpty() && c < set.columns().size(); ++c)
            m_columns << c;
        lxw_workbook_options how{};
        how.constant_memory = LXW_TRUE;
        how.use_zip64 = LXW_TRUE;
        m_book = workbook_new_opt(QFile::encodeName(file).constData(), &how);
        if (!m_book)
            return;
        m_bold = format(nullptr);
        format_set_bold(m_bold);
        m_dateTime = format("yyyy-mm-dd hh:mm:ss.000");
        m_date = format("yyyy-mm-dd");
        m_time = format("hh:mm:ss.000");
    }
    ~Book()
    {
        if (m_book)
            workbook_close(m_book);
    }

    bool isOpen() const { return m_book; }
    qint64 cutCells() const { return m_cut; }

    void row(qsizetype index, const QList<Cell>& cells)
    {
        if (index % rowsPerSheet == 0)
            sheet(index / rowsPerSheet);
        const auto at = lxw_row_t(index % rowsPerSheet + 1);
        for (int i = 0; i < m_columns.size(); ++i)
            put(at, lxw_col_t(i), m_columns[i], cells.value(m_columns[i]));
    }
    void head() { sheet(0); }
    /// The library keeps a sheet in a temporary file and does not look whether that could be written.
    bool isBroken() const
    {
        FILE* rows = m_sheet ? m_sheet->optimize_tmpfile : nullptr;
        return m_broken || (rows && (std::fflush(rows) != 0 || std::ferror(rows)));
    }

    QString close()
    {
        const lxw_error error = workbook_close(m_book);
        m_book = nullptr;
        return error == LXW_NO_ERROR ? QString() : QString::fromUtf8(lxw_strerror(error));
    }

private:
    lxw_format* format(const char* number)
    {
        lxw_format* f = workbook_add_format(m_book);
        if (number)
            format_set_num_format(f, number);
        return f;
    }

    void sheet(qsizetype number)
    {
        m_broken = isBroken();
        const QString name = number == 0 ? ResultExport::tr("Result") : ResultExport::tr("Result %1").arg(number + 1);
        m_sheet = workbook_add_worksheet(m_book, name.toUtf8().constData());
        worksheet_freeze_panes(m_sheet, 1, 0);
        for (int i = 0; i < m_columns.size(); ++i) {
            const int c = m_columns[i];
            worksheet_set_column(m_sheet, lxw_col_t(i), lxw_col_t(i), std::clamp(m_set.sampleWidth(c) + 2, 9, 50), nullptr);
        }
        for (int i = 0; i < m_columns.size(); ++i)
            worksheet_write_string(m_sheet, 0, lxw_col_t(i), m_set.columns().value(m_columns[i]).left(longestText).toUtf8().constData(), m_bold);
    }

    bool putNumber(lxw_row_t row, lxw_col_t column, const QString& text)
    {
        const auto digits = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
        bool ok = false;
        const double value = text.toDouble(&ok);
        return ok && digits <= exactDigits && qIsFinite(value) && worksheet_write_number(m_sheet, row, column, value, nullptr) == LXW_NO_ERROR;
    }

    bool putTime(lxw_row_t row, lxw_col_t column, int source, const QString& text)
    {
        const std::string plain = text.toStdString();
        const auto micros = plain.find_first_not_of("0123456789-:.+ TZ") == std::string::npos ? timeValue(plain) : std::nullopt;
        if (!micros || m_set.columnType(source) == u"interval")
            return false;
        const bool clock = plain.size() > 2 && plain[2] == ':';
        const qint64 days = *micros >= 0 ? *micros / dayMicros : -((-*micros + dayMicros - 1) / dayMicros);
        if (!clock && (days < firstDay || days > lastDay))
            return false;
        const double serial = (clock ? 0 : serialOf2000) + double(days) + double(*micros - days * dayMicros) / double(dayMicros);
        lxw_format* how = clock ? m_time : plain.size() == 10 ? m_date : m_dateTime;
        return serial >= 0 && worksheet_write_number(m_sheet, row, column, serial, how) == LXW_NO_ERROR;
    }

    void put(lxw_row_t row, lxw_col_t column, int source, const Cell& cell)
    {
        switch (cell.kind) {
        case CellKind::Null: return;
        case CellKind::Boolean: worksheet_write_boolean(m_sheet, row, column, cell.text == u"true", nullptr); return;
        case CellKind::Number:
            if (putNumber(row, column, cell.text))
                return;
            break;
        case CellKind::Date:
            if (putTime(row, column, source, cell.text))
                return;
            break;
        case CellKind::Text:
            if (m_set.looksNumeric(source) && putNumber(row, column, cell.text))
                return;
            break;
        default: break;
        }
        QString text = cell.text;
        text.replace(QChar(0), QChar(QChar::ReplacementCharacter));
        if (text.size() > longestText) {
            text.truncate(longestText - 1);
            text += QChar(0x2026);
            ++m_cut;
        }
        worksheet_write_string(m_sheet, row, column, text.toUtf8().constData(), nullptr);
    }

    const ResultSet& m_set;
    QList<int> m_columns;
    lxw_workbook* m_book = nullptr;
    lxw_worksheet* m_sheet = nullptr;
    lxw_format *m_bold = nullptr, *m_dateTime = nullptr, *m_date = nullptr, *m_time = nullptr;
    qint64 m_cut = 0;
    bool m_broken = false; ///< an earlier sheet is
};

} // namespace

ExportOutcome writeXlsx(const QString& file, const ResultSet& set, const ResultTextOptions& options, const Going& going)
{
    ExportOutcome outcome;
    if (std::max(options.columns.size(), options.columns.isEmpty() ? set.columns().size() : 0) > LXW_COL_MAX) {
        outcome.error = ResultExport::tr("A sheet takes 16,384 columns; this result has more");
        return outcome;
    }
    const QString part = file + QStringLiteral(".part");
    QFile probe(part); // the library would only tell in the end
    if (!probe.open(QIODevice::WriteOnly)) {
        outcome.error = probe.errorString();
        return outcome;
    }
    probe.close();
    {
        Book book(part, set, options);
        if (!book.isOpen()) {
            outcome.error = ResultExport::tr("There is not enough memory");
            return outcome;
        }
        const qsizetype total = options.order ? qsizetype(options.order->size()) : set.rowCount();
        if (total == 0)
            book.head();
        for (qsizetype r = 0; r < total && !outcome.stopped; ++r) {
            book.row(r, set.plainRow(options.order ? qsizetype((*options.order)[size_t(r)]) : r));
            if (r % tellEvery == 0) {
                outcome.stopped = going && !going(r);
                if (book.isBroken())
                    break;
            }
        }
        outcome.rows = total;
        outcome.cutCells = book.cutCells();
        if (book.isBroken())
            outcome.error = ResultExport::tr("There is no room for temporary files");
        else if (!outcome.stopped)
            outcome.error = book.close();
    }
    if (outcome.stopped || !outcome.error.isEmpty()) {
        QFile::remove(part);
        return outcome;
    }
    std::error_code refused; // takes the place of an older file at once, which QFile::rename does not
    std::filesystem::rename(part.toStdU16String(), file.toStdU16String(), refused);
    if (refused) {
        outcome.error = ResultExport::tr("The finished file could not be given its name");
        QFile::remove(part);
    }
    return outcome;
}

} // namespace run402
