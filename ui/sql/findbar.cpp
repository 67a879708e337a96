// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/findbar.h"

#include "services/worker.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/togglechip.h"
#include "ui/sql/sqleditor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>

namespace run402 {

namespace {
constexpr qsizetype mostPlaces = 100'000;
constexpr qsizetype mostMarked = 2'000;
constexpr qsizetype longestWish = 1'000; ///< a longer selection is not what somebody looks for
}

FindBar::FindBar(SqlEditor* editor, QWidget* parent) : QWidget(parent), m_editor(editor)
{
    setObjectName(QStringLiteral("sql.find"));
    build();
    m_later.setSingleShot(true);
    m_later.setInterval(120);
    connect(&m_later, &QTimer::timeout, this, &FindBar::search);
    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        if (m_reading.future().resultCount() > 0)
            show(m_reading.result());
    });
    const auto again = [this] {
        m_replaced = 0;
        m_at = -1;
        m_stepWhenFound = 1;
        m_later.start();
    };
    connect(m_pattern, &QLineEdit::textChanged, this, again);
    for (ToggleChip* chip : {m_case, m_words, m_regex})
        connect(chip, &QAbstractButton::toggled, this, again);
    connect(m_editor, &SqlEditor::textEdited, this, [this] {
        m_stale = true;
        if (isVisible())
            m_later.start();
    });
    hide();
}

FindBar::~FindBar()
{
    if (m_stop)
        *m_stop = true;
}

void FindBar::build()
{
    const auto field = [this](const QString& words, const QString& name) {
        auto* edit = new LineEdit(words, this);
        edit->setObjectName(name);
        edit->setAccessibleName(words);
        edit->setSmall(true);
        edit->setMono(true);
        edit->setFixedWidth(Theme::of(this).scaled(328));
        edit->installEventFilter(this);
        return edit;
    };
    const auto chip = [this](const QString& text, const QString& tip, const QString& name) {
        auto* one = new ToggleChip(text, this);
        one->setObjectName(name);
        one->setToolTip(tip);
        one->setAccessibleName(tip);
        return one;
    };
    const auto icon = [this](const QString& image, const QString& words, const QString& keys, const QString& name) {
        auto* one = new IconButton(image, words, this);
        one->setObjectName(name);
        one->setSmall(true);
        one->setShortcutHint(keys);
        return one;
    };
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 12, 7);
    column->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_pattern = field(tr("Find"), QStringLiteral("sql.find.pattern"));
    m_count = new Label({}, Theme::Font::Small, "text.secondary", this);
    m_count->setObjectName(QStringLiteral("sql.find.count"));
    m_count->setMinimumWidth(Theme::of(this).scaled(96));
    m_case = chip(tr("Aa"), tr("Upper and lower case as typed"), QStringLiteral("sql.find.case"));
    m_words = chip(tr("Word"), tr("Whole words"), QStringLiteral("sql.find.words"));
    m_regex = chip(QStringLiteral(".*"), tr("Regular expression"), QStringLiteral("sql.find.regex"));
    m_previous = icon(QStringLiteral("chevron-up"), tr("Previous place"), QStringLiteral("Shift+F3"), QStringLiteral("sql.find.previous"));
    m_next = icon(QStringLiteral("chevron-down"), tr("Next place"), QStringLiteral("F3"), QStringLiteral("sql.find.next"));
    auto* close = icon(QStringLiteral("x"), tr("Close"), QStringLiteral("Esc"), QStringLiteral("sql.find.close"));
    row->addWidget(m_pattern);
    for (QWidget* w : {static_cast<QWidget*>(m_case), static_cast<QWidget*>(m_words), static_cast<QWidget*>(m_regex),
                       static_cast<QWidget*>(m_previous), static_cast<QWidget*>(m_next), static_cast<QWidget*>(m_count)})
        row->addWidget(w);
    row->addStretch();
    row->addWidget(close);
    column->addLayout(row);

    m_replaceRow = new QWidget(this);
    auto* second = new QHBoxLayout(m_replaceRow);
    second->setContentsMargins(0, 0, 0, 0);
    second->setSpacing(6);
    m_with = field(tr("Replace with"), QStringLiteral("sql.find.with"));
    m_one = new Button(tr("Replace"), Button::Variant::Secondary, this);
    m_one->setObjectName(QStringLiteral("sql.find.replace"));
    m_all = new Button(tr("Replace all"), Button::Variant::Secondary, this);
    m_all->setObjectName(QStringLiteral("sql.find.replaceAll"));
    for (Button* button : {m_one, m_all})
        button->setSize(Button::Size::Small);
    second->addWidget(m_with);
    second->addWidget(m_one);
    second->addWidget(m_all);
    second->addStretch();
    column->addWidget(m_replaceRow);

    connect(m_next, &QAbstractButton::clicked, this, &FindBar::next);
    connect(m_previous, &QAbstractButton::clicked, this, &FindBar::previous);
    connect(close, &QAbstractButton::clicked, this, &FindBar::dismiss);
    connect(m_one, &QAbstractButton::clicked, this, &FindBar::replaceOne);
    connect(m_all, &QAbstractButton::clicked, this, &FindBar::replaceAll);
    refresh();
}

void FindBar::open(bool replacing)
{
    const qsizetype from = m_editor->selectionStart(), length = m_editor->selectionEnd() - from;
    if (length > 0 && length <= longestWish) {
        const QString chosen = m_editor->text().mid(from, length);
        if (!chosen.contains(u'\n') && !m_regex->isChecked())
            m_pattern->setText(chosen);
    }
    m_replaceRow->setVisible(replacing && !m_editor->isReadOnly());
    QWidget::show();
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
    m_stepWhenFound = 0;
    m_later.start();
}

void FindBar::dismiss()
{
    if (m_stop)
        *m_stop = true;
    m_later.stop();
    m_editor->setFinds({});
    m_found = {};
    m_at = -1;
    hide();
    Q_EMIT dismissed();
}

FindWish FindBar::wish() const
{
    return {m_pattern->text(), m_regex->isChecked(), m_case->isChecked(), m_words->isChecked()};
}

void FindBar::search()
{
    if (!isVisible())
        return;
    if (m_stop)
        *m_stop = true;
    m_stop = std::make_shared<std::atomic_bool>(false);
    m_stale = false;
    m_reading.setFuture(QtConcurrent::run([wish = wish(), text = m_editor->text(), stop = m_stop] {
        return Found{findAll(text, wish, mostPlaces, stop.get()), text};
    }));
}

void FindBar::show(const Found& found)
{
    if (!isVisible() || m_stale)
        return;
    m_found = found;
    m_editor->setFinds(found.hits.list.mid(0, mostMarked));
    if (m_at >= found.hits.list.size())
        m_at = -1;
    const int by = std::exchange(m_stepWhenFound, 0);
    if (by != 0 && !found.hits.list.isEmpty())
        step(by);
    refresh();
}

/// The next place after the cursor, or the one before it; around at the ends.
void FindBar::step(int by)
{
    if (m_stale || m_later.isActive()) {
        m_stepWhenFound = by;
        m_later.stop();
        search();
        return;
    }
    const QList<FindHit>& all = m_found.hits.list;
    if (all.isEmpty())
        return;
    const qsizetype from = m_editor->selectionStart(), to = m_editor->selectionEnd();
    qsizetype index = 0;
    if (by > 0) {
        const bool onOne = m_at >= 0 && m_at < all.size() && all[m_at].start == from && all[m_at].start + all[m_at].length == to;
        const auto it = std::lower_bound(all.begin(), all.end(), onOne ? to : from, [](const FindHit& hit, qsizetype at) { return hit.start < at; });
        index = it == all.end() ? 0 : it - all.begin();
    } else {
        const auto it = std::lower_bound(all.begin(), all.end(), from, [](const FindHit& hit, qsizetype at) { return hit.start < at; });
        index = it == all.begin() ? all.size() - 1 : it - all.begin() - 1;
    }
    select(index);
}

void FindBar::select(qsizetype index)
{
    m_at = index;
    const FindHit hit = m_found.hits.list[index];
    m_editor->select(hit.start, hit.length);
    refresh();
}

void FindBar::replaceOne()
{
    if (m_at < 0 || m_stale || m_at >= m_found.hits.list.size()) {
        step(+1);
        return;
    }
    const FindHit hit = m_found.hits.list[m_at];
    m_editor->replace(hit.start, hit.length, replacementFor(m_found.text, hit, wish(), m_with->text()));
    m_at = -1;
    m_stale = true;
    step(+1);
}

void FindBar::replaceAll()
{
    const QString text = m_editor->text();
    auto count = std::make_shared<qsizetype>(0);
    onWorker(this, [text, wish = wish(), with = m_with->text(), count] {
        return replaceEvery(text, wish, with, count.get());
    }, [this, text, count](const QString& found) {
        if (*count == 0 || m_editor->text() != text)
            return; // typed meanwhile: what was read is no longer there
        m_editor->replace(0, text.size(), found);
        m_replaced = *count;
    });
}

void FindBar::refresh()
{
    const FindHits& hits = m_found.hits;
    const bool asked = !m_pattern->text().isEmpty();
    const QLocale locale;
    const QString all = locale.toString(hits.list.size()) + (hits.more ? QStringLiteral("+") : QString());
    m_pattern->setError(hits.error);
    m_count->setToken(!asked || (hits.error.isEmpty() && (!hits.list.isEmpty() || m_replaced > 0)) ? "text.secondary" : "danger.text");
    if (!asked)
        m_count->setText({});
    else if (!hits.error.isEmpty())
        m_count->setText(tr("Not an expression"));
    else if (hits.list.isEmpty() && m_replaced > 0)
        m_count->setText(tr("%1 replaced").arg(locale.toString(m_replaced)));
    else if (hits.list.isEmpty())
        m_count->setText(tr("Nothing found"));
    else
        m_count->setText(m_at >= 0 ? tr("%1 of %2").arg(locale.toString(m_at + 1), all) : tr("%1 found").arg(all));
    for (QAbstractButton* button : {static_cast<QAbstractButton*>(m_next), static_cast<QAbstractButton*>(m_previous),
                                    static_cast<QAbstractButton*>(m_one), static_cast<QAbstractButton*>(m_all)})
        button->setEnabled(!hits.list.isEmpty());
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (key->key() == Qt::Key_Escape) {
            dismiss();
            return true;
        }
        if (enter && watched == m_with) {
            key->modifiers() & Qt::ControlModifier ? replaceAll() : replaceOne();
            return true;
        }
        if (enter && !(key->modifiers() & Qt::ControlModifier)) {
            step(key->modifiers() & Qt::ShiftModifier ? -1 : +1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    painter.fillRect(rect(), theme.color("bg.alt"));
    painter.fillRect(0, height() - 1, width(), 1, theme.color("border.default"));
}

} // namespace run402
