// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/importmodels.h"
#include "models/schema/tablefacts.h"
#include "ui/common/dialogframe.h"
#include "ui/dataimport/importrunner.h"

class QComboBox;
class QPlainTextEdit;
class QStackedWidget;

namespace run402 {

class Banner;
class Button;
class Chip;
class Label;
class LineEdit;
class Meter;
class RejectList;
class Services;
class Switch;
class TableRules;
class Workspace;

/// A file into a table: how it is read, which column goes where, its first rows, then the import itself with what is in
/// and what is not. Owner: itself. Thread: GUI; the file is read on others.
class DataImportDialog : public DialogFrame
{
    Q_OBJECT
public:
    /// `table` empty = a new one, named after the file.
    DataImportDialog(Services& services, const QString& file, const QString& table, QWidget* anchor);

    void reject() override; ///< while rows are sent: asks it to stop

Q_SIGNALS:
    void tableRequested(const QString& table);
    void imported(const QString& table, qint64 rows);

private:
    QWidget* buildSetup();
    QWidget* buildReading();
    QWidget* buildTarget();
    QWidget* buildRun();
    void buildFoot();
    void sample(const std::optional<ImportOptions>& wish);
    void sampled(const Result<ImportSample>& sample);
    void reread();
    void showReading();
    void chooseTable();
    void factsCame(const Result<SqlOutcome>& answer);
    void fillMapping();
    void fillKeys();
    void refresh();
    QString blockReason() const;
    QString tableName() const;
    bool isNewTable() const;
    TableDesign newDesign() const;
    QString createSql() const;
    QString previewSql() const;
    void begin();
    void showProgress();
    void ended(const ImportOutcome& outcome);
    QString outcomeText(const ImportOutcome& outcome) const;
    void saveRejects();
    QComboBox* combo(const char* name, const QString& accessible);

    Services& m_services;
    Workspace& m_workspace;
    QString m_project, m_file, m_wanted;
    std::shared_ptr<const ImportSample> m_sample;
    std::optional<TableFacts> m_facts; ///< of the table that is there
    int m_generation = 0;
    bool m_filling = false;
    ImportPreviewModel m_preview;
    ImportMappingModel m_mapping;
    QStackedWidget* m_stack;
    Label* m_fileNote;
    QComboBox* m_format;
    QComboBox* m_encoding;
    QComboBox* m_delimiter;
    LineEdit* m_null;
    Switch* m_header;
    QComboBox* m_table;
    LineEdit* m_name;
    QComboBox* m_key;
    QComboBox* m_conflict;
    TableRules* m_rules;
    QPlainTextEdit* m_sql;
    Banner* m_banner;
    Label* m_runTitle;
    Label* m_runText;
    RejectList* m_rejects;
    Meter* m_meter;
    Chip* m_in;
    Chip* m_skipped;
    Chip* m_rejected;
    Label* m_speed;
    Button* m_cancel;
    Button* m_start = nullptr;
    Button* m_saveRejects;
    Button* m_open;
    ImportRunner* m_runner = nullptr;
    std::optional<ImportOutcome> m_outcome;
};

/// Asks for a CSV, TSV or JSON file; the dialog is named "chooseFile". `done` runs unless the person cancels.
void chooseImportFile(QWidget* parent, std::function<void(const QString& file)> done);
/// Whether a dropped file is one of those.
bool isImportFile(const QString& path);

} // namespace run402
