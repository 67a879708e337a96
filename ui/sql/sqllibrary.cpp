// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqllibrary.h"

#include "models/item/sqllistmodel.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/icons.h"
#include "ui/common/inputs.h"
#include "ui/common/paint.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/togglechip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int side = 14;
constexpr qsizetype longestName = 80;
using Sign = SqlListModel::Sign;

/// Two lines: what, and when or what it does.
class LibraryDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {200, Theme::of(option.widget).scaled(46)};
    }
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& t = Theme::of(option.widget);
        const bool chosen = option.state & QStyle::State_Selected, over = option.state & QStyle::State_MouseOver;
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        if (chosen || over)
            paintBox(p, QRectF(option.rect).adjusted(6, 1, -6, -1), 5, t.color(chosen ? "bg.selected" : "bg.hover"));
        const auto sign = Sign(index.data(SqlListModel::SignRole).toInt());
        const char* icon = sign == Sign::None ? "bookmark" : sign == Sign::Done ? "check" : "circle-x";
        const char* ink = sign == Sign::None ? "text.muted" : sign == Sign::Done ? "accent.text" : "danger.text";
        const QRectF r = QRectF(option.rect).adjusted(side, 0, -side, 0);
        const double middle = r.top() + r.height() / 2, line = r.height() / 2 - 5;
        Icons::paint(p, QRectF(r.left(), middle - line - 1, 14, line), QLatin1StringView(icon), t.color(ink), 13);
        const QRectF text = r.adjusted(22, 0, 0, 0);
        p->setFont(t.font(sign == Sign::None ? Theme::Font::BodyMedium : Theme::Font::Mono));
        paintText(p, QRectF(text.left(), middle - line - 1, text.width(), line), index.data().toString(), t.color("text.primary"));
        p->setFont(t.font(sign == Sign::None ? Theme::Font::MonoSmall : Theme::Font::CaptionPlain));
        paintText(p, QRectF(text.left(), middle + 1, text.width(), line), index.data(SqlListModel::DetailRole).toString(), t.color("text.muted"));
        if (option.state & QStyle::State_HasFocus && option.widget && option.widget->hasFocus())
            paintRing(p, QRectF(option.rect).adjusted(6, 1, -6, -1), 5, t.color("focus.ring"));
        p->restore();
    }
};

QString oneLine(const QString& sql, qsizetype most = 200)
{
    return sql.left(most * 2).simplified().left(most);
}

QString timeOf(const QDateTime& at)
{
    const QDateTime here = at.toLocalTime();
    const QDate today = QDate::currentDate();
    const QLocale locale;
    const QString clock = locale.toString(here.time(), QLocale::ShortFormat);
    if (here.date() == today)
        return SqlLibrary::tr("Today %1").arg(clock);
    if (here.date() == today.addDays(-1))
        return SqlLibrary::tr("Yesterday %1").arg(clock);
    return locale.toString(here.date(), QLocale::ShortFormat) + u' ' + clock;
}

SqlListModel::Row historyRow(const SqlHistoryEntry& e, bool everywhere)
{
    QStringList parts{timeOf(e.at)};
    if (!e.problemCode.isEmpty())
        parts << (e.problemCode == u"cancelled" ? SqlLibrary::tr("stopped") : SqlLibrary::tr("failed"));
    else if (e.rowCount)
        parts << SqlLibrary::tr("%n row(s)", nullptr, int(*e.rowCount));
    parts << SqlLibrary::tr("%1 ms").arg(QLocale().toString(e.elapsedMs));
    if (everywhere)
        parts << (e.projectName.isEmpty() ? e.projectId : e.projectName) + (e.environment.isEmpty() ? QString() : QStringLiteral(", ") + e.environment);
    return {e.id, oneLine(e.sql), parts.join(QStringLiteral(" \u00b7 ")), e.sql, e.problemCode.isEmpty() ? Sign::Done : Sign::Failed};
}

} // namespace

SqlLibrary::SqlLibrary(QWidget* parent) : QWidget(parent), m_model(new SqlListModel(this))
{
    setObjectName(QStringLiteral("sql.library"));
    setFixedWidth(Theme::of(this).scaled(300));
    build();
    connect(m_pages, &SegmentedControl::currentChanged, this, [this] {
        m_search->clear();
        refresh();
        if (page() == Page::History)
            Q_EMIT historyWanted();
    });
    connect(m_search, &SearchField::searchChanged, this, [this] {
        if (page() == Page::History)
            Q_EMIT historyWanted();
        else
            refresh();
    });
    connect(m_everywhere, &QAbstractButton::toggled, this, &SqlLibrary::historyWanted);
    connect(m_list, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) { activate(index.row()); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &SqlLibrary::menu);
    connect(m_save, &QAbstractButton::clicked, this, &SqlLibrary::saveRequested);
    refresh();
    hide();
}

void SqlLibrary::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 9, 10, 8);
    m_pages = new SegmentedControl(this);
    m_pages->setObjectName(QStringLiteral("sql.library.page"));
    m_pages->setAccessibleName(tr("What is listed"));
    m_pages->setSmall(true);
    m_pages->addSegment(tr("Saved"));
    m_pages->addSegment(tr("History"));
    m_pages->setCurrent(0);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close"), this);
    close->setObjectName(QStringLiteral("sql.library.close"));
    close->setSmall(true);
    connect(close, &QAbstractButton::clicked, this, &SqlLibrary::closed);
    head->addWidget(m_pages);
    head->addStretch();
    head->addWidget(close);
    column->addLayout(head);

    auto* filter = new QVBoxLayout;
    filter->setContentsMargins(12, 0, 12, 8);
    filter->setSpacing(8);
    m_search = new SearchField(tr("Search"), this);
    m_search->setObjectName(QStringLiteral("sql.library.search"));
    m_search->setAccessibleName(tr("Search saved queries or the history"));
    m_search->installEventFilter(this);
    m_everywhere = new ToggleChip(tr("All projects"), this);
    m_everywhere->setObjectName(QStringLiteral("sql.library.everywhere"));
    m_everywhere->setAccessibleName(tr("The history of all projects"));
    filter->addWidget(m_search);
    filter->addWidget(m_everywhere, 0, Qt::AlignLeft);
    column->addLayout(filter);

    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("sql.library.list"));
    m_list->setAccessibleName(tr("Queries"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setItemDelegate(new LibraryDelegate(m_list));
    m_list->setModel(m_model);
    m_list->installEventFilter(this);
    m_empty = new EmptyState(QStringLiteral("bookmark"), {}, {}, this);
    m_empty->setObjectName(QStringLiteral("sql.library.empty"));
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);

    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 8, 12, 8);
    m_save = new Button(tr("Save this text"), QStringLiteral("bookmark"), Button::Variant::Secondary, this);
    m_save->setObjectName(QStringLiteral("sql.library.save"));
    m_save->setKeyHint(QStringLiteral("Ctrl \u21e7 S"));
    foot->addWidget(m_save);
    foot->addStretch();
    column->addLayout(foot);
}

SqlLibrary::Page SqlLibrary::page() const
{
    return m_pages->current() == 1 ? Page::History : Page::Saved;
}

bool SqlLibrary::everywhere() const { return m_everywhere->isChecked(); }
QString SqlLibrary::searchText() const { return m_search->text().trimmed(); }

void SqlLibrary::open(Page page)
{
    if (this->page() != page)
        m_search->clear();
    m_pages->setCurrent(page == Page::History ? 1 : 0);
    refresh();
    show();
    m_search->setFocus();
    if (page == Page::History)
        Q_EMIT historyWanted();
}

void SqlLibrary::setSaved(const QList<SavedQuery>& queries)
{
    m_saved = queries;
    refresh();
}

void SqlLibrary::setHistory(const QList<SqlHistoryEntry>& entries)
{
    m_history = entries;
    refresh();
}

void SqlLibrary::refresh()
{
    const bool history = page() == Page::History;
    const QString wish = searchText();
    QList<SqlListModel::Row> rows;
    if (history) {
        for (const SqlHistoryEntry& e : std::as_const(m_history))
            rows << historyRow(e, everywhere());
    } else {
        for (const SavedQuery& q : std::as_const(m_saved)) {
            if (wish.isEmpty() || q.name.contains(wish, Qt::CaseInsensitive) || q.sql.contains(wish, Qt::CaseInsensitive))
                rows << SqlListModel::Row{q.id, q.name, oneLine(q.sql), q.sql, Sign::None};
        }
    }
    m_model->setRows(rows);
    m_everywhere->setVisible(history);
    m_save->setVisible(!history);
    m_list->setVisible(!rows.isEmpty());
    m_empty->setVisible(rows.isEmpty());
    if (!wish.isEmpty())
        m_empty->setTexts(QStringLiteral("search"), tr("Nothing found"), tr("No statement has \u201c%1\u201d in it.").arg(wish));
    else if (history)
        m_empty->setTexts(QStringLiteral("history"), tr("Nothing was run yet"), tr("Every statement you run is kept here, on this computer."));
    else
        m_empty->setTexts(QStringLiteral("bookmark"), tr("No saved queries"), tr("Give a text you need again a name: Ctrl+Shift+S."));
}

void SqlLibrary::activate(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const SqlListModel::Row chosen = m_model->row(row);
    if (page() == Page::History) {
        Q_EMIT sqlOpened(chosen.sql);
        return;
    }
    for (const SavedQuery& q : std::as_const(m_saved)) {
        if (q.id == chosen.id) {
            Q_EMIT savedOpened(SavedQuery(q));
            return;
        }
    }
}

void SqlLibrary::menu(const QPoint& at)
{
    const int row = m_list->indexAt(at).row();
    if (row < 0)
        return;
    const SqlListModel::Row chosen = m_model->row(row);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("sql.library.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open in a tab")), &QAction::triggered, this, [this, id = chosen.id] { activate(m_model->rowOf(id)); });
    connect(menu->addAction(tr("Add to this text")), &QAction::triggered, this, [this, sql = chosen.sql] { Q_EMIT sqlInserted(sql); });
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this, [sql = chosen.sql] { QGuiApplication::clipboard()->setText(sql); });
    menu->addSeparator();
    if (page() == Page::Saved)
        connect(menu->addAction(tr("Rename\u2026") + QStringLiteral("\tF2")), &QAction::triggered, this, [this, id = chosen.id] { askRename(m_model->rowOf(id)); });
    connect(menu->addAction(page() == Page::Saved ? tr("Delete\u2026") : tr("Remove from the history")), &QAction::triggered, this,
            [this, id = chosen.id] { askRemove(m_model->rowOf(id)); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void SqlLibrary::askName(const QString& title, const QString& before, qint64 except, std::function<void(const QString& name)> named)
{
    auto* field = new LineEdit(tr("Name"));
    field->setObjectName(QStringLiteral("sql.name"));
    field->setAccessibleName(tr("Name of the query"));
    field->setMaxLength(int(longestName));
    field->setText(before);
    field->selectAll();
    ConfirmDialog::Options options;
    options.title = title;
    options.text = tr("It is kept for this project, on this computer.");
    options.accept = tr("Save");
    auto* dialog = new ConfirmDialog(this, options);
    dialog->setObjectName(QStringLiteral("sql.nameDialog"));
    dialog->addField(field);
    dialog->setFirstFocus(field);
    connect(dialog, &QDialog::accepted, this, [field, named = std::move(named)] { named(field->text().trimmed()); });
    const auto check = [this, field, dialog, except] {
        const QString name = field->text().trimmed();
        const bool taken = std::any_of(m_saved.cbegin(), m_saved.cend(), [&](const SavedQuery& q) {
            return q.id != except && q.name.compare(name, Qt::CaseInsensitive) == 0;
        });
        field->setError(taken ? tr("There is a query with this name already") : QString());
        dialog->acceptButton()->setEnabled(!name.isEmpty() && !taken);
    };
    connect(field, &QLineEdit::textChanged, dialog, check);
    connect(field, &QLineEdit::returnPressed, dialog, [dialog] {
        if (dialog->acceptButton()->isEnabled())
            dialog->acceptButton()->click();
    });
    check();
    dialog->open();
}

void SqlLibrary::askRename(int row)
{
    if (row < 0 || page() != Page::Saved)
        return;
    const qint64 id = m_model->row(row).id;
    askName(tr("Rename the query"), m_model->row(row).title, id, [this, id](const QString& name) { Q_EMIT renamed(id, name); });
}

void SqlLibrary::askRemove(int row)
{
    if (row < 0)
        return;
    const qint64 id = m_model->row(row).id;
    if (page() == Page::History) {
        Q_EMIT historyRemoved(id);
        return;
    }
    ConfirmDialog::Options options;
    options.title = tr("Delete the query %1?").arg(m_model->row(row).title);
    options.text = tr("Its text is gone from this computer. Tables and rows are not touched. It cannot be undone.");
    options.accept = tr("Delete the query");
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this, id] { Q_EMIT removed(id); })->setObjectName(QStringLiteral("sql.deleteDialog"));
}

bool SqlLibrary::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_search) {
        if (key->key() == Qt::Key_Down && m_model->rowCount() > 0) {
            m_list->setFocus();
            m_list->setCurrentIndex(m_model->index(0, 0));
            return true;
        }
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && m_model->rowCount() == 1) {
            activate(0);
            return true;
        }
        if (key->key() == Qt::Key_Escape && m_search->text().isEmpty()) {
            Q_EMIT closed();
            return true;
        }
        return false;
    }
    const int row = m_list->currentIndex().row();
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: activate(row); return true;
    case Qt::Key_F2: askRename(row); return true;
    case Qt::Key_Delete: askRemove(row); return true;
    case Qt::Key_Escape: Q_EMIT closed(); return true;
    default: return false;
    }
}

void SqlLibrary::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.fillRect(rect(), theme.color("bg.surface"));
    painter.fillRect(0, 0, 1, height(), theme.color("border.default"));
}

} // namespace run402
