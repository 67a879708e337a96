// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

namespace run402 {

/// One step: do something a person would do, then wait until its outcome is visible.
struct TourStep
{
    QString id;    ///< file name part, "tier"; the runner numbers it
    QString title; ///< printed
    std::function<void()> act;
    /// Empty text = reached; anything else says what is still missing and becomes the failure when time is up.
    std::function<QString()> missing;
    int timeoutMs = 30'000;
    bool picture = true;
    /// Steps of one topic stand on each other; empty = what everything else stands on.
    QString topic = {};
    int settleMs = 0; ///< before each picture; 0 = the usual
};

/// Drives the real window through steps and takes a picture of each in light and dark. A failure in a topic ends this
/// topic; a failure outside of any ends the tour. Owner: app/. Thread: GUI. Ends with finished(number of failures).
class TourRunner : public QObject
{
    Q_OBJECT
public:
    TourRunner(QWidget& window, QString folder, std::function<void(bool dark)> setDark, QObject* parent = nullptr);

    /// Told around the runner's own slow work (taking pictures), which is not the application's.
    void setOwnWork(std::function<void()> after) { m_ownWorkDone = std::move(after); }
    /// Why a topic cannot be visited on this server; empty = it can. Asked before each of its steps.
    void setAbsence(std::function<QString(const QString& topic)> whyNot) { m_whyNot = std::move(whyNot); }
    /// Asked when a step of a topic failed: a text says that the server lacks it, which is no failure of the window.
    void setExcuse(std::function<QString(const QString& topic)> excuse) { m_excuse = std::move(excuse); }
    void add(TourStep step) { m_steps << std::move(step); }
    void start();
    /// When the current step began.
    QDateTime stepStarted() const { return m_stepStarted; }

    // What a person can do, by objectName. Each says on stdout when it cannot and lets the step fail.
    QWidget* find(const QString& objectName) const; ///< visible ones only, dialogs included
    void click(const QString& objectName);
    void type(const QString& objectName, const QString& text);
    void key(const QString& objectName, int key, Qt::KeyboardModifiers modifiers = {});
    void pressKey(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = {}, const QString& text = {});
    void press(const QString& objectName);              ///< a mouse click in the middle
    void chooseRow(const QString& objectName, int row); ///< a mouse click into the first column
    void drop(QWidget* on, const QStringList& paths);   ///< files from outside

Q_SIGNALS:
    void finished(int failures);

private:
    static void clickAt(QWidget* widget, const QPointF& at);
    void begin();
    void end();
    void check();
    void shoot(bool dark, std::function<void()> then);
    void succeed();
    void fail(const QString& why);
    void skip(const QString& why);
    void next();
    void closeDialogs();
    void save(const QString& theme);
    QString fileName() const;

    QWidget& m_window;
    QString m_folder;
    std::function<void(bool)> m_setDark;
    std::function<void()> m_ownWorkDone;
    std::function<QString(const QString&)> m_whyNot, m_excuse;
    QList<TourStep> m_steps;
    QHash<QString, QString> m_ended; ///< topics that are over, with the reason
    qsizetype m_current = 0;
    int m_failures = 0, m_skipped = 0;
    QTimer m_poll;
    QElapsedTimer m_since, m_whole;
    QDateTime m_stepStarted;
    mutable QString m_complaint;
};

} // namespace run402
