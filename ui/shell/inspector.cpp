// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/inspector.h"

#include "ui/common/button.h"
#include "ui/common/label.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>
#include <QVBoxLayout>

namespace run402 {

Inspector::Inspector(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_head(new QWidget(this))
    , m_title(new ElidedLabel({}, Theme::Font::Subtitle, "text.primary", m_head))
    , m_note(new Label({}, Theme::Font::Small, "text.muted", m_head))
{
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_head);
    m_head->setFixedHeight(Theme::of(this).size("height.docTabs"));
    auto* row = new QHBoxLayout(m_head);
    row->setContentsMargins(14, 0, 8, 1);
    row->setSpacing(8);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close the inspector"), m_head);
    close->setObjectName(QStringLiteral("inspectorClose"));
    close->setSmall(true);
    close->setShortcutHint(tr("Ctrl+Alt+I"));
    row->addWidget(m_title, 1);
    row->addWidget(m_note);
    row->addWidget(close);
    connect(close, &QAbstractButton::clicked, this, &Inspector::closeAsked);
}

void Inspector::setContent(QWidget* widget, const QString& title)
{
    m_title->setText(title);
    m_head->setVisible(!title.isEmpty());
    setNote({});
    if (widget == m_content)
        return;
    if (m_content && m_content->parentWidget() == this) {
        m_column->removeWidget(m_content);
        m_content->hide();
        m_content->setParent(m_home); // a null home keeps it alive for its owner
    }
    m_content = widget;
    if (widget) {
        m_home = widget->parentWidget();
        m_column->addWidget(widget, 1);
        widget->show();
    }
}

void Inspector::setNote(const QString& note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void Inspector::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    if (!qobject_cast<QSplitter*>(parentWidget())) // a splitter draws the line itself
        p.fillRect(0, 0, 1, height(), t.color("border.default"));
    if (m_head->isVisibleTo(this))
        p.fillRect(0, m_head->height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
