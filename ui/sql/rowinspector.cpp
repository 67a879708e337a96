// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/rowinspector.h"

#include "models/item/jsontext.h"
#include "models/item/resultorder.h"
#include "models/item/resulttext.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QBuffer>
#include <QClipboard>
#include <QDateTime>
#include <QDesktopServices>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

namespace {

constexpr int mostFields = 250; // more are found with the filter
constexpr qsizetype longestValue = 20'000;

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

/// A small picture of an image's bytes; nullptr when they are none, or more than is looked at without being asked.
QLabel* pictureOf(const QByteArray& bytes)
{
    constexpr qsizetype mostBytes = 4 << 20;
    constexpr int side = 240, mostMegabytes = 64;
    if (bytes.isEmpty() || bytes.size() > mostBytes)
        return nullptr;
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (!reader.canRead() || reader.format() == "svg" || reader.format() == "svgz") // a drawing could ask for other files
        return nullptr;
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > qint64(mostMegabytes) << 18)
        return nullptr;
    if (size.width() > side || size.height() > side)
        reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    if (image.isNull())
        return nullptr;
    auto* label = new QLabel;
    label->setObjectName(QStringLiteral("sql.inspector.picture"));
    label->setPixmap(QPixmap::fromImage(image));
    label->setAccessibleName(RowInspector::tr("Picture of %1 by %2 points").arg(size.width()).arg(size.height()));
    label->setToolTip(label->accessibleName());
    return label;
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
    if (m_model && m_model->result() && m_row >= 0)
        QGuiApplication::clipboard()->setText(prettyJson(m_model->result()->rowJson(m_model->sourceRow(m_row)), 50'000'000));
}

QWidget* RowInspector::valueWidget(int column)
{
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
        return new JsonBox(prettyJson(index.data(RawJsonRole).toByteArray(), longestValue), this);
    const QString whole = m_model->wholeCell(m_row, column).text;
    const bool text = kind == CellKind::Text;
    auto* label = new Label({}, text ? Theme::Font::Body : Theme::Font::Mono,
                            kind == CellKind::Number ? "cell.number" : kind == CellKind::Bytes ? "cell.json" : "text.primary");
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    const auto stacked = [label](QWidget* below) {
        auto* box = new QWidget;
        auto* layout = new QVBoxLayout(box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(4);
        layout->addWidget(label);
        layout->addWidget(below, 0, Qt::AlignLeft);
        return box;
    };
    if (kind == CellKind::Bytes) {
        const QByteArray bytes = bufferBytes(whole);
        label->setText(tr("%n byte(s)", nullptr, int(bytes.size())) + QStringLiteral("\n\\x") + QString::fromLatin1(bytes.left(256).toHex())
                       + (bytes.size() > 256 ? QString(QChar(0x2026)) : QString()));
        QLabel* picture = pictureOf(bytes);
        return picture ? stacked(picture) : label;
    }
    label->setText(kind == CellKind::Date ? index.data().toString()
                   : whole.size() > longestValue ? whole.left(longestValue) + QChar(0x2026) : whole);
    if (kind == CellKind::Url) {
        auto* open = new LinkLabel(tr("Open in the browser"));
        open->setObjectName(QStringLiteral("sql.inspector.open.") + m_model->result()->columns().at(column));
        connect(open, &LinkLabel::clicked, this, [whole] { QDesktopServices::openUrl(QUrl(whole, QUrl::StrictMode)); });
        return stacked(open);
    }
    if (whole.startsWith(u"data:image/") && whole.contains(u";base64,")) {
        if (QLabel* picture = pictureOf(QByteArray::fromBase64(QStringView(whole).mid(whole.indexOf(u',') + 1).toLatin1())))
            return stacked(picture);
    }
    const QString explained = kind == CellKind::Date ? instantExplained(whole, QDateTime::currentDateTime()) : QString();
    return explained.isEmpty() ? label : stacked(new Label(explained, Theme::Font::CaptionPlain, "text.muted"));
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
}

} // namespace run402
