// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/queryline.h"

#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace run402 {

namespace {
const QLatin1StringView restRoot("/rest/v1/");
}

QueryLine::QueryLine(const QString& table, QWidget* parent)
    : QWidget(parent), m_table(table), m_form(new SegmentedControl), m_verb(new Label(QStringLiteral("GET"), Theme::Font::MonoSmallStrong, "info.text")),
      m_text(new LineEdit), m_fault(new Label({}, Theme::Font::CaptionPlain, "danger.text")), m_copy(new CopyButton(tr("Copy this line"))),
      m_explorer(new Button(tr("Open in REST explorer"), QStringLiteral("braces"), Button::Variant::Ghost))
{
    setFixedHeight(Theme::of(this).scaled(32));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(8);
    m_form->setObjectName(QStringLiteral("table.query.form"));
    m_form->setAccessibleName(tr("Form of the line"));
    m_form->setSmall(true);
    m_form->addSegment(QStringLiteral("REST"));
    m_form->addSegment(QStringLiteral("SQL"));
    m_form->setCurrent(0);
    row->addWidget(m_form);
    row->addWidget(m_verb);
    m_text->setObjectName(QStringLiteral("table.query"));
    m_text->setAccessibleName(tr("The filters as text"));
    m_text->setBare(true);
    m_text->setSmall(true);
    m_text->setMono(true);
    m_text->setFontSize(11);
    m_text->installEventFilter(this);
    row->addWidget(m_text, 1);
    m_fault->setObjectName(QStringLiteral("table.query.fault"));
    row->addWidget(m_fault);
    m_copy->setObjectName(QStringLiteral("table.query.copy"));
    m_copy->setSmall(true);
    m_copy->setTextSource([this] { return m_text->text(); });
    row->addWidget(m_copy);
    m_explorer->setObjectName(QStringLiteral("table.explorer"));
    m_explorer->setSize(Button::Size::Small);
    row->addWidget(m_explorer);
    connect(m_form, &SegmentedControl::currentChanged, this, &QueryLine::refresh);
    connect(m_text, &QLineEdit::returnPressed, this, &QueryLine::apply);
    connect(m_text, &QLineEdit::textEdited, this, [this] {
        m_fault->clear();
        m_text->setError({});
    });
    connect(m_explorer, &QAbstractButton::clicked, this, [this] { Q_EMIT explorerRequested(restPath()); });
    refresh();
}

bool QueryLine::isSql() const
{
    return m_form->current() == 1;
}

void QueryLine::setSql(bool sql)
{
    m_form->setCurrent(sql ? 1 : 0);
    refresh();
}

QString QueryLine::restPath() const
{
    const auto text = restText(m_table, m_query);
    return text ? restRoot + *text : QString();
}

void QueryLine::setQuery(const TableQuery& query, const QHash<QString, QString>& types)
{
    m_query = query;
    m_types = types;
    refresh();
}

void QueryLine::refresh()
{
    const QString rest = restPath();
    m_verb->setVisible(!isSql());
    m_fault->clear();
    m_text->setError({});
    m_text->setText(isSql() ? sqlQueryText(m_table, m_query, m_types) : rest);
    m_text->setCursorPosition(0);
    m_explorer->setEnabled(!rest.isEmpty());
    m_explorer->setToolTip(rest.isEmpty() ? tr("REST has no words for one of these filters") : QString());
    if (!isSql() && rest.isEmpty())
        m_fault->setText(tr("REST has no words for one of these filters"));
}

void QueryLine::apply()
{
    const QString text = m_text->text();
    const TableQueryText read = isSql() ? parseSqlQueryText(m_table, text) : parseRestText(m_table, text);
    if (read.query) {
        Q_EMIT queryChanged(*read.query);
        return;
    }
    m_fault->setText(tr("At character %1: %2").arg(read.at + 1).arg(read.fault));
    m_text->setError(read.fault);
    m_text->setCursorPosition(int(read.at));
}

bool QueryLine::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        refresh(); // what is shown now
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void QueryLine::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.alt"));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
