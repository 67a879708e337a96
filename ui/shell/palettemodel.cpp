// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palettemodel.h"

#include "ui/common/icons.h"
#include "ui/common/keycap.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"
#include "ui/shell/fuzzy.h"

#include <QPainter>
#include <QSet>

#include <algorithm>

namespace run402 {

namespace {

constexpr int kMost = 60;      // hits shown
constexpr int kPerGroup = 12;

struct Hit
{
    int item;
    int score;
    QVector<int> positions;
    QString command;
};

constexpr int kExactCommand = 100'000;
constexpr int kBegunCommand = 10'000;

/// Words of a command line as somebody types it, without the program's name.
QString commandWords(const QString& query)
{
    QString words = query.simplified().toLower();
    if (words == QLatin1String("run402"))
        return QStringLiteral(" ");
    if (words.startsWith(QLatin1String("run402 ")))
        words = words.mid(7);
    return words;
}

/// How well a typed command line names the command; 0 = not at all. Of two commands that fit, the longer one is meant.
int commandScore(const QString& typed, const QString& command, bool withProgram)
{
    if (typed == command)
        return kExactCommand;
    const bool several = command.contains(QLatin1Char(' '));
    if (typed.startsWith(command + QLatin1Char(' ')) && (several || withProgram || typed.at(command.size() + 1) == QLatin1Char('-')))
        return kExactCommand / 2 + int(command.size());
    if (command.startsWith(typed.trimmed()) && (withProgram || typed.contains(QLatin1Char(' '))))
        return kBegunCommand - int(command.size() - typed.size());
    return 0;
}

bool isPrefix(QChar c)
{
    return c == QLatin1Char('>') || c == QLatin1Char('#') || c == QLatin1Char('@');
}

QString spoken(const PaletteItem& item, const QString& command)
{
    QString text = item.title;
    for (const QString& more : {item.detail, command}) {
        if (!more.isEmpty())
            text += QLatin1String(", ") + more;
    }
    return text;
}

QVector<Hit> findHits(const QVector<PaletteItem>& items, const QString& query, QChar prefix)
{
    QVector<Hit> hits;
    const QString typed = commandWords(query);
    const bool withProgram = query.startsWith(QLatin1String("run402"), Qt::CaseInsensitive);
    for (int i = 0; i < items.size(); ++i) {
        const PaletteItem& item = items.at(i);
        if (!prefix.isNull() && item.prefix != prefix)
            continue;
        int best = 0;
        QString named;
        for (const QString& command : item.commands) {
            if (const int score = typed.isEmpty() ? 0 : commandScore(typed, command, withProgram); score > best) {
                best = score;
                named = command;
            }
        }
        if (best > 0) {
            hits.append({i, best, {}, named});
        } else if (auto match = fuzzyMatch(query, item.title)) {
            hits.append({i, match->score + item.weight, match->positions, {}});
        } else if (auto other = fuzzyMatch(query, item.title + QLatin1Char(' ') + item.detail + QLatin1Char(' ')
                                                      + item.commands.join(QLatin1Char(' ')) + QLatin1Char(' ') + item.keywords)) {
            // Found outside the title: below every hit in a title.
            hits.append({i, other->score / 2 - 40 + item.weight, {}, {}});
        }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
    if (hits.size() > kMost)
        hits.resize(kMost);
    return hits;
}

} // namespace

void PaletteModel::search(const QString& text)
{
    beginResetModel();
    m_rows.clear();
    QString query = text.trimmed();
    QChar prefix;
    if (!query.isEmpty() && isPrefix(query.at(0))) {
        prefix = query.at(0);
        query = query.mid(1).trimmed();
    }
    QVector<Hit> hits = m_items ? findHits(*m_items, query, prefix) : QVector<Hit>();
    if (!query.isEmpty() && !hits.isEmpty()) {
        m_rows.append({PaletteDelegate::tr("Best match"), -1, {}, {}});
        m_rows.append({{}, hits.first().item, hits.first().positions, hits.first().command});
        hits.removeFirst();
    }
    QStringList groups;
    for (const Hit& hit : hits)
        if (const QString& g = m_items->at(hit.item).group; !groups.contains(g))
            groups.append(g);
    for (const QString& group : groups) {
        m_rows.append({group, -1, {}, {}});
        int shown = 0;
        for (const Hit& hit : hits)
            if (m_items->at(hit.item).group == group && shown++ < kPerGroup)
                m_rows.append({{}, hit.item, hit.positions, hit.command});
    }
    endResetModel();
}

const PaletteItem* PaletteModel::itemAt(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows.at(row).item < 0)
        return nullptr;
    return &m_items->at(m_rows.at(row).item);
}

int PaletteModel::nextHit(int row, int by) const
{
    for (int r = row + by; r >= 0 && r < m_rows.size(); r += by)
        if (m_rows.at(r).item >= 0)
            return r;
    return -1;
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    const Row& row = m_rows.at(index.row());
    const PaletteItem* item = itemAt(index.row());
    switch (role) {
    case HeadingRole: return row.heading;
    case Qt::DisplayRole: return item ? item->title : row.heading;
    case Qt::AccessibleTextRole: return item ? spoken(*item, index.data(CommandRole).toString()) : row.heading;
    case CommandRole: return !item ? QString() : !row.command.isEmpty() ? row.command : item->commands.value(0);
    case DetailRole: return item ? item->detail : QString();
    case IconRole: return item ? item->icon : QString();
    case KeysRole: return item ? item->keys : QString();
    case IdRole: return item ? item->id : QString();
    case PositionsRole: return QVariant::fromValue(row.positions);
    default: return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const
{
    return itemAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const QRectF row = option.rect;
    painter->save();
    if (const QString heading = index.data(PaletteModel::HeadingRole).toString(); !heading.isEmpty()) {
        painter->setFont(t.font(Theme::Font::Section));
        paintText(painter, row.adjusted(12, 6, -12, 0), heading, t.color("text.muted"));
        painter->restore();
        return;
    }
    const bool on = option.state & QStyle::State_Selected;
    if (on || option.state & QStyle::State_MouseOver)
        paintBox(painter, row, 6, t.color(on ? "bg.selected" : "bg.hover"));
    Icons::paint(painter, QRectF(row.left() + 12, row.top(), 16, row.height()),
                 index.data(PaletteModel::IconRole).toString(), t.color(on ? "accent.text" : "text.muted"), 16);
    double right = row.right() - 10;
    const QString keys = on ? QStringLiteral("↵") : index.data(PaletteModel::KeysRole).toString();
    if (!keys.isEmpty())
        right -= KeyCap::paintRight(painter, QRectF(row.left(), row.top(), right - row.left(), row.height()), keys) + 8;

    // Matched letters one by one, in bold accent; the rest as runs.
    const QString title = index.data(Qt::DisplayRole).toString();
    const auto positions = index.data(PaletteModel::PositionsRole).value<QVector<int>>();
    const QFont plain = t.font(Theme::Font::Body);
    const QFont bold = t.font(Theme::Font::Subtitle);
    double x = row.left() + 40;
    for (int i = 0; i < title.size() && x < right;) {
        const bool hit = positions.contains(i);
        int end = i + 1;
        while (end < title.size() && positions.contains(end) == hit)
            ++end;
        painter->setFont(hit ? bold : plain);
        const QString part = title.mid(i, end - i);
        const double w = QFontMetricsF(painter->font()).horizontalAdvance(part);
        paintText(painter, QRectF(x, row.top(), std::min(w + 1, right - x), row.height()), part,
                  t.color(hit ? "accent.text" : "text.primary"));
        x += w;
        i = end;
    }
    const auto paintNote = [&](const QString& text, Theme::Font font) {
        if (text.isEmpty() || x + 24 > right)
            return;
        painter->setFont(t.font(font));
        paintText(painter, QRectF(x + 12, row.top(), right - x - 12, row.height()), text, t.color("text.muted"));
        x += 12 + QFontMetricsF(painter->font()).horizontalAdvance(text);
    };
    paintNote(index.data(PaletteModel::DetailRole).toString(), Theme::Font::Small);
    paintNote(index.data(PaletteModel::CommandRole).toString(), Theme::Font::MonoSmall);
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& t = Theme::of(option.widget);
    const bool heading = !index.data(PaletteModel::HeadingRole).toString().isEmpty();
    return {100, heading ? t.scaled(index.row() == 0 ? 26 : 30) : t.size("height.listRow")};
}

} // namespace run402
