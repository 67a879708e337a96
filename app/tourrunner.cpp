// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tourrunner.h"

#include "ui/common/findvisible.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPixmap>
#include <QScreen>
#include <QTextStream>
#include <QWidget>
#include <QWindow>

namespace run402 {

namespace {

constexpr int pollMs = 25;
constexpr int settleMs = 700; // fades, fonts and the first frame of a web view

void say(const QString& line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace

TourRunner::TourRunner(QWidget& window, QString folder, std::function<void(bool)> setDark, QObject* parent)
    : QObject(parent), m_window(window), m_folder(std::move(folder)), m_setDark(std::move(setDark))
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &TourRunner::check);
}

void TourRunner::start()
{
    QDir().mkpath(m_folder);
    say(QStringLiteral("Tour of %1 steps, pictures in %2").arg(m_steps.size()).arg(m_folder));
    QTimer::singleShot(settleMs, this, &TourRunner::begin);
}

void TourRunner::begin()
{
    if (m_current >= m_steps.size()) {
        say(QStringLiteral("Tour done: every step reached its outcome."));
        Q_EMIT finished(0);
        return;
    }
    m_complaint.clear();
    m_since.start();
    const TourStep& step = m_steps.at(m_current);
    if (step.act)
        step.act();
    m_poll.start();
}

void TourRunner::check()
{
    const TourStep& step = m_steps.at(m_current);
    const QString missing = !m_complaint.isEmpty() ? m_complaint : step.missing ? step.missing() : QString();
    if (!missing.isEmpty()) {
        if (!m_complaint.isEmpty() || m_since.elapsed() > step.timeoutMs) {
            m_poll.stop();
            fail(missing);
        }
        return;
    }
    m_poll.stop();
    if (!step.picture) {
        succeed();
        return;
    }
    shoot(false, [this] { shoot(true, [this] {
        m_setDark(false);
        succeed();
    }); });
}

void TourRunner::shoot(bool dark, std::function<void()> then)
{
    m_setDark(dark);
    QTimer::singleShot(settleMs, this, [this, dark, then = std::move(then)] {
        m_window.repaint();
        save(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        if (m_ownWorkDone)
            m_ownWorkDone();
        then();
    });
}

void TourRunner::save(const QString& theme)
{
    // The screen's picture holds popups, dialogs and web views just as a person sees them.
    const QRect area(m_window.mapToGlobal(QPoint()), m_window.size());
    QPixmap picture = m_window.screen()->grabWindow(0, area.x(), area.y(), area.width(), area.height());
    if (picture.isNull())
        picture = m_window.grab();
    const QString file = QStringLiteral("%1/%2-%3.png").arg(m_folder, m_steps.at(m_current).id, theme);
    if (!picture.save(file))
        say(QStringLiteral("  could not write %1").arg(file));
}

void TourRunner::succeed()
{
    const TourStep& step = m_steps.at(m_current);
    say(QStringLiteral("  ok    %1  %2 (%3 ms)").arg(step.id, -16).arg(step.title).arg(m_since.elapsed()));
    ++m_current;
    begin();
}

void TourRunner::fail(const QString& why)
{
    const TourStep& step = m_steps.at(m_current);
    say(QStringLiteral("  FAIL  %1  %2: %3").arg(step.id, -16).arg(step.title, why));
    save(QStringLiteral("failed"));
    Q_EMIT finished(1);
}

QWidget* TourRunner::find(const QString& objectName) const
{
    return findVisible(objectName);
}

void TourRunner::click(const QString& objectName)
{
    auto* button = qobject_cast<QAbstractButton*>(find(objectName));
    if (!button)
        m_complaint = QStringLiteral("there is no button \"%1\" to click").arg(objectName);
    else if (!button->isEnabled())
        m_complaint = QStringLiteral("the button \"%1\" is disabled").arg(objectName);
    else
        button->click();
}

void TourRunner::type(const QString& objectName, const QString& text)
{
    QWidget* widget = find(objectName);
    if (!widget) {
        m_complaint = QStringLiteral("there is no field \"%1\" to type into").arg(objectName);
        return;
    }
    widget->setFocus();
    if (auto* field = qobject_cast<QLineEdit*>(widget))
        field->clear();
    for (QChar c : text) {
        QKeyEvent press(QEvent::KeyPress, c == QLatin1Char('\n') ? Qt::Key_Return : 0, Qt::NoModifier,
                        c == QLatin1Char('\n') ? QString() : QString(c));
        QCoreApplication::sendEvent(widget, &press);
    }
}

void TourRunner::key(const QString& objectName, int key, Qt::KeyboardModifiers modifiers)
{
    QWidget* widget = find(objectName);
    if (!widget) {
        m_complaint = QStringLiteral("there is no \"%1\" to press a key in").arg(objectName);
        return;
    }
    QKeyEvent press(QEvent::KeyPress, key, modifiers), release(QEvent::KeyRelease, key, modifiers);
    QCoreApplication::sendEvent(widget, &press);
    QCoreApplication::sendEvent(widget, &release);
}

} // namespace run402
