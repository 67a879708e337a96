// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultbar.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QShortcut>

#include <algorithm>

namespace run402 {

namespace {

using Test = ResultFilter::Test;

QString testWords(Test test)
{
    switch (test) {
    case Test::Contains: return ResultBar::tr("contains");
    case Test::NotContains: return ResultBar::tr("does not contain");
    case Test::Equals: return QStringLiteral("=");
    case Test::NotEquals: return QStringLiteral("≠");
    case Test::Less: return QStringLiteral("<");
    case Test::AtMost: return QStringLiteral("≤");
    case Test::Greater: return QStringLiteral(">");
    case Test::AtLeast: return QStringLiteral("≥");
    case Test::IsNull: return ResultBar::tr("is NULL");
    case Test::NotNull: return ResultBar::tr("is not NULL");
    }
    return {};
}

bool takesValue(Test test) { return test != Test::IsNull && test != Test::NotNull; }

} // namespace

QString filterText(const ResultFilter& filter, const QStringList& columns)
{
    QString text = columns.value(filter.column) + u' ' + testWords(filter.test);
    if (takesValue(filter.test))
        text += u' ' + (filter.value.isEmpty() ? ResultBar::tr("empty text") : filter.value.left(40));
    return text;
}

ResultBar::ResultBar(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sql.result.bar"));
    build();
    refresh();
}

void ResultBar::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 5, 12, 6);
    row->setSpacing(8);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(6);
    row->addLayout(m_chips);
    m_clear = new Button(tr("Clear"), Button::Variant::Ghost, this);
    m_clear->setObjectName(QStringLiteral("sql.result.clear"));
    m_clear->setToolTip(tr("Show all rows again"));
    m_clear->setSize(Button::Size::Small);
    connect(m_clear, &QAbstractButton::clicked, this, [this] { setFilters({}); Q_EMIT filtersChanged(m_filters); });
    row->addWidget(m_clear);
    row->addWidget(buildEditor());
    row->addStretch();
    m_progress = new Label({}, Theme::Font::Small, "text.secondary");
    m_progress->setObjectName(QStringLiteral("sql.result.progress"));
    row->addWidget(m_progress);
    m_cancel = new Button(tr("Stop"), Button::Variant::Ghost, this);
    m_cancel->setObjectName(QStringLiteral("sql.result.cancel"));
    m_cancel->setSize(Button::Size::Small);
    m_cancel->setToolTip(tr("Stop, the rows stay as they are (Esc)"));
    connect(m_cancel, &QAbstractButton::clicked, this, &ResultBar::stop);
    m_escape = new QShortcut(Qt::Key_Escape, parentWidget() ? parentWidget() : this);
    m_escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(m_escape, &QShortcut::activated, this, &ResultBar::stop);
    row->addWidget(m_cancel);
    row->addWidget(buildFind());
}

QWidget* ResultBar::buildEditor()
{
    m_editor = new QWidget(this);
    auto* row = new QHBoxLayout(m_editor);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_column = new QComboBox(m_editor);
    m_column->setObjectName(QStringLiteral("sql.result.filter.column"));
    m_column->setAccessibleName(tr("Column to filter by"));
    m_test = new QComboBox(m_editor);
    m_test->setObjectName(QStringLiteral("sql.result.filter.test"));
    m_test->setAccessibleName(tr("Condition"));
    for (int i = 0; i <= int(Test::NotNull); ++i)
        m_test->addItem(testWords(Test(i)), i);
    m_value = new LineEdit(tr("Value"), m_editor);
    m_value->setObjectName(QStringLiteral("sql.result.filter.value"));
    m_value->setAccessibleName(tr("Value to compare with"));
    m_value->setSmall(true);
    m_value->setMono(true);
    m_value->setFixedWidth(Theme::of(this).scaled(150));
    m_value->installEventFilter(this);
    auto* add = new Button(tr("Filter"), QStringLiteral("funnel"), Button::Variant::Secondary, m_editor);
    add->setObjectName(QStringLiteral("sql.result.filter.add"));
    add->setSize(Button::Size::Small);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close the filter row"), m_editor);
    close->setObjectName(QStringLiteral("sql.result.filter.close"));
    close->setSmall(true);
    for (QWidget* w : {static_cast<QWidget*>(m_column), static_cast<QWidget*>(m_test), static_cast<QWidget*>(m_value),
                       static_cast<QWidget*>(add), static_cast<QWidget*>(close)})
        row->addWidget(w);
    connect(m_test, &QComboBox::currentIndexChanged, this, [this] { m_value->setVisible(takesValue(Test(m_test->currentIndex()))); });
    connect(m_value, &QLineEdit::returnPressed, this, &ResultBar::addFilter);
    connect(add, &QAbstractButton::clicked, this, &ResultBar::addFilter);
    connect(close, &QAbstractButton::clicked, this, [this] {
        m_editing = false;
        refresh();
        Q_EMIT dismissed();
    });
    return m_editor;
}

QWidget* ResultBar::buildFind()
{
    m_findBox = new QWidget(this);
    auto* row = new QHBoxLayout(m_findBox);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_count = new Label({}, Theme::Font::Small, "text.muted");
    m_count->setObjectName(QStringLiteral("sql.result.find.count"));
    m_search = new SearchField(tr("Find in these rows"), m_findBox);
    m_search->setObjectName(QStringLiteral("sql.result.find"));
    m_search->setAccessibleName(tr("Find in the loaded rows"));
    m_search->setSmall(true);
    m_search->setFixedWidth(Theme::of(this).scaled(210));
    m_search->installEventFilter(this);
    auto* previous = new IconButton(QStringLiteral("chevron-up"), tr("Previous place"), m_findBox);
    auto* next = new IconButton(QStringLiteral("chevron-down"), tr("Next place"), m_findBox);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close the search"), m_findBox);
    previous->setObjectName(QStringLiteral("sql.result.find.previous"));
    previous->setShortcutHint(QStringLiteral("Shift F3"));
    next->setObjectName(QStringLiteral("sql.result.find.next"));
    next->setShortcutHint(QStringLiteral("F3"));
    close->setObjectName(QStringLiteral("sql.result.find.close"));
    close->setShortcutHint(QStringLiteral("Esc"));
    row->addWidget(m_count);
    row->addSpacing(4);
    row->addWidget(m_search);
    for (IconButton* button : {previous, next, close}) {
        button->setSmall(true);
        row->addWidget(button);
    }
    connect(previous, &QAbstractButton::clicked, this, [this] { step(-1); });
    connect(next, &QAbstractButton::clicked, this, [this] { step(+1); });
    const auto dismiss = [this] {
        m_finding = false;
        m_search->clear();
        Q_EMIT searchChanged({});
        refresh();
        Q_EMIT dismissed();
    };
    connect(close, &QAbstractButton::clicked, this, dismiss);
    connect(m_search, &SearchField::searchChanged, this, &ResultBar::searchChanged);
    return m_findBox;
}

void ResultBar::setColumns(const QStringList& names)
{
    constexpr qsizetype mostOffered = 2000;
    m_columns = names;
    m_column->clear();
    m_column->addItems(names.mid(0, mostOffered));
    m_search->clear();
    m_found = {};
    m_at = -1;
    m_state = Search::None;
    m_finding = m_editing = false;
    m_percent = -1;
    setFilters({});
}

void ResultBar::setFilters(const QList<ResultFilter>& filters)
{
    m_filters = filters;
    rebuildChips();
    refresh();
}

void ResultBar::rebuildChips()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (int i = 0; i < m_filters.size(); ++i) {
        const QString text = filterText(m_filters[i], m_columns);
        auto* chip = new Button(text, QStringLiteral("x"), Button::Variant::Secondary, this);
        chip->setObjectName(QStringLiteral("sql.result.filter.%1").arg(i));
        chip->setSize(Button::Size::Small);
        chip->setToolTip(tr("Take this filter away"));
        chip->setAccessibleName(tr("Take away the filter %1").arg(text));
        connect(chip, &QAbstractButton::clicked, this, [this, i] {
            m_filters.removeAt(i);
            setFilters(m_filters);
            Q_EMIT filtersChanged(m_filters);
        });
        m_chips->addWidget(chip);
    }
}

void ResultBar::addFilter()
{
    ResultFilter filter;
    filter.column = m_column->currentIndex();
    filter.test = Test(m_test->currentIndex());
    filter.value = takesValue(filter.test) ? m_value->text() : QString();
    if (filter.column < 0)
        return;
    m_editing = false;
    m_value->clear();
    if (!m_filters.contains(filter))
        m_filters << filter;
    setFilters(m_filters);
    Q_EMIT filtersChanged(m_filters);
    Q_EMIT dismissed();
}

void ResultBar::openFind()
{
    m_finding = true;
    refresh();
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ResultBar::openFilter(int column)
{
    m_editing = true;
    m_column->setCurrentIndex(column);
    refresh();
    m_value->setFocus(Qt::ShortcutFocusReason);
}

QString ResultBar::searchText() const { return m_finding ? m_search->text() : QString(); }

void ResultBar::stop()
{
    if (m_state == Search::Going)
        m_state = Search::Stopped;
    Q_EMIT cancelRequested();
    refresh();
}

void ResultBar::beginSearch()
{
    m_found = {};
    m_at = -1;
    m_state = m_search->text().isEmpty() ? Search::None : Search::Going;
    refresh();
}

void ResultBar::setFound(const FoundCells& cells)
{
    m_state = m_search->text().isEmpty() ? Search::None : Search::Done;
    m_found = cells;
    m_at = -1;
    if (!m_found.cells.empty())
        step(+1);
    refresh();
}

void ResultBar::step(int by)
{
    const auto places = qsizetype(m_found.cells.size());
    if (places == 0)
        return;
    m_at = m_at < 0 ? (by > 0 ? 0 : places - 1) : (m_at + by + places) % places;
    refresh();
    Q_EMIT cellRequested(int(m_found.cells[size_t(m_at)].row), int(m_found.cells[size_t(m_at)].column));
}

void ResultBar::setProgress(int percent)
{
    m_percent = percent;
    refresh();
}

void ResultBar::refresh()
{
    const QLocale locale;
    m_count->setText(m_state == Search::None || m_state == Search::Going ? QString()
                     : m_state == Search::Stopped ? tr("Stopped")
                     : m_found.count == 0 ? tr("Not found")
                     : m_at < 0 ? locale.toString(m_found.count)
                                : tr("%1 of %2").arg(locale.toString(m_at + 1), locale.toString(m_found.count)));
    m_findBox->setVisible(m_finding);
    m_editor->setVisible(m_editing);
    m_clear->setVisible(!m_filters.isEmpty());
    m_progress->setVisible(m_percent >= 0);
    m_cancel->setVisible(m_percent >= 0);
    m_escape->setEnabled(m_percent >= 0);
    m_progress->setText(tr("Going through the rows, %1 %").arg(m_percent));
    setVisible(m_finding || m_editing || !m_filters.isEmpty() || m_percent >= 0);
}

bool ResultBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && watched == m_search && static_cast<QKeyEvent*>(event)->key() == Qt::Key_F3) {
        event->accept(); // the console's own search has the key everywhere else
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool back = key->modifiers() & Qt::ShiftModifier;
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (key->key() == Qt::Key_Escape && static_cast<QLineEdit*>(watched)->text().isEmpty()) {
        (watched == m_search ? m_finding : m_editing) = false;
        refresh();
        Q_EMIT dismissed();
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_F3 || (enter && m_found.count > 0))) {
        step(back ? -1 : +1);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ResultBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.fillRect(rect(), theme.color("bg.window"));
    painter.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
}

} // namespace run402
