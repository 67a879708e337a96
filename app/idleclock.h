// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

namespace run402 {

/// How long nobody has touched mouse, wheel or keys in this application. Owner: parent. Thread: GUI.
class IdleClock : public QObject
{
    Q_OBJECT
public:
    explicit IdleClock(QObject* parent = nullptr);
    qint64 idleMs() const { return m_since.elapsed(); }

private:
    bool eventFilter(QObject* watched, QEvent* event) override;

    QElapsedTimer m_since;
};

} // namespace run402
