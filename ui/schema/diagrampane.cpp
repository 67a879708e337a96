// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/diagrampane.h"

#include "models/item/resulttext.h"
#include "models/schema/foreignkey.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/schema/diagramview.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QMenu>
#include <QPromise>
#include <QSaveFile>
#include <QTreeView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// Paints and writes; the result is the trouble, empty = written. A picture that is not wanted any more leaves no file.
void writePicture(QPromise<QString>& promise, const DiagramDrawing& drawing, const QString& path, const QString& title, bool svg)
{
    constexpr int packing = 60; // percent that is painting
    constexpr int quickly = 80; // packs a little less well in a third of the time
    promise.setProgressRange(0, 100);
    const auto progress = [&](double share) {
        promise.setProgressValue(int(share * (svg ? 100 : packing)));
        return !promise.isCanceled();
    };
    const QByteArray text = svg ? drawing.svg(title, progress) : QByteArray();
    const QImage image = svg ? QImage() : drawing.image(progress);
    if (promise.isCanceled())
        return;
    QSaveFile file(path);
    if (!svg && image.isNull())
        promise.addResult(DiagramPane::tr("there is not enough memory for a picture of this size"));
    else if (!file.open(QIODevice::WriteOnly) || (svg ? file.write(text) != text.size() : !image.save(&file, "PNG", quickly)))
        promise.addResult(file.errorString());
    else if (!promise.isCanceled())
        promise.addResult(file.commit() ? QString() : file.errorString());
}

} // namespace

DiagramPane::DiagramPane(Services& services, QWidget* parent) : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(u"diagram"_s);
    m_view = new DiagramView;
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    column->addWidget(m_view, 1);
    auto* empty = new EmptyState(u"workflow"_s, tr("No tables yet"), tr("The diagram shows your tables and what refers to what."));
    Button* make = empty->addButton(tr("New table"), u"plus"_s, true);
    make->setObjectName(u"diagram.firstTable"_s);
    connect(make, &Button::clicked, this, &DiagramPane::newTableRequested);
    m_states = new StateStack(content, empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    m_list = nullptr;
    buildList();

    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action == "retry"_L1)
            m_workspace.refreshSchema();
        else
            Q_EMIT actionRequested(action);
    });
    connect(&m_workspace, &Workspace::schemaChanged, this, &DiagramPane::refresh);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &DiagramPane::loadPlaces);
    connect(m_view, &DiagramView::tableOpened, this, &DiagramPane::tableRequested);
    connect(m_view, &DiagramView::menuAsked, this, &DiagramPane::menuRequested);
    connect(m_view, &DiagramView::arranged, this, &DiagramPane::showFacts);
    connect(m_view, &DiagramView::zoomed, this, &DiagramPane::showScale);
    connect(m_view, &DiagramView::cardMoved, this, [this](const QString& table, const QPointF& place) {
        m_places.insert(table, place);
        m_services.sessions().save(m_placesOf, table, QJsonArray{place.x(), place.y()});
    });
    connect(m_view, &DiagramView::tableSelected, this, [this](const QString& table) {
        const QList<QStandardItem*> found = m_items.findItems(table);
        if (!table.isEmpty() && !found.isEmpty())
            m_list->setCurrentIndex(found.first()->index());
    });
    loadPlaces();
}

DiagramPane::~DiagramPane()
{
    for (QFutureWatcher<QString>* watcher : std::as_const(m_writes))
        watcher->cancel();
}

QWidget* DiagramPane::buildBar()
{
    auto* bar = new QWidget;
    bar->setProperty("bar", true);
    bar->setFixedHeight(44);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(6);
    m_search = new SearchField(tr("Find a table or column"));
    m_search->setObjectName(u"diagram.search"_s);
    m_search->setAccessibleName(tr("Find a table or column"));
    m_search->setFixedWidth(240);
    m_search->setToolTip(tr("Enter goes to the first match, again to the next"));
    connect(m_search, &SearchField::searchChanged, this, &DiagramPane::showFacts);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_view->jump(m_search->text()); });
    row->addWidget(m_search);
    row->addSpacing(6);
    m_facts = new ElidedLabel({}, Theme::Font::Small, "text.muted");
    m_facts->setObjectName(u"diagram.facts"_s);
    row->addWidget(m_facts, 1);
    m_writing = new Label({}, Theme::Font::Small, "text.secondary");
    m_writing->setObjectName(u"diagram.writing"_s);
    m_stop = new Button(tr("Stop"), Button::Variant::Ghost);
    m_stop->setObjectName(u"diagram.stop"_s);
    m_stop->setSize(Button::Size::Small);
    for (QWidget* part : {static_cast<QWidget*>(m_writing), static_cast<QWidget*>(m_stop)}) {
        part->hide();
        row->addWidget(part);
    }
    const auto icon = [&](const QString& name, const QString& text, const char* id, const QString& keys, std::function<void()> act) {
        auto* button = new IconButton(name, text);
        button->setObjectName(u"diagram."_s + QLatin1StringView(id));
        button->setShortcutHint(keys);
        connect(button, &QAbstractButton::clicked, this, std::move(act));
        row->addWidget(button);
    };
    icon(u"zoom-out"_s, tr("Smaller"), "zoomOut", u"−"_s, [this] { m_view->zoomBy(0.8); });
    m_scale = new Button(u"100 %"_s, Button::Variant::Ghost);
    m_scale->setObjectName(u"diagram.scale"_s);
    m_scale->setSize(Button::Size::Small);
    m_scale->setToolTip(tr("Back to 100 % (0)"));
    connect(m_scale, &Button::clicked, this, [this] { m_view->zoomTo(1); });
    row->addWidget(m_scale);
    icon(u"zoom-in"_s, tr("Larger"), "zoomIn", u"+"_s, [this] { m_view->zoomBy(1.25); });
    icon(u"maximize"_s, tr("Show everything"), "fit", u"F"_s, [this] { m_view->fit(); });
    const auto button = [&](const QString& text, const QString& picture, const char* id) {
        auto* b = new Button(text, picture, Button::Variant::Ghost);
        b->setObjectName(u"diagram."_s + QLatin1StringView(id));
        b->setSize(Button::Size::Small);
        row->addWidget(b);
        return b;
    };
    Button* arrange = button(tr("Arrange"), u"workflow"_s, "arrange");
    arrange->setToolTip(tr("Forget where cards were put and lay all of them out again"));
    connect(arrange, &Button::clicked, this, [this] {
        for (auto it = m_places.cbegin(); it != m_places.cend(); ++it)
            m_services.sessions().remove(m_placesOf, it.key());
        m_places.clear();
        m_view->arrange();
    });
    auto* menu = new QMenu(this);
    menu->setObjectName(u"diagram.exportMenu"_s);
    connect(menu->addAction(tr("As SVG…")), &QAction::triggered, this, [this] { save(true); });
    connect(menu->addAction(tr("As PNG…")), &QAction::triggered, this, [this] { save(false); });
    button(tr("Export"), u"download"_s, "export")->setMenu(menu);
    connect(button(tr("New table"), u"plus"_s, "newTable"), &Button::clicked, this, &DiagramPane::newTableRequested);
    return bar;
}

QWidget* DiagramPane::buildList()
{
    m_list = new QTreeView(this);
    m_list->hide();
    m_list->setObjectName(u"diagram.list"_s);
    m_list->setAccessibleName(tr("Tables and what they refer to"));
    m_list->setProperty("plain", true);
    m_list->setHeaderHidden(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setModel(&m_items);
    const auto tableOf = [](QModelIndex index) {
        while (index.parent().isValid())
            index = index.parent();
        return index.data(Qt::UserRole).toString();
    };
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, tableOf](const QModelIndex& index) { m_view->select(tableOf(index)); });
    connect(m_list, &QAbstractItemView::activated, this, [this, tableOf](const QModelIndex& index) { Q_EMIT tableRequested(tableOf(index)); });
    return m_list;
}

void DiagramPane::activated()
{
    m_workspace.refreshSchema();
}

QWidget* DiagramPane::inspectorWidget()
{
    return m_items.rowCount() > 0 ? m_list : nullptr;
}

QString DiagramPane::inspectorNote() const
{
    return tr("%n table(s)", nullptr, m_items.rowCount());
}

QString DiagramPane::scope() const
{
    return u"diagram/%1/%2"_s.arg(m_workspace.world(), m_workspace.currentProjectId());
}

void DiagramPane::loadPlaces()
{
    m_placesOf = scope();
    m_placesKnown = false;
    m_places.clear();
    m_services.sessions().load(m_placesOf)->onDone(this, [this, asked = m_placesOf](const Result<QHash<QString, SessionStore::Value>>& r) {
        if (asked != m_placesOf)
            return;
        m_placesKnown = true;
        const QHash<QString, SessionStore::Value> places = r.valueOr({});
        for (auto it = places.cbegin(); it != places.cend(); ++it) {
            const QJsonArray place = it->json.toArray();
            m_places.insert(it.key(), {place.at(0).toDouble(), place.at(1).toDouble()});
        }
        refresh();
    });
}

void DiagramPane::refresh()
{
    const auto& schema = m_workspace.schema();
    if (schema.value && m_placesKnown) {
        m_view->setSchema(*schema.value, m_places);
        refreshList();
        showFacts();
    }
    if (schema.problem && !schema.value)
        m_states->showProblem(*schema.problem);
    else if (schema.value && schema.value->tables.isEmpty())
        m_states->showEmpty();
    else if (schema.value)
        m_states->showContent();
    else
        m_states->showLoading(tr("Reading the schema"));
    notifyChanged();
}

void DiagramPane::refreshList()
{
    const QSignalBlocker quiet(m_list->selectionModel());
    m_items.clear();
    QList<QStandardItem*> rows;
    for (const Table& table : m_workspace.schema().value->tables) {
        auto* item = new QStandardItem(table.name);
        item->setData(table.name, Qt::UserRole);
        item->setSizeHint(QSize(0, 32));
        const QStringList keys = table.primaryKey();
        const QList<ForeignKey> links = foreignKeysOf(table);
        for (const Column& c : table.columns) {
            QString text = c.name + u"  "_s + shortTypeName(c.type);
            if (keys.contains(c.name))
                text += tr(", key");
            for (const ForeignKey& link : links) {
                const qsizetype at = link.columns.indexOf(c.name);
                if (at >= 0)
                    text += tr(", refers to %1.%2").arg(link.table, link.referencedColumns.value(at));
            }
            item->appendRow(new QStandardItem(text));
            item->child(item->rowCount() - 1)->setSizeHint(QSize(0, 26));
        }
        rows << item;
    }
    for (QStandardItem* item : std::as_const(rows))
        m_items.appendRow(item);
}

void DiagramPane::showFacts()
{
    const QString text = m_search->text();
    const int found = m_view->search(text);
    const QString arranging = m_view->isArranging() ? u", "_s + tr("finding the lines' ways") : QString();
    m_facts->setText(text.isEmpty() ? tr("%n table(s)", nullptr, m_view->tables()) + u", "_s + tr("%n reference(s)", nullptr, m_view->lines()) + arranging
                                    : tr("%n of %1 table(s) match", nullptr, found).arg(m_view->tables()));
}

void DiagramPane::showScale()
{
    m_scale->setText(u"%1 %"_s.arg(qRound(m_view->scaleNow() * 100)));
}

void DiagramPane::save(bool svg)
{
    auto* dialog = new QFileDialog(this, {}, {}, svg ? tr("SVG (*.svg)") : tr("PNG (*.png)"));
    dialog->setObjectName(u"chooseFile"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(svg ? u"svg"_s : u"png"_s);
    dialog->selectFile(svg ? u"tables.svg"_s : u"tables.png"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, svg](const QString& path) { write(path, svg); });
    dialog->open();
}

void DiagramPane::write(const QString& path, bool svg)
{
    auto* watcher = new QFutureWatcher<QString>(this);
    const QString name = QFileInfo(path).fileName();
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this, [this, name](int percent) { m_writing->setText(tr("Writing %1: %2 %").arg(name).arg(percent)); });
    connect(m_stop, &Button::clicked, watcher, &QFutureWatcherBase::cancel);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path] {
        watcher->deleteLater();
        m_writes.removeOne(watcher);
        m_writing->setVisible(!m_writes.isEmpty());
        m_stop->setVisible(!m_writes.isEmpty());
        if (watcher->isCanceled())
            return Q_EMIT noticed(tr("Stopped: %1 was not written.").arg(path), false);
        const QString trouble = watcher->result();
        Q_EMIT noticed(trouble.isEmpty() ? tr("The diagram is in %1").arg(path) : tr("The diagram could not be written: %1").arg(trouble), !trouble.isEmpty());
    });
    m_writes << watcher;
    m_writing->setText(tr("Writing %1").arg(name));
    m_writing->show();
    m_stop->show();
    watcher->setFuture(QtConcurrent::run([drawing = m_view->drawing(), path, title = tr("Tables"), svg](QPromise<QString>& promise) { writePicture(promise, drawing, path, title, svg); }));
}

} // namespace run402
