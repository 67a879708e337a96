// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/problemview.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr int kRawMost = 4000;
}

ProblemView::ProblemView(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label({}, Theme::Font::Title, "text.primary", this))
    , m_why(new Label({}, Theme::Font::Body, "text.secondary", this))
    , m_extraSlot(new QVBoxLayout)
    , m_fix(new Button({}, Button::Variant::Primary, this))
    , m_rawBox(new QWidget(this))
    , m_request(new Label({}, Theme::Font::MonoSmall, "text.muted", m_rawBox))
    , m_raw(new Label({}, Theme::Font::MonoSmall, "text.primary", m_rawBox))
    , m_written(new Label({}, Theme::Font::MonoSmall, "text.muted", m_rawBox))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(16, 16, 16, 16);
    top->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new IconLabel(QStringLiteral("circle-x"), 20, "danger.text", this), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_why);
    head->addLayout(words, 1);
    top->addLayout(head);
    top->addLayout(m_extraSlot);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* copy = new Button(tr("Copy report"), Button::Variant::Secondary, this);
    buttons->addWidget(m_fix);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    top->addLayout(buttons);
    column->addLayout(top);
    column->addStretch(1);

    auto* raw = new QVBoxLayout(m_rawBox);
    raw->setContentsMargins(16, 11, 16, 10);
    raw->setSpacing(2);
    for (Label* label : {m_title, m_why, m_request, m_raw, m_written}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    raw->addWidget(m_request);
    raw->addWidget(m_raw);
    raw->addWidget(m_written);
    column->addWidget(m_rawBox);

    connect(m_fix, &QAbstractButton::clicked, this, [this] { Q_EMIT actionTriggered(m_action); });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &ProblemView::countDown);
    connect(copy, &QAbstractButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(reportText());
        Q_EMIT reportCopied();
    });
}

void ProblemView::setProblem(const Problem& problem, const QString& request, const QString& raw)
{
    m_problem = problem;
    const ProblemWords words = problemWords(problem);
    m_title->setText(words.title);
    QStringList reasons;
    for (const QString& part : {words.why, words.next})
        if (!part.isEmpty())
            reasons.append(part);
    m_why->setText(reasons.join(QLatin1Char(' ')));
    m_why->setVisible(!reasons.isEmpty());
    m_action = words.action;
    m_fix->setText(words.button);
    m_fix->setIconName({});
    m_fix->setVisible(!words.button.isEmpty());
    m_fix->setEnabled(true);
    m_fixText = words.button;
    m_second.stop();
    const int pause = problem.details.value(QLatin1String("retryAfter")).toInt();
    if (pause > 0 && m_action == QLatin1String("retry")) {
        m_pauseEnds.setRemainingTime(pause * 1000ll);
        m_second.start();
        countDown();
    }
    m_request->setText(request);
    m_request->setVisible(!request.isEmpty());
    QString shown = raw.isEmpty() ? problem.message : raw;
    if (shown.size() > kRawMost)
        shown = shown.left(kRawMost) + QStringLiteral("…");
    m_raw->setText(problem.httpStatus > 0 ? QStringLiteral("%1  %2").arg(problem.httpStatus).arg(shown) : shown);
    m_written->setText(problem.traceId.isEmpty() ? words.written
                                                 : tr("%1 Request %2.").arg(words.written, problem.traceId));
    setAccessibleName(words.title);
    setAccessibleDescription(m_why->text() + QLatin1Char(' ') + words.written);
    setExtra(nullptr);
}

void ProblemView::countDown()
{
    const qint64 seconds = (m_pauseEnds.remainingTime() + 999) / 1000;
    m_fix->setEnabled(seconds <= 0);
    m_fix->setText(seconds > 0 ? tr("%1 in %2").arg(m_fixText, seconds < 120 ? tr("%1 s").arg(seconds) : tr("%1 min").arg(seconds / 60)) : m_fixText);
    if (seconds > 0)
        return;
    m_second.stop();
    if (m_resumes && isVisible())
        Q_EMIT actionTriggered(m_action);
}

void ProblemView::setExtra(QWidget* widget)
{
    if (m_extra)
        m_extra->deleteLater();
    m_extra = widget;
    if (widget)
        m_extraSlot->addWidget(widget);
}

void ProblemView::setFix(const QString& text, const QString& icon, const QString& action)
{
    m_second.stop();
    m_action = action;
    m_fix->setEnabled(true);
    m_fix->setText(text);
    m_fix->setIconName(icon);
    m_fix->show();
}

QString ProblemView::reportText() const
{
    QStringList lines{m_title->text(), m_why->text(), QStringLiteral("code: ") + m_problem.code};
    if (m_problem.httpStatus > 0)
        lines << QStringLiteral("http: %1").arg(m_problem.httpStatus);
    if (!m_problem.traceId.isEmpty())
        lines << QStringLiteral("request: ") + m_problem.traceId;
    lines << m_request->text() << m_raw->text();
    if (!m_problem.details.isEmpty())
        lines << QString::fromUtf8(QJsonDocument(m_problem.details).toJson(QJsonDocument::Compact));
    lines << m_written->text() << QStringLiteral("Run402 Desktop ") + QStringLiteral(RUN402_VERSION);
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

void ProblemView::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(m_rawBox->geometry(), t.color("bg.alt"));
    p.fillRect(QRect(0, m_rawBox->y(), width(), 1), t.color("border.default"));
}

} // namespace run402
