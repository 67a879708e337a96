// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/keycap.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"
#include "ui/shell/palettemodel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int kWidth = 640;
constexpr int kTop = 84;
constexpr int kListMost = 420;

/// A line under the search row.
class Rule final : public QWidget
{
public:
    explicit Rule(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::of(this).color("border.default"));
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* anchor, const QVector<PaletteSource*>& sources, const QString& project)
    : DialogFrame(anchor, kWidth)
    , m_edit(new LineEdit(tr("Search or run a command"), this))
    , m_list(new QListView(this))
    , m_model(new PaletteModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setTop(kTop);
    setCloseOnScrim(true);
    for (PaletteSource* source : sources)
        m_items += source->items();
    m_model->setItems(&m_items);

    auto* box = new QWidget(this);
    box->setFixedHeight(Theme::of(this).scaled(50));
    auto* search = new QHBoxLayout(box);
    search->setContentsMargins(16, 0, 16, 0);
    search->setSpacing(12);
    search->addWidget(new IconLabel(QStringLiteral("search"), 18, "text.muted", this));
    m_edit->setBare(true);
    m_edit->setObjectName(QStringLiteral("paletteEdit"));
    m_edit->setFontSize(16);
    search->addWidget(m_edit, 1);
    if (!project.isEmpty())
        search->addWidget(new Chip(project, Tone::Neutral, this));
    body()->addWidget(box);
    body()->addWidget(new Rule(this));

    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Results"));
    m_list->setProperty("plain", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* around = new QHBoxLayout;
    around->setContentsMargins(6, 6, 6, 6);
    around->addWidget(m_list);
    body()->addLayout(around);
    makeFoot();

    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QAbstractItemView::clicked, this, [this] { run(false); });
    refresh({});
    setFirstFocus(m_edit);
}

QWidget* CommandPalette::makeFoot()
{
    QHBoxLayout* row = foot();
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(6);
    const auto hint = [this, row](const QString& key, const QString& text) {
        row->addWidget(new KeyCap(key, this));
        row->addWidget(new Label(text, Theme::Font::CaptionPlain, "text.muted", this));
        row->addSpacing(10);
    };
    hint(QStringLiteral("↑↓"), tr("choose"));
    hint(QStringLiteral("↵"), tr("open"));
    hint(tr("Ctrl ↵"), tr("in a new tab"));
    row->addStretch(1);
    hint(QStringLiteral(">"), tr("commands"));
    hint(QStringLiteral("#"), tr("tables"));
    row->addWidget(new KeyCap(QStringLiteral("@"), this));
    row->addWidget(new Label(tr("projects"), Theme::Font::CaptionPlain, "text.muted", this));
    return row->parentWidget();
}

void CommandPalette::setQuery(const QString& text)
{
    m_edit->setText(text);
}

QStringList CommandPalette::shownIds() const
{
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (const PaletteItem* item = m_model->itemAt(row))
            ids.append(item->id);
    return ids;
}

void CommandPalette::refresh(const QString& text)
{
    m_model->search(text);
    const int first = m_model->nextHit(-1, 1);
    if (first >= 0)
        m_list->setCurrentIndex(m_model->index(first));
    int height = 0;
    for (int row = 0; row < m_model->rowCount() && height < kListMost; ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(std::min(height, kListMost));
}

void CommandPalette::move(int by)
{
    const int next = m_model->nextHit(m_list->currentIndex().row(), by);
    if (next >= 0) {
        m_list->setCurrentIndex(m_model->index(next));
        if (m_model->nextHit(next, -1) < 0)
            m_list->scrollToTop(); // with its heading
    }
}

void CommandPalette::run(bool newTab)
{
    const PaletteItem* item = m_model->itemAt(m_list->currentIndex().row());
    if (!item || !item->trigger)
        return;
    const auto trigger = item->trigger;
    accept(); // first, so that what it opens gets the focus
    trigger(newTab);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Down: move(1); return true;
        case Qt::Key_Up: move(-1); return true;
        case Qt::Key_PageDown: for (int i = 0; i < 8; ++i) move(1); return true;
        case Qt::Key_PageUp: for (int i = 0; i < 8; ++i) move(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: run(key->modifiers() & Qt::ControlModifier); return true;
        default: break;
        }
    }
    return DialogFrame::eventFilter(watched, event);
}

} // namespace run402
