// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlrestline.h"

#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace run402 {

namespace {
constexpr qsizetype longestShown = 2000;
}

SqlRestLine::SqlRestLine(QWidget* parent)
    : QWidget(parent), m_who(new Label({}, Theme::Font::CaptionPlain, "text.muted")), m_verb(new Label({}, Theme::Font::MonoSmall, "info.text")),
      m_text(new ElidedLabel({}, Theme::Font::MonoSmall, "text.primary")), m_show(new Button(tr("Show the place"), Button::Variant::Ghost)),
      m_service(new Button(tr("Run as service"), Button::Variant::Ghost)), m_copy(new CopyButton(tr("Copy the request")))
{
    setObjectName(QStringLiteral("sql.restLine"));
    setFixedHeight(Theme::of(this).scaled(32));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 1);
    row->setSpacing(8);
    row->addWidget(m_who);
    row->addWidget(m_verb);
    m_text->setObjectName(QStringLiteral("sql.restLine.text"));
    row->addWidget(m_text, 1);
    m_show->setObjectName(QStringLiteral("sql.restLine.show"));
    m_service->setObjectName(QStringLiteral("sql.restLine.service"));
    m_service->setToolTip(tr("Run the statement once as the service, past the access rules"));
    m_copy->setObjectName(QStringLiteral("sql.restLine.copy"));
    m_copy->setSmall(true);
    m_copy->setTextSource([this] { return m_line; });
    for (Button* b : {m_show, m_service}) {
        b->setSize(Button::Size::Small);
        row->addWidget(b);
    }
    row->addWidget(m_copy);
    connect(m_show, &QAbstractButton::clicked, this, &SqlRestLine::placeRequested);
    connect(m_service, &QAbstractButton::clicked, this, &SqlRestLine::serviceRequested);
    showNote({}, false);
    hide();
}

void SqlRestLine::setIdentity(const SqlIdentity& identity)
{
    const QString words = identity.words();
    m_who->setText(words.left(1).toUpper() + words.mid(1));
    setVisible(!identity.isService());
}

void SqlRestLine::showForm(const RestForm& form)
{
    const QString line = form.line();
    m_verb->setText(QString::fromLatin1(form.method));
    m_verb->show();
    m_line = form.body.isEmpty() ? line : line + u'\n' + QString::fromUtf8(form.body);
    QString shown = line.mid(form.method.size() + 1);
    if (!form.body.isEmpty())
        shown += QStringLiteral("  ") + QString::fromUtf8(form.body.left(longestShown));
    m_text->setRole(Theme::Font::MonoSmall);
    m_text->setToken("text.primary");
    m_text->setText(shown.left(longestShown));
    setAccessibleName(tr("Request to be sent: %1").arg(m_line.left(longestShown)));
    m_show->hide();
    m_service->hide();
    m_copy->show();
}

void SqlRestLine::showNote(const QString& note, bool refused)
{
    m_line.clear();
    m_verb->hide();
    m_text->setRole(Theme::Font::CaptionPlain);
    m_text->setToken(refused ? "warning.text" : "text.muted");
    m_text->setText(note);
    setAccessibleName(note);
    m_show->setVisible(refused);
    m_service->setVisible(refused);
    m_copy->hide();
}

QString SqlRestLine::said() const
{
    return m_line.isEmpty() ? m_text->text() : m_line;
}

void SqlRestLine::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.alt"));
    p.fillRect(0, height() - 1, width(), 1, t.color("border.default"));
}

} // namespace run402
