// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tourrunner.h"

#include "ui/common/findvisible.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDateTime>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QMouseEvent>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QScreen>
#include <QTextStream>
#include <QUrl>
#include <QWidget>
#include <QWindow>

namespace run402 {

namespace {

constexpr int pollMs = 25;
constexpr int lackingMs = 8'000; // after which a server that said it has no such route is believed
constexpr int settleMs = 350; // late layouts and fonts

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
    m_whole.start();
    say(QStringLiteral("Tour of %1 steps, pictures in %2").arg(m_steps.size()).arg(m_folder));
    QTimer::singleShot(settleMs, this, &TourRunner::begin);
}

void TourRunner::end()
{
    const QString seconds = QString::number(m_whole.elapsed() / 1000);
    if (m_failures > 0)
        say(QStringLiteral("Tour ended in %1 s: %2 failed, %3 skipped.").arg(seconds).arg(m_failures).arg(m_skipped));
    else if (m_skipped > 0)
        say(QStringLiteral("Tour done in %1 s: every visited step reached its outcome, %2 skipped.").arg(seconds).arg(m_skipped));
    else
        say(QStringLiteral("Tour done in %1 s: every step reached its outcome.").arg(seconds));
    Q_EMIT finished(m_failures);
}

void TourRunner::begin()
{
    if (m_current >= m_steps.size()) {
        end();
        return;
    }
    m_complaint.clear();
    m_since.start();
    m_stepStarted = QDateTime::currentDateTimeUtc();
    const TourStep& step = m_steps.at(m_current);
    if (!step.topic.isEmpty()) {
        QString why = m_ended.value(step.topic);
        if (why.isEmpty() && m_whyNot)
            why = m_whyNot(step.topic);
        if (!why.isEmpty()) {
            skip(why);
            return;
        }
    }
    if (step.act)
        step.act();
    m_poll.start();
}

void TourRunner::check()
{
    const TourStep& step = m_steps.at(m_current);
    const QString missing = !m_complaint.isEmpty() ? m_complaint : step.missing ? step.missing() : QString();
    if (!missing.isEmpty()) {
        const bool lacking = !step.topic.isEmpty() && m_since.elapsed() > lackingMs && m_excuse && !m_excuse(step.topic).isEmpty();
        if (!m_complaint.isEmpty() || lacking || m_since.elapsed() > step.timeoutMs) {
            m_poll.stop();
            fail(m_complaint.isEmpty() ? missing : m_complaint);
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
    const int wait = m_steps.at(m_current).settleMs;
    QTimer::singleShot(wait > 0 ? wait : settleMs, this, [this, dark, then = std::move(then)] {
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
    const QString file = QStringLiteral("%1/%2-%3.png").arg(m_folder, fileName(), theme);
    if (!picture.save(file))
        say(QStringLiteral("  could not write %1").arg(file));
}

QString TourRunner::fileName() const
{
    return QStringLiteral("%1-%2").arg(m_current + 1, 2, 10, QLatin1Char('0')).arg(m_steps.at(m_current).id);
}

void TourRunner::next()
{
    ++m_current;
    begin();
}

void TourRunner::succeed()
{
    say(QStringLiteral("  ok    %1  %2 (%3 ms)").arg(fileName(), -20).arg(m_steps.at(m_current).title).arg(m_since.elapsed()));
    next();
}

void TourRunner::skip(const QString& why)
{
    ++m_skipped;
    say(QStringLiteral("  skip  %1  %2").arg(fileName(), -20).arg(why));
    next();
}

void TourRunner::fail(const QString& why)
{
    const TourStep& step = m_steps.at(m_current);
    const QString excuse = step.topic.isEmpty() || !m_excuse ? QString() : m_excuse(step.topic);
    if (!excuse.isEmpty()) {
        m_ended.insert(step.topic, excuse);
        closeDialogs();
        skip(excuse);
        return;
    }
    ++m_failures;
    say(QStringLiteral("  FAIL  %1  %2: %3").arg(fileName(), -20).arg(step.title, why));
    save(QStringLiteral("failed"));
    if (step.topic.isEmpty()) {
        end();
        return;
    }
    m_ended.insert(step.topic, QStringLiteral("an earlier step of \"%1\" failed").arg(step.topic));
    closeDialogs();
    next();
}

/// What a failed topic leaves open would stand in the way of the next one.
void TourRunner::closeDialogs()
{
    const QList<QDialog*> open = m_window.findChildren<QDialog*>();
    for (QDialog* dialog : open) {
        if (dialog->isVisible())
            dialog->reject();
    }
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
    else if (auto* paper = qobject_cast<QPlainTextEdit*>(widget))
        paper->clear();
    for (QChar c : text) {
        const bool isBreak = c == QLatin1Char('\n');
        pressKey(widget, isBreak ? Qt::Key_Return : 0, Qt::NoModifier, isBreak ? QString() : QString(c));
    }
}

void TourRunner::key(const QString& objectName, int key, Qt::KeyboardModifiers modifiers)
{
    if (QWidget* widget = find(objectName))
        pressKey(widget, key, modifiers);
    else
        m_complaint = QStringLiteral("there is no \"%1\" to press a key in").arg(objectName);
}

void TourRunner::pressKey(QWidget* widget, int key, Qt::KeyboardModifiers modifiers, const QString& text)
{
    QKeyEvent press(QEvent::KeyPress, key, modifiers, text), release(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(widget, &press);
    QCoreApplication::sendEvent(widget, &release);
}

void TourRunner::chooseRow(const QString& objectName, int row)
{
    auto* view = qobject_cast<QAbstractItemView*>(find(objectName));
    const QModelIndex at = view && view->model() ? view->model()->index(row, 0, view->rootIndex()) : QModelIndex();
    if (!at.isValid()) {
        m_complaint = QStringLiteral("\"%1\" has no row %2").arg(objectName).arg(row);
        return;
    }
    view->scrollTo(at);
    clickAt(view->viewport(), view->visualRect(at).center());
}

void TourRunner::press(const QString& objectName)
{
    if (QWidget* widget = find(objectName))
        clickAt(widget, widget->rect().center());
    else
        m_complaint = QStringLiteral("there is no \"%1\" to click").arg(objectName);
}

void TourRunner::clickAt(QWidget* widget, const QPointF& at)
{
    for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(type, at, widget->mapToGlobal(at), Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(widget, &event);
    }
}

void TourRunner::drop(QWidget* on, const QStringList& paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint at = on->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(on, &enter);
    QDropEvent let(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(on, &let);
}

} // namespace run402
