// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataimport/importsetup.h"

#include "ui/common/label.h"
#include "ui/common/theme.h"
#include "ui/dataimport/dataimportdialog.h"
#include "ui/schema/designwords.h"
#include "ui/sql/plainhighlighter.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

QWidget* ImportMappingDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const ImportMappingModel*>(index.model());
    if (!model || (model->isNewTable() && index.column() == ImportMappingModel::Target))
        return GridDelegate::createEditor(parent, option, index);
    auto* box = new QComboBox(parent);
    box->setEditable(index.column() == ImportMappingModel::Type);
    box->setAccessibleName(tr("Column of the table"));
    if (index.column() == ImportMappingModel::Target)
        box->addItem(tr("left out"), QString());
    for (const QString& choice : model->choices(index.column()))
        box->addItem(choice, choice);
    return box;
}

void ImportMappingDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* box = qobject_cast<QComboBox*>(editor);
    if (!box)
        return GridDelegate::setEditorData(editor, index);
    const QString now = index.data(Qt::EditRole).toString();
    box->setCurrentIndex(std::max(0, box->findData(now)));
    if (box->isEditable())
        box->setCurrentText(now);
    box->showPopup();
}

void ImportMappingDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (auto* box = qobject_cast<QComboBox*>(editor))
        model->setData(index, box->isEditable() ? box->currentText() : box->currentData().toString());
    else
        GridDelegate::setModelData(editor, model, index);
}

ImportTables::ImportTables(ImportMappingModel& mapping, ImportPreviewModel& preview, QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    const auto add = [&](const QString& title, QAbstractItemModel& model, const QString& name, int width) {
        auto* box = new QWidget;
        auto* column = new QVBoxLayout(box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(4);
        column->addWidget(new Label(title, Theme::Font::Label, "text.secondary"));
        auto* view = new GridView;
        view->setObjectName(name);
        view->setAccessibleName(title);
        view->setModel(&model);
        view->setFrameShape(QFrame::StyledPanel);
        column->addWidget(view, 1);
        if (width > 0)
            box->setFixedWidth(width);
        row->addWidget(box, width > 0 ? 0 : 1);
        return view;
    };
    auto* map = add(tr("Columns"), mapping, u"import.mapping"_s, 430);
    map->setItemDelegate(new ImportMappingDelegate(map));
    map->setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed | QAbstractItemView::DoubleClicked);
    map->verticalHeader()->hide();
    map->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    add(tr("The first rows, with their lines in the file"), preview, u"import.preview"_s, 0);
}

QPlainTextEdit* makeSqlPreview(const QString& objectName)
{
    auto* sql = new QPlainTextEdit;
    sql->setObjectName(objectName);
    sql->setAccessibleName(ImportTables::tr("SQL that will be sent"));
    sql->setReadOnly(true);
    sql->setFixedHeight(96);
    sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    followFont(sql, Theme::Font::Mono);
    new PlainHighlighter(sql->document());
    return sql;
}

QString designTrouble(const TableDesign& design)
{
    const QList<DesignFault> faults = designFaults(design);
    return faults.isEmpty() ? QString() : designFaultWords(faults.first());
}

void chooseImportFile(QWidget* parent, std::function<void(const QString& file)> done)
{
    auto* dialog = new QFileDialog(parent, ImportTables::tr("File to import"), {}, ImportTables::tr("Tables (*.csv *.tsv *.tab *.txt *.json *.ndjson *.jsonl);;All files (*)"));
    dialog->setObjectName(u"chooseFile"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(done));
    dialog->open();
}

bool isImportFile(const QString& path)
{
    static const QStringList endings{u"csv"_s, u"tsv"_s, u"tab"_s, u"ndjson"_s, u"jsonl"_s, u"json"_s};
    return endings.contains(QFileInfo(path).suffix().toLower());
}

} // namespace run402
