// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/stepscard.h"

#include "models/domain/datasize.h"
#include "ui/common/chip.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/progressring.h"
#include "ui/common/toggleswitch.h"
#include "ui/deploy/deploywords.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

namespace run402 {

using State = ReleaseStep::State;

namespace {

struct Look { const char* icon; const char* token; };

Look lookOf(State state)
{
    switch (state) {
    case State::Done: return {"circle-check", "accent.text"};
    case State::Failed: return {"circle-x", "danger.text"};
    case State::Unknown: return {"circle-help", "warning.text"};
    case State::Skipped: return {"circle-minus", "text.muted"};
    default: return {"circle", "text.muted"};
    }
}

QString stateWord(State state)
{
    switch (state) {
    case State::Waiting: return StepsCard::tr("waiting");
    case State::Running: return StepsCard::tr("running");
    case State::Done: return StepsCard::tr("done");
    case State::Failed: return StepsCard::tr("failed");
    case State::Skipped: return StepsCard::tr("not sent");
    case State::Unknown: return StepsCard::tr("unknown");
    }
    return {};
}

} // namespace

StepRow::StepRow(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 9, 16, 9);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_icon = new IconLabel(QStringLiteral("circle"), 18, "text.muted");
    m_ring = new ProgressRing(nullptr, 18);
    m_name = new Label({}, Theme::Font::BodyMedium);
    m_name->setMinimumWidth(Theme::of(this).scaled(104));
    m_detail = new ElidedLabel({}, Theme::Font::Small, "text.secondary");
    m_time = new Label({}, Theme::Font::MonoSmall, "text.muted");
    row->addWidget(m_icon);
    row->addWidget(m_ring);
    row->addWidget(m_name);
    row->addWidget(m_detail, 1);
    m_on = new Switch;
    m_on->hide();
    row->addWidget(m_time);
    row->addWidget(m_on);
    column->addLayout(row);
    m_progress = new QWidget;
    auto* bar = new QVBoxLayout(m_progress);
    bar->setContentsMargins(30, 0, 0, 2);
    bar->setSpacing(5);
    m_sent = new Label({}, Theme::Font::Caption, "text.secondary");
    m_meter = new Meter;
    bar->addWidget(m_sent);
    bar->addWidget(m_meter);
    column->addWidget(m_progress);
    m_progress->hide();
}

void StepRow::setStep(const ReleaseStep& step)
{
    m_state = step.state;
    const bool running = step.state == State::Running;
    const Look look = lookOf(step.state);
    m_icon->setIconName(QString::fromLatin1(look.icon));
    m_icon->setToken(look.token);
    m_icon->setVisible(!running);
    m_ring->setVisible(running);
    m_name->setText(DeployWords::step(step.kind));
    QString detail = step.detail;
    if (step.state == State::Skipped)
        detail = StepsCard::tr("not sent");
    else if (step.state == State::Unknown)
        detail = StepsCard::tr("no answer came: it may or may not have happened");
    m_detail->setText(detail);
    m_detail->setToken(step.state == State::Failed   ? "danger.text"
                       : step.state == State::Unknown ? "warning.text"
                                                      : "text.secondary");
    m_time->setText(step.elapsedMs > 0 ? DeployWords::seconds(step.elapsedMs) : QString());
    if (!running)
        m_progress->hide();
    else if (step.count > 1 && step.kind != ReleaseStep::Kind::Site)
        showParts(step.done, step.count);
    setAccessibleName(tr("%1, %2, %3").arg(m_name->text(), stateWord(step.state), detail));
    update();
}

void StepRow::showParts(int done, int count)
{
    m_sent->setText(tr("%1 of %2").arg(done).arg(count));
    m_meter->setParts({{double(done) / count, "chart.2"}});
    m_progress->show();
}

void StepRow::setProgress(qint64 sent, qint64 total)
{
    m_progress->setVisible(total > 0);
    if (total <= 0)
        return;
    m_sent->setText(tr("%1 of %2 sent").arg(byteText(sent), byteText(total)));
    m_meter->setParts({{double(sent) / double(total), "chart.2"}});
}

void StepRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter p(this);
    if (m_state == State::Running)
        p.fillRect(rect(), theme.color("bg.alt"));
    p.fillRect(0, height() - 1, width(), 1, theme.color("grid.line"));
}

StepsCard::StepsCard(QWidget* parent) : Card(tr("Steps"), parent)
{
    setObjectName(QStringLiteral("deploy.steps"));
    m_manifest = new Chip({});
    m_manifest->setIconName(QStringLiteral("braces"));
    m_manifest->hide();
    addBesideTitle(m_manifest);
    m_total = new Label({}, Theme::Font::MonoSmall, "text.secondary");
    m_total->setObjectName(QStringLiteral("deploy.stepsTotal"));
    head()->addWidget(m_total);
    body()->setContentsMargins(1, 0, 1, 1);
    body()->setSpacing(0);
    m_bar = new Meter;
    m_bar->setThickness(3);
    m_bar->hide();
    body()->addWidget(m_bar);
    m_list = new QVBoxLayout;
    m_list->setSpacing(0);
    body()->addLayout(m_list);
}

void StepsCard::setManifest(const QString& name)
{
    m_manifest->setText(name);
    m_manifest->setVisible(!name.isEmpty());
}

int StepsCard::doneCount() const
{
    return int(std::count_if(m_steps.cbegin(), m_steps.cend(),
                             [](const ReleaseStep& s) { return s.state == State::Done; }));
}

void StepsCard::setSteps(const QList<ReleaseStep>& steps)
{
    m_steps = steps;
    while (m_rows.size() < steps.size()) {
        auto* row = new StepRow;
        row->setObjectName(QStringLiteral("deploy.step.%1").arg(m_rows.size()));
        m_rows << row;
        row->onOff()->setObjectName(QStringLiteral("deploy.step.%1.on").arg(m_rows.size() - 1));
        connect(row->onOff(), &Switch::toggled, this, [this, row](bool on) {
            const qsizetype at = m_rows.indexOf(row);
            if (m_choosable && at >= 0 && at < m_steps.size())
                Q_EMIT stepSwitched(m_steps.at(at).kind, on);
        });
        m_list->addWidget(row);
    }
    while (m_rows.size() > steps.size())
        delete m_rows.takeLast();
    for (qsizetype i = 0; i < steps.size(); ++i)
        m_rows.at(i)->setStep(steps.at(i));
    refreshTotal();
    refreshSwitches();
}

void StepsCard::setChoosable(bool on)
{
    m_choosable = on;
    refreshSwitches();
    refreshTotal();
}

void StepsCard::refreshSwitches()
{
    bool site = true;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const ReleaseStep& step = m_steps.at(i);
        const bool on = step.state != State::Skipped;
        if (step.kind == ReleaseStep::Kind::Site)
            site = on;
        Switch* onOff = m_rows.at(i)->onOff();
        const QSignalBlocker quiet(onOff);
        onOff->setChecked(on);
        // An address shows a deployment: there is none without the site.
        onOff->setEnabled(step.kind != ReleaseStep::Kind::Subdomain || site);
        onOff->setVisible(m_choosable && m_rows.size() > 1);
        onOff->setAccessibleName(tr("Send %1").arg(DeployWords::step(step.kind)));
    }
}

void StepsCard::setElapsed(qint64 ms)
{
    m_elapsedMs = ms;
    refreshTotal();
}

void StepsCard::setRunning(bool running)
{
    m_running = running;
    m_bar->setVisible(running);
}

void StepsCard::setProgress(qint64 sent, qint64 total)
{
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        if (m_steps.at(i).state == State::Running)
            m_rows.at(i)->setProgress(sent, total);
    }
}

void StepsCard::refreshTotal()
{
    const int done = doneCount();
    const auto sent = std::count_if(m_steps.cbegin(), m_steps.cend(),
                                    [this](const ReleaseStep& s) { return !m_choosable || s.state != State::Skipped; });
    QString text = m_steps.isEmpty() ? QString() : tr("%1 of %2").arg(done).arg(sent);
    if (m_elapsedMs >= 0 && !text.isEmpty())
        text = tr("%1, %2").arg(text, DeployWords::seconds(m_elapsedMs));
    m_total->setText(text);
    const double share = m_steps.isEmpty() ? 0 : (done + (m_running ? 0.5 : 0)) / double(m_steps.size());
    m_bar->setParts({{qMin(1.0, share), "chart.2"}});
}

} // namespace run402
