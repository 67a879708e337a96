// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/rowinspector.h"

#include "models/domain/datasize.h"
#include "models/item/jsontext.h"
#include "models/item/resultorder.h"
#include "models/item/resulttext.h"
#include "services/worker.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/rest/jsontreeview.h"

#include <QClipboard>
#include <QDateTime>
#include <QDesktopServices>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <limits>

namespace run402 {

namespace {

constexpr int mostFields = 250; // more are found with the filter
constexpr qsizetype longestValue = 3'000, leastValue = 500, longestRow = 4'000, longestData = 200, longestCopy = 50'000'000, largestTree = 8 << 20;
constexpr qint64 mostPicture = 8 << 20;
constexpr qsizetype mostLinked = 32;

/// One pixel line in a colour token.
class Line : public QWidget
{
public:
    Line(const char* token, QWidget* parent) : QWidget(parent), m_token(token) { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), Theme::of(this).color(m_token)); }

private:
    const char* m_token;
};

/// Coloured JSON in a box.
class JsonBox : public QFrame
{
public:
    JsonBox(const QString& text, QWidget* parent) : QFrame(parent), m_text(text), m_label(new QLabel(this))
    {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(10, 8, 10, 8);
        m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_label->setTextFormat(Qt::RichText);
        m_label->setWordWrap(true);
        m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        layout->addWidget(m_label);
        refresh();
        connect(&Theme::of(this), &Theme::changed, this, &JsonBox::refresh);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::of(this).color("border.default"));
        painter.setBrush(Theme::of(this).color("bg.surface"));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }

private:
    void refresh()
    {
        const Theme& theme = Theme::of(this);
        static const char* tokens[] = {"text.primary", "syntax.function", "syntax.string", "syntax.number", "syntax.keyword"};
        QString html;
        qsizetype at = 0;
        const auto plain = [&](qsizetype end) { html += m_text.mid(at, end - at).toHtmlEscaped(); };
        for (const JsonSpan& span : jsonSpans(m_text)) {
            plain(span.start);
            html += QStringLiteral("<span style='color:%1'>%2</span>")
                        .arg(theme.color(tokens[int(span.style)]).name(), m_text.mid(span.start, span.length).toHtmlEscaped());
            at = span.start + span.length;
        }
        plain(m_text.size());
        m_label->setFont(theme.font(Theme::Font::MonoSmall));
        m_label->setText(QStringLiteral("<div style='white-space:pre-wrap;color:%1'>%2</div>").arg(theme.color("text.primary").name(), html));
    }
    QString m_text;
    QLabel* m_label;
};

QString ago(qint64 seconds)
{
    const qint64 distance = std::abs(seconds);
    const int days = int(distance / 86400), hours = int(distance / 3600), minutes = int(distance / 60);
    if (distance < 60)
        return RowInspector::tr("now");
    const QString span = days > 0 ? RowInspector::tr("%n day(s)", nullptr, days)
        : hours > 0 ? RowInspector::tr("%n hour(s)", nullptr, hours) : RowInspector::tr("%n minute(s)", nullptr, minutes);
    return seconds > 0 ? RowInspector::tr("%1 ago").arg(span) : RowInspector::tr("in %1").arg(span);
}

/// The bytes of a cell from the length of their text: PostgreSQL's \x… has two digits for each.
qint64 byteCount(const Cell& start, qsizetype size)
{
    constexpr qsizetype quotedStart = 5; // \\\\x in JSON in a quoted field
    return start.text.startsWith(u"\\x") ? std::max<qsizetype>(0, size - quotedStart) / 2 : -1;
}

} // namespace

QString instantExplained(const QString& iso, const QDateTime& now)
{
    constexpr qint64 millisTo2000 = 946'684'800'000, drawable = 250'000'000'000'000'000;
    const auto micros = iso.size() >= 20 && !iso.startsWith(u'-') && !iso.contains(u" BC") ? timeValue(iso.toStdString()) : std::nullopt;
    if (!micros || std::abs(*micros) > drawable)
        return {};
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(*micros / 1000 + millisTo2000);
    const QLocale locale;
    const qint64 seconds = at.secsTo(now);
    const bool near = std::abs(at.date().daysTo(now.toLocalTime().date())) < 7;
    const QString day = near ? locale.dayName(at.date().dayOfWeek()) : locale.toString(at.date(), QLocale::ShortFormat);
    return RowInspector::tr("%1, %2 in your time zone, %3").arg(day, at.time().toString(QStringLiteral("HH:mm")), ago(seconds));
}

RowInspector::RowInspector(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sql.inspector"));
    setAccessibleName(tr("Row"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 0, 8, 0);
    head->setSpacing(8);
    m_title = new Label(tr("Row"), Theme::Font::Subtitle);
    m_of = new Label({}, Theme::Font::Small, "text.muted");
    m_previous = new IconButton(QStringLiteral("chevron-up"), tr("Previous row"), this);
    m_next = new IconButton(QStringLiteral("chevron-down"), tr("Next row"), this);
    auto* copy = new IconButton(QStringLiteral("copy"), tr("Copy row as JSON"), this);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close inspector"), this);
    m_previous->setObjectName(QStringLiteral("sql.inspector.previous"));
    m_next->setObjectName(QStringLiteral("sql.inspector.next"));
    copy->setObjectName(QStringLiteral("sql.inspector.copy"));
    close->setObjectName(QStringLiteral("sql.inspector.close"));
    head->addWidget(m_title);
    head->addWidget(m_of);
    head->addStretch();
    for (IconButton* button : {m_previous, m_next, copy, close}) {
        button->setSmall(true);
        head->addWidget(button);
    }
    auto* headBox = new QWidget(this);
    headBox->setLayout(head);
    headBox->setFixedHeight(35);
    column->addWidget(headBox);
    column->addWidget(new Line("border.default", this));

    m_search = new SearchField(tr("Filter fields"), this);
    m_search->setSmall(true);
    m_search->setObjectName(QStringLiteral("sql.inspector.filter"));
    auto* searchBox = new QHBoxLayout;
    searchBox->setContentsMargins(14, 8, 14, 8);
    searchBox->addWidget(m_search);
    column->addLayout(searchBox);
    column->addWidget(new Line("border.default", this));

    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_scroll, 1);

    column->addWidget(new Line("border.default", this));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(14, 10, 14, 10);
    m_open = new Button(tr("Open in table"), QStringLiteral("arrow-up-right"), Button::Variant::Secondary, this);
    m_copy = new Button(tr("Copy as JSON"), Button::Variant::Ghost, this);
    m_open->setObjectName(QStringLiteral("sql.inspector.open"));
    m_copy->setObjectName(QStringLiteral("sql.inspector.copyJson"));
    for (Button* button : {m_open, m_copy}) {
        button->setSize(Button::Size::Small);
        foot->addWidget(button);
    }
    foot->addStretch();
    column->addLayout(foot);

    connect(m_previous, &QAbstractButton::clicked, this, [this] { Q_EMIT rowRequested(m_row - 1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { Q_EMIT rowRequested(m_row + 1); });
    connect(copy, &QAbstractButton::clicked, this, &RowInspector::copyRow);
    connect(m_copy, &QAbstractButton::clicked, this, &RowInspector::copyRow);
    connect(close, &QAbstractButton::clicked, this, &RowInspector::closeRequested);
    connect(m_open, &QAbstractButton::clicked, this, [this] { Q_EMIT openTableRequested(m_table); });
    connect(m_search, &SearchField::searchChanged, this, [this](const QString& text) {
        m_filter = text;
        rebuild();
    });
    m_open->hide();
    rebuild();
}

void RowInspector::setModel(ResultModel* model)
{
    m_model = model;
    m_row = -1;
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_row = -1;
        m_linked.clear();
        rebuild();
    });
    connect(model, &QAbstractItemModel::headerDataChanged, this, &RowInspector::rebuild);
}

void RowInspector::setRow(int row)
{
    if (row == m_row)
        return;
    m_row = row;
    rebuild();
}

void RowInspector::setTable(const QString& table)
{
    m_table = table;
    m_open->setVisible(!table.isEmpty());
}

void RowInspector::copyRow()
{
    if (!m_model || !m_model->result() || m_row < 0)
        return;
    onWorker(this, [set = m_model->sharedResult(), row = m_model->sourceRow(m_row)] { return prettyJson(set->rowJson(row), longestCopy); },
                  [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
}

QWidget* RowInspector::bytesWidget(int column, const Cell& start, qsizetype size, Label* label)
{
    constexpr qsizetype shownDigits = 512;
    QString digits; // in groups, so that they wrap
    for (qsizetype i = 2; start.text.startsWith(u"\\x") && i < std::min(start.text.size(), shownDigits + 2); i += 8)
        digits += (i > 2 ? QStringLiteral(" ") : QString()) + start.text.mid(i, 8);
    const auto say = [label, digits](qint64 bytes, bool more) {
        label->setText((bytes < 0 ? QString() : tr("%n byte(s)", nullptr, int(std::min<qint64>(bytes, std::numeric_limits<int>::max()))))
                       + (digits.isEmpty() ? QString() : QStringLiteral("\n") + digits + (more ? QString(QChar(0x2026)) : QString())));
    };
    const qint64 bytes = byteCount(start, size);
    say(bytes, bytes * 2 > shownDigits);
    auto* picture = new CellPicture;
    onWorker(picture, [set = m_model->sharedResult(), row = m_model->sourceRow(m_row), column] { return seeCell(*set, row, column); },
                    [=](const SeenBytes& seen) {
                        picture->setSeen(seen);
                        if (bytes < 0)
                            say(seen.size, false);
                    });
    return stacked(label, {picture});
}

QWidget* RowInspector::stacked(QWidget* label, const QList<QWidget*>& below)
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    for (QWidget* w : below)
        layout->addWidget(w, 0, Qt::AlignLeft);
    return box;
}

QWidget* RowInspector::linkWidget(int column, const QString& url, QWidget* label)
{
    const QString name = m_model->result()->columns().at(column);
    auto* open = new LinkLabel(tr("Open in the browser"));
    open->setObjectName(QStringLiteral("sql.inspector.open.") + name);
    connect(open, &LinkLabel::clicked, this, [url] { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); });
    static const QRegularExpression picture(QStringLiteral("\\.(png|jpe?g|gif|webp|bmp)([?#]|$)"), QRegularExpression::CaseInsensitiveOption);
    if (!m_pictures || !picture.match(url).hasMatch())
        return stacked(label, {open});
    auto* show = new LinkLabel(tr("Show the picture"));
    show->setObjectName(QStringLiteral("sql.inspector.show.") + name);
    show->setToolTip(tr("Fetches it from its server, without any key of yours; at most %1").arg(byteText(mostPicture)));
    auto* place = new CellPicture;
    auto* trouble = new ElidedLabel({}, Theme::Font::CaptionPlain, "danger.text");
    trouble->hide();
    const auto tell = [place, show, trouble](const LinkedPicture& linked) {
        place->setSeen(linked.seen);
        show->setEnabled(!linked.asked);
        show->setVisible(linked.seen.picture.isNull());
        trouble->setVisible(!linked.trouble.isEmpty());
        trouble->setText(linked.trouble);
    };
    tell(m_linked.value(url));
    connect(show, &LinkLabel::clicked, this, [this, url] { fetchPicture(url); });
    connect(this, &RowInspector::pictureCame, place, [this, url, tell](const QString& of) {
        if (of == url)
            tell(m_linked.value(url));
    });
    return stacked(label, {open, show, place, trouble});
}

/// Outlives the widgets of the row: they are made anew when the types of the columns become known.
void RowInspector::fetchPicture(const QString& url)
{
    if (m_linked.size() >= mostLinked)
        m_linked.clear();
    const auto keep = [this, url](const LinkedPicture& linked) {
        m_linked.insert(url, linked);
        Q_EMIT pictureCame(url);
    };
    keep({{}, {}, true});
    m_pictures(QUrl(url, QUrl::StrictMode), [this, keep](const Result<QByteArray>& bytes) {
        if (!bytes.ok()) {
            const Problem& problem = bytes.error();
            return keep({{}, problem.httpStatus > 0 ? tr("The server answered with HTTP %1.").arg(problem.httpStatus) : problemWords(problem).title});
        }
        onWorker(this, [data = bytes.value()] { return seeBytes(data); }, [keep](const SeenBytes& seen) {
            keep({seen, seen.picture.isNull() ? tr("What the server sent is no picture of a known kind") : QString()});
        });
    }, this);
}

QWidget* RowInspector::treeWidget(int column, qsizetype size)
{
    constexpr int height = 240;
    auto* tree = new JsonTreeView;
    tree->setObjectName(QStringLiteral("sql.inspector.tree.") + m_model->result()->columns().at(column));
    tree->setAccessibleName(tr("%1 as a tree").arg(m_model->result()->columns().at(column)));
    tree->setColumnWidth(JsonTreeModel::Key, Theme::of(this).scaled(120));
    tree->setFixedHeight(Theme::of(this).scaled(height));
    auto* none = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    none->setWordWrap(true);
    none->hide();
    using Tree = std::shared_ptr<const JsonTree>;
    onWorker(tree, [set = m_model->sharedResult(), row = m_model->sourceRow(m_row), column, size] { return size > largestTree ? Tree() : JsonTree::parse(set->cellJson(row, column)); },
               [tree, none](const Tree& parsed) {
                   tree->setTree(parsed);
                   tree->setVisible(parsed != nullptr);
                   none->setVisible(!parsed || parsed->cut);
                   none->setText(parsed ? tr("The tree ends here; there is more.") : tr("Too large or too deep for a tree."));
               });
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tree);
    layout->addWidget(none);
    return box;
}

QWidget* RowInspector::valueWidget(int column)
{
    qsizetype size = 0;
    // Laying out text takes its time: a row of several long values shows less of the later ones.
    const qsizetype most = std::clamp(m_room, leastValue, longestValue);
    const Cell start = m_model->result()->startOfCell(m_model->sourceRow(m_row), column, most, size);
    m_room -= start.text.size();
    const QModelIndex index = m_model->index(m_row, column);
    const CellKind kind = CellKind(index.data(CellKindRole).toInt());
    if (kind == CellKind::Null) {
        auto* label = new Label(QStringLiteral("NULL"), Theme::Font::CaptionPlain, "text.null");
        QFont italic = label->font();
        italic.setItalic(true);
        label->setFont(italic);
        return label;
    }
    if (kind == CellKind::Json)
        return m_asTree ? treeWidget(column, size) : new JsonBox(prettyJson(start.text.toUtf8(), most), this);
    const bool text = kind == CellKind::Text;
    auto* label = new Label({}, text ? Theme::Font::Body : Theme::Font::Mono,
                            kind == CellKind::Number ? "cell.number" : kind == CellKind::Bytes ? "cell.json" : "text.primary");
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a word without end is cut and widens nothing
    if (kind == CellKind::Bytes)
        return bytesWidget(column, start, size, label);
    label->setText(kind == CellKind::Date ? index.data().toString() : start.text);
    if (kind == CellKind::Url)
        return linkWidget(column, start.text, label);
    if (start.text.startsWith(u"data:image/") && QStringView(start.text).left(100).contains(u";base64,")) {
        label->setText(start.text.left(longestData) + (start.text.size() > longestData ? QString(QChar(0x2026)) : QString()));
        auto* picture = new CellPicture;
        onWorker(picture, [set = m_model->sharedResult(), row = m_model->sourceRow(m_row), column] { return seeCell(*set, row, column); },
                        [picture](const SeenBytes& seen) { picture->setSeen(seen); });
        return stacked(label, {picture});
    }
    const QString explained = kind == CellKind::Date ? instantExplained(start.text, QDateTime::currentDateTime()) : QString();
    return explained.isEmpty() ? label : stacked(label, {new Label(explained, Theme::Font::CaptionPlain, "text.muted")});
}

QWidget* RowInspector::field(int column, bool compact)
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(14, 7, compact ? 0 : 14, 7);
    layout->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    auto* name = new ElidedLabel(m_model->result()->columns().at(column), Theme::Font::Label, "text.secondary");
    head->addWidget(name);
    const QString type = shortTypeName(m_model->columnType(column));
    if (!type.isEmpty())
        head->addWidget(new Label(type, Theme::Font::MonoSmall, "text.muted"));
    head->addStretch();
    if (m_model->headerData(column, Qt::Horizontal, ColumnKeyRole).toBool() && !compact)
        head->addWidget(new IconLabel(QStringLiteral("key-round"), 12, "text.muted"));
    if (CellKind(m_model->index(m_row, column).data(CellKindRole).toInt()) == CellKind::Json) {
        auto* as = new SegmentedControl;
        as->setObjectName(QStringLiteral("sql.inspector.as.") + m_model->result()->columns().at(column));
        as->setAccessibleName(tr("How %1 is shown").arg(m_model->result()->columns().at(column)));
        as->setSmall(true);
        as->addSegment(tr("JSON"));
        as->addSegment(tr("Tree"));
        as->setCurrent(m_asTree ? 1 : 0);
        connect(as, &SegmentedControl::currentChanged, this, [this](int which) {
            m_asTree = which == 1;
            QMetaObject::invokeMethod(this, &RowInspector::rebuild, Qt::QueuedConnection); // the control goes with the rest
        });
        head->addWidget(as);
    }
    layout->addLayout(head);
    layout->addWidget(valueWidget(column));
    box->setObjectName(QStringLiteral("sql.inspector.field.") + m_model->result()->columns().at(column));
    return box;
}

void RowInspector::rebuild()
{
    const ResultSet* set = m_model ? m_model->result() : nullptr;
    const bool shown = set && m_row >= 0 && m_row < m_model->rowCount();
    const QLocale locale;
    m_title->setText(shown ? tr("Row %1").arg(locale.toString(m_row + 1)) : tr("Row"));
    m_of->setText(shown ? tr("of %1").arg(locale.toString(m_model->rowCount())) : QString());
    m_previous->setEnabled(shown && m_row > 0);
    m_next->setEnabled(shown && m_row + 1 < m_model->rowCount());
    m_copy->setEnabled(shown);

    const int scrolled = shown && m_builtRow == m_row ? m_scroll->verticalScrollBar()->value() : 0;
    m_builtRow = m_row;
    m_room = longestRow;
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    QList<int> columns;
    for (int c = 0; shown && c < set->columns().size() && columns.size() < mostFields; ++c) {
        if (m_filter.isEmpty() || set->columns().at(c).contains(m_filter, Qt::CaseInsensitive))
            columns << c;
    }
    const auto isShort = [&](int c) {
        const QModelIndex index = m_model->index(m_row, c);
        const CellKind kind = CellKind(index.data(CellKindRole).toInt());
        return (kind == CellKind::Number || kind == CellKind::Boolean) && index.data().toString().size() <= 10
            && set->columns().at(c).size() <= 10 && !m_model->headerData(c, Qt::Horizontal, ColumnKeyRole).toBool();
    };
    for (int i = 0; i < columns.size();) {
        int run = 1;
        while (run < 3 && i + run < columns.size() && isShort(columns[i]) && isShort(columns[i + run]))
            ++run;
        if (run > 1) {
            auto* line = new QHBoxLayout;
            line->setSpacing(0);
            for (int k = 0; k < run; ++k)
                line->addWidget(field(columns[i + k], true), 1, Qt::AlignTop);
            column->addLayout(line);
        } else {
            column->addWidget(field(columns[i], false));
        }
        column->addWidget(new Line("grid.line", list));
        i += run;
    }
    if (!shown) {
        auto* hint = new Label(tr("Choose a row to see all of its fields."), Theme::Font::Small, "text.muted");
        hint->setContentsMargins(14, 12, 14, 12);
        hint->setWordWrap(true);
        column->addWidget(hint);
    }
    column->addStretch();
    m_scroll->setWidget(list);
    m_list = list;
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

} // namespace run402
