// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataimport/dataimportdialog.h"

#include "models/domain/datasize.h"
#include "models/sql/blockedwords.h"
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/problemtext.h"
#include "ui/common/toggleswitch.h"
#include "ui/common/writeblock.h"
#include "ui/dataimport/importsetup.h"
#include "ui/dataimport/rejectlist.h"
#include "ui/schema/tablerules.h"

#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTimer>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// Never the whole file name: it becomes a table's.
QString tableNameFor(const QString& file)
{
    return columnNameFor(QFileInfo(file).completeBaseName());
}

} // namespace

DataImportDialog::DataImportDialog(Services& services, const QString& file, const QString& table, QWidget* anchor)
    : DialogFrame(anchor, 1020), m_services(services), m_workspace(services.workspace()), m_project(m_workspace.currentProjectId()), m_file(file), m_wanted(table)
{
    setObjectName(u"import.dialog"_s);
    setAccessibleName(tr("Import %1").arg(QFileInfo(file).fileName()));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(18, 16, 18, 12);
    column->setSpacing(10);
    column->addWidget(new Label(tr("Import %1").arg(QFileInfo(file).fileName()), Theme::Font::Title));
    m_stack = new QStackedWidget;
    m_stack->addWidget(buildSetup());
    m_stack->addWidget(buildRun());
    column->addWidget(m_stack, 1);
    m_banner = new Banner(Tone::Warning, u"triangle-alert"_s, {});
    m_banner->setObjectName(u"import.note"_s);
    m_banner->setBoxed(true);
    m_banner->hide();
    column->addWidget(m_banner);
    body()->addLayout(column);
    buildFoot();
    connect(&m_mapping, &QAbstractItemModel::dataChanged, this, &DataImportDialog::refresh);
    connect(&m_workspace, &Workspace::connectionChanged, this, &DataImportDialog::refresh);
    for (const Table& t : m_workspace.schema().value.value_or(Schema()).tables)
        m_table->addItem(t.name, t.name);
    m_table->setCurrentIndex(std::max(0, m_table->findData(table)));
    m_name->setText(tableNameFor(file));
    connect(m_table, &QComboBox::currentIndexChanged, this, &DataImportDialog::chooseTable);
    connect(m_name, &QLineEdit::textChanged, this, &DataImportDialog::refresh);
    chooseTable();
    sample(std::nullopt);
    setFirstFocus(m_cancel);
}

QComboBox* DataImportDialog::combo(const char* name, const QString& accessible)
{
    auto* box = new QComboBox;
    box->setObjectName(u"import."_s + QLatin1StringView(name));
    box->setAccessibleName(accessible);
    return box;
}

QWidget* DataImportDialog::buildSetup()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_fileNote = new Label(tr("Reading…"), Theme::Font::Small, "text.secondary");
    m_fileNote->setObjectName(u"import.file"_s);
    column->addWidget(m_fileNote);
    column->addWidget(buildReading());
    column->addWidget(buildTarget());
    auto* tables = new ImportTables(m_mapping, m_preview);
    tables->setFixedHeight(280);
    column->addWidget(tables, 1);
    m_rules = new TableRules(m_services);
    connect(m_rules, &TableRules::changed, this, &DataImportDialog::refresh);
    column->addWidget(m_rules);
    m_sql = makeSqlPreview(u"import.sql"_s);
    column->addWidget(m_sql);
    return page;
}

QWidget* DataImportDialog::buildReading()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_format = combo("format", tr("Kind of file"));
    m_format->addItems({tr("Delimited text"), tr("JSON objects")});
    m_encoding = combo("encoding", tr("Encoding"));
    m_encoding->addItems({u"UTF-8"_s, u"UTF-16 LE"_s, u"UTF-16 BE"_s, u"Latin-1"_s});
    m_delimiter = combo("delimiter", tr("Delimiter"));
    for (const auto& [text, sign] : {std::pair{tr("comma"), ','}, std::pair{tr("semicolon"), ';'}, std::pair{tr("tab"), '\t'}, std::pair{tr("bar"), '|'}})
        m_delimiter->addItem(text, int(sign));
    m_null = new LineEdit(tr("empty cell"));
    m_null->setObjectName(u"import.null"_s);
    m_null->setMono(true);
    m_null->setFixedWidth(110);
    m_header = new Switch(tr("First row names the columns"));
    m_header->setObjectName(u"import.header"_s);
    row->addWidget(new Field(tr("Kind"), m_format));
    row->addWidget(new Field(tr("Encoding"), m_encoding));
    row->addWidget(new Field(tr("Delimiter"), m_delimiter));
    row->addWidget(new Field(tr("NULL is written as"), m_null));
    row->addWidget(m_header, 0, Qt::AlignBottom);
    row->addStretch();
    for (QComboBox* choice : {m_format, m_encoding, m_delimiter})
        connect(choice, &QComboBox::currentIndexChanged, this, &DataImportDialog::reread);
    connect(m_null, &QLineEdit::textEdited, this, &DataImportDialog::reread);
    connect(m_header, &QAbstractButton::toggled, this, &DataImportDialog::reread);
    return box;
}

QWidget* DataImportDialog::buildTarget()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_table = combo("table", tr("Into the table"));
    m_table->addItem(tr("New table"));
    m_table->setMinimumWidth(180);
    m_name = new LineEdit(tr("table_name"));
    m_name->setObjectName(u"import.name"_s);
    m_name->setMono(true);
    m_name->setFixedWidth(180);
    m_key = combo("key", tr("Key"));
    m_key->setMinimumWidth(200);
    m_conflict = combo("conflict", tr("When a key is there already"));
    m_conflict->addItems({tr("stop there"), tr("skip the row"), tr("update the row")});
    row->addWidget(new Field(tr("Into"), m_table));
    row->addWidget(new Field(tr("Name"), m_name));
    row->addWidget(new Field(tr("Key"), m_key));
    row->addWidget(new Field(tr("When the key is there already"), m_conflict));
    row->addStretch();
    for (QComboBox* choice : {m_key, m_conflict})
        connect(choice, &QComboBox::currentIndexChanged, this, &DataImportDialog::refresh);
    return box;
}

QWidget* DataImportDialog::buildRun()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 24, 0, 24);
    column->setSpacing(12);
    m_runTitle = new Label({}, Theme::Font::Subtitle);
    m_runTitle->setObjectName(u"import.title"_s);
    column->addWidget(m_runTitle);
    m_meter = new Meter;
    m_meter->setAccessibleName(tr("Part of the file that is in"));
    column->addWidget(m_meter);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_in = new Chip({}, Tone::Success);
    m_in->setObjectName(u"import.in"_s);
    m_skipped = new Chip({}, Tone::Neutral);
    m_skipped->setObjectName(u"import.skipped"_s);
    m_rejected = new Chip({}, Tone::Warning);
    m_rejected->setObjectName(u"import.rejected"_s);
    m_speed = new Label({}, Theme::Font::Mono, "text.muted");
    m_speed->setObjectName(u"import.speed"_s);
    for (QWidget* w : std::initializer_list<QWidget*>{m_in, m_skipped, m_rejected})
        row->addWidget(w);
    row->addStretch();
    row->addWidget(m_speed);
    column->addLayout(row);
    m_runText = new Label({}, Theme::Font::Body, "text.secondary");
    m_runText->setObjectName(u"import.text"_s);
    m_runText->setWordWrap(true);
    column->addWidget(m_runText);
    m_rejects = new RejectList;
    m_rejects->hide();
    column->addWidget(m_rejects, 1);
    return page;
}

void DataImportDialog::buildFoot()
{
    const auto add = [this](const QString& text, const char* name, Button::Variant variant) {
        auto* button = new Button(text, variant);
        button->setObjectName(u"import."_s + QLatin1StringView(name));
        foot()->addWidget(button);
        return button;
    };
    m_saveRejects = add(tr("Save rejected rows…"), "saveRejects", Button::Variant::Secondary);
    m_saveRejects->hide();
    foot()->addStretch();
    m_cancel = add(tr("Cancel"), "cancel", Button::Variant::Secondary);
    m_open = add(tr("Open table"), "open", Button::Variant::Primary);
    m_open->hide();
    m_start = add(tr("Import, free"), "start", Button::Variant::Primary);
    connect(m_saveRejects, &Button::clicked, this, &DataImportDialog::saveRejects);
    connect(m_cancel, &Button::clicked, this, &DataImportDialog::reject);
    connect(m_start, &Button::clicked, this, &DataImportDialog::begin);
    connect(m_open, &Button::clicked, this, [this] {
        Q_EMIT tableRequested(tableName());
        accept();
    });
}

void DataImportDialog::sample(const std::optional<ImportOptions>& wish)
{
    const int generation = ++m_generation;
    onWorker(this, [file = m_file, wish] { return sampleFile(file, wish); },
             [this, generation](const Result<ImportSample>& found) {
        if (generation == m_generation)
            sampled(found);
    });
}

void DataImportDialog::sampled(const Result<ImportSample>& sample)
{
    m_sample = sample.ok() ? std::make_shared<const ImportSample>(*sample) : nullptr;
    m_preview.setSample(m_sample);
    if (m_sample) {
        showReading();
    } else {
        const ProblemWords words = problemWords(sample.error());
        m_fileNote->setText(words.title + u". "_s + (words.next.isEmpty() ? sample.error().message : words.next));
        m_fileNote->setToken("danger.text");
    }
    fillMapping();
}

void DataImportDialog::showReading()
{
    const ImportOptions& o = m_sample->options;
    m_filling = true;
    m_format->setCurrentIndex(int(o.format));
    m_encoding->setCurrentIndex(int(o.encoding.encoding));
    m_delimiter->setCurrentIndex(std::max(0, m_delimiter->findData(int(o.delimiter))));
    m_header->setChecked(o.header);
    const bool delimited = o.format == ImportFormat::Delimited;
    for (QWidget* w : std::initializer_list<QWidget*>{m_delimiter, m_null, m_header})
        w->setEnabled(delimited);
    m_filling = false;
    QStringList note{byteText(m_sample->fileSize)};
    note << (m_sample->whole ? tr("%n row(s)", nullptr, int(m_sample->rows.size())) : tr("the first %n row(s) were looked at", nullptr, int(m_sample->rows.size())));
    note << tr("%n column(s)", nullptr, int(m_sample->columns.size()));
    const bool guessed = !o.encoding.certain;
    if (guessed)
        note << tr("the encoding is a guess: it is no UTF-8, look at the letters below");
    m_fileNote->setText(note.join(u", "_s) + u'.');
    m_fileNote->setToken(guessed ? "warning.text" : "text.secondary");
}

void DataImportDialog::reread()
{
    if (m_filling || !m_sample)
        return;
    ImportOptions o = m_sample->options;
    o.format = ImportFormat(m_format->currentIndex());
    const auto encoding = TextEncoding(m_encoding->currentIndex());
    if (encoding != o.encoding.encoding)
        o.encoding = {encoding, encoding == TextEncoding::Latin1 || encoding == TextEncoding::Utf8 ? 0 : o.encoding.mark, true};
    o.delimiter = char(m_delimiter->currentData().toInt());
    o.header = m_header->isChecked();
    o.nullText = m_null->text().toUtf8();
    sample(o);
}

bool DataImportDialog::isNewTable() const
{
    return m_table->currentIndex() <= 0;
}

QString DataImportDialog::tableName() const
{
    return isNewTable() ? m_name->text().trimmed() : m_table->currentData().toString();
}

void DataImportDialog::chooseTable()
{
    m_name->parentWidget()->setVisible(isNewTable());
    m_rules->setVisible(isNewTable());
    m_facts.reset();
    fillMapping();
    if (isNewTable() || !m_services.hasSession())
        return;
    m_services.database().run(m_project, tableFactsSql(tableName()))->onDone(this, [this, asked = tableName()](const Result<SqlOutcome>& answer) {
        if (asked == tableName())
            factsCame(answer);
    });
}

void DataImportDialog::factsCame(const Result<SqlOutcome>& answer)
{
    const Result<TableFacts> facts = answer.ok() ? tableFactsFromJson(answer->rowsJson) : Result<TableFacts>(answer.error());
    if (facts.ok())
        m_facts = *facts;
    else
        m_banner->setText(facts.error().message, tr("The table could not be read."));
    m_banner->setVisible(!facts.ok());
    fillMapping();
}

void DataImportDialog::fillMapping()
{
    QList<QPair<QString, QString>> columns;
    if (m_facts) {
        for (const ColumnFacts& c : std::as_const(m_facts->columns)) {
            if (!c.generated)
                columns << qMakePair(c.name, c.type);
        }
    }
    const bool known = m_sample && (isNewTable() || m_facts);
    m_mapping.set(known ? m_sample->columns : QList<ImportColumn>(), columns);
    fillKeys();
    refresh();
}

void DataImportDialog::fillKeys()
{
    const QSignalBlocker quiet(m_key);
    m_key->clear();
    if (isNewTable()) {
        m_key->addItem(tr("number the rows"), QStringList());
        for (int i = 0; m_sample && i < m_sample->columns.size() && m_key->count() < 40; ++i) {
            const ImportMappingModel::Entry& e = m_mapping.entries().at(i);
            if (m_sample->columns.at(i).mayBeKey)
                m_key->addItem(e.target, QStringList{e.target});
            if (m_sample->columns.at(i).mayBeKey && (e.target == "id"_L1 || e.target == "uuid"_L1) && m_key->currentIndex() == 0)
                m_key->setCurrentIndex(m_key->count() - 1);
        }
    } else if (m_facts) {
        for (const QStringList& key : std::as_const(m_facts->uniqueKeys))
            m_key->addItem(key.join(u", "_s), key);
        if (m_facts->uniqueKeys.isEmpty())
            m_key->addItem(tr("this table has none"), QStringList());
    }
    m_conflict->setEnabled(!m_key->currentData().toStringList().isEmpty());
}

TableDesign DataImportDialog::newDesign() const
{
    TableDesign design;
    design.name = tableName();
    const QStringList key = m_key->currentData().toStringList();
    if (key.isEmpty()) {
        ColumnDesign id;
        id.name = u"id"_s;
        for (int n = 2; std::any_of(m_mapping.entries().begin(), m_mapping.entries().end(), [&](const auto& e) { return e.target == id.name; }); ++n)
            id.name = u"id_%1"_s.arg(n);
        id.type = u"bigint"_s;
        id.identity = ColumnDesign::Filled::ByDefault;
        id.primaryKey = true;
        design.columns << id;
    }
    for (const ImportMappingModel::Entry& e : m_mapping.entries()) {
        if (e.target.isEmpty())
            continue;
        ColumnDesign c;
        c.name = e.target;
        c.type = e.type;
        c.primaryKey = key.contains(e.target);
        design.columns << c;
    }
    return design;
}

QString DataImportDialog::createSql() const
{
    TableDesign design = newDesign();
    design.rules = m_rules->sql();
    return isNewTable() ? createTableSql(design) : QString();
}

QString DataImportDialog::previewSql() const
{
    if (m_mapping.mapping().isEmpty())
        return {};
    ImportPlan plan{tableName(), {}, OnConflict(m_conflict->currentIndex()), m_key->currentData().toStringList(), {}};
    ImportBatch sample;
    for (const auto& [source, target] : m_mapping.mapping().mid(0, 200)) {
        ImportTarget t;
        const ColumnFacts* known = m_facts ? m_facts->column(target) : nullptr;
        if (known)
            t.column = *known;
        t.column.name = target;
        if (!known)
            t.column.bareType = t.column.type = m_mapping.entries().at(source).type;
        plan.targets << t;
    }
    if (isNewTable())
        plan.onConflict = OnConflict::Stop;
    return createSql() + QString::fromUtf8(insertSql(sample, 0, 0, plan)).replace("'{}'"_L1, u"'{…}'"_s);
}

QString DataImportDialog::blockReason() const
{
    if (!m_sample || (!isNewTable() && !m_facts))
        return tr("Not read yet.");
    if (const QString block = writeBlock(m_workspace, Capability::Sql); !block.isEmpty())
        return block;
    if (m_mapping.mapping().isEmpty())
        return tr("No column of the file goes into the table. Choose one under \"In the table\".");
    if (const QStringList twice = m_mapping.doubles(); !twice.isEmpty())
        return tr("Two columns of the file would go into %1.").arg(twice.first());
    if (!isNewTable() && m_conflict->currentIndex() > 0) {
        QStringList mapped;
        for (const auto& [source, target] : m_mapping.mapping())
            mapped << target;
        for (const QString& k : m_key->currentData().toStringList()) {
            if (!mapped.contains(k))
                return tr("The key %1 is not among the columns that get values.").arg(k);
        }
    }
    if (!isNewTable())
        return {};
    if (m_workspace.schema().value && m_workspace.schema().value->table(tableName()))
        return tr("There is a table %1 already.").arg(tableName());
    if (m_mapping.mapping().size() > 1'590)
        return tr("A table can have at most 1,600 columns; this file has %1. Leave some out, or import into a table with fewer.").arg(m_mapping.mapping().size());
    return designTrouble(newDesign());
}

void DataImportDialog::refresh()
{
    if (m_runner || !m_start)
        return;
    m_rules->setDesign(newDesign());
    m_conflict->parentWidget()->setVisible(!isNewTable());
    const QString why = blockReason();
    const QString text = m_sample ? previewSql() : QString();
    m_sql->setPlainText(text);
    const QList<BlockedWord> words = why.isEmpty() ? findBlockedWords(text) : QList<BlockedWord>();
    const QString trouble = why.isEmpty() && !words.isEmpty() ? tr("The service refuses \"%1\" in a type or name.").arg(text.mid(words.first().start, words.first().length)) : why;
    m_start->setEnabled(trouble.isEmpty());
    m_start->setText(isNewTable() ? tr("Create table and import, free") : tr("Import, free"));
    m_banner->setText(trouble);
    m_banner->setVisible(!trouble.isEmpty() && m_sample != nullptr && (isNewTable() || m_facts.has_value()));
}

void DataImportDialog::begin()
{
    ImportJob job;
    job.file = m_file;
    job.options = m_sample->options;
    job.table = tableName();
    job.createSql = createSql();
    job.mapping = m_mapping.mapping();
    job.onConflict = isNewTable() ? OnConflict::Stop : OnConflict(m_conflict->currentIndex());
    job.key = m_key->currentData().toStringList();
    job.rejectsFile = u"%1/imports/%2-%3.rejects.csv"_s.arg(m_services.options().dataFolder, tableNameFor(job.table), QDateTime::currentDateTime().toString(u"yyyyMMdd-hhmmss"_s));
    m_runner = new ImportRunner(job, [this](const QString& sql) { return m_services.database().run(m_project, sql); }, this);
    connect(m_runner, &ImportRunner::progressed, this, &DataImportDialog::showProgress);
    connect(m_runner, &ImportRunner::finished, this, &DataImportDialog::ended);
    QWidget* setup = m_stack->widget(0);
    m_stack->removeWidget(setup); // nobody comes back to it, and the dialog need not be as high as it
    setup->hide();
    m_banner->hide();
    m_start->hide();
    m_cancel->setText(tr("Stop"));
    m_runTitle->setText(tr("Importing into %1").arg(job.table));
    m_runText->setText(tr("Each batch is one transaction. Stopping waits for the batch that is on its way, so that what is in is known."));
    showProgress();
    m_runner->start();
}

void DataImportDialog::showProgress()
{
    const QLocale locale(QLocale::English);
    const ImportProgress& p = m_runner->progress();
    m_meter->setParts({{p.bytesTotal > 0 ? double(p.bytesRead) / double(p.bytesTotal) : 0, "accent.solid"}});
    m_in->setText(tr("%1 in").arg(locale.toString(p.rowsIn)));
    m_skipped->setText(tr("%1 skipped").arg(locale.toString(p.rowsSkipped)));
    m_skipped->setVisible(p.rowsSkipped > 0);
    m_rejected->setText(tr("%1 rejected").arg(locale.toString(p.rowsRejected)));
    m_rejected->setVisible(p.rowsRejected > 0);
    const qint64 rows = p.rowsIn + p.rowsSkipped + p.rowsRejected;
    m_speed->setText(p.elapsedMs > 0 ? tr("%1 rows a second, %2 of %3").arg(locale.toString(rows * 1'000 / p.elapsedMs), byteText(p.bytesRead), byteText(p.bytesTotal)) : QString());
}

QString DataImportDialog::outcomeText(const ImportOutcome& o) const
{
    const QLocale locale(QLocale::English);
    QStringList text;
    if (o.problem)
        text << o.problem->message + u'.';
    if (o.problem || o.stopped)
        text << (o.lastLine > 0 ? tr("Everything up to line %1 is in, but for rejected rows.").arg(locale.toString(o.lastLine)) : tr("No row is in."));
    if (o.unsureFrom > 0)
        text << tr("Lines %1 to %2 were on their way when the answer was lost: they are all in or none of them is. Look before you send them again.").arg(locale.toString(o.unsureFrom), locale.toString(o.unsureTo));
    if (o.tableMade && o.progress.rowsIn == 0)
        text << tr("The table was made and is empty.");
    if (o.progress.rowsRejected > 0)
        text << (o.rejectsFile.isEmpty() ? tr("The rejected rows could not be written to a file.") : tr("Rejected rows, with their lines and reasons, are kept in %1").arg(o.rejectsFile));
    return text.join(u' ');
}

void DataImportDialog::ended(const ImportOutcome& outcome)
{
    m_outcome = outcome;
    showProgress();
    const QString table = tableName();
    const qint64 rows = outcome.progress.rowsIn;
    const bool whole = !outcome.problem && !outcome.stopped;
    if (whole)
        m_meter->setParts({{1, "accent.solid"}});
    m_runTitle->setText(whole ? tr("%n row(s) are in %1", nullptr, int(std::min<qint64>(rows, INT_MAX))).arg(table) : outcome.stopped ? tr("Stopped") : tr("The import ended early"));
    m_runText->setText(outcomeText(outcome));
    m_saveRejects->setVisible(!outcome.rejectsFile.isEmpty());
    m_rejects->setVisible(!outcome.rejects.isEmpty());
    m_rejects->setRejects(outcome.rejects, outcome.progress.rowsRejected);
    m_cancel->setText(tr("Close"));
    m_open->setVisible(rows > 0 || outcome.tableMade);
    if (rows > 0 || outcome.tableMade) {
        m_workspace.refreshSchema();
        m_workspace.record(u"import"_s, tr("Imported %1 rows into %2").arg(rows).arg(table), {{u"table"_s, table}, {u"rows"_s, rows}});
        Q_EMIT imported(table, rows);
    }
}

void DataImportDialog::reject()
{
    if (m_runner && !m_outcome) {
        m_runText->setText(m_runner->isStopping() ? tr("Giving up on the batch that is on its way.") : tr("Stopping after the batch that is on its way. Stop again to give up on it."));
        m_runner->stop();
        return;
    }
    QDialog::reject();
}

void DataImportDialog::saveRejects()
{
    auto* dialog = new QFileDialog(this, {}, {}, tr("CSV (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QFileInfo(m_file).completeBaseName() + u".rejects.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& to) {
        onWorker(this, [from = m_outcome->rejectsFile, to] { return (!QFile::exists(to) || QFile::remove(to)) && QFile::copy(from, to); },
                 [this, to](bool written) {
            m_runText->setText(written ? tr("The rejected rows are in %1").arg(to) : tr("The file could not be written to %1").arg(to));
        });
    });
    dialog->open();
}

} // namespace run402
