// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

namespace run402 {

/// One step: do something a person would do, then wait until its outcome is visible.
struct TourStep
{
    QString id;    ///< file name part, "03-tier"
    QString title; ///< printed
    std::function<void()> act;
    /// Empty text = reached; anything else says what is still missing and becomes the failure when time is up.
    std::function<QString()> missing;
    int timeoutMs = 30'000;
    bool picture = true;
};

/// Drives the real window through steps and takes a picture of each in light and dark.
/// Owner: app/. Thread: GUI. Ends with finished(number of failures); stops at the first failure, since every step
/// stands on the one before.
class TourRunner : public QObject
{
    Q_OBJECT
public:
    TourRunner(QWidget& window, QString folder, std::function<void(bool dark)> setDark, QObject* parent = nullptr);

    /// Told around the runner's own slow work (taking pictures), which is not the application's.
    void setOwnWork(std::function<void()> after) { m_ownWorkDone = std::move(after); }
    void add(TourStep step) { m_steps << std::move(step); }
    void start();

    // What a person can do, by objectName. Each says on stdout when it cannot and lets the step fail.
    QWidget* find(const QString& objectName) const; ///< visible ones only, dialogs included
    void click(const QString& objectName);
    void type(const QString& objectName, const QString& text);
    void key(const QString& objectName, int key, Qt::KeyboardModifiers modifiers = {});

Q_SIGNALS:
    void finished(int failures);

private:
    void begin();
    void check();
    void shoot(bool dark, std::function<void()> then);
    void succeed();
    void fail(const QString& why);
    void save(const QString& theme);

    QWidget& m_window;
    QString m_folder;
    std::function<void(bool)> m_setDark;
    std::function<void()> m_ownWorkDone;
    QList<TourStep> m_steps;
    qsizetype m_current = 0;
    QTimer m_poll;
    QElapsedTimer m_since;
    mutable QString m_complaint;
};

} // namespace run402
